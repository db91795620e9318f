"""Answers as Slack messages (`{"text", "blocks"}`), as plain data; Slack itself is not known here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from bot.advice.answers import Answer
from bot.replies import text, wording
from bot.replies.blocks.buttons import ACTION_ID, addressed, addressee, said
from bot.replies.blocks.elements import (
    MAX_LABEL,
    MAX_TEXT,
    Block,
    clip,
    clipped,
    context,
    escape,
    fit,
    section,
)
from bot.replies.blocks.rendering import rendered

__all__ = [
    "ACTION_ID",
    "Message",
    "addressed",
    "addressee",
    "crowded",
    "escape",
    "message",
    "notice",
    "prompts",
    "said",
]

Message = dict[str, Any]

MAX_PROMPTS = 4


def message(answer: Answer) -> Message:
    """Return the arguments for `chat.postMessage`, `ack` or `respond`: complete text beside the blocks."""
    return {"text": clip(escape(text.plain(answer)), MAX_TEXT), "blocks": fit(rendered(answer))}


def crowded(answer: Answer) -> list[str]:
    """Return what Slack has no room for, escaped: each text that is cut, and all if blocks are left out."""
    blocks = list(rendered(answer))
    pairs = [pair for block in blocks for pair in zip(_parts(block), _parts(clipped(block)), strict=True)]
    found = [whole for whole, kept in pairs if whole != kept]
    is_whole = fit(blocks)[-1:] != [context(wording.CUT)]
    return found if is_whole else [*found, "\n".join(whole for whole, _ in pairs)]


def _parts(block: Block) -> list[str]:
    parts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    return [part["text"] for part in parts if part and part["type"] != "button"]


def prompts(examples: Iterable[str]) -> list[dict[str, str]]:
    """Return examples as the prompts that Slack suggests when a conversation is opened."""
    return [{"title": clip(e, MAX_LABEL), "message": e} for e in islice(examples, MAX_PROMPTS)]


def notice(sentence: str) -> Message:
    """Return one sentence of the bot's own as a message."""
    return {"text": escape(sentence), "blocks": fit([section(escape(sentence))])}
