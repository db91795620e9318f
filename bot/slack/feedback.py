"""Votes on answers: each is kept, and a bad one opens a form for the reason.

Slack's element is a toggle, so that every flip is a click; of one person's votes the last one counts.
https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import DatabaseError
from bot.live import LiveKnowledge
from bot.replies import blocks, buttons
from bot.replies import feedback_forms as forms
from bot.replies import feedback_wording as wording
from bot.replies.bad_reasons import BadReason
from bot.replies.blocks import Message
from bot.replies.description import ButtonRow, Paragraph
from bot.slack.asked_anew import correction_page
from bot.slack.failed_call import FailedCall, failed_call
from bot.slack.form_place import entered, place_of_form, unpacked
from bot.slack.outbox import Outbox
from bot.slack.private_word import tell_asker
from bot.slack.rated_answers import rated_answer
from bot.slack.responder import Responder
from bot.store import Store, Vote

logger = logging.getLogger(__name__)


def register(app: AsyncApp, live: LiveKnowledge, responder: Responder, store: Store, outbox: Outbox) -> None:
    """Keep votes and their reasons; after a misreading the form goes on to its correction."""

    @app.action(buttons.FEEDBACK)
    async def on_vote(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        user = body["user"]["id"]
        place = place_of_form(body, action)
        helped, answer_id = buttons.vote(action["value"])
        if not helped:
            # First of all: what opens it lives for three seconds.
            await open_form(outbox, body, forms.reason_form(place.packed()))

        vote = Vote(answer_id, user, helped, float(action["action_ts"]))
        try:
            is_news = await _keep(live, responder, store, vote)
        except DatabaseError:
            await tell_asker(outbox, body, blocks.notice(wording.NOT_KEPT))
            return
        # Slack may send a click twice, and the thanks are for one.
        if is_news:
            await tell_asker(outbox, body, _thanks(helped, answer_id))

    @app.view(forms.REASON_FORM)
    async def on_reason(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        user = body["user"]["id"]
        place = unpacked(view)
        if place is None:
            await ack()
            return
        reason = _reason(view)
        comment = entered(view, forms.COMMENT)
        is_kept = False
        with suppress(DatabaseError):
            is_kept = await store.feedback.give_reason(place.answer_id, user, reason, comment)
        if not is_kept:
            await ack(response_action="errors", errors={forms.REASON: wording.NOT_KEPT})
            return
        if reason != BadReason.MISREAD:
            await ack(response_action="update", view=forms.thanks(wording.THANKS_REASON))
            return
        page = await correction_page(live.advisor, responder, place)
        await ack(response_action="update", view=page)


def _reason(view: dict[str, Any]) -> BadReason:
    """Return what was chosen; one that is not known any more is some other one."""
    chosen = entered(view, forms.REASON)
    return BadReason(chosen) if chosen in set(BadReason) else BadReason.OTHER


async def _keep(live: LiveKnowledge, responder: Responder, store: Store, vote: Vote) -> bool:
    """Keep a vote, a bad one with a copy of the answer; returns whether it is news. Raises DatabaseError."""
    rated = None
    if not vote.helped:
        found = await responder.given(vote.answer_id)
        if found:
            given, answer = found
            rated = rated_answer(live.advisor, given, answer)
    return await store.feedback.vote(vote, rated)


async def open_form(outbox: Outbox, body: dict[str, Any], form: dict[str, Any]) -> FailedCall | None:
    """Open a form for whoever clicked, and return why Slack does not."""
    trigger_id = body.get("trigger_id") or ""
    try:
        await outbox.client.views_open(trigger_id=trigger_id, view=form)
    except Exception as error:
        failed = failed_call(error)
        if failed is None:
            raise
        logger.warning("a form cannot be opened: %s", failed.reason)
        return failed
    return None


def _thanks(helped: bool, answer_id: str) -> Message:
    if helped:
        return blocks.notice(wording.THANKS_GOOD)
    suggest = ButtonRow([buttons.suggest(answer_id)])
    return blocks.message([Paragraph(wording.THANKS_BAD), suggest])
