"""A message that names needs: they join the others, and all together are advised on. Pure."""

from __future__ import annotations

from bot.advice.advisor import Advisor
from bot.advice.answers import Acknowledgement, Noted, OrderAsked
from bot.advice.choices import CriterionChoice, Reply
from bot.advice.decision import Decision, Verdict
from bot.advice.ranking import criteria_of, rank_outcomes
from bot.conversation import needs
from bot.conversation.consultation import consult
from bot.conversation.follow_ups import note, order
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage
from bot.reading import RECOMMENDATION, REFUSAL, Act, Kind

NO_ADVICE = frozenset({REFUSAL.name, Kind.SMALL_TALK})


def meet_needs(message: UserMessage, state: State) -> Response | None:
    """Advise on a message that names needs."""
    if not message.states_needs:
        return None
    return advise(message, state, message.decision)


def advise(message: UserMessage, state: State, decision: Decision) -> Response:
    """Take in the needs of a message, and advise on all that were named."""
    topic = decision.outcomes[0].comparison
    state = _without_denial(message, state, decision)
    state = needs.add(message, state, decision)
    if state.topic != topic:
        # An interview is on one comparison: a need of another one ends it.
        state = state.with_(is_interview=False)
    if decision.verdict is Verdict.BOTH_ROLES and message.does(Act.LIMIT):
        # Who needs both and can have one wants to know which comes first.
        state = state.with_(
            topic=topic,
            advice=state.roles(),
            is_limited=True,
            is_interview=False,
        )
        return state, order(message, state, OrderAsked.LIMIT)
    return consult(message.advisor, state, topic)


def _without_denial(message: UserMessage, state: State, decision: Decision) -> State:
    """Return the state without an earlier no to what a message now says by itself."""
    if decision.verdict is not Verdict.ONE_ROLE:
        return state
    role = decision.outcomes[0]
    best, *_ = criteria_of(message.match.needs, role)
    denial = CriterionChoice(
        best.comparison,
        best.id,
        Reply.NO,
    )
    if denial not in state.replies:
        return state
    # What is said in one's own words outweighs a click of before.
    return state.without_reply(best.comparison, best.id)


def advise_on_thin(message: UserMessage, state: State) -> Response:
    """Take in a message that is too thin to tell a role, and advise or ask back; what stands, stays."""
    is_telling = not state.options and not message.is_question
    if state.advice and is_telling:
        return note(message, state, Noted.FACT)
    advisor = message.advisor
    decision = message.decision
    after = needs.add(message, state, decision)
    question = advisor.elsewhere(message.match, decision)
    if question:
        return after, question
    topic = _topic_of_thin(message, state)
    return consult(advisor, after, topic)


def _topic_of_thin(message: UserMessage, state: State) -> str:
    """Return the comparison that a thin message goes on with, else the one that it is nearest to."""
    has_begun = state.needs or state.options
    if state.topic and has_begun:
        return state.topic
    nearest = message.outcome.comparison
    if nearest:
        return nearest
    first, *_ = message.advisor.topics
    return first.id


def is_evidence(message: UserMessage, state: State) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    has_begun = state.needs or state.options
    if message.is_question or not has_begun:
        return False
    if message.outcome.name not in NO_ADVICE:
        return False
    ranking = rank_outcomes(message.match)
    _, most = ranking[0]
    thresholds = message.thresholds
    for outcome, score in ranking:
        if outcome.name != RECOMMENDATION:
            continue
        behind = (most - score) / message.match.about.scale
        return behind < thresholds.evidence_margin
    return False


def advise_on_rest(advisor: Advisor, state: State, gone: str) -> Response:
    """Advise on the needs that are left, or say that none is, now that those in these words are gone."""
    state = state.with_(options=())
    for need in reversed(state.needs):
        if need.role:
            return consult(advisor, state, need.topic)
    state = state.emptied()
    answer = Acknowledgement(Noted.WITHDRAWN, gone)
    return state, answer
