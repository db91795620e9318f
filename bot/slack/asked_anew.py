"""A question that was misread: a form shows what was read in it, and it is answered once written anew."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.advisor import Advisor
from bot.replies import answered_question
from bot.replies import feedback_forms as forms
from bot.replies.blocks import Message
from bot.slack.form_place import FormPlace, entered, unpacked
from bot.slack.inbox import CLAIMED, TAKEN_UP, is_claimed
from bot.slack.outbox import Letter, Outbox
from bot.slack.rated_answers import parts_of, question_of, reasons_of
from bot.slack.responder import Responder
from bot.store import Store


def register(app: AsyncApp, responder: Responder, store: Store, outbox: Outbox) -> None:
    """Answer in the conversation that the answer belongs to, in the place of what was misread."""

    @app.view(forms.CORRECTION_FORM, matchers=[is_claimed])
    async def on_asked_anew(
        ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        user = body["user"]["id"]
        message_id = context[CLAIMED]
        place = unpacked(view)
        question = entered(view, forms.QUESTION).strip()
        if place is None or not question:
            await store.finish(message_id)
            return

        found = await responder.given(place.answer_id)
        misread = found[0] if found else None

        async def send(reply: Message) -> None:
            letter = _letter(place, user, reply, message_id, TAKEN_UP in context)
            await outbox.send(letter)

        mentioned = "" if place.is_private else user
        await responder.answer(
            place.conversation(user),
            question,
            send,
            message_id,
            heading=answered_question.asked_line(question, mentioned),
            instead_of=misread,
        )


async def correction_page(advisor: Advisor, responder: Responder, place: FormPlace) -> dict[str, Any]:
    """Return the form that shows what was read in the question, as far as it is still kept."""
    found = await responder.given(place.answer_id)
    if found is None:
        return forms.correction_form(place.packed(), "", (), ())
    given, answer = found
    question = question_of(given)
    parts = parts_of(advisor, question)
    return forms.correction_form(
        place.packed(),
        question,
        parts,
        reasons_of(answer),
    )


def _letter(place: FormPlace, user: str, reply: Message, message_id: str, is_begun: bool) -> Letter:
    """Return the answer, to stand where the first answer stands."""
    if place.is_private:
        return Letter(
            channel=place.channel,
            thread=None,
            reply=reply,
            only_for=user,
            response_url=place.response_url,
        )
    return Letter(
        channel=place.channel,
        thread=place.thread or None,
        reply=reply,
        answers=message_id,
        asked_ts=place.thread,
        is_begun=is_begun,
    )
