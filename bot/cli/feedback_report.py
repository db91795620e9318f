"""The report of what found no answer or did not help, as a terminal or a spreadsheet shows it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.report import PIPE_WIDTH
from bot.replies import feedback_wording as wording
from bot.replies.parts import shortened
from bot.report import Group, Snippet
from bot.report.describe_report import Shown, kinds, places, reason_name
from bot.store import EntryKind, Votes

DATE = "%Y-%m-%d %H:%M"
FORMULA = ("=", "+", "-", "@")
"""How a cell begins that spreadsheets would compute."""

COLUMNS = (
    *("asked", "question", "first", "last", "where", "nearest", "read as"),
    *("no answer", "not helpful", "reasons", "comments", "suggestions", "file", "snippet"),
)


def print_report(shown: Sequence[Shown], votes: Votes) -> None:
    """Print a line for each group, and below them what to write, under the same numbers."""
    if not shown:
        click.echo(wording.NOTHING_TO_REPORT)
        click.echo(wording.votes(votes.good, votes.bad))
        return

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("", justify="right")
    table.add_column("asked", justify="right")
    table.add_column("question", overflow="fold")
    table.add_column("why")
    table.add_column("last", no_wrap=True)
    for number, (group, _) in enumerate(shown, start=1):
        question = shortened(group.text) or wording.NO_LONGER_KEPT
        cells = (
            str(number),
            str(group.asked),
            question,
            kinds(group),
            f"{group.last_asked:%Y-%m-%d}",
        )
        # As plain text: what people write may look like rich's markup.
        table.add_row(*map(Text, cells))
    # In a pipe there is no width to keep to, and 80 columns would fold every row.
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(highlight=False, width=width).print(table)

    click.echo(f"\n{wording.votes(votes.good, votes.bad)}")
    for number, (group, piece) in enumerate(shown, start=1):
        _print_details(number, group, piece)


def print_csv(shown: Sequence[Shown]) -> None:
    """Write a row for each group."""
    # click's stream keeps the encoding that was asked for; csv ends its lines by itself.
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for group, piece in shown:
        row = (
            group.asked,
            group.text,
            f"{group.entries[0].asked_at:{DATE}}",
            f"{group.last_asked:{DATE}}",
            places(group),
            group.topic,
            group.understood,
            group.count(EntryKind.UNANSWERED),
            group.count(EntryKind.RATED_BADLY),
            ", ".join(map(reason_name, group.reasons)),
            "\n".join(group.comments),
            "\n".join(group.proposals),
            piece.path if piece else "",
            piece.yaml if piece else "",
        )
        writer.writerow(map(_cell, row))


def _print_details(number: int, group: Group, piece: Snippet | None) -> None:
    """Print what people said, and what to write."""
    click.echo("")
    click.echo(f"{number}. {group.text or wording.NO_LONGER_KEPT}")
    facts = {
        "Read as": [group.understood],
        "Nearest": [group.topic],
        "Asked in": [places(group)],
        wording.COMMENTED: group.comments,
        wording.PROPOSED: group.proposals,
    }
    for name, values in facts.items():
        for value in filter(None, values):
            click.echo(f"   {name}: {value}")
    if piece is not None:
        click.echo(f"   {wording.WHAT_TO_WRITE}, in {piece.path}:\n")
        click.echo(piece.yaml.rstrip())


def _cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
