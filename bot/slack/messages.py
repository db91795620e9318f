"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.live import LiveKnowledge
from bot.replies import answered_question
from bot.replies.blocks import Message
from bot.slack.inbox import CLAIMED, TAKEN_UP
from bot.slack.message_text import with_unread, written_message
from bot.slack.open_questions import OpenQuestions, PostedQuestion
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import Event, asked_at, conversation_of, thread_of
from bot.slack.responder import Responder


def register(
    app: AsyncApp, live: LiveKnowledge, responder: Responder, questions: OpenQuestions, outbox: Outbox
) -> None:
    """Answer the messages that were claimed, and leave all others alone."""

    @app.event("app_mention")
    @app.event("message")
    async def on_message(event: Event, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if CLAIMED not in context:
            return

        channel = event["channel"]
        conversation = conversation_of(event)
        written = written_message(event, context.bot_user_id or "")

        async def send(reply: Message) -> None:
            reply = with_unread(reply, written)
            letter = Letter(
                channel=channel,
                thread=thread_of(event),
                reply=reply,
                answers=context[CLAIMED],
                asked_ts=event["ts"],
                asked_at=asked_at(body),
                is_begun=TAKEN_UP in context,
            )
            ts = await outbox.send(letter)
            # An answer without a timestamp cannot be changed later.
            if ts:
                posted = PostedQuestion(channel, ts, reply)
                questions.note(conversation.key, posted)

        # Taken before the answer, which may ask the next question.
        earlier = await questions.take_open(conversation, responder)
        is_open = await responder.answer(
            conversation,
            written.text,
            send,
            message_id=context[CLAIMED],
        )

        replied = answered_question.line(live.advisor, written.text)
        await questions.close(conversation.key, earlier, is_open, outbox.client, replied)
