"""What will be answered: it is written down and claimed before Slack hears that it has arrived."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.clicks import claimed_click, claimed_shortcut, claimed_submission
from bot.slack.external_users import is_external
from bot.slack.overheard import Overheard
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


def register(
    app: AsyncApp, responder: Responder, overheard: Overheard, store: Store, answers_external: bool
) -> None:
    """Let what was claimed before, here or by another replica, reach no listener.

    Nor what people of other organisations say, unless they are answered too.
    """

    # Bolt runs middleware before it acknowledges an event; an acknowledged one never comes again.
    @app.middleware
    async def claim_event(
        body: dict[str, Any], context: AsyncBoltContext, next_: Next
    ) -> BoltResponse | None:
        bot = context.bot_user_id or ""
        if CLAIMED in context:  # it is taken up
            if _is_overheard(body, bot) and not await overheard.is_still_wanted(body):
                await store.finish(context[CLAIMED])
                return BoltResponse(status=200)
        else:
            if not answers_external and is_external(body, context["authorize_result"]):
                return BoltResponse(status=200)
            message = await _to_answer(body, bot, responder, overheard)
            if message and not await store.claim(message):
                return BoltResponse(status=200)
            if message:
                context[CLAIMED] = message.message_id
        await next_()
        return None


async def is_claimed(context: AsyncBoltContext) -> bool:
    """Tell whether something was claimed: a matcher for all listeners that answer once."""
    return CLAIMED in context


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


async def _to_answer(
    body: dict[str, Any], bot: str, responder: Responder, overheard: Overheard
) -> ClaimedMessage | None:
    """Return the message, click, shortcut or form that the bot is to answer; None if it is none of them."""
    event = body.get("event") or {}
    if await _is_wanted(body, bot, responder, overheard):
        return claimed_message(body, event)
    return claimed_click(body) or claimed_shortcut(body) or claimed_submission(body)


async def _is_wanted(body: dict[str, Any], bot: str, responder: Responder, overheard: Overheard) -> bool:
    event = body.get("event") or {}
    match addressee_of(event, bot):
        case Addressee.BOT:
            return True
        case Addressee.THREAD:
            text = decode(event.get("text") or "")
            return await responder.follows_up(conversation_of(event), text)
        case Addressee.CHANNEL:
            return await overheard.takes_turn(body)
        case Addressee.NOBODY:
            return False


def _is_overheard(body: dict[str, Any], bot: str) -> bool:
    event = body.get("event") or {}
    return addressee_of(event, bot) is Addressee.CHANNEL
