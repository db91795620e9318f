"""A comparison as a readable Markdown page: for review, and for answers to link to."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.comparison import Comparison, RoleEntry
from bot.replies import advice_wording, markdown, wording
from bot.replies.description import (
    Element,
    Headline,
    Paragraph,
    SmallPrint,
    Table,
    TableRow,
)
from bot.replies.parts import points


def page(comparison: Comparison) -> str:
    """Return everything that a comparison says; the phrases, which nobody is shown, stay out."""
    return markdown.printed(_elements(comparison))


def _elements(comparison: Comparison) -> Iterator[Element]:
    yield Headline(comparison.title)
    yield Paragraph(comparison.quick_answer)
    yield _differences(comparison)
    for role in comparison.roles.values():
        yield from _role(role)

    bottom_line = comparison.bottom_line
    with_reason = f"{bottom_line.text} {bottom_line.why}"
    yield Paragraph(with_reason, heading=advice_wording.BOTTOM_LINE)
    yield Paragraph(bottom_line.handoff, label=advice_wording.HANDOFF)
    order = comparison.sequence.text
    yield Paragraph(f"{wording.WHICH_FIRST} {order}")

    source = comparison.source
    line = wording.source_line(
        source.title,
        source.author,
        source.publisher,
        source.reviewed,
    )
    yield SmallPrint(line)
    if comparison.owner:
        yield Paragraph(comparison.owner, label=wording.ASK_OWNER)


def _differences(comparison: Comparison) -> Table:
    roles = comparison.roles
    rows = []
    for difference in comparison.differences:
        # A file may give the cells in another order than the roles.
        cells = [difference.cells[role] for role in roles]
        row = TableRow(difference.aspect, cells)
        rows.append(row)
    return Table(
        columns=[role.name for role in roles.values()],
        rows=rows,
    )


def _role(role: RoleEntry) -> Iterator[Element]:
    yield Paragraph(role.summary, heading=role.name)
    criteria = [criterion.text for criterion in role.choose_when]
    yield points(advice_wording.NEEDED_WHEN, criteria)
