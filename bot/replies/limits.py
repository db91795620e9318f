"""What Slack takes: every limit of a message, its escapes, and how a message is made to fit.

Limits from Slack's Block Kit reference: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from bot.replies.description import Naming, Quoted

Block = dict[str, Any]

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
"""Of a modal or the App Home."""
MAX_SECTION = 3000
MAX_FIELD = 2000
MAX_LABEL = 75
MAX_VALUE = 2000
MAX_PROMPTS = 4
MAX_TEXT = 39_000
"""Characters beside the blocks; Slack cuts what is longer than 40,000."""
MAX_MESSAGE = 12_000
"""Characters of all blocks; Slack says nothing of it, and refuses messages from about 13,000."""
ELLIPSIS = "…"
_PERSON = re.compile("&lt;@([A-Z0-9]+)&gt;")
_FORMATTING = str.maketrans("", "", "*_~`")


def escape(text: str) -> str:
    """Escape Slack's three control characters, so that no text can mention a channel or fake a link.

    Only people whom the bot itself names stay mentions. What repeats somebody's words also loses the
    characters that Slack would read as formatting.
    """
    if isinstance(text, Quoted):
        text = text.translate(_FORMATTING)
    # The ampersand first: it begins what stands for the other two.
    escaped = text.replace("&", "&amp;")
    escaped = escaped.replace("<", "&lt;")
    escaped = escaped.replace(">", "&gt;")
    if isinstance(text, Naming):
        return _PERSON.sub(r"<@\1>", escaped)
    return escaped


def clip(text: str, limit: int) -> str:
    """Cut escaped text to `limit` characters, never inside an entity such as `&amp;`."""
    if len(text) <= limit:
        return text
    room = limit - len(ELLIPSIS)
    cut = text[:room]
    before, ampersand, entity = cut.rpartition("&")
    # Every ampersand begins an entity here, so one without its end is cut in two.
    if ampersand and ";" not in entity:
        cut = before
    return cut.rstrip() + ELLIPSIS


def fit(blocks: Iterable[Block], note: Block) -> list[Block]:
    """Return what one message takes: texts cut short, and `note` instead of the blocks left out."""
    kept: list[Block] = []
    room = MAX_MESSAGE - _size(note)
    for block in blocks:
        short = clipped(block)
        room -= _size(short)
        # One block is kept free for the note.
        is_full = len(kept) == MAX_BLOCKS - 1
        if room < 0 or is_full:
            return [*kept, note]
        kept.append(short)
    return kept


def _size(block: Block) -> int:
    encoded = json.dumps(block, ensure_ascii=False)
    return len(encoded)


def clipped(block: Block) -> Block:
    """Return a block with every text within its limit."""
    kept = dict(block)
    if "text" in block:
        kept["text"] = _clipped_text(block["text"], MAX_SECTION)
    if "accessory" in block:
        kept["accessory"] = _clipped_element(block["accessory"])
    for name in ("fields", "elements"):
        if name not in block:
            continue
        parts = map(_clipped_element, block[name])
        kept[name] = list(parts)
    return kept


def _clipped_element(element: Block) -> Block:
    """Return a button, or a text of a cell or of the small print, within its limit."""
    if element["type"] in ("mrkdwn", "plain_text"):
        return _clipped_text(element, MAX_FIELD)
    if element["type"] != "button":
        return element
    kept = dict(element)
    kept["text"] = _clipped_text(element["text"], MAX_LABEL)
    kept["value"] = element["value"][:MAX_VALUE]
    return kept


def _clipped_text(text: Block, limit: int) -> Block:
    kept = dict(text)
    kept["text"] = clip(text["text"], limit)
    return kept
