"""A message that names needs: they join the others, and all together are advised on. Pure."""

from __future__ import annotations

import math

from bot.advice.answers import Acknowledgement, CriterionChoice, Noted, OrderAsked, Reply
from bot.advice.decision import Decision, Verdict, rank_outcomes
from bot.advice.reasons import criteria_of
from bot.conversation import needs
from bot.conversation.consultation import Consultation
from bot.conversation.follow_ups import note, order
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage
from bot.reading import RECOMMENDATION, REFUSAL, Act, Kind

EVIDENCE_MARGIN = 1.0
"""Once a need is talked of, what would be refused or be small talk is evidence if a role is so near to it."""


def meet_needs(message: UserMessage, state: State) -> Response | None:
    """Advise on a message that names needs."""
    return advise(message, state, message.decision) if message.states_needs else None


def advise(message: UserMessage, state: State, decision: Decision) -> Response:
    """Take in the needs of a message, and advise on all that were named."""
    topic = decision.outcomes[0].comparison
    state = _without_denial(message, state, decision)
    state = needs.add(message, state, decision)
    if not (state.is_interview and state.topic == topic):
        state = state.with_(is_interview=False)
    if decision.verdict is Verdict.BOTH_ROLES and message.does(Act.LIMIT):
        state = state.with_(topic=topic, advice=state.roles(), is_limited=True, is_interview=False)
        return state, order(message, state, OrderAsked.LIMIT)
    return state, Consultation(message.advisor, state, topic).advise()


def _without_denial(message: UserMessage, state: State, decision: Decision) -> State:
    """Return the state without an earlier no to what a message now says by itself."""
    if decision.verdict is not Verdict.ONE_ROLE:
        return state
    best = criteria_of(message.match.needs, decision.outcomes[0])[0]
    denial = CriterionChoice(best.comparison, best.id, Reply.NO)
    if denial not in state.replies:
        return state
    return state.without_reply(best.comparison, best.id)


def advise_on_thin(message: UserMessage, state: State) -> Response:
    """Take in a message that is too thin to tell a role, and advise or ask back; what stands, stays."""
    if state.advice and not state.options and not message.is_question:
        return note(message, state, Noted.FACT)
    advisor, decision = message.advisor, message.decision
    after = needs.add(message, state, decision)
    if question := advisor.elsewhere(message.match, decision):
        return after, question
    is_in_topic = state.topic and (state.needs or state.options)
    topic = state.topic if is_in_topic else _nearest_topic(message)
    return after, Consultation(advisor, after, topic).advise()


def _nearest_topic(message: UserMessage) -> str:
    """Return the comparison of what was decided on a message, else the first of all."""
    if topic := message.decision.outcomes[0].comparison:
        return topic
    return message.advisor.topics[0].id


def is_evidence(message: UserMessage, state: State) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    if message.is_question or not (state.needs or state.options):
        return False
    if message.decision.outcomes[0].name not in (REFUSAL.name, Kind.SMALL_TALK):
        return False
    ranking = rank_outcomes(message.match)
    best = ranking[0][1]
    best_role = next(score for outcome, score in ranking if outcome.name == RECOMMENDATION)
    return (best - best_role) / math.sqrt(len(message.match.terms)) < EVIDENCE_MARGIN


def advise_on_rest(message: UserMessage, state: State, words: str) -> Response:
    """Advise on the needs that are left, or say that none is, since these words took them back."""
    state = state.with_(options=())
    topics = [need.topic for need in state.needs if need.role]
    if topics:
        return state, Consultation(message.advisor, state, topics[-1]).advise()
    return state.emptied(), Acknowledgement(Noted.WITHDRAWN, words)
