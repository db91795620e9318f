"""A Slack message as lines to read: what a person sees of its blocks, and what each button would send."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

FORMATTING = str.maketrans("", "", "*_")


def shown(message: dict[str, Any]) -> str:
    """Every block as formatted: `|` begins a cell, `>` small print, `[label = id: value]` is a button."""
    return "\n".join(line for block in message["blocks"] for line in _lines(block))


def read(message: dict[str, Any]) -> str:
    """The words alone, without formatting and buttons, as somebody would read them aloud."""
    lines = [line for line in shown(message).splitlines() if not line.startswith("[")]
    unmarked = [re.sub(r"^\s*[|>•]? ?", "", line) for line in lines]
    linked = re.sub(r"<([^|>]*)\|([^>]*)>", r"\2: \1", "\n".join(unmarked))
    return linked.translate(FORMATTING)


def _lines(block: dict[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield from html.unescape(block["text"]["text"]).splitlines()
    for field in block.get("fields", ()):
        yield "| " + html.unescape(field["text"]).replace("\n", ": ")
    for element in block.get("elements", ()):
        is_text = element["type"] == "mrkdwn"
        yield f"> {html.unescape(element['text'])}" if is_text else _button(element)
    if "accessory" in block:
        yield _button(block["accessory"])


def _button(button: dict[str, Any]) -> str:
    return f"[{button['text']['text']} = {button['action_id']}: {button['value']}]"
