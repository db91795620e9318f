"""*Which role?* on a message: a private answer about it, for the person who used the shortcut.

Slack gives every use of it an address for replies, which leads to places that the bot is not in too:
https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
"""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import answered_question, blocks, trouble_wording
from bot.replies.blocks import Message
from bot.slack.clicks import WHICH_ROLE
from bot.slack.inbox import CLAIMED
from bot.slack.message_text import with_unread, written_message
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import conversation_of_shortcut
from bot.slack.responder import Responder
from bot.store import Store


def register(app: AsyncApp, responder: Responder, store: Store, outbox: Outbox) -> None:
    """Answer about a message, whoever wrote it, in a conversation that begins with it."""

    @app.shortcut({"type": "message_action", "callback_id": WHICH_ROLE})
    async def on_which_role(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        message_id = context[CLAIMED]
        written = written_message(body["message"], context.bot_user_id or "")
        conversation = conversation_of_shortcut(body)

        async def send(reply: Message) -> None:
            letter = Letter(
                channel=conversation.channel,
                thread=None,
                reply=with_unread(reply, written),
                only_for=conversation.user,
                response_url=body.get("response_url") or "",
            )
            await outbox.send(letter)

        if not written.text:
            nothing = blocks.notice(trouble_wording.NO_WORDS_THERE)
            await send(nothing)
            await store.finish(message_id)
            return
        await responder.answer(
            conversation,
            written.text,
            send,
            message_id,
            heading=answered_question.about_line(written.text),
            is_first=True,
        )
