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
from bot.slack.responder import Responder


def register(app: AsyncApp, responder: Responder) -> None:
    """Answer a click beside the message that holds the button."""

    @app.action(buttons.ACTION_ID)
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        channel, thread = place_of_click(body)
        user = body["user"]["id"]
        asked = buttons.addressee(action.get("block_id", ""))
        if asked not in (None, user):
            notice = blocks.notice(wording.NOT_ASKED)
            await client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **notice)
            return

        async def send(reply: blocks.Message) -> None:
            if is_private(body):
                await _respond_in_private(respond, reply)
            else:
                await client.chat_postMessage(channel=channel, thread_ts=thread, **reply)

        said = buttons.said(action["action_id"], action["value"])
        await responder.answer(conversation_of_click(body), said, send)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()


async def _respond_in_private(respond: AsyncRespond, reply: blocks.Message) -> None:
    sent = await respond(response_type="ephemeral", replace_original=False, **reply)
    # Unlike the client, `respond` raises nothing for a reply that Slack does not take.
    if sent.status_code != HTTPStatus.OK:
        raise RuntimeError(f"the reply to a click was not taken: HTTP status {sent.status_code}")
