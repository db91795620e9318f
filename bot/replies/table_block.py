"""A table as Slack's own block, and as plain text for where Slack does not take it.

https://docs.slack.dev/reference/block-kit/blocks/table-block
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies import text, wording
from bot.replies.block_elements import bold, mrkdwn, section
from bot.replies.description import Table, TableRow
from bot.replies.limits import MAX_SECTION, Block, clip, escape

TABLE = "table"
"""The type of Slack's block; a message takes only one."""


def table_block(table: Table) -> Block:
    """Return a table; one of a single row needs none of Slack's."""
    if len(table.rows) == 1:
        return _fields(table.columns, table.rows[0])

    # Slack takes no empty cell, so the corner says what stands beneath it.
    head = [_cell(heading) for heading in (wording.ASPECT, *table.columns)]
    rows = [head]
    for row in table.rows:
        cells = [_cell(text) for text in (row.heading, *row.cells)]
        rows.append(cells)
    return {
        "type": TABLE,
        "column_settings": [{"is_wrapped": True}] * len(head),
        "rows": rows,
    }


def _cell(content: str) -> Block:
    # Nothing is escaped here, and nothing is formatting.
    return {
        "type": "raw_text",
        "text": content,
    }


def _fields(columns: Sequence[str], row: TableRow) -> Block:
    """Return one row as cells beside each other, which needs no table."""
    fields = []
    for column, cell in zip(columns, row.cells, strict=True):
        heading = bold(column)
        content = escape(cell)
        field = mrkdwn(f"{heading}\n{content}")
        fields.append(field)
    heading = bold(row.heading)
    block = section(heading)
    block["fields"] = fields
    return block


def without_table(reply: Block) -> Block | None:
    """Return a message whose table is plain text, for where Slack does not take it; None without one."""
    blocks = []
    for block in reply.get("blocks") or ():
        if block["type"] == TABLE:
            blocks.append(_as_text(block))
        else:
            blocks.append(block)
    if blocks == reply.get("blocks"):
        return None
    return reply | {"blocks": blocks}


def _as_text(table: Block) -> Block:
    """Return a table as lines: each row's heading, then its cells in the order of the first line."""
    head, *rows = table["rows"]
    _, *columns = [cell["text"] for cell in head]
    first = text.SEPARATOR.join(columns)
    lines = [bold(first)]
    for row in rows:
        heading, *cells = [cell["text"] for cell in row]
        content = escape(text.SEPARATOR.join(cells))
        lines.append(f"{bold(heading)}: {content}")
    content = "\n".join(lines)
    return section(clip(content, MAX_SECTION))
