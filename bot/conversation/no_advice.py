"""What seeks no advice: questions on roles, on one aspect, on what is not known; small talk. Pure."""

from __future__ import annotations

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Noted, OutOfScope
from bot.advice.decision import Verdict
from bot.conversation.advising import is_evidence
from bot.conversation.explanations import explain
from bot.conversation.follow_ups import note
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage


def meet_short_aspect(message: UserMessage, state: State) -> Response | None:
    """Answer "and in output?": a short question for one aspect of the topic that is talked of."""
    least = message.thresholds.short_aspect
    aspect = short_aspect(message, state, least)
    if aspect is None:
        return None
    answer = message.composer.difference(state.topic, aspect)
    return state, answer


def short_aspect(message: UserMessage, state: State, enough: float) -> str | None:
    """Return the aspect that a short question names with so much evidence (log odds)."""
    if not state.topic or not message.is_short_question:
        return None
    return message.advisor.aspect(
        message.match,
        state.topic,
        enough,
    )


def meet_question(message: UserMessage, state: State) -> Response | None:
    """Answer what is no need: a question about roles, small talk, or what is not known."""
    decision = message.decision
    if decision.verdict is not Verdict.OTHER:
        return None
    if is_evidence(message, state):
        return None  # it goes on with a need: left to `advise_on_thin`
    advisor = message.advisor
    answer = advisor.of_outcome(
        message.match,
        message.outcome,
        state.topic,
    )
    is_in_talk = state.needs or state.advice or state.options
    if not is_in_talk or not isinstance(answer, OutOfScope):
        return state, answer
    is_near_by = answer.text is not None
    if message.is_question:
        # "Is that so?" is refused by its words, but there is advice that it can be about.
        if state.advice and not is_near_by and _is_about_the_advice(message):
            return explain(message, state)
        return state, answer
    # Who goes on telling asks nothing: only what is clearly a near-by topic is refused.
    if is_near_by and decision.confidence is Confidence.CLEAR:
        return state, answer
    return note(message, state, Noted.FACT)


def _is_about_the_advice(message: UserMessage) -> bool:
    """Tell whether a short question of yes or no can only be about the advice."""
    thresholds = message.thresholds
    if len(message.content_words) > thresholds.max_challenge:
        return False
    lists = message.matcher.reader.lists
    opening = message.words[: thresholds.max_opening]
    forms = {word.form for word in opening}
    return forms.isdisjoint(lists.open_questions)


def meet_unknown(message: UserMessage, state: State) -> Response | None:
    """Say that something is not known: too few words for a need, and no question that is known."""
    if not state.topic or not message.is_short_question:
        return None
    if message.decision.verdict is not Verdict.ASK:
        return None
    answer = message.advisor.unknown(message.match)
    return state, answer
