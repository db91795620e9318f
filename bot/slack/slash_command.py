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
from bot.slack.responding import QUICK_TURN, Exchanges

COMMAND = "/whichrole"


def register(app: AsyncApp, library: LiveKnowledge, exchanges: Exchanges) -> None:
    """Answer the slash command: `list`, `status`, a question; without one it says what the bot can do."""

    def fixed(text: str) -> Answer | None:
        match text.lower():
            case "":
                return library.advisor.help()
            case "list":
                return library.advisor.list()
            case "status":
                return library.status()
            case _:
                return None

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        async def send(reply: blocks.Message) -> None:
            await ack(response_type="ephemeral", **reply)

        said = decode(command.get("text") or "")
        if answer := fixed(said):
            await send(blocks.message(describe(answer)))
        else:
            await exchanges.answer(conversation_of_command(command), said, send, turn=QUICK_TURN)
