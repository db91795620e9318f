"""What is no need is noted: a limit, whom the team has, what is there, supposed or an opinion. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Noted, OrderAsked
from bot.advice.decision import Decision, Verdict
from bot.advice.ranking import combined
from bot.conversation.advising import advise, advise_on_rest
from bot.conversation.explanations import explain
from bot.conversation.follow_ups import note, order
from bot.conversation.needs import settled_by
from bot.conversation.state import Need, Response, State
from bot.conversation.user_message import UserMessage
from bot.reading import Act, Status

NOTED = {
    Status.OPINION: Noted.OPINION,
    Status.SUPPOSED: Noted.SUPPOSED,
    Status.THERE: Noted.NO_NEED,
    Status.DENIED: Noted.NO_NEED,
    Status.PAST: Noted.NO_NEED,
}


def meet_limit(message: UserMessage, state: State) -> Response | None:
    """Take a limit that part of a message sets."""
    if not message.does(Act.LIMIT):
        return None
    if _asks_about_roles(message):
        return None  # "we can hire one, which first?" is answered with the order
    return note_limit(message, state)


def note_limit(message: UserMessage, state: State) -> Response:
    """Take a limit: with advice standing, say once which role comes first."""
    if not state.topic or not state.advice:
        return note(message, state, Noted.LIMIT)
    if state.is_limited:
        return note(message, state, Noted.LIMIT)
    state = state.with_(is_limited=True)
    answer = order(message, state, OrderAsked.LIMIT)
    return state, answer


def meet_staff(message: UserMessage, state: State) -> Response | None:
    """Take in whom part of a message says the team has."""
    if not message.does(Act.STAFF):
        return None
    if _asks_about_roles(message):
        return None  # "we have a data scientist, do we need both?"
    return note_staff(message, state)


def note_staff(message: UserMessage, state: State) -> Response:
    """Note whom the team has, has lost or has hired; a question about them is answered with the reason."""
    gone = settled_by(message, state)
    if gone:
        return _advise_without(gone, message, state)
    if state.advice and message.is_question:
        return explain(message, state)
    return note(message, state, Noted.STAFF)


def _asks_about_roles(message: UserMessage) -> bool:
    return message.is_about_roles and message.is_question


def note_supposition(message: UserMessage, state: State) -> Response | None:
    """Note what is only supposed, beside the advice that stands."""
    if not state.advice:
        return None
    return note(message, state, Noted.SUPPOSED)


def meet_settled(message: UserMessage, state: State) -> Response | None:
    """Note what is there, denied, supposed or an opinion; what it settles is no need any more."""
    if not _is_settled(message):
        return None
    # Of several the last one counts: what is said before may only lead to it.
    status = Status.THERE
    is_supposed = False
    for part in message.statements:
        if part.is_need:
            continue
        status = part.status
        is_supposed |= status is Status.SUPPOSED

    gone = settled_by(message, state)
    if gone and not is_supposed:
        return _advise_without(gone, message, state)
    is_only_supposed = status is Status.SUPPOSED and not state.needs
    if is_only_supposed and message.does(Act.WHO):
        # "Suppose ... Who would we need?" is answered as if it were so.
        supposed = _as_if_needed(message)
        if supposed is not None:
            return advise(message, state, supposed)
    return note(message, state, NOTED[status])


def _advise_without(gone: Collection[Need], message: UserMessage, state: State) -> Response:
    """Advise on what is left once a message has settled some needs."""
    left = state.without_needs(gone)
    return advise_on_rest(
        message.advisor,
        left,
        message.text,
    )


def _is_settled(message: UserMessage) -> bool:
    """Tell whether a message says only what is no need, and is not refused or small talk."""
    verdict = message.decision.verdict
    if verdict is Verdict.NO_NEED:
        return True
    if message.is_question:
        return False
    for part in message.statements:
        if part.is_need:
            return False
    return verdict is Verdict.ASK or message.is_about_roles


def _as_if_needed(message: UserMessage) -> Decision | None:
    """Decide on what is only supposed as if it were so, if that speaks for a role."""
    decision = message.decision
    if not message.outcome.role:
        return None
    # Of needs, supposed words speak for the other role: here, all words count as they stand.
    scores = combined(message.match.about)
    best = max(decision.outcomes, key=lambda outcome: scores[outcome])
    return Decision(
        Verdict.ONE_ROLE,
        (best,),
        Confidence.LIKELY,
        decision.gate,
    )
