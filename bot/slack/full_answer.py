"""*Why?* and *Tell me more*: an answer with all that belongs to it, in the place of the short one."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import blocks, buttons, trouble_wording
from bot.slack.click_replies import answer_to_click, in_place
from bot.slack.outbox import Outbox
from bot.slack.payloads import is_private, thread_about
from bot.slack.private_word import tell_asker
from bot.slack.responder import Responder, as_message


def register(app: AsyncApp, responder: Responder, outbox: Outbox) -> None:
    """Show the whole answer to everybody who sees the short one; twice makes no difference."""

    @app.action(buttons.IN_FULL)
    async def on_in_full(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        found = await responder.given(action["value"])
        if found is None:
            gone = blocks.notice(trouble_wording.ANSWER_GONE)
            await tell_asker(outbox, body, gone)
            return

        given, answer = found
        whole = as_message(
            given,
            answer,
            in_full=True,
            is_private=is_private(body),
            about=thread_about(body),
        )
        letter = answer_to_click(body, whole, "")
        await outbox.send(in_place(letter, body))
