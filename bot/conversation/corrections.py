"""What is said against earlier words: a need is taken back, advice is doubted or objected to. Pure."""

from __future__ import annotations

from bot.advice.answers import Talk
from bot.advice.decision import Verdict
from bot.conversation.advising import advise, advise_on_rest
from bot.conversation.explanations import explain, objection
from bot.conversation.needs import needs_in, taken_back_by, takes_back
from bot.conversation.open_question import asked_again, step_back
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import Act, Status

DOUBTS = (Act.SURE, Act.CHALLENGE, Act.WHY)
"""Beginnings of a message that ask what the advice rests on."""


def meet_withdrawal(message: UserMessage, state: State) -> Response | None:
    """Drop the needs that part of a message takes back; what else it says may be a need."""
    if not state.needs or not takes_back(message):
        return None
    return withdraw(message, state)


def withdraw(message: UserMessage, state: State) -> Response | None:
    """Drop the needs that a message speaks of, and take in what else it says."""
    if not state.needs:
        return None
    gone = taken_back_by(message, state)
    state = state.without_needs(gone)
    rest = needs_in(message)
    # Where all of a message may be a need, nothing in it is left beside the taking back.
    says_more = rest.text != message.text
    if says_more and rest.states_needs:
        state = state.with_(is_doubted=False)
        return advise(rest, state, rest.decision)
    return advise_on_rest(
        message.advisor,
        state,
        message.text,
    )


def retract(message: UserMessage, state: State) -> Response:
    """Take back the last need; what it took the place of counts again."""
    advisor = message.advisor
    if not state.needs:
        has_replied = state.replies or state.options
        if has_replied and state.asked_on(state.topic):
            return step_back(message, state)
        answer = advisor.small_talk(Talk.NOTHING_SAID)
        return state, answer
    *others, last = state.needs
    # A possible second need went with the message that is taken back.
    state = state.with_(
        needs=(*state.replaced, *others),
        replaced=(),
        maybe=None,
    )
    if state.is_interview and state.options:
        question = asked_again(advisor, state)
        return state, question
    return advise_on_rest(advisor, state, last.text)


def meet_objection(message: UserMessage, state: State) -> Response | None:
    """Take an objection: what it says beside takes the place of what the advice rested on."""
    if not state.advice:
        return None
    if not message.begins_with(Act.OBJECT):
        return None
    first_beside = message.statements[1]
    said_beside = message.text[first_beside.start :]
    rest = read(message.advisor, said_beside)
    if _is_for_another_role(rest, state):
        state = state.with_(is_doubted=True)
        return advise(rest, state, rest.decision)
    answer = objection(message, state)
    return state, answer


def _is_for_another_role(message: UserMessage, state: State) -> bool:
    """Tell whether a message speaks for one role, and that was not recommended."""
    if message.decision.verdict is not Verdict.ONE_ROLE:
        return False
    return message.outcome.role not in state.advice


def meet_doubt(message: UserMessage, state: State) -> Response | None:
    """Explain the advice to who begins by doubting it, or only tells what somebody else thinks."""
    if not state.advice:
        return None
    for act in DOUBTS:
        if message.begins_with(act):
            return explain(message, state)
    statuses = {part.status for part in message.statements}
    if statuses <= {Status.OPINION}:
        return explain(message, state)
    return None
