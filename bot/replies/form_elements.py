"""The parts of a form that people fill in, as plain data; what is entered comes back under the part's name.

https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.replies.block_elements import plain_text
from bot.replies.limits import MAX_LABEL, Block, clip

MAX_ENTERED = 2000
"""Characters that a field takes: so many of a message are read."""
MAX_OPTIONS = 100
"""What a menu takes."""
MAX_OPTION_VALUE = 150
"""Characters of an option's value."""


def form(
    callback_id: str, title: str, blocks: list[Block], *, metadata: str, submit: str, close: str
) -> dict[str, Any]:
    """Return a modal that can be submitted."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title),
        "submit": plain_text(submit),
        "close": plain_text(close),
        "private_metadata": metadata,
        "blocks": blocks,
    }


def notice_modal(title: str, blocks: list[Block], close: str) -> dict[str, Any]:
    """Return a modal that is only read."""
    return {
        "type": "modal",
        "title": plain_text(title),
        "close": plain_text(close),
        "blocks": blocks,
    }


def choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return a choice of one, each with its value and its text."""
    element = {
        "type": "radio_buttons",
        "action_id": name,
        "options": [_option(value, text) for value, text in options],
    }
    return _input(name, label, element)


def menu(name: str, label: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return a menu of which one, or none, is chosen."""
    offered = [_option(value, text) for value, text in options]
    element = {
        "type": "static_select",
        "action_id": name,
        "options": offered[:MAX_OPTIONS],
    }
    return _input(name, label, element, is_optional=True)


def field(name: str, label: str, *, entered: str = "", hint: str = "", is_optional: bool = False) -> Block:
    """Return a field of several lines; `entered` stands in it from the beginning."""
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": True,
        "max_length": MAX_ENTERED,
    }
    if entered:
        element["initial_value"] = entered[:MAX_ENTERED]
    block = _input(name, label, element, is_optional=is_optional)
    if hint:
        block["hint"] = plain_text(hint)
    return block


def _input(name: str, label: str, element: Block, *, is_optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": is_optional,
        "label": plain_text(label),
        "element": element,
    }


def _option(value: str, text: str) -> Block:
    return {
        "text": plain_text(clip(text, MAX_LABEL)),
        "value": value,
    }
