"""What happens when a listener fails, and to events that nobody listens to."""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks, wording

logger = logging.getLogger(__name__)


def register(app: AsyncApp) -> None:
    """Apologise once where the question was asked; the traceback goes to the log only."""

    @app.event(re.compile(".*"))
    async def ignore() -> None:
        """Acknowledge what no listener wants; Slack would send it again otherwise."""

    @app.error
    async def on_error(error: Exception, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        logger.error("answering failed", exc_info=error)
        apology = blocks.notice(wording.APOLOGY)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", **apology})
        channel, thread = _place(body)
        if channel:
            try:
                await client.chat_postMessage(channel=channel, thread_ts=thread, **apology)
            except (SlackClientError, OSError) as failure:
                logger.error("the apology could not be sent: %s", type(failure).__name__)
        return None


def _place(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the channel and thread that an event or a click belongs to."""
    event = body.get("event", {})
    if event.get("type") in ("app_mention", "message"):
        thread = event.get("thread_ts") or (None if event.get("channel_type") == "im" else event["ts"])
        return event["channel"], thread
    message = body.get("message", {})
    return body.get("container", {}).get("channel_id"), message.get("thread_ts")
