"""What a message gets for what it does: it begins anew, takes back, says yes, asks why. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.advice.answer_parts import Confidence
from bot.advice.answers import OutOfScope, Talk
from bot.conversation.consultation import consult
from bot.conversation.corrections import retract, withdraw
from bot.conversation.explanations import explain, objection
from bot.conversation.follow_ups import follow_up
from bot.conversation.notes import note_limit, note_staff, note_supposition
from bot.conversation.open_question import PICKS, begin_interview, pick, step_back, stop_asking
from bot.conversation.refused import leans_on_refusal, refused_again
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage
from bot.reading import REFUSAL, Act

LEADING = frozenset({Act.CHALLENGE, Act.OBJECT, Act.WHY, Act.SOURCE, Act.REPEAT, Act.AGREE, Act.SUPPOSE})
"""Acts that go before a need that the same words could state."""

CONSENTS = (Act.YES, Act.CONFIRM, Act.BOTH)
"""Acts that confirm a possible second need."""


def meet_act(message: UserMessage, state: State) -> Response | None:
    """Answer a message that does one thing and says no more than that."""
    if message.act is None:
        return None
    return answer_act(message, state, message.act)


def meet_leading_act(message: UserMessage, state: State) -> Response | None:
    """Answer what a short message likely does, where that goes before a need."""
    act = likely_act(message, state)
    if act not in LEADING:
        return None
    return answer_act(message, state, act)


def meet_likely_act(message: UserMessage, state: State) -> Response | None:
    """Answer what a short message likely does."""
    act = likely_act(message, state)
    if act is None:
        return None
    return answer_act(message, state, act)


def likely_act(message: UserMessage, state: State) -> Act | None:
    """Return what a short message in a conversation most likely does."""
    is_in_talk = state.advice or state.needs
    if not is_in_talk or state.options:
        return None
    thresholds = message.thresholds
    if len(message.words) > thresholds.max_act:
        return None
    least = thresholds.act_margin
    if _asks_for_near_by(message):
        if message.decision.confidence is Confidence.CLEAR:
            return None  # "what would it cost?" is like "what would it take?"
        least = thresholds.near_by_act_margin
    act = message.matcher.likely_act(message.match, least)
    if act in PICKS:
        return None  # nothing was asked
    if act is Act.DECIDE:
        return None  # an interview is begun for who clearly asks for one
    return act


def _asks_for_near_by(message: UserMessage) -> bool:
    """Tell whether a message asks for something that is known not to be known."""
    if message.outcome != REFUSAL or not message.is_question:
        return False
    answer = message.advisor.of_outcome(message.match, REFUSAL)
    if not isinstance(answer, OutOfScope):
        return False
    return answer.text is not None


def answer_act(message: UserMessage, state: State, act: Act) -> Response | None:
    """Return what a message gets for an act, or None when there is nothing that it could lean on."""
    if leans_on_refusal(message, state, act):
        # The last that was said goes first: not advice of before, but what was refused since.
        return state, refused_again(message, state)
    if not state.options:
        # Without a question, "yes" and "no" are about the advice.
        response = _reply_to_advice(message, state, act)
        if response is not None:
            return response
    if act in PICKS:
        return pick(message.advisor, state, act)
    if act in CHANGES:
        return CHANGES[act](message, state)
    answer = follow_up(message, state, act)
    if answer is None:
        return None
    return state, answer


def _reply_to_advice(message: UserMessage, state: State, act: Act) -> Response | None:
    """Take a yes or no that nothing was asked for as one to the advice: a doubt, a consent, an objection."""
    advisor = message.advisor
    if act is Act.YES and state.advice and message.is_question:
        return explain(message, state)
    maybe = state.maybe
    if maybe and act in CONSENTS:
        state = state.told(maybe)
        return consult(advisor, state, maybe.topic)
    if act is not Act.NO:
        return None
    if maybe:
        state = state.with_(maybe=None)
        agreed = advisor.small_talk(Talk.AGREED)
        return state, agreed
    if state.advice:
        return state, objection(message, state)
    return None


def _start_over(message: UserMessage, _: State) -> Response:
    answer = message.advisor.small_talk(Talk.START_OVER)
    return State(), answer


def _begin_interview(message: UserMessage, state: State) -> Response:
    topic = message.advisor.topic_of(message.roles)
    return begin_interview(message.advisor, state, topic)


CHANGES: dict[Act, Callable[[UserMessage, State], Response | None]] = {
    Act.START_OVER: _start_over,
    Act.RETRACT: retract,
    Act.DECIDE: _begin_interview,
    Act.BACK: step_back,
    Act.STOP: stop_asking,
    Act.LIMIT: note_limit,
    Act.STAFF: note_staff,
    Act.WITHDRAW: withdraw,
    Act.SUPPOSE: note_supposition,
}
"""What is done about an act that changes the conversation; the others only follow it up."""
