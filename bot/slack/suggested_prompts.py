"""Questions to click when a person opens the direct message with the bot."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp

from bot.live import LiveKnowledge
from bot.replies import blocks, wording
from bot.slack.failed_call import failed_call
from bot.slack.outbox import Outbox
from bot.slack.payloads import Event

logger = logging.getLogger(__name__)


def register(app: AsyncApp, live: LiveKnowledge, outbox: Outbox) -> None:
    """Suggest the examples of the knowledge; workspaces without agent features do without."""

    @app.event("app_home_opened")
    async def on_opened(event: Event) -> None:
        channel = event.get("channel")
        if event.get("tab") != "messages" or not channel:
            return
        examples: list[str] = []
        for topic in live.advisor.topics:
            examples.extend(topic.examples)
        # No thread: in agent apps Slack drops prompts that name one, without an error.
        suggestion = {
            "channel_id": channel,
            "title": wording.SUGGESTED_PROMPTS_TITLE,
            "prompts": blocks.prompts(examples),
        }
        try:
            await outbox.client.api_call("assistant.threads.setSuggestedPrompts", json=suggestion)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            logger.info("no suggested prompts in this workspace: %s", failed.reason)
