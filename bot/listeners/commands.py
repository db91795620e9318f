"""`/whichrole`, answered for the person alone, in the acknowledgement itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot import blocks
from bot.answers import Answer
from bot.library import Library
from bot.listeners.incoming import decode

COMMAND = "/whichrole"


def register(app: AsyncApp, library: Library) -> None:
    """Answer the slash command: `list`, `status`, a question; without one it says what the bot can do."""

    def answer(text: str) -> Answer:
        match text.lower():
            case "":
                return library.advisor.help()
            case "list":
                return library.advisor.list()
            case "status":
                return library.status()
            case _:
                return library.advisor.answer(text)

    @app.command(COMMAND)
    async def on_command(command: dict[str, Any], ack: AsyncAck) -> None:
        reply = blocks.message(answer(decode(command.get("text") or "")))
        await ack(response_type="ephemeral", **reply)
