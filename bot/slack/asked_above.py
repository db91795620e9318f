"""What a message asks: its own words, or those that it only points at.

That is a message that it forwards, else the one that began its thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import conversation
from bot.advice.advisor import Advisor
from bot.replies import answered_question
from bot.slack.message_text import (
    MessageText,
    author_of_forwarded,
    forwarded_message,
    own_words,
    written_message,
)
from bot.slack.outbox import Outbox
from bot.slack.payloads import Event, conversation_of, is_direct, is_in_thread
from bot.slack.responder import Responder
from bot.slack.thread_start import Unreadable, read_thread_start, why_not_answered


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What is to be answered."""

    written: MessageText
    heading: str = ""
    """Whose question it is, in Slack's markup; empty if the message asks it in its own words."""


async def question_of(
    event: Event, bot: str, advisor: Advisor, responder: Responder, outbox: Outbox
) -> AskedQuestion | Unreadable:
    """Return what a message asks, or why what it points at is not answered; `bot` is the bot's user id."""
    own = AskedQuestion(written_message(event, bot))
    if not conversation.points_above(advisor, own_words(event)):
        return own

    forwarded = forwarded_message(event, bot)
    if forwarded:
        author = author_of_forwarded(event)
        heading = _heading(event, author, forwarded) if author else ""
        return AskedQuestion(forwarded, heading)

    # Who sends a file or a voice message points at that.
    if own.written.unread or not is_in_thread(event):
        return own
    if await responder.has_begun(conversation_of(event)):
        return own

    start = await read_thread_start(outbox, event["channel"], event["thread_ts"])
    if isinstance(start, Unreadable):
        return start
    author = start.get("user") or ""
    if author == bot:
        return own
    unanswered = why_not_answered(start)
    if unanswered:
        return unanswered

    written = written_message(start, bot)
    if conversation.points_above(advisor, written.text):
        return Unreadable.WITHOUT_WORDS
    return AskedQuestion(written, _heading(event, author, written))


def _heading(event: Event, author: str, written: MessageText) -> str:
    if is_direct(event) and author == event["user"]:
        return answered_question.asked_line(written.text)
    return answered_question.asked_line(written.text, author)
