"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies import blocks, buttons, wording
from bot.slack.payloads import conversation_of_click, is_private, place_of_click
from bot.slack.responding import Exchanges


def register(app: AsyncApp, exchanges: Exchanges) -> None:
    """Answer a click beside the message that holds the button."""

    async def send(
        body: dict[str, Any], reply: blocks.Message, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        if is_private(body):
            sent = await respond(response_type="ephemeral", replace_original=False, **reply)
            if sent.status_code != HTTPStatus.OK:
                raise RuntimeError(f"the reply to a click was not taken: HTTP status {sent.status_code}")
            return
        channel, thread = place_of_click(body)
        await client.chat_postMessage(channel=channel, thread_ts=thread, **reply)

    @app.action(buttons.ACTION_ID)
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        user, asked = body["user"]["id"], buttons.addressee(action.get("block_id", ""))
        if asked not in (None, user):
            channel, thread = place_of_click(body)
            notice = blocks.notice(wording.NOT_ASKED)
            await client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **notice)
            return
        said = buttons.said(action["action_id"], action["value"])
        await exchanges.answer(
            conversation_of_click(body), said, lambda reply: send(body, reply, client, respond)
        )

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()
