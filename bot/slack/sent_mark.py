"""The mark on each answer, by which it can be known later whether Slack took it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

EVENT_TYPE = "whichrole_answer"
LOOK_AT = 100
"""How many messages after the question are looked at."""


class Sight(StrEnum):
    """What the channel shows of an answer."""

    THERE = "there"
    NOT_THERE = "not there"
    UNKNOWN = "unknown"


def mark(answers: str) -> dict[str, Any]:
    """Return the metadata of a message that answers this one; nobody sees it in Slack."""
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {"answers": answers},
    }


async def look(
    client: AsyncWebClient, bot: AuthorizeResult, channel: str, thread: str | None, asked: str, answers: str
) -> Sight:
    """Look for the answer with that mark, after the message with the timestamp `asked`.

    Raises what the call raises, for instance where the bot may not read.
    """
    stretch: dict[str, Any] = {
        "channel": channel,
        "oldest": asked,
        "inclusive": True,
        "limit": LOOK_AT,
        "include_all_metadata": True,
    }
    if thread:
        reply = await client.conversations_replies(ts=thread, **stretch)
    else:
        reply = await client.conversations_history(**stretch)

    messages = reply.get("messages")
    if not isinstance(messages, list):
        return Sight.UNKNOWN
    # The answer may stand in what is not shown.
    if reply.get("has_more"):
        return Sight.UNKNOWN
    return _sight(messages, bot, thread, asked, answers)


def _sight(messages: list[Any], bot: AuthorizeResult, thread: str | None, asked: str, answers: str) -> Sight:
    looked_for = mark(answers)
    shown = [message for message in messages if isinstance(message, dict)]
    # First of all, whatever else of ours stands there.
    if any(message.get("metadata") == looked_for for message in shown):
        return Sight.THERE

    is_question_shown = False
    for message in shown:
        metadata = message.get("metadata")
        ts = message.get("ts")
        if ts == asked:
            is_question_shown = True
        elif _is_own(message, bot) and ts != thread and not metadata:
            # One of ours without its mark: the marks may be hidden from us.
            return Sight.UNKNOWN

    # What does not show the question need not show its answer either.
    return Sight.NOT_THERE if is_question_shown else Sight.UNKNOWN


def _is_own(message: dict[str, Any], bot: AuthorizeResult) -> bool:
    return bool(bot.bot_id) and message.get("bot_id") == bot.bot_id
