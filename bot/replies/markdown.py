"""A description as Markdown, in which every text stands as it was written."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&]|^[-+#]|(?<=^[0-9])[.)])")
"""What Markdown would read as more than a character, anywhere or where a line begins."""


def printed(description: Iterable[Element]) -> str:
    """Return everything as one Markdown document."""
    blocks = []
    for element in description:
        blocks += _blocks(element)
    document = "\n\n".join(blocks)
    return f"{document}\n"


def _blocks(element: Element) -> list[str]:
    """Return an element as blocks, between which Markdown wants an empty line."""
    match element:
        case Headline():
            headline = _escaped(element.line)
            return [f"# {headline}"]
        case Paragraph():
            return _paragraph(element)
        case BulletList():
            return _list(element)
        case Table():
            return [_table(element)]
        case Options():
            return _options(element)
        case ButtonRow() | Feedback():
            # A page answers no click.
            return []
        case Code():
            # Indented, it needs no fence that its own text could close.
            return [textwrap.indent(element.text.rstrip(), "    ")]
        case SmallPrint():
            return [_small_print(element)]


def _paragraph(paragraph: Paragraph) -> list[str]:
    text = _escaped(paragraph.line)
    if not paragraph.heading:
        return [text]
    heading = _escaped(paragraph.heading)
    return [f"## {heading}", text]


def _list(listed: BulletList) -> list[str]:
    mark = "" if listed.is_one_point else "- "
    points = []
    for item in listed.items:
        point = _escaped(item.line)
        points.append(f"{mark}{point}")
    shown = "\n".join(points)
    if not listed.heading:
        return [shown]
    heading = _escaped(listed.heading)
    return [f"{heading}:", shown]


def _table(table: Table) -> str:
    columns = _cells(table.columns)
    head = f"| | {columns} |"
    # The column of the rows' headings has none of its own.
    count = len(table.columns) + 1
    rule = "|---" * count
    lines = [head, f"{rule}|"]
    for row in table.rows:
        heading = _escaped(row.heading)
        cells = _cells(row.cells)
        lines.append(f"| {heading} | {cells} |")
    return "\n".join(lines)


def _cells(texts: Iterable[str]) -> str:
    cells = map(_escaped, texts)
    return " | ".join(cells)


def _options(options: Options) -> list[str]:
    points = []
    for number, option in enumerate(options.options, start=1):
        mark = "-"
        if options.is_numbered:
            mark = f"{number}."
        text = _escaped(option.text)
        points.append(f"{mark} {text}")
    shown = "\n".join(points)
    if not options.heading:
        return [shown]
    heading = _escaped(options.heading)
    return [f"{heading}:", shown]


def _small_print(small_print: SmallPrint) -> str:
    text = _escaped(small_print.line)
    link = small_print.link
    if link:
        name = _escaped(link.text)
        text = f"{text} [{name}]({link.url})"
    return text


def _escaped(text: str) -> str:
    # A line break would end a table's row or a list's point.
    one_line = " ".join(text.split())
    return _SPECIAL.sub(r"\\\1", one_line)
