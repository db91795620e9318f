"""Questions to click when a person opens the direct message with the bot."""

from __future__ import annotations

import logging
from itertools import chain

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.live import LiveKnowledge
from bot.replies import blocks, wording
from bot.slack.payloads import Event

logger = logging.getLogger(__name__)


def register(app: AsyncApp, library: LiveKnowledge) -> None:
    """Suggest the examples of the knowledge; workspaces without agent features do without."""

    @app.event("app_home_opened")
    async def on_opened(event: Event, client: AsyncWebClient) -> None:
        if event.get("tab") != "messages":
            return
        examples = chain.from_iterable(topic.examples for topic in library.advisor.topics)
        try:
            # No thread: in agent apps Slack drops prompts that name one, without an error.
            await client.api_call(
                "assistant.threads.setSuggestedPrompts",
                json={
                    "channel_id": event["channel"],
                    "title": wording.SUGGESTED_PROMPTS_TITLE,
                    "prompts": blocks.prompts(examples),
                },
            )
        except SlackApiError as error:
            logger.info("no suggested prompts in this workspace: %s", error.response["error"])
