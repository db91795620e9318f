"""What earlier advice rests on, why not the other role, and what becomes of an objection. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.advice.answer_parts import Role
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Noted,
    Origin,
    Recommendation,
    Talk,
    Why,
    WhyNot,
)
from bot.advice.choices import Asked, Reply
from bot.conversation.consultation import Consultation
from bot.conversation.refused import refused_again
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage


def explain(message: UserMessage, state: State) -> Response:
    """Say what the advice rests on; after a refusal, what is not known."""
    if state.refused and not message.roles:
        return state, refused_again(message, state)
    answer = why(message, state)
    if answer is None:
        answer = message.advisor.help()
    return state, answer


def why(message: UserMessage, state: State) -> Answer | None:
    """Say what the standing advice rests on; where none was given, who stands behind the knowledge."""
    advisor = message.advisor
    if state.options:
        return advisor.small_talk(Talk.WHY_ASKED)
    if not state.advice:
        sources = advisor.sources(state.topic)
        return Origin(sources)
    named = set(message.roles)
    if named and named.isdisjoint(state.advice):
        return why_not(message, state)  # "why a data scientist?" when the other one was advised
    advice = standing_advice(message, state)
    denied = []
    for criterion, reply in state.replies_on(state.topic).items():
        if reply is not Reply.NO:
            continue
        reason = advisor.composer.criteria[state.topic, criterion]
        if reason.role not in advice.roles:
            denied.append(reason)
    return Why(
        advice.topic,
        advice.roles,
        state.confidence,
        advice.reasons,
        advice.against,
        tuple(denied),
    )


def why_not(message: UserMessage, state: State) -> Answer | None:
    """Say when the role that was not recommended would be right, and what was said for it."""
    if not state.advice:
        return of_named_roles(message, state, Asked.DEFINITION)
    other = role_beside(message, state, state.advice)
    named = message.roles
    if other is None or (named and other.id not in named):
        # Nothing else is there to explain than what was recommended.
        if set(named) <= set(state.advice):
            return why(message, state)
        return None
    advice = standing_advice(message, state)
    said = {reason.criterion for reason in advice.against}
    criteria = []
    for criterion in message.composer.criteria.values():
        is_mine = criterion.topic == state.topic and criterion.role == other
        if is_mine and criterion.criterion not in said:
            criteria.append(criterion)
    return WhyNot(
        advice.topic,
        other,
        tuple(criteria),
        advice.against,
    )


def objection(message: UserMessage, state: State) -> Answer:
    """Take an objection: name what the advice rests on, so that the next message can correct it."""
    if not state.advice:
        return message.advisor.small_talk(Talk.PRAISE_OR_COMPLAINT)
    advice = standing_advice(message, state)
    first_reason = next(iter(advice.reasons), None)
    return Acknowledgement(
        Noted.OBJECTION,
        message.text,
        advice.roles,
        first_reason,
        advice.topic,
    )


def of_named_roles(message: UserMessage, state: State, asked: Asked) -> Answer | None:
    """Say what the named roles are, or in what they differ."""
    advisor = message.advisor
    named = set(message.roles)
    if not named:
        return None
    topic = advisor.topic_of(named) or state.topic
    if not topic:
        return None
    compared = advisor.composer.topics[topic]
    known = {role.id for role in compared.roles}
    if not named <= known:
        return None  # roles of several topics: not compared with each other
    return advisor.whole(asked, topic, message.match)


def standing_advice(
    message: UserMessage,
    state: State,
    is_again: bool = False,
) -> Recommendation:
    """Return the advice that stands, put together from what was said and replied."""
    # Its answer is not kept, only what it rests on.
    consultation = Consultation(message.advisor, state, state.topic)
    return consultation.recommend(
        state.advice,
        state.confidence,
        is_again,
    )


def role_beside(message: UserMessage, state: State, roles: Collection[str]) -> Role | None:
    """Return the first role of the topic that is none of these."""
    topic = message.composer.topics[state.topic]
    for role in topic.roles:
        if role.id not in roles:
            return role
    return None
