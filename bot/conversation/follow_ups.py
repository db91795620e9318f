"""Short messages that lean on earlier advice: "why?", "and the other one?", "who wrote this?". Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Asked,
    Noted,
    OrderAsked,
    Origin,
    Recommendation,
    Reply,
    Role,
    Talk,
    Why,
    WhyNot,
)
from bot.conversation.advising import Consultation
from bot.conversation.recording import fingerprint
from bot.conversation.state import State
from bot.reading import Act, Match

TALKS = {Act.AGREE: Talk.AGREED, Act.ASIDE: Talk.LISTENING, Act.THANK: Talk.THANKS}

ORDERS = {
    Act.ORDER: OrderAsked.ORDER,
    Act.BOTH: OrderAsked.BOTH,
    Act.ONE_PERSON: OrderAsked.ONE_PERSON,
    Act.LIMIT: OrderAsked.LIMIT,
}


def lean(advisor: Advisor, state: State, act: Act, match: Match) -> Answer | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    if act is Act.SOURCE:
        return Origin(advisor.sources(state.topic))
    if act is Act.DEFINE or (act is Act.DIFFERENCE and match.roles):
        return _whole(advisor, state, act, match)
    if act in TALKS:
        return advisor.small_talk(TALKS[act])
    if not state.topic:
        return _alone(advisor, state, act, match)
    if act in ORDERS:
        return order(advisor, state, ORDERS[act])
    answer = ANSWERS.get(act)
    return answer(advisor, state, match) if answer else None


def _alone(advisor: Advisor, state: State, act: Act, match: Match) -> Answer | None:
    """Return what a short message gets before anything was said: with one topic, it is about that."""
    if act in ORDERS and len(advisor.topics) == 1:
        return advisor.composer.sequence(advisor.topics[0].id, ORDERS[act])
    stands_alone = act in ORDERS or act is Act.DIFFERENCE or bool(match.roles)
    return None if stands_alone else advisor.small_talk(Talk.NOTHING_SAID)


def _whole(advisor: Advisor, state: State, act: Act, match: Match) -> Answer | None:
    """Say what the named roles are, or in what they differ."""
    topic = advisor.topic_of(match.roles) or state.topic
    held = {role.id for role in advisor.composer.topics[topic].roles} if topic else set()
    if not match.roles or not set(match.roles) <= held:
        return None
    return advisor.whole(Asked.DEFINITION if act is Act.DEFINE else Asked.DIFFERENCE, topic, match)


def order(advisor: Advisor, state: State, asked: OrderAsked) -> Answer:
    """Say which role comes first, beginning with what that means for what was said."""
    return advisor.composer.sequence(state.topic, asked, state.advice)


def objection(advisor: Advisor, state: State, match: Match) -> Answer:
    """Take an objection: name what the advice rests on, so that the next message can correct it."""
    if not state.advice:
        return advisor.small_talk(Talk.PRAISE_OR_COMPLAINT)
    advice = _advice(advisor, state)
    reason = advice.reasons[0] if advice.reasons else None
    return Acknowledgement(Noted.OBJECTION, match.text, advice.roles, reason, advice.topic)


def why(advisor: Advisor, state: State, match: Match) -> Answer | None:
    """Say what the standing advice rests on; where none was given, who stands behind the knowledge."""
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


def _advice(advisor: Advisor, state: State) -> Recommendation:
    """Return the standing advice, put together again from what was said and replied."""
    return Consultation(advisor, state, state.topic).recommend(state.advice, state.confidence)


def _repeated(advisor: Advisor, state: State, _: Match) -> Answer | None:
    if state.is_limited and len(state.advice) > 1:
        return order(advisor, state, OrderAsked.LIMIT)
    if state.advice:
        return replace(_advice(advisor, state), is_again=True)
    return None if state.needs else advisor.small_talk(Talk.NOTHING_SAID)


def _compared(advisor: Advisor, state: State, _: Match) -> Answer:
    return advisor.whole(Asked.DIFFERENCE, state.topic)


def _why_not(advisor: Advisor, state: State, match: Match) -> Answer | None:
    others = [role for role in _roles(advisor, state) if role.id not in state.advice]
    if not state.advice:
        return None
    if not others or (match.roles and others[0].id not in match.roles):
        return why(advisor, state, match) if set(match.roles) <= set(state.advice) else None
    advice = _advice(advisor, state)
    said = {reason.criterion for reason in advice.against}
    criteria = []
    for (topic, _), criterion in advisor.composer.criteria.items():
        is_other = topic == state.topic and criterion.role == others[0]
        if is_other and criterion.criterion not in said:
            criteria.append(criterion)
    return WhyNot(advice.topic, others[0], tuple(criteria), advice.against)


def _that_one(advisor: Advisor, state: State, _: Match) -> Answer:
    """Describe the role that was last spoken of."""
    return advisor.composer.definition(state.topic, [state.focus] if state.focus else [])


def _other_one(advisor: Advisor, state: State, _: Match) -> Answer:
    """Describe the role that was not last spoken of."""
    others = [role.id for role in _roles(advisor, state) if role.id != state.focus]
    return advisor.composer.definition(state.topic, others)


def _more(advisor: Advisor, state: State, _: Match) -> Answer:
    """Return what the topic still holds that the conversation has not had; at last the whole difference."""
    composer = advisor.composer
    difference = composer.difference(state.topic)
    known = (composer.definition(state.topic, state.advice), difference, composer.sequence(state.topic))
    return next((answer for answer in known if fingerprint(answer) not in state.given), difference)


def _roles(advisor: Advisor, state: State) -> tuple[Role, ...]:
    return advisor.composer.topics[state.topic].roles


ANSWERS: dict[Act, Callable[[Advisor, State, Match], Answer | None]] = {
    Act.WHY: why,
    Act.SURE: why,
    Act.CHALLENGE: why,
    Act.WHY_NOT: _why_not,
    Act.OBJECT: objection,
    Act.THAT_ONE: _that_one,
    Act.OTHER_ONE: _other_one,
    Act.DIFFERENCE: _compared,
    Act.REPEAT: _repeated,
    Act.MORE: _more,
}
"""What a short message gets once a topic is spoken of."""
