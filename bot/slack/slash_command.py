"""`/whichrole`, answered for the person alone, in the acknowledgement itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.answers import Answer
from bot.live import LiveKnowledge
from bot.replies import blocks
from bot.replies.describe import describe
from bot.slack.payloads import conversation_of_command, decode
from bot.slack.responder import QUICK_TURN, Responder

COMMAND = "/whichrole"


def register(app: AsyncApp, live: LiveKnowledge, responder: Responder) -> None:
    """Answer the slash command: `list`, `status`, a question; without one it says what the bot can do."""

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        async def send(reply: blocks.Message) -> None:
            await ack(response_type="ephemeral", **reply)

        said = decode(command.get("text") or "")
        answer = _fixed(live, said)
        if answer:
            await send(blocks.message(describe(answer)))
            return
        conversation = conversation_of_command(command)
        await responder.answer(conversation, said, send, turn=QUICK_TURN)


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
