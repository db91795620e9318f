"""Which events will be answered: they are written down and claimed before Slack hears that they arrived."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.payloads import Addressee, Event, addressee_of, conversation_of, decode
from bot.slack.responder import Responder
from bot.store import ClaimedMessage, Store

CLAIMED = "whichrole_claimed"
"""The key of a claimed message's id in Bolt's context; listeners answer no other message."""

TAKEN_UP = "whichrole_taken_up"
"""The key in Bolt's context of a message that another process has begun to answer."""

_ENVELOPE = ("type", "team_id", "enterprise_id", "is_enterprise_install", "authorizations")
KEPT = (*_ENVELOPE, "event", "event_id", "event_time")
"""The parts of an event that are needed to answer it later."""

Next = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


def register(app: AsyncApp, responder: Responder, store: Store) -> None:
    """Let an event that was claimed before, here or by another replica, reach no listener."""

    # Bolt runs middleware before it acknowledges an event; an acknowledged one never comes again.
    @app.middleware
    async def claim_event(
        body: dict[str, Any], context: AsyncBoltContext, next_: Next
    ) -> BoltResponse | None:
        event = body.get("event") or {}
        bot = context.bot_user_id or ""
        is_taken_up = CLAIMED in context
        if not is_taken_up and await _is_wanted(event, bot, responder):
            message = claimed_message(body, event)
            if not await store.claim(message):
                return BoltResponse(status=200)
            context[CLAIMED] = message.message_id
        await next_()
        return None


async def take_up(app: AsyncApp, store: Store, answering: Collection[str]) -> None:
    """Answer what a process that ended left unanswered, and keep what this one is answering.

    A message that reaches no listener is let go of with its lease, and taken up a few times more.
    """
    taken = await store.take_over(answering)
    # What was asked first is answered first.
    for message in sorted(taken, key=_asked):
        try:
            body = json.loads(message.body or "{}")
            request = AsyncBoltRequest(
                body=body,
                mode="socket_mode",
                context={CLAIMED: message.message_id, TAKEN_UP: True},
            )
            await app.async_dispatch(request)
        except Exception:
            # The next message must be answered whatever this one holds.
            logger.exception("message %s cannot be taken up", message.message_id)


def claimed_message(body: dict[str, Any], event: Event) -> ClaimedMessage:
    """Name a message: redeliveries share the event's id, a mention beside a message the other one."""
    kept = {part: body[part] for part in KEPT if part in body}
    return ClaimedMessage(
        message_id=f"{event['channel']}:{event['ts']}",
        event_id=body.get("event_id"),
        user=event["user"],
        body=json.dumps(kept),
    )


def _asked(message: ClaimedMessage) -> str:
    """Return the timestamp in a message's id; Slack writes them all with as many digits."""
    _, _, ts = message.message_id.partition(":")
    return ts


async def _is_wanted(event: Event, bot: str, responder: Responder) -> bool:
    match addressee_of(event, bot):
        case Addressee.BOT:
            return True
        case Addressee.THREAD:
            text = decode(event.get("text") or "")
            return await responder.follows_up(conversation_of(event), text)
        case Addressee.NOBODY:
            return False
