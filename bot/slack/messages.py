"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.blocks import Message
from bot.slack.intake import CLAIM
from bot.slack.payloads import Event, conversation_of, decode, thread_of
from bot.slack.responding import Exchanges


def register(app: AsyncApp, exchanges: Exchanges) -> None:
    """Answer the messages that were claimed, and leave all others alone."""

    @app.event("app_mention")
    @app.event("message")
    async def on_message(event: Event, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if CLAIM not in context:
            return

        async def send(reply: Message) -> None:
            await client.chat_postMessage(channel=event["channel"], thread_ts=thread_of(event), **reply)

        said = decode(event.get("text") or "")
        await exchanges.answer(conversation_of(event), said, send, message=context[CLAIM])
