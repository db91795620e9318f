"""What happens when a listener fails, and to events that nobody listens to."""

from __future__ import annotations

import logging
import re
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks, wording
from bot.listeners.claims import CLAIM
from bot.listeners.incoming import is_private, place_of_click
from bot.store import Store

logger = logging.getLogger(__name__)


def register(app: AsyncApp, store: Store) -> None:
    """Apologise once where the question was asked; the traceback goes to the log only.

    The apology is the answer to the message; if Slack does not take it, the message is taken up later.
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
        logger.error("answering failed", exc_info=error)
        apology = blocks.notice(wording.APOLOGY)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", **apology})
        channel, thread = _place(body)
        try:
            if is_private(body):
                await respond(response_type="ephemeral", replace_original=False, **apology)
            elif channel:
                await client.chat_postMessage(channel=channel, thread_ts=thread, **apology)
            if CLAIM in context:
                await store.finish(context[CLAIM])
        except (SlackClientError, aiohttp.ClientError, OSError) as failure:
            logger.error("the apology could not be sent: %s", failure)
        finally:
            store.drop(context.get(CLAIM))
        # A click that failed before it was acknowledged is acknowledged now; Slack shows a warning otherwise.
        return BoltResponse(status=200) if response is not None else None


def _place(body: dict[str, Any]) -> tuple[str, str | None]:
    """Return the channel and thread that an event or a click belongs to."""
    event = body.get("event") or {}
    if event.get("type") in ("app_mention", "message"):
        own_thread = None if event.get("channel_type") == "im" else event.get("ts")
        return event.get("channel") or "", event.get("thread_ts") or own_thread
    return place_of_click(body)
