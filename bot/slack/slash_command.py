"""`/whichrole`, answered for the person alone, in the acknowledgement itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.answers import Answer
from bot.live import LiveKnowledge
from bot.replies import blocks
from bot.replies.describe import describe
from bot.slack.listening import Listening, switch_in
from bot.slack.message_text import with_unread, written_command
from bot.slack.outbox import Outbox
from bot.slack.payloads import conversation_of_command
from bot.slack.private_word import Asker, tell
from bot.slack.responder import QUICK_TURN, Responder

COMMAND = "/whichrole"


def register(
    app: AsyncApp, live: LiveKnowledge, responder: Responder, listening: Listening, outbox: Outbox
) -> None:
    """Answer the slash command: `list`, `status`, a question; without one it says what the bot can do."""

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        written = written_command(command.get("text") or "")

        switch = switch_in(written.text)
        if switch:
            # Slack waits three seconds, and this may take longer.
            await ack()
            asker = Asker(
                command["user_id"],
                command["channel_id"],
                command.get("response_url") or "",
            )
            description = await listening.answer(switch, asker)
            await tell(outbox, asker, blocks.message(description))
            return

        async def send(reply: blocks.Message) -> None:
            reply = with_unread(reply, written)
            await ack(response_type="ephemeral", **reply)

        answer = _fixed(live, written.text)
        if answer:
            await send(blocks.message(describe(answer)))
            return
        conversation = conversation_of_command(command)
        await responder.answer(conversation, written.text, send, turn=QUICK_TURN)


def _fixed(live: LiveKnowledge, said: str) -> Answer | None:
    """Return the answer to what is no question and belongs to no conversation."""
    match said.lower():
        case "":
            return live.advisor.help()
        case "list":
            return live.advisor.list()
        case "status":
            return live.status()
        case _:
            return None
