"""*Share*: an answer that only one person sees is posted for all, and the private copy goes."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.advisor import Advisor
from bot.live import LiveKnowledge
from bot.replies import answered_question, blocks, buttons, trouble_wording
from bot.slack.inbox import CLAIMED, TAKEN_UP, is_claimed
from bot.slack.obstacles import Obstacle
from bot.slack.outbox import Letter, NotTakenError, Outbox
from bot.slack.payloads import (
    conversation_below,
    is_direct_message,
    message_of_click,
    place_of_click,
    thread_about,
)
from bot.slack.private_word import tell_asker
from bot.slack.responder import SAID, Responder, answer_id_of, as_message
from bot.slack.response_url import DELETION
from bot.store import GivenAnswer, Store

logger = logging.getLogger(__name__)


def register(app: AsyncApp, live: LiveKnowledge, responder: Responder, store: Store, outbox: Outbox) -> None:
    """Post an answer once, as the beginning of a conversation of whoever asked; a refusal may be retried."""

    @app.action(buttons.SHARE, matchers=[is_claimed])
    async def on_share(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
    ) -> None:
        await ack()
        message_id = context[CLAIMED]
        found = await responder.given(action["value"])
        if found is None:
            # Perhaps the database is only away: the same button works once it is back.
            await store.withdraw(message_id)
            await tell_asker(outbox, body, blocks.notice(trouble_wording.ANSWER_GONE))
            return

        given, answer = found
        channel, _ = place_of_click(body)
        thread = thread_about(body)
        shared = replace(
            given,
            answer_id=answer_id_of(message_id),
            heading=_heading(live.advisor, given, thread),
        )
        letter = Letter(
            channel=channel,
            thread=thread or None,
            reply=as_message(shared, answer),
            answers=message_id,
            asked_ts=thread or message_of_click(body),
            is_begun=TAKEN_UP in context,
        )
        try:
            ts = await outbox.send(letter)
        except NotTakenError as refusal:
            obstacle = refusal.failed.obstacle
            if obstacle is None:
                raise
            # Once the person has done what helps, the same button works.
            await store.withdraw(message_id)
            logger.info("an answer cannot be shared in %s: %s", channel, refusal.failed.reason)
            await tell_asker(outbox, body, blocks.notice(_what_to_do(channel, obstacle)))
            return

        if not thread and not is_direct_message(channel):
            thread = ts or ""
        below = conversation_below(channel, thread or None, given.user_id)
        await responder.begin_with(replace(shared, conversation=below.key), message_id)
        await _remove_copy(outbox, body, channel)


def _heading(advisor: Advisor, given: GivenAnswer, thread: str) -> str:
    said = SAID.validate_json(given.said)
    # What begins a conversation about a message are the words of that message.
    if thread and isinstance(said, str) and given.before is None:
        return answered_question.about_line(said, given.user_id)
    return answered_question.shared_line(advisor, said, given.user_id)


def _what_to_do(channel: str, obstacle: Obstacle) -> str:
    """Return what a person can do where Slack lets the bot post nothing."""
    if obstacle is Obstacle.NOT_INVITED and is_direct_message(channel):
        return trouble_wording.SHARE_BETWEEN_PEOPLE
    return trouble_wording.OBSTACLES[obstacle]


async def _remove_copy(outbox: Outbox, body: dict[str, Any], channel: str) -> None:
    """Remove the private copy; where that fails it stays, and cannot be shared again."""
    response_url = body.get("response_url")
    if not response_url:
        return
    letter = Letter(channel, None, DELETION, response_url=response_url)
    try:
        await outbox.send(letter)
    except NotTakenError as refusal:
        # The answer is shared: no apology may follow it.
        logger.info("the private copy of a shared answer stays: %s", refusal.failed.reason)
