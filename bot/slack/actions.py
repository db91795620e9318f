"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import blocks, buttons, wording
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import conversation_of_click, is_private, place_of_click
from bot.slack.responder import Responder


def register(app: AsyncApp, responder: Responder, outbox: Outbox) -> None:
    """Answer a click beside the message that holds the button."""

    @app.action(buttons.ACTION_ID)
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
    ) -> None:
        await ack()
        channel, thread = place_of_click(body)
        user = body["user"]["id"]
        asked = buttons.addressee(action.get("block_id", ""))
        if asked not in (None, user):
            notice = blocks.notice(wording.NOT_ASKED)
            await outbox.send(Letter(channel, thread, notice, only_for=user))
            return

        async def send(reply: blocks.Message) -> None:
            await outbox.send(answer_to_click(body, reply))

        said = buttons.said(action["action_id"], action["value"])
        await responder.answer(conversation_of_click(body), said, send)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()


def answer_to_click(body: dict[str, Any], reply: blocks.Message) -> Letter:
    """Return the reply to a click, to stand beside the message that holds the button."""
    channel, thread = place_of_click(body)
    if is_private(body):
        return Letter(channel, thread, reply, response_url=body.get("response_url") or "")
    container = body.get("container") or {}
    asked_ts = container.get("message_ts") or ""
    clicks = [action.get("action_ts") or "" for action in body.get("actions") or []]
    return Letter(
        channel=channel,
        thread=thread,
        reply=reply,
        answers=":".join((channel, asked_ts, *clicks)),
        asked_ts=asked_ts,
    )
