"""What is copied of an answer that did not help, and what is shown of it to the person who says so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Role
from bot.advice.answers import Answer, Definition, Recommendation
from bot.replies import answered_question
from bot.report import understood
from bot.slack.responder import SAID, state_of
from bot.store import GivenAnswer, RatedAnswer


def rated_answer(advisor: Advisor, given: GivenAnswer, answer: Answer) -> RatedAnswer:
    """Return the copy of an answer."""
    text = question_of(given)
    said = SAID.validate_json(given.said)
    # Of a conversation in which nobody wrote a need, what was clicked on is all that there is.
    read = understood(advisor, text) if text else answered_question.line(advisor, said)
    named: Sequence[Role] = ()
    if isinstance(answer, Recommendation | Definition):
        named = answer.roles
    return RatedAnswer(
        asked_by=given.user_id,
        text=text,
        channel=given.channel,
        topic=given.topic,
        intent=given.intent,
        roles=tuple(role.id for role in named),
        understood=read,
    )


def question_of(given: GivenAnswer) -> str:
    """Return what a person wrote that an answer was given to; before a click, the last need."""
    said = SAID.validate_json(given.said)
    if isinstance(said, str):
        return said
    before = state_of(given.before)
    # What somebody else said is not kept as this person's words.
    if before.is_anothers or not before.needs:
        return ""
    return before.needs[-1].text


def parts_of(advisor: Advisor, question: str) -> list[tuple[str, str]]:
    """Return the parts of a question, as they were written, each with the status that it was read with."""
    match = advisor.matcher.match(question)
    parts = []
    for statement in match.statements:
        words = match.text[statement.start : statement.end]
        parts.append((words, statement.status.value))
    return parts


def reasons_of(answer: Answer) -> list[str]:
    """Return the reasons that an answer rests on."""
    if not isinstance(answer, Recommendation):
        return []
    return [reason.text for reason in answer.reasons]
