"""A Slack message as lines to read: what a person sees of its blocks, and what each button would send."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.replies import wording

FORMATTING = str.maketrans("", "", "*_")
BUTTON = re.compile(r"^\[.* = \w+: .*\]\n?|  \[.* = \w+: .*\]$", flags=re.MULTILINE)
CORNER = f"| {wording.ASPECT} |"
"""How a table begins; Slack takes no empty cell there."""


def shown(message: dict[str, Any]) -> str:
    """Every block as formatted: `|` begins a cell, `>` small print, `[label = id: value]` is a button.

    Of a table, all cells of a row stand on one line.

    A button stands beside its text or, in a row of buttons, on a line of its own.
    """
    return "\n".join(line for block in message["blocks"] for line in _lines(block))


def read(message: dict[str, Any]) -> str:
    """The words alone, as somebody would read them aloud: no formatting, no buttons, no table's corner."""
    lines = BUTTON.sub("", shown(message)).replace(CORNER, "|").splitlines()
    unmarked = [re.sub(r"^\s*[|>•]? ?", "", line) for line in lines]
    linked = re.sub(r"<([^|>]*)\|([^>]*)>", r"\2: \1", "\n".join(unmarked))
    return linked.translate(FORMATTING)


def _lines(block: dict[str, Any]) -> Iterator[str]:
    if "text" in block:
        text = html.unescape(block["text"]["text"])
        beside = f"  {_button(block['accessory'])}" if "accessory" in block else ""
        yield from f"{text}{beside}".splitlines()
    for field in block.get("fields", ()):
        yield "| " + html.unescape(field["text"]).replace("\n", ": ")
    for row in block.get("rows", ()):
        yield "| " + " | ".join(cell["text"] for cell in row)
    for element in block.get("elements", ()):
        if element["type"] == "feedback_buttons":
            for name in ("positive_button", "negative_button"):
                yield _button({"action_id": element["action_id"], **element[name]})
            continue
        is_text = element["type"] == "mrkdwn"
        yield f"> {html.unescape(element['text'])}" if is_text else _button(element)


def _button(button: dict[str, Any]) -> str:
    return f"[{button['text']['text']} = {button['action_id']}: {button['value']}]"
