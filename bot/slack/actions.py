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
from bot.slack.clicks import addressee_of_click, is_reply
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
        asked = addressee_of_click(action)
        if asked not in (None, user):
            notice = blocks.notice(wording.NOT_ASKED)
            await client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **notice)
            await store.finish(message_id)
            return

        said = buttons.said(action["action_id"], action["value"])
        replied = answered_question.line(live.advisor, said)
        conversation = conversation_of_click(body)

        async def send(reply: blocks.Message) -> None:
            if is_private(body):
                await _respond_in_private(respond, reply, replied if is_reply(action) else None)
                return
            sent = await client.chat_postMessage(channel=channel, thread_ts=thread, **reply)
            questions.note(conversation.key, PostedQuestion(channel, sent["ts"], reply))

        earlier = questions.take(conversation.key)
        is_open = await responder.answer(conversation, said, send, message_id)
        clicked = _question_of(body, action)
        if clicked:
            await clicked.show_reply(client, replied)
            if earlier and earlier.ts == clicked.ts:
                return
        await questions.close(conversation.key, earlier, is_open, client, replied)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()


def _question_of(body: dict[str, Any], action: dict[str, Any]) -> PostedQuestion | None:
    """Return the question that a click replies to, if it is still there to be changed."""
    if is_private(body) or not is_reply(action):
        return None
    message = body.get("message") or {}
    # Without its blocks, which Slack may leave out, the question itself would go.
    if not message.get("blocks"):
        return None
    channel, _ = place_of_click(body)
    return PostedQuestion(channel, message["ts"], message)


async def _respond_in_private(respond: AsyncRespond, reply: blocks.Message, replied: str | None) -> None:
    """Send an answer that only one person sees; to a question, in the place of that question."""
    if replied:
        reply = blocks.headed(reply, replied)
    sent = await respond(response_type="ephemeral", replace_original=bool(replied), **reply)
    # Unlike the client, `respond` raises nothing for a reply that Slack does not take.
    if sent.status_code != HTTPStatus.OK:
        raise RuntimeError(f"the reply to a click was not taken: HTTP status {sent.status_code}")
