"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.live import LiveKnowledge
from bot.replies import answered_question
from bot.replies.blocks import Message
from bot.slack.inbox import CLAIMED
from bot.slack.message_text import with_unread, written_message
from bot.slack.open_questions import OpenQuestions, PostedQuestion
from bot.slack.payloads import Event, conversation_of, thread_of
from bot.slack.responder import Responder


def register(app: AsyncApp, live: LiveKnowledge, responder: Responder, questions: OpenQuestions) -> None:
    """Answer the messages that were claimed, and leave all others alone."""

    @app.event("app_mention")
    @app.event("message")
    async def on_message(event: Event, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if CLAIMED not in context:
            return
        channel = event["channel"]
        thread = thread_of(event)
        conversation = conversation_of(event)
        written = written_message(event, context.bot_user_id or "")

        async def send(reply: Message) -> None:
            reply = with_unread(reply, written)
            sent = await client.chat_postMessage(channel=channel, thread_ts=thread, **reply)
            questions.note(conversation.key, PostedQuestion(channel, sent["ts"], reply))

        earlier = questions.take(conversation.key)
        is_open = await responder.answer(conversation, written.text, send, message_id=context[CLAIMED])
        replied = answered_question.line(live.advisor, written.text)
        await questions.close(conversation.key, earlier, is_open, client, replied)
