"""Replies to a click: where they stand, and how one takes the place of the message with the button."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.replies import blocks
from bot.slack.outbox import Letter
from bot.slack.payloads import is_private, message_of_click, place_of_click


def answer_to_click(
    body: dict[str, Any], reply: blocks.Message, click: str, *, is_begun: bool = False
) -> Letter:
    """Return the reply to a click, to stand beside the message that holds the button; `click` names it."""
    channel, thread = place_of_click(body)
    if is_private(body):
        return Letter(
            channel=channel,
            thread=thread,
            reply=reply,
            response_url=body.get("response_url") or "",
        )

    container = body.get("container") or {}
    return Letter(
        channel=channel,
        thread=thread,
        reply=reply,
        answers=click,
        asked_ts=container.get("message_ts") or "",
        is_begun=is_begun,
    )


def in_place(letter: Letter, body: dict[str, Any]) -> Letter:
    """Return a reply to a click that takes the place of the message that holds the button."""
    if letter.response_url:
        reply = letter.reply | {"replace_original": True}
        return replace(letter, reply=reply)
    return replace(letter, replaces=message_of_click(body))
