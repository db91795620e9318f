"""What of a message is read, and what is not: files, voices, what was forwarded, and what is too much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.reading.plain import LIMIT, plain
from bot.reading.words import READ_LIMIT
from bot.replies import unread
from bot.replies.blocks import Message
from bot.replies.unread import Unread
from bot.slack.payloads import Event, decode, is_direct, mention_of

BEGINNING = 500
"""Characters that are read of the beginning of what is too long, where its end is read too."""

_CODE_MARK = "```"
_USER = re.compile(r"[UW][A-Z0-9]+")
_SENTENCE_END = re.compile(r"[.!?]\s+|\n")


@dataclass(frozen=True, slots=True)
class MessageText:
    """What is read of a message, and what is not."""

    text: str
    unread: tuple[Unread, ...] = ()


def written_message(event: Event, bot: str) -> MessageText:
    """Return what an event's message says, with the words that it forwards; `bot` is the bot's user id."""
    own = event.get("text") or ""
    forwarded, unread_parts = _attached(event)
    whole = _joined(own, forwarded)
    if not _is_too_long(whole):
        return MessageText(whole, unread_parts)

    mention = None
    if not is_direct(event):
        mention = mention_of(own, bot)
    if mention is None:
        missing = Unread.BEGINNING
        read = _end(whole)
    else:
        missing = Unread.BEFORE_MENTION
        read = _joined(own[mention:], forwarded)
        if _is_too_long(read):
            missing = Unread.MIDDLE
            read = _both_ends(read)
    return MessageText(read, (*unread_parts, missing))


def own_words(event: Event) -> str:
    """Return what an event's message says itself, without the words that it forwards."""
    return decode(event.get("text") or "")


def forwarded_message(event: Event, bot: str) -> MessageText | None:
    """Return what an event's message forwards, without its own words; None if it forwards nothing."""
    if not any(_forwarded(event)):
        return None
    return written_message({**event, "text": ""}, bot)


def author_of_forwarded(event: Event) -> str:
    """Return the user id of whose words an event's message forwards, empty if Slack does not say."""
    for attachment in _forwarded(event):
        author = attachment.get("author_id") or ""
        if attachment.get("text") and _USER.fullmatch(author):
            return str(author)
    return ""


def written_command(text: str) -> MessageText:
    """Return what is read of the text behind a slash command."""
    said = decode(text)
    if not _is_too_long(said):
        return MessageText(said)
    end = _end(said)
    return MessageText(end, (Unread.BEGINNING,))


def with_unread(reply: Message, message: MessageText) -> Message:
    """Return a reply that says what was not read; if nothing was, that is all it says."""
    if message.unread and not message.text:
        return unread.alone(message.unread)
    return unread.beside(reply, message.unread)


def _attached(event: Event) -> tuple[list[str], tuple[Unread, ...]]:
    """Return the texts that a message forwards, and what of all that is attached to it is not read."""
    texts = []
    unread_parts = list(_files(event))
    for attachment in _forwarded(event):
        unread_parts += _files(attachment)
        text = attachment.get("text") or ""
        if text:
            texts.append(text)
        else:
            unread_parts.append(Unread.FORWARDED)
    # Each kind is named once.
    kinds = dict.fromkeys(unread_parts)
    return texts, tuple(kinds)


def _forwarded(event: Event) -> Iterator[dict[str, Any]]:
    for attachment in _dicts(event, "attachments"):
        # A link that Slack shows more of is no message that was forwarded.
        if attachment.get("is_share"):
            yield attachment


def _joined(own: str, forwarded: list[str]) -> str:
    texts = (own, *forwarded)
    said = map(decode, texts)
    # Of a text of mentions alone, nothing is left.
    return "\n".join(filter(None, said))


def _files(holder: dict[str, Any]) -> Iterator[Unread]:
    for file in _dicts(holder, "files"):
        # Slack calls some of its own voice recordings videos.
        subtype = file.get("subtype")
        kind = file.get("mimetype") or ""
        if subtype == "slack_audio" or kind.startswith("audio/"):
            yield Unread.VOICE
        else:
            yield Unread.FILE


def _dicts(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects of a list; Slack may leave it out."""
    listed = holder.get(name) or []
    return [part for part in listed if isinstance(part, dict)]


def _is_too_long(text: str) -> bool:
    # Code and quoted lines are not read anyway, unless there is too much even to look at.
    return len(text) > LIMIT or len(plain(text)) > READ_LIMIT


def _both_ends(text: str) -> str:
    """Return the words of the beginning and of the end: people say what they want in either."""
    beginning = plain(text)[:BEGINNING]
    # The last word may be cut in two.
    whole_words, _, _ = beginning.rpartition(" ")
    left_for_end = READ_LIMIT - BEGINNING - len("\n")
    end = _end(text, left_for_end)
    return f"{whole_words or beginning}\n{end}"


def _end(text: str, limit: int = READ_LIMIT) -> str:
    """Return the last words of a text, from the beginning of a sentence on if one begins soon enough."""
    looked_at = text[-LIMIT:]
    cut_off = text[:-LIMIT]
    marks = cut_off.count(_CODE_MARK)
    if marks % 2:
        # What is left begins within code.
        looked_at = _CODE_MARK + looked_at
    readable = plain(looked_at)
    said = readable[-limit:]
    if not said:
        # It ends in nothing but code.
        return text[:limit]

    soon_enough = limit // 4
    sentence = _SENTENCE_END.search(said, 0, soon_enough)
    if sentence:
        begin = sentence.end()
        return said[begin:]
    # The first word may be cut in two.
    _, _, whole_words = said.partition(" ")
    return whole_words or said
