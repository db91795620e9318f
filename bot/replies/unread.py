"""What of a message is not read: said beside the answer, or instead of one where nothing else was sent."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.replies import blocks, trouble_wording
from bot.replies.blocks import Message


class Unread(StrEnum):
    """What was sent and is not read."""

    VOICE = "voice"
    FILE = "file"
    FORWARDED = "forwarded"
    BEGINNING = "beginning"
    BEFORE_MENTION = "before-mention"
    MIDDLE = "middle"


def beside(reply: Message, unread: Iterable[Unread]) -> Message:
    """Return a reply that also says what was not read."""
    sentences = _sentences(unread)
    if not sentences:
        return reply
    return blocks.noted(reply, sentences)


def alone(unread: Iterable[Unread]) -> Message:
    """Return the reply to a message that holds nothing that can be read."""
    sentences = _sentences(unread)
    return blocks.notice(f"{sentences} {trouble_wording.IN_WORDS}")


def _sentences(unread: Iterable[Unread]) -> str:
    return " ".join(trouble_wording.UNREAD[part] for part in unread)
