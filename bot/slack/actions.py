"""Clicks: an example to ask, or the choice that answers a question back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.live import LiveKnowledge
from bot.replies import answered_question, blocks, buttons, wording
from bot.slack.clicks import addressee_of_click, is_reply
from bot.slack.inbox import CLAIMED, TAKEN_UP
from bot.slack.open_questions import OpenQuestions, PostedQuestion
from bot.slack.outbox import Letter, Outbox
from bot.slack.payloads import conversation_of_click, is_private, place_of_click
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
    """Answer a click beside the message that holds the button; a question loses its buttons."""

    @app.action(buttons.ACTION_ID)
    async def on_click(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
    ) -> None:
        await ack()
        message_id = context[CLAIMED]
        channel, thread = place_of_click(body)
        user = body["user"]["id"]

        asked = addressee_of_click(action)
        if asked not in (None, user):
            hint = Letter(
                channel=channel,
                thread=thread,
                reply=blocks.notice(wording.NOT_ASKED),
                only_for=user,
            )
            await outbox.send(hint)
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
            if is_private(body) and is_reply(action):
                letter = in_place_of_question(letter, replied)
            ts = await outbox.send(letter)
            # An answer without a timestamp cannot be changed later.
            if ts:
                posted = PostedQuestion(channel, ts, reply)
                questions.note(conversation.key, posted)

        # Taken before the answer, which may ask the next question.
        earlier = questions.take(conversation.key)
        is_open = await responder.answer(conversation, said, send, message_id)

        clicked = _question_of(body, action)
        if clicked:
            await clicked.show_reply(outbox.client, replied)
            if earlier and earlier.ts == clicked.ts:
                return
        await questions.close(conversation.key, earlier, is_open, outbox.client, replied)

    @app.action(re.compile(".*"))
    async def ignore(ack: AsyncAck) -> None:
        """Acknowledge buttons of older releases that no listener knows any more."""
        await ack()


def answer_to_click(
    body: dict[str, Any], reply: blocks.Message, click: str, *, is_begun: bool = False
) -> Letter:
    """Return the reply to a click, to stand beside the message that holds the button; `click` names it."""
    channel, thread = place_of_click(body)
    if is_private(body):
        return Letter(
            channel=channel,
            thread=thread,
            reply=reply,
            response_url=body.get("response_url") or "",
        )

    container = body.get("container") or {}
    return Letter(
        channel=channel,
        thread=thread,
        reply=reply,
        answers=click,
        asked_ts=container.get("message_ts") or "",
        is_begun=is_begun,
    )


def in_place_of_question(letter: Letter, replied: str) -> Letter:
    """Return a private answer that stands where the question stood, below what was replied to it."""
    headed = blocks.headed(letter.reply, replied)
    in_place = headed | {"replace_original": True}
    return replace(letter, reply=in_place)


def _question_of(body: dict[str, Any], action: dict[str, Any]) -> PostedQuestion | None:
    """Return the question that a click replies to, if it is still there to be changed."""
    # What only one person sees is replaced by the answer itself.
    if is_private(body) or not is_reply(action):
        return None
    message = body.get("message") or {}
    # Without its blocks, which Slack may leave out, the question itself would go.
    if not message.get("blocks") or not message.get("ts"):
        return None
    channel, _ = place_of_click(body)
    return PostedQuestion(channel, message["ts"], message)
