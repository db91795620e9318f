"""`/whichrole`, answered for the person alone, in the acknowledgement itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import answered_question
from bot.replies.blocks import Message
from bot.slack.message_text import with_unread, written_command
from bot.slack.outbox import Outbox
from bot.slack.payloads import conversation_of_command
from bot.slack.private_word import Asker, tell
from bot.slack.responder import QUICK_TURN, Responder
from bot.slack.subcommands import ForOne, Subcommands

COMMAND = "/whichrole"


def register(app: AsyncApp, subcommands: Subcommands, responder: Responder, outbox: Outbox) -> None:
    """Answer the slash command: a subcommand or a question; without one it says what the bot can do."""

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        written = written_command(command.get("text") or "")
        conversation = conversation_of_command(command)

        asked = written.text or "help"
        is_slow = subcommands.is_slow(asked)
        if is_slow:
            await ack()

        async def send(reply: Message) -> None:
            reply = with_unread(reply, written)
            if is_slow:
                response_url = command.get("response_url") or ""
                await tell(outbox, Asker(conversation.user, conversation.channel, response_url), reply)
            else:
                await ack(response_type="ephemeral", **reply)

        reply = await subcommands.reply(asked, conversation.user, conversation.channel)
        if isinstance(reply, ForOne):
            reply = reply.message
        if isinstance(reply, dict):
            await send(reply)
            return
        said = reply
        heading = ""
        if said is None:
            said = asked
            # Slack does not show what was typed.
            heading = answered_question.asked_line(asked)
        await responder.answer(
            conversation,
            said,
            send,
            turn=QUICK_TURN,
            heading=heading,
        )
