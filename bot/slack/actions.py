"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.live import LiveKnowledge
from bot.replies import answered_question, blocks, buttons, wording
from bot.slack.clicks import is_reply
from bot.slack.inbox import CLAIMED
from bot.slack.open_questions import OpenQuestions, PostedQuestion
from bot.slack.payloads import conversation_of_click, is_private, place_of_click
from bot.slack.responder import Responder
from bot.store import Store


def register(
    app: AsyncApp, live: LiveKnowledge, responder: Responder, questions: OpenQuestions, store: Store
) -> None:
    """Answer a click beside the message that holds the button; a question loses its buttons."""

    @app.action(buttons.ACTION_ID)
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
        context: AsyncBoltContext,
    ) -> None:
        await ack()
        message_id = context[CLAIMED]
        channel, thread = place_of_click(body)
        user = body["user"]["id"]
        asked = buttons.addressee(action.get("block_id", ""))
        if asked not in (None, user):
            notice = blocks.notice(wording.NOT_ASKED)
            await client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **notice)
            await store.finish(message_id)
            return

        said = buttons.said(action["action_id"], action["value"])
        replied = answered_question.line(live.advisor, said) if is_reply(action) else None

        conversation = conversation_of_click(body)

        async def send(reply: blocks.Message) -> None:
            if is_private(body):
                await _respond_in_private(respond, reply, replied)
                return
            sent = await client.chat_postMessage(channel=channel, thread_ts=thread, **reply)
            questions.note(conversation.key, PostedQuestion(channel, sent["ts"], reply))

        if replied:
            questions.take(conversation.key)
        await responder.answer(conversation, said, send, message_id)
        message = body.get("message") or {}
        # Without its blocks, which Slack may leave out, the question itself would go.
        if replied and message.get("blocks"):
            question = PostedQuestion(channel, message["ts"], message)
            await question.show_reply(client, replied)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()


async def _respond_in_private(respond: AsyncRespond, reply: blocks.Message, replied: str | None) -> None:
    """Send an answer that only one person sees; to a question, in the place of that question."""
    if replied:
        reply = blocks.headed(reply, replied)
    sent = await respond(response_type="ephemeral", replace_original=bool(replied), **reply)
    # Unlike the client, `respond` raises nothing for a reply that Slack does not take.
    if sent.status_code != HTTPStatus.OK:
        raise RuntimeError(f"the reply to a click was not taken: HTTP status {sent.status_code}")
