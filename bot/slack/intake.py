"""Which events will be answered: they are written down and claimed before Slack hears that they arrived."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.payloads import Address, Event, address, conversation_of, decode
from bot.slack.responding import Exchanges
from bot.store import Claim, Store

CLAIM = "whichrole_claim"
"""The key in Bolt's context that tells a listener to answer, and whoever fails what to finish."""

KEPT = ("type", "team_id", "enterprise_id", "is_enterprise_install", "event", "event_id", "authorizations")
"""The parts of an event that are needed to answer it later."""

Next = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


def register(app: AsyncApp, exchanges: Exchanges, store: Store) -> None:
    """Let an event that was claimed before, here or by another replica, reach no listener."""

    async def is_wanted(event: Event, bot: str) -> bool:
        match address(event, bot):
            case Address.BOT:
                return True
            case Address.THREAD:
                return await exchanges.follows_up(conversation_of(event), decode(event.get("text") or ""))
            case Address.NOBODY:
                return False

    @app.middleware
    async def claim_event(
        body: dict[str, Any], context: AsyncBoltContext, next_: Next
    ) -> BoltResponse | None:
        event = body.get("event") or {}
        if CLAIM not in context and await is_wanted(event, context.bot_user_id or ""):
            claim = claim_of(body, event)
            if not await store.claim(claim):
                return BoltResponse(status=200)
            context[CLAIM] = claim.message
        await next_()
        return None


async def take_up(app: AsyncApp, store: Store, answering: Collection[str]) -> None:
    """Answer what a process that ended left unanswered, and keep what this one is answering.

    A message that reaches no listener is let go of with its lease, and taken up a few times more.
    """
    for claim in await store.take_over(answering):
        try:
            body = json.loads(claim.body or "{}")
            request = AsyncBoltRequest(body=body, mode="socket_mode", context={CLAIM: claim.message})
            await app.async_dispatch(request)
        except Exception:
            # The next message must be answered whatever this one holds.
            logger.exception("message %s cannot be taken up", claim.message)


def claim_of(body: dict[str, Any], event: Event) -> Claim:
    """Name a message: redeliveries share the event's id, a mention beside a message the other name."""
    kept = {name: body[name] for name in KEPT if name in body}
    return Claim(f"{event['channel']}:{event['ts']}", body.get("event_id"), event["user"], json.dumps(kept))
