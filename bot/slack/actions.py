"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.advisor import Advisor
from bot.conversation import Said
from bot.live import LiveKnowledge
from bot.replies import answered_question, blocks, buttons, trouble_wording
from bot.replies.limits import escape
from bot.slack.click_replies import answer_to_click, in_place
from bot.slack.clicks import addressee_of_click, is_reply
from bot.slack.inbox import CLAIMED, TAKEN_UP, is_claimed
from bot.slack.open_questions import OpenQuestions
from bot.slack.outbox import Outbox
from bot.slack.payloads import (
    conversation_of_click,
    is_in_home,
    is_private,
    message_of_click,
    place_of_click,
)
from bot.slack.private_word import tell_asker
from bot.slack.responder import Responder
from bot.store import Store


def register(
    app: AsyncApp,
    live: LiveKnowledge,
    responder: Responder,
    questions: OpenQuestions,
    store: Store,
    outbox: Outbox,
) -> None:
    """Answer a click beside the message that holds the button; a question gives its place to the answer."""

    @app.action(buttons.ACTION_ID, matchers=[is_claimed])
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
    ) -> None:
        await ack()
        message_id = context[CLAIMED]
        channel, _ = place_of_click(body)
        user = body["user"]["id"]

        asked = addressee_of_click(action)
        if asked not in (None, user):
            hint = blocks.notice(trouble_wording.NOT_ASKED)
            await tell_asker(outbox, body, hint)
            await store.finish(message_id)
            return

        said = buttons.said(action["action_id"], action["value"])
        replied = answered_question.line(live.advisor, said)
        conversation = conversation_of_click(body)

        async def send(reply: blocks.Message) -> None:
            letter = answer_to_click(
                body,
                reply,
                message_id,
                is_begun=TAKEN_UP in context,
            )
            if is_reply(action):
                letter = in_place(letter, body)
            ts = await outbox.send(letter)
            questions.note(conversation.key, channel, ts, reply)

        # Taken before the answer, which may ask the next question.
        earlier = await questions.take_open(conversation, responder)
        is_open = await responder.answer(
            conversation,
            said,
            send,
            message_id,
            heading=_heading(live.advisor, body, action, said),
        )
        # What was clicked on has given way to the answer.
        if earlier and earlier.ts != message_of_click(body):
            await questions.close(conversation.key, earlier, is_open, outbox.client, replied)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()

    @app.view(re.compile(".*"))
    async def close(ack: AsyncAck) -> None:
        """Close modals of older releases that no listener knows any more."""
        await ack()


def _heading(advisor: Advisor, body: dict[str, Any], action: dict[str, Any], said: Said) -> str:
    """Return what stands above the answer to a click, in Slack's markup: what was asked or replied by it."""
    is_example = action["action_id"] == buttons.ASK_EXAMPLE
    # Nothing in the direct message shows what was clicked on in the App Home.
    if is_example or is_in_home(body):
        question = answered_question.asked_words(advisor, said)
        if not question:
            return ""
        is_seen_by_one = is_private(body) or is_in_home(body)
        user = "" if is_seen_by_one else body["user"]["id"]
        return answered_question.asked_line(question, user)
    if buttons.answers_question(action["action_id"]):
        replied = answered_question.line(advisor, said)
        return escape(replied)
    return ""
