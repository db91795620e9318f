"""Lines of answers and reports, as a terminal shows them."""

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
from bot.replies import text
from bot.replies.description import Element

PIPE_WIDTH = 120
GAPS = "gaps"
BULLET = "  • "

STYLES = {
    text.Style.TITLE: "bold",
    text.Style.HEADING: "bold cyan",
    text.Style.BODY: "",
    text.Style.ITEM: "",
    text.Style.FAINT: "dim",
}


def show(description: Iterable[Element]) -> None:
    """Print for a person; plain when not in a terminal, and without colour under NO_COLOR."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    for line in text.lines(description):
        content = Text(line.text, style=STYLES[line.style])
        if line.style is not text.Style.ITEM:
            console.print(content)
        elif console.soft_wrap:
            console.print(Text(BULLET).append_text(content))
        else:
            # Two columns, so that what does not fit on the line goes on beneath the text.
            item = Table.grid(padding=0)
            item.add_row(BULLET, content)
            console.print(item)


def show_table(name: str, rows: Sequence[Row]) -> None:
    """Print how the questions of one comparison are answered."""
    shown = Table(title=name, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    grades = list(Grade)
    if not any(row.verdicts.get(Grade.REPEATS) for row in rows):
        grades.remove(Grade.REPEATS)
    shown.add_column("must get", overflow="fold")
    for heading in (*grades, GAPS):
        shown.add_column(heading, justify="right")
    shown.add_column("gets instead", overflow="fold")
    for row in rows:
        counts = [str(row.verdicts.get(grade, 0)) for grade in grades]
        instead = ", ".join(f"{given} {count}" for given, count in row.confusions.items())
        shown.add_row(row.expected, *counts, str(row.gaps), instead)
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(highlight=False, width=width).print(shown)


def show_coverage(name: str, found: Sequence[Coverage]) -> None:
    """Print what the phrases of one comparison cover, and what to write next."""
    shown = Table(title=f"phrases of {name}", title_justify="left", title_style="bold", box=None)
    shown.padding = (0, 2, 0, 0)
    shown.add_column("criterion", overflow="fold")
    for heading in ("right of\nasked", "phrases", "words\neach", "to\nwrite", "different\nwords"):
        shown.add_column(heading, justify="right")
    shown.add_column("in its questions,\nin none of its phrases", overflow="fold")
    for one in found:
        answered = f"{one.right} of {one.questions}"
        counts = map(str, (one.phrases, one.length, one.to_write, one.words))
        shown.add_row(one.criterion, answered, *counts, ", ".join(one.unknown[:MAX_UNKNOWN]))
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(highlight=False, width=width)
    console.print(shown)
    for line in advice(found):
        console.print(Text(line))


def annotation(level: str, problem: Problem) -> str:
    """Return a problem as a command that GitHub's workflows show beside the line.

    Format: "Workflow commands for GitHub Actions", GitHub's documentation.
    """
    path = Path(os.path.relpath(problem.path)).as_posix()
    place = f"file={_property(path)},line={problem.line},col={problem.column}"
    return f"::{level} {place}::{_data(f'{problem.field}: {problem.message}')}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
