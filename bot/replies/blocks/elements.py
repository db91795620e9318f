"""The parts of Slack messages, and every limit and escape that they are subject to.

Limits from Slack's Block Kit reference: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.replies import wording

Block = dict[str, Any]

MAX_BLOCKS = 50
MAX_SECTION = 3000
MAX_FIELD = 2000
MAX_LABEL = 75
MAX_VALUE = 2000
MAX_TEXT = 39_000
MAX_MESSAGE = 12_000
ELLIPSIS = "…"
_FORMATTING = str.maketrans("", "", "*_~`")


def escape(content: str) -> str:
    """Escape Slack's three control characters, so that no text can mention a channel or fake a link."""
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def verbatim(quote: str) -> str:
    """Escape a quote and drop the characters that Slack would read as formatting."""
    return escape(quote.translate(_FORMATTING))


def section(content: str, accessory: Block | None = None) -> Block:
    """Return a paragraph, with a button beside it or none."""
    block: Block = {"type": "section", "text": mrkdwn(content)}
    return block | {"accessory": accessory} if accessory else block


def listing(heading: str, items: Iterable[str]) -> Block:
    """Return a heading and its items."""
    return section(f"*{escape(heading)}*\n" + "\n".join(f"• {escape(item)}" for item in items))


def actions(buttons: Iterable[Block]) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def context(content: str) -> Block:
    """Return a line in small print."""
    return {"type": "context", "elements": [mrkdwn(content)]}


def button(label: str, action_id: str, value: str) -> Block:
    """Return a button."""
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": action_id,
        "value": value,
    }


def mrkdwn(content: str) -> Block:
    """Return text with Slack's formatting."""
    return {"type": "mrkdwn", "text": content}


def fit(blocks: Iterable[Block]) -> list[Block]:
    """Keep what one message takes: shorter texts, fewer blocks, and a note where something was left out."""
    kept: list[Block] = []
    room = MAX_MESSAGE - len(json.dumps(context(wording.CUT)))
    for block in map(clipped, blocks):
        room -= len(json.dumps(block, ensure_ascii=False))
        if room < 0 or len(kept) == MAX_BLOCKS - 1:
            return [*kept, context(wording.CUT)]
        kept.append(block)
    return kept


def clipped(block: Block) -> Block:
    """Return a block with every text within its limit."""
    kept = dict(block)
    if block["type"] == "button":
        return kept | {
            "text": clipped_text(block["text"], MAX_LABEL),
            "value": block["value"][:MAX_VALUE],
        }
    if "text" in block:
        kept["text"] = clipped_text(block["text"], MAX_SECTION)
    for texts in ("fields", "elements"):
        if texts in block:
            kept[texts] = [
                clipped(part) if part["type"] == "button" else clipped_text(part, MAX_FIELD)
                for part in block[texts]
            ]
    if "accessory" in block:
        kept["accessory"] = clipped(block["accessory"])
    return kept


def clipped_text(part: Block, limit: int) -> Block:
    """Return a text object within its limit."""
    return part | {"text": clip(part["text"], limit)}


def clip(content: str, limit: int) -> str:
    """Cut escaped text to `limit` characters, never inside an entity such as `&amp;`."""
    if len(content) <= limit:
        return content
    cut = content[: limit - len(ELLIPSIS)]
    start = cut.rfind("&")
    if start >= 0 and ";" not in cut[start:]:
        cut = cut[:start]
    return cut.rstrip() + ELLIPSIS
