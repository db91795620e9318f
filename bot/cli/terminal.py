"""Lines of answers, and how far long work is, as a terminal shows them."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterable, Iterator

import click

from bot.progress import told_to
from bot.replies import text
from bot.replies.description import Element

MOMENT_SECONDS = 0.5
"""Work that takes no longer needs no word on how far it is."""
BULLET = "  • "

STYLES = {
    text.Style.TITLE: "bold",
    text.Style.HEADING: "bold cyan",
    text.Style.BODY: "",
    text.Style.ITEM: "",
    text.Style.FAINT: "dim",
}


@contextlib.contextmanager
def progress_shown() -> Iterator[None]:
    """Show on a terminal how far the work in this context is, once it takes longer than a moment."""
    if not sys.stderr.isatty():
        yield
        return

    # It takes a while to import, and a pipe needs none of it.
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", visible=False)

        def show_step(doing: str, done: int, total: int) -> None:
            seconds = time.monotonic() - begun
            bar.update(
                task,
                description=doing,
                completed=done,
                total=total,
                visible=seconds > MOMENT_SECONDS,
            )

        with told_to(show_step):
            yield


def show(description: Iterable[Element]) -> None:
    """Print for a person: styled and folded on a terminal, and without colour under NO_COLOR."""
    lines = text.lines(description)
    if sys.stdout.isatty():
        _show_styled(lines)
        return
    for line in lines:
        bullet = BULLET if line.style is text.Style.ITEM else ""
        click.echo(bullet + line.text)


def _show_styled(lines: Iterable[text.Line]) -> None:
    # It takes a while to import, and a pipe needs none of it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        content = Text(line.text, STYLES[line.style])
        if line.style is not text.Style.ITEM:
            console.print(content)
            continue
        # Two columns, so that what does not fit on the line goes on beneath the text.
        columns = Table.grid(padding=0)
        columns.add_row(BULLET, content)
        console.print(columns)
