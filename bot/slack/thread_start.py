"""The message that began a thread: read where somebody only points at it, and no other message beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.slack.failed_call import FailedCall
from bot.slack.obstacles import Obstacle
from bot.slack.outbox import Outbox
from bot.slack.patient_reading import PASSING, read_patiently
from bot.slack.payloads import Event, is_by_person
from bot.slack.well_formed import well_formed

READ_SECONDS = 10 * 60.0
"""For how long it is tried to read the message; who asks can give its words sooner than Slack then."""

DELETED = "tombstone"
"""The subtype of what stands in the place of a deleted message that has replies."""


class Unreadable(StrEnum):
    """Why the message that began a thread is not answered; `bot.replies.wording` says it by these values."""

    NOT_ALLOWED = "not-allowed"
    GONE = "gone"
    LATE = "late"
    BY_AN_APP = "by-an-app"
    WITHOUT_WORDS = "without-words"


async def read_thread_start(outbox: Outbox, channel: str, thread: str) -> Event | Unreadable:
    """Return the message that began a thread as Slack keeps it, whoever wrote it, or why there is none."""

    async def read() -> Any:
        # Slack shows the first message of a thread before all others: one message is that one.
        reply = await outbox.client.conversations_replies(
            channel=channel,
            ts=thread,
            oldest=thread,
            latest=thread,
            inclusive=True,
            limit=1,
        )
        return reply.get("messages")

    end = outbox.timing.clock() + READ_SECONDS
    shown = await read_patiently(read, outbox.timing, end)
    if isinstance(shown, FailedCall):
        return _why_not(shown)
    if not isinstance(shown, list):
        return Unreadable.GONE
    for message in shown:
        # It is read like an event: parts of a wrong type count as left out.
        payload = well_formed("events_api", {"type": "event_callback", "event": message})
        event: Event = (payload or {}).get("event") or {}
        if event.get("ts") == thread and event.get("subtype") != DELETED:
            return event
    return Unreadable.GONE


def why_not_answered(event: Event) -> Unreadable | None:
    """Return why a message that began a thread is none to be answered, whatever it says."""
    if event.get("bot_id"):
        return Unreadable.BY_AN_APP
    if not is_by_person(event):
        return Unreadable.WITHOUT_WORDS
    return None


def _why_not(failed: FailedCall) -> Unreadable:
    if failed.trouble in PASSING:
        return Unreadable.LATE
    if failed.obstacle is Obstacle.GONE:
        return Unreadable.GONE
    return Unreadable.NOT_ALLOWED
