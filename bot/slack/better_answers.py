"""*Suggest a better answer*: a form for it. What is proposed goes into the report, and into nothing else."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.advisor import Advisor
from bot.errors import DatabaseError
from bot.live import LiveKnowledge
from bot.replies import buttons
from bot.replies import feedback_forms as forms
from bot.replies import feedback_wording as wording
from bot.slack.feedback import open_form
from bot.slack.form_place import entered, place_of_form, unpacked
from bot.slack.outbox import Outbox
from bot.slack.private_word import asker_of, tell_why
from bot.slack.rated_answers import question_of
from bot.slack.responder import Responder
from bot.store import Store, Suggestion


def register(app: AsyncApp, live: LiveKnowledge, responder: Responder, store: Store, outbox: Outbox) -> None:
    """Open the form, and keep what is written in it."""

    @app.action(buttons.SUGGEST)
    async def on_suggest(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        place = place_of_form(body, action)
        form = forms.suggestion_form(place.packed(), live.advisor.topics)
        failed = await open_form(outbox, body, form)
        asker = asker_of(body)
        if failed and asker:
            await tell_why(outbox, asker, failed)

    @app.view(forms.SUGGESTION_FORM)
    async def on_suggestion(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        place = unpacked(view)
        proposal = entered(view, forms.PROPOSAL).strip()
        if place is None or not proposal:
            await ack()
            return
        found = await responder.given(place.answer_id)
        given = found[0] if found else None
        suggestion = Suggestion(
            user_id=body["user"]["id"],
            proposal=proposal,
            about=_about(live.advisor, view),
            asked_by=given.user_id if given else "",
            question=question_of(given) if given else "",
            channel=place.channel,
        )
        try:
            await store.feedback.suggest(suggestion)
        except DatabaseError:
            await ack(response_action="errors", errors={forms.PROPOSAL: wording.NOT_KEPT})
            return
        await ack(response_action="update", view=forms.thanks(wording.THANKS_SUGGESTION))


def _about(advisor: Advisor, view: dict[str, Any]) -> str:
    """Return the role or topic that was chosen; nothing for one that is not known any more."""
    chosen = entered(view, forms.ABOUT)
    known = set()
    for topic in advisor.topics:
        known.add(topic.id)
        known.update(role.id for role in topic.roles)
    return chosen if chosen in known else ""
