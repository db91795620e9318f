"""What happens when a listener fails, and to events that nobody listens to."""

from __future__ import annotations

import logging
import re
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies import blocks, wording
from bot.slack.inbox import CLAIMED
from bot.slack.payloads import MESSAGE_EVENTS, Addressee, addressee_of, is_private, place_of_click, thread_of
from bot.store import Store

REFUSED_FOR_GOOD = {"channel_not_found", "not_in_channel", "is_archived", "messages_tab_disabled"} | {
    "message_not_found",
    "thread_not_found",
    "cannot_reply_to_message",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
}
"""Slack takes nothing from the bot in that place, now or later, not even an apology."""

logger = logging.getLogger(__name__)


def register(app: AsyncApp, store: Store) -> None:
    """Apologise once where the question was asked; the traceback goes to the log only.

    The apology is the answer to the message; if Slack does not take it now, the message is taken up later.
    """

    @app.event(re.compile(".*"))
    async def ignore() -> None:
        """Acknowledge what no listener wants; Slack would send it again otherwise."""

    @app.error
    async def on_error(
        error: Exception,
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
        context: AsyncBoltContext,
        response: BoltResponse | None,
    ) -> BoltResponse | None:
        message_id = context.get(CLAIMED)
        is_over = _is_refused_for_good(error, body)
        if not is_over:
            logger.error("answering failed", exc_info=error)
            if "command" in body:
                apology = blocks.notice(wording.APOLOGY)
                return BoltResponse(status=200, body={"response_type": "ephemeral", **apology})
            if message_id or _is_asked(body, context.bot_user_id or ""):
                is_over = await _apologise(body, client, respond)
        if message_id and is_over:
            await store.finish(message_id)
        store.drop(message_id)
        if response is None:
            return None
        # A click that failed before it was acknowledged: without this, Slack shows a warning.
        return BoltResponse(status=200)


async def _apologise(body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> bool:
    """Apologise where the question was asked, and tell whether that is all that can be done."""
    apology = blocks.notice(wording.APOLOGY)
    channel, thread = _place(body)
    try:
        if is_private(body):
            await respond(response_type="ephemeral", replace_original=False, **apology)
        elif channel:
            await client.chat_postMessage(channel=channel, thread_ts=thread, **apology)
    except (SlackClientError, aiohttp.ClientError, OSError) as failure:
        if _is_refused_for_good(failure, body):
            return True
        logger.error("the apology could not be sent: %s", failure)
        return False
    return True


def _is_refused_for_good(error: Exception, body: dict[str, Any]) -> bool:
    """Tell whether trying again is of no use, and log it."""
    if not isinstance(error, SlackApiError):
        return False
    code = error.response.get("error")
    if code not in REFUSED_FOR_GOOD:
        return False
    channel, _ = _place(body)
    logger.warning("Slack takes no answer in %s: %s", channel, code)
    return True


def _is_asked(body: dict[str, Any], bot: str) -> bool:
    """Tell whether somebody waits for the bot; who talks to others must not read of its troubles."""
    event = body.get("event")
    if not event:
        return True
    return addressee_of(event, bot) is Addressee.BOT


def _place(body: dict[str, Any]) -> tuple[str, str | None]:
    """Return the channel and thread that an event or a click belongs to."""
    event = body.get("event") or {}
    if event.get("type") in MESSAGE_EVENTS:
        return event.get("channel") or "", thread_of(event)
    return place_of_click(body)
