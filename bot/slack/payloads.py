"""Slack's inbound text and events as plain words and facts.

Escaping and references: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Event = dict[str, Any]


class Address(StrEnum):
    """Whom a message speaks to."""

    BOT = "bot"
    THREAD = "thread"
    """Nobody in particular, in a thread of a channel: perhaps a follow-up."""
    NOBODY = "nobody"
    """Not the bot, for all that is known."""


@dataclass(frozen=True, slots=True)
class Where:
    """A conversation: its key in the store, and the person who has it."""

    key: str
    user: str


_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
# People, groups and everybody who is here; a date is written with "!" too.
_ADDRESSEE = re.compile(r"<(?:@|!(?!date\^))")
# NUL and halves of characters: no database takes them.
_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)))
_PERSONAL_SUBTYPES = {None, "file_share", "thread_broadcast"}


def decode(text: str) -> str:
    """Return what the person wrote: labels instead of references, no mentions, nothing escaped."""
    return html.unescape(_REFERENCE.sub(_readable, text)).translate(_UNSTORABLE).strip()


def is_from_person(event: Event) -> bool:
    """Tell whether a message was newly written by a person: no bot, edit, deletion or notice."""
    return (
        event.get("subtype") in _PERSONAL_SUBTYPES
        and not event.get("bot_id")
        and not event.get("hidden")
        and bool(event.get("user"))
    )


def address(event: Event, bot: str) -> Address:
    """Tell whom a newly written message is addressed to; `bot` is the bot's user id.

    A mention may arrive as either event, or as both in any order.
    """
    if event.get("type") not in ("app_mention", "message") or not is_from_person(event):
        return Address.NOBODY
    text = event.get("text") or ""
    is_mention = event["type"] == "app_mention" or f"<@{bot}>" in text or f"<@{bot}|" in text
    if is_mention or event.get("channel_type") == "im":
        return Address.BOT
    return Address.THREAD if event.get("thread_ts") and not _ADDRESSEE.search(text) else Address.NOBODY


def thread_of(event: Event) -> str | None:
    """Return the thread that a message is answered in: none of its own in a direct message."""
    return event.get("thread_ts") or (None if event.get("channel_type") == "im" else event.get("ts"))


def conversation_of(event: Event) -> Where:
    """Return a message's conversation: a direct message's thread or whole, a channel's thread and asker."""
    return _conversation(event["channel"], thread_of(event), event["user"])


def conversation_of_command(command: dict[str, Any]) -> Where:
    """Return the conversation that a person has with the bot unseen by others in a channel."""
    return _unseen(command["channel_id"], command["user_id"])


def conversation_of_click(body: dict[str, Any]) -> Where:
    """Return the conversation that the clicked message belongs to, for the person who clicked."""
    channel, thread = place_of_click(body)
    user = body["user"]["id"]
    return _unseen(channel, user) if is_private(body) else _conversation(channel, thread, user)


def place_of_click(body: dict[str, Any]) -> tuple[str, str | None]:
    """Return channel and thread of the message that holds the button; Slack may leave any part out."""
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id")
    return channel or "", message.get("thread_ts")


def is_private(body: dict[str, Any]) -> bool:
    """Tell whether only the person who clicked sees the message that holds the button."""
    return bool((body.get("container") or {}).get("is_ephemeral"))


def _readable(reference: re.Match[str]) -> str:
    target, label = reference.groups()
    if target.startswith(("@", "!")):
        return " "
    return f" {label or target.removeprefix('#')} "


def _conversation(channel: str, thread: str | None, user: str) -> Where:
    if channel.startswith("D"):  # a direct message has one person only
        return Where(f"direct:{channel}:{thread or ''}", user)
    return Where(f"thread:{channel}:{thread or ''}:{user}", user)


def _unseen(channel: str, user: str) -> Where:
    return Where(f"unseen:{channel}:{user}", user)
