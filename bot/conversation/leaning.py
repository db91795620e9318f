"""Short messages that lean on earlier advice: "why?", "and the other one?", "who wrote this?". Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.advisor import Advisor
from bot.answers import Answer, Asked, Origin, Recommendation, Reply, Role, Talk, Why, WhyNot
from bot.conversation.consulting import Consultation, evidence
from bot.conversation.memory import fingerprint
from bot.conversation.state import State
from bot.matching import FollowUp, Match

ASKED = {FollowUp.ORDER: Asked.SEQUENCE, FollowUp.DIFFERENCE: Asked.DIFFERENCE}


def lean(advisor: Advisor, state: State, wish: FollowUp, match: Match) -> Answer | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    if wish is FollowUp.SOURCE:
        return Origin(advisor.sources(state.topic))
    if not state.topic:
        stands_alone = wish in ASKED or bool(match.roles)
        return None if stands_alone else advisor.small_talk(Talk.NOTHING_SAID)
    match wish:
        case FollowUp.WHY | FollowUp.SURE | FollowUp.WHY_NOT:
            explain = _why_not if wish is FollowUp.WHY_NOT else _why
            return explain(advisor, state, match)
        case FollowUp.THAT_ONE | FollowUp.OTHER_ONE:
            return _definition(advisor, state, wish)
        case FollowUp.ORDER | FollowUp.DIFFERENCE:
            return advisor.whole(ASKED[wish], state.topic)
        case FollowUp.REPEAT:
            return replace(_advice(advisor, state), is_again=True) if state.advice else None
        case FollowUp.MORE:
            return next(_more(advisor, state))
        case _:
            return None


def _advice(advisor: Advisor, state: State) -> Recommendation:
    """Return the standing advice, put together again from what was said and replied."""
    talk = Consultation(advisor, state, state.topic, evidence(advisor, state))
    return talk.recommend(state.advice, state.confidence)


def _why(advisor: Advisor, state: State, match: Match) -> Answer | None:
    if state.options:
        return advisor.small_talk(Talk.WHY_ASKED)
    if not state.advice:
        return Origin(advisor.sources(state.topic))
    if match.roles and not set(match.roles) & set(state.advice):
        return _why_not(advisor, state, match)
    advice = _advice(advisor, state)
    criteria, replies = advisor.composer.criteria, state.replies_on(state.topic)
    denied = tuple(criteria[state.topic, c] for c, said in replies.items() if said is Reply.NO)
    denied = tuple(reason for reason in denied if reason.role not in advice.roles)
    return Why(advice.topic, advice.roles, state.confidence, advice.reasons, advice.against, denied)


def _why_not(advisor: Advisor, state: State, match: Match) -> Answer | None:
    others = [role for role in _roles(advisor, state) if role.id not in state.advice]
    if not state.advice:
        return None
    if not others or (match.roles and others[0].id not in match.roles):
        return _why(advisor, state, match) if set(match.roles) <= set(state.advice) else None
    advice = _advice(advisor, state)
    topic = state.topic
    criteria = [
        c for (name, _), c in advisor.composer.criteria.items() if name == topic and c.role == others[0]
    ]
    said = {reason.criterion for reason in advice.against}
    return WhyNot(
        advice.topic, others[0], tuple(c for c in criteria if c.criterion not in said), advice.against
    )


def _definition(advisor: Advisor, state: State, wish: FollowUp) -> Answer | None:
    """Describe the role that was last spoken of, or the other one."""
    if not state.focus:
        return advisor.composer.definition(state.topic)
    is_other = wish is FollowUp.OTHER_ONE
    roles = [role.id for role in _roles(advisor, state) if (role.id != state.focus) is is_other]
    return advisor.composer.definition(state.topic, roles)


def _more(advisor: Advisor, state: State) -> Iterator[Answer]:
    """Yield what the topic still holds that the conversation has not had."""
    composer = advisor.composer
    for answer in (
        composer.definition(state.topic, state.advice),
        composer.difference(state.topic),
        composer.sequence(state.topic),
    ):
        if fingerprint(answer) not in state.given:
            yield answer
    yield composer.difference(state.topic)


def _roles(advisor: Advisor, state: State) -> tuple[Role, ...]:
    return advisor.composer.topics[state.topic].roles
