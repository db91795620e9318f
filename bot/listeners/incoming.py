"""Slack's inbound text and events as plain words and facts.

Escaping and references: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import html
import re
from typing import Any

Event = dict[str, Any]

_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_PERSONAL_SUBTYPES = {None, "file_share", "thread_broadcast"}


def decode(text: str) -> str:
    """Return what the person wrote: labels instead of references, no mentions, nothing escaped."""
    return html.unescape(_REFERENCE.sub(_readable, text)).strip()


def is_from_person(event: Event) -> bool:
    """Tell whether a message was newly written by a person: no bot, edit, deletion or notice."""
    return (
        event.get("subtype") in _PERSONAL_SUBTYPES
        and not event.get("bot_id")
        and not event.get("hidden")
        and bool(event.get("user"))
    )


def claim_keys(body: dict[str, Any], event: Event) -> tuple[str, ...]:
    """Return the names of a message: redeliveries share the event's, a mention beside a message the other."""
    keys = [f"message:{event['channel']}:{event['ts']}"]
    if event_id := body.get("event_id"):
        keys.append(f"event:{event_id}")
    return tuple(keys)


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
