"""The Messages tab: questions to click whenever a person opens it, and once in a lifetime a greeting."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp

from bot.live import LiveKnowledge
from bot.replies import blocks, home, wording
from bot.slack.failed_call import failed_call
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import Event
from bot.store import Store

logger = logging.getLogger(__name__)


def register(app: AsyncApp, live: LiveKnowledge, store: Store, outbox: Outbox) -> None:
    """Suggest the examples of the knowledge, and greet who has not met the bot yet."""

    @app.event("app_home_opened", matchers=[_is_opened])
    async def on_opened(event: Event) -> None:
        channel = event["channel"]
        await _suggest(live, outbox, channel)

        user = event.get("user")
        if user and await store.is_to_greet(user):
            greeting = home.greeting(live.advisor.topics)
            letter = Letter(channel=channel, thread=None, reply=greeting)
            await outbox.send(letter)


async def _is_opened(event: Event) -> bool:
    return event.get("tab") == "messages" and bool(event.get("channel"))


async def _suggest(live: LiveKnowledge, outbox: Outbox, channel: str) -> None:
    """Suggest the examples; workspaces without agent features do without."""
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
