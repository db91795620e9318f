"""A description as lines of text: for the terminal, for `--json`, and beside the blocks in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from bot.replies.description import (
    BulletList,
    ButtonRow,
    Code,
    Element,
    Feedback,
    Headline,
    Options,
    Paragraph,
    SmallPrint,
    Table,
)

SEPARATOR = " | "
"""Between the cells of a row."""


class Style(StrEnum):
    """What a line is, so that a terminal can show it."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    FAINT = "faint"


class Line(NamedTuple):
    """One line of an answer."""

    style: Style
    text: str


def plain(description: Iterable[Element]) -> str:
    """Return everything as plain text, one line a part."""
    return "\n".join(written(description))


def written(description: Iterable[Element]) -> Iterator[str]:
    """Yield each part as a line of plain text."""
    for style, text in lines(description):
        yield f"- {text}" if style is Style.ITEM else text


def lines(description: Iterable[Element]) -> Iterator[Line]:
    """Yield the lines in reading order."""
    for element in description:
        yield from _lines(element)


def _lines(element: Element) -> Iterable[Line]:
    match element:
        case Headline():
            return [Line(Style.TITLE, element.line)]
        case Paragraph():
            return _paragraph(element)
        case BulletList():
            return _list(element)
        case Table():
            return _table(element)
        case Options():
            return _options(element)
        case ButtonRow() | Feedback():
            # Nothing can be clicked on here; the sentences before it say what to write instead.
            return []
        case Code():
            return [Line(Style.BODY, line) for line in element.text.splitlines()]
        case SmallPrint():
            return _small_print(element)


def _paragraph(paragraph: Paragraph) -> Iterator[Line]:
    if paragraph.heading:
        yield Line(Style.HEADING, paragraph.heading)
    yield Line(Style.BODY, paragraph.line)


def _list(listed: BulletList) -> Iterator[Line]:
    if listed.heading:
        yield Line(Style.HEADING, listed.heading)
    style = Style.BODY if listed.is_one_point else Style.ITEM
    for item in listed.items:
        yield Line(style, item.line)


def _table(table: Table) -> Iterator[Line]:
    if len(table.rows) > 1:
        yield from _rows(table)
        return
    for row in table.rows:
        yield Line(Style.HEADING, row.heading)
        cells = zip(
            table.columns,
            row.cells,
            strict=True,
        )
        for column, cell in cells:
            text = f"{column}: {cell}"
            yield Line(Style.ITEM, text)


def _rows(table: Table) -> Iterator[Line]:
    """Yield a line for each row: the names of the columns stand once above all."""
    columns = SEPARATOR.join(table.columns)
    yield Line(Style.HEADING, columns)
    for row in table.rows:
        cells = SEPARATOR.join(row.cells)
        yield Line(Style.ITEM, f"{row.heading}: {cells}")


def _options(options: Options) -> Iterator[Line]:
    if options.heading:
        yield Line(Style.HEADING, options.heading)
    for number, option in enumerate(options.options, start=1):
        text = option.text
        if options.is_numbered:
            text = f"{number}. {text}"
        yield Line(Style.ITEM, text)


def _small_print(small_print: SmallPrint) -> Iterator[Line]:
    yield Line(Style.FAINT, small_print.line)
    link = small_print.link
    if link:
        text = f"{link.text}: {link.url}"
        yield Line(Style.FAINT, text)
