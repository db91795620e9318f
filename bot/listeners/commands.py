"""`/whichrole`, answered for the person alone, in the acknowledgement itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot import blocks
from bot.advisor import Advisor
from bot.listeners.incoming import decode

COMMAND = "/whichrole"


def register(app: AsyncApp, advisor: Advisor) -> None:
    """Answer the slash command; without a question it says what the bot can do."""

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        question = decode(command.get("text") or "")
        answer = advisor.answer(question) if question else advisor.help()
        await ack(response_type="ephemeral", **blocks.message(answer))
