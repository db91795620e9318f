"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.live import LiveKnowledge
from bot.replies import answered_question, blocks, trouble_wording
from bot.replies.blocks import Message
from bot.slack.asked_above import question_of
from bot.slack.inbox import CLAIMED, TAKEN_UP, is_claimed
from bot.slack.message_text import MessageText, with_unread
from bot.slack.open_questions import OpenQuestions
from bot.slack.outbox import Letter, Outbox
from bot.slack.overheard import TOO_LATE_SECONDS
from bot.slack.payloads import Addressee, Event, addressee_of, asked_at, conversation_of, thread_of
from bot.slack.private_word import Asker, tell
from bot.slack.responder import Responder
from bot.slack.subcommands import ForOne, Subcommands
from bot.slack.thread_start import Unreadable
from bot.store import Store


def register(
    app: AsyncApp,
    live: LiveKnowledge,
    subcommands: Subcommands,
    responder: Responder,
    questions: OpenQuestions,
    store: Store,
    outbox: Outbox,
) -> None:
    """Answer the messages that were claimed, and leave all others alone."""

    @app.event("app_mention", matchers=[is_claimed])
    @app.event("message", matchers=[is_claimed])
    async def on_message(event: Event, body: dict[str, Any], context: AsyncBoltContext) -> None:
        channel = event["channel"]
        conversation = conversation_of(event)
        bot = context.bot_user_id or ""
        asked = await question_of(
            event,
            bot,
            live.advisor,
            responder,
            outbox,
        )
        written = MessageText("") if isinstance(asked, Unreadable) else asked.written
        is_unasked = addressee_of(event, bot) is Addressee.CHANNEL

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
                patience=TOO_LATE_SECONDS if is_unasked else None,
            )
            ts = await outbox.send(letter)
            questions.note(conversation.key, channel, ts, reply)

        if isinstance(asked, Unreadable):
            await send(blocks.notice(trouble_wording.THREAD_START[asked]))
            await store.finish(context[CLAIMED])
            return

        reply = None
        # What somebody else asked is no command.
        if not asked.heading:
            reply = await subcommands.reply(written.text, conversation.user, channel)
        if isinstance(reply, ForOne):
            await tell(outbox, Asker(conversation.user, channel), reply.message)
            await store.finish(context[CLAIMED])
            return
        if isinstance(reply, dict):
            await send(reply)
            await store.finish(context[CLAIMED])
            return
        said = written.text if reply is None else reply

        # Taken before the answer, which may ask the next question.
        earlier = await questions.take_open(conversation, responder)
        is_open = await responder.answer(
            conversation,
            said,
            send,
            message_id=context[CLAIMED],
            heading=asked.heading,
            is_unasked=is_unasked,
        )

        replied = answered_question.line(live.advisor, said)
        await questions.close(conversation.key, earlier, is_open, outbox.client, replied)
