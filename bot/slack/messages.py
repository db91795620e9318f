"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.replies.blocks import Message
from bot.slack.inbox import CLAIMED, TAKEN_UP
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import Event, asked_at, conversation_of, decode, thread_of
from bot.slack.responder import Responder


def register(app: AsyncApp, responder: Responder, outbox: Outbox) -> None:
    """Answer the messages that were claimed, and leave all others alone."""

    @app.event("app_mention")
    @app.event("message")
    async def on_message(event: Event, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if CLAIMED not in context:
            return

        async def send(reply: Message) -> None:
            letter = Letter(
                channel=event["channel"],
                thread=thread_of(event),
                reply=reply,
                answers=context[CLAIMED],
                asked_ts=event["ts"],
                asked_at=asked_at(body),
                is_begun=TAKEN_UP in context,
            )
            await outbox.send(letter)

        said = decode(event.get("text") or "")
        conversation = conversation_of(event)
        await responder.answer(conversation, said, send, message_id=context[CLAIMED])
