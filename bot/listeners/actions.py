"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks, conversation
from bot.answers import Answer
from bot.conversation import State
from bot.library import Library
from bot.listeners.incoming import is_private, place_of_click


def register(app: AsyncApp, library: Library) -> None:
    """Answer a click beside the message that holds the button."""

    async def reply(
        body: dict[str, Any], answer: Answer, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        if is_private(body):
            sent = await respond(response_type="ephemeral", replace_original=False, **blocks.message(answer))
            if sent.status_code != HTTPStatus.OK:
                raise RuntimeError(f"the reply to a click was not taken: HTTP status {sent.status_code}")
            return
        channel, thread = place_of_click(body)
        await client.chat_postMessage(channel=channel, thread_ts=thread, **blocks.message(answer))

    @app.action(re.compile("|".join((blocks.ASK_EXAMPLE, blocks.CHOOSE_CRITERION, blocks.CHOOSE_TOPIC))))
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        _, answer = conversation.reply(
            library.advisor, State(), blocks.said(action["action_id"], action["value"])
        )
        await ack()
        await reply(body, answer, client, respond)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()
