"""The report of `check`, as a terminal or GitHub shows it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.check.coverage import MAX_UNKNOWN, Coverage, advice
from bot.check.grading import Grade, Row
from bot.errors import Problem

PIPE_WIDTH = 120
GAPS = "gaps"


def show_table(name: str, rows: Sequence[Row]) -> None:
    """Print how the questions of one comparison are answered."""
    grades = list(Grade)
    # Few write questions that repeat a phrase; the others need no column for it.
    if not any(row.verdicts.get(Grade.REPEATS) for row in rows):
        grades.remove(Grade.REPEATS)
    table = _table(name, "must get", (*grades, GAPS), "gets instead")
    for row in rows:
        counts = [row.verdicts.get(grade, 0) for grade in grades]
        instead = [f"{given} {count}" for given, count in row.confusions.items()]
        table.add_row(
            row.expected,
            *map(str, counts),
            str(row.gaps),
            ", ".join(instead),
        )

    console = _report_console()
    console.print(table)


def show_coverage(name: str, found: Sequence[Coverage]) -> None:
    """Print what the phrases of one comparison cover, and what to write next."""
    numbers = ("right of\nasked", "phrases", "words\neach", "to\nwrite", "different\nwords")
    unknown = "in its questions,\nin none of its phrases"
    table = _table(f"phrases of {name}", "criterion", numbers, unknown)
    for one in found:
        table.add_row(
            one.criterion,
            f"{one.right} of {one.questions}",
            str(one.phrases),
            str(one.length),
            str(one.to_write),
            str(one.words),
            ", ".join(one.unknown[:MAX_UNKNOWN]),
        )
    console = _report_console()
    console.print(table)
    for line in advice(found):
        console.print(Text(line))


def _table(title: str, first: str, numbers: Iterable[str], last: str) -> Table:
    """Return an empty table: a column of words, some of numbers, and one of words that may be long."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, 2, 0, 0),
    )
    table.add_column(first, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right")
    table.add_column(last, overflow="fold")
    return table


def _report_console() -> Console:
    # In a pipe there is no width to keep to, and 80 columns would fold every row.
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(highlight=False, width=width)


def annotation(level: str, problem: Problem) -> str:
    """Return a problem as a command that GitHub's workflows show beside the line.

    Format: "Workflow commands for GitHub Actions", GitHub's documentation.
    """
    relative = os.path.relpath(problem.path)
    path = Path(relative)
    # With slashes, on Windows too.
    file = _property(path.as_posix())
    place = f"file={file},line={problem.line},col={problem.column}"
    text = f"{problem.field}: {problem.message}"
    message = _data(text)
    return f"::{level} {place}::{message}"


def _data(value: str) -> str:
    # First the percent sign: the others are written with it.
    value = value.replace("%", "%25")
    value = value.replace("\r", "%0D")
    return value.replace("\n", "%0A")


def _property(value: str) -> str:
    value = _data(value)
    value = value.replace(":", "%3A")
    return value.replace(",", "%2C")
