"""Short messages that follow earlier advice up: "why?", "and the other one?", "who wrote this?". Pure."""

from __future__ import annotations

from collections.abc import Callable

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
from bot.conversation.consultation import Consultation
from bot.conversation.open_question import asked_again
from bot.conversation.refused import refused_again
from bot.conversation.remembering import fingerprint
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage
from bot.reading import Act

TALKS = {Act.AGREE: Talk.AGREED, Act.ASIDE: Talk.LISTENING, Act.THANK: Talk.THANKS}

ORDERS = {
    Act.ORDER: OrderAsked.ORDER,
    Act.BOTH: OrderAsked.BOTH,
    Act.ONE_PERSON: OrderAsked.ONE_PERSON,
    Act.LIMIT: OrderAsked.LIMIT,
}


def follow_up(message: UserMessage, state: State, act: Act) -> Answer | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    advisor = message.advisor
    if act is Act.SOURCE:
        return Origin(advisor.sources(state.topic))
    if act is Act.DEFINE or (act is Act.DIFFERENCE and message.match.roles):
        return _of_named_roles(message, state, act)
    if act in TALKS:
        return advisor.small_talk(TALKS[act])
    if act is Act.REPEAT and state.options:
        return asked_again(advisor, state)
    if not state.topic:
        return _before_any_topic(message, act)
    if act in ORDERS:
        return order(message, state, ORDERS[act])
    answer = ANSWERS.get(act)
    return answer(message, state) if answer else None


def _of_named_roles(message: UserMessage, state: State, act: Act) -> Answer | None:
    """Say what the named roles are, or in what they differ."""
    advisor, named = message.advisor, set(message.match.roles)
    topic = advisor.topic_of(named) or state.topic
    if not named or not topic:
        return None
    if not named <= {role.id for role in advisor.composer.topics[topic].roles}:
        return None
    asked = Asked.DEFINITION if act is Act.DEFINE else Asked.DIFFERENCE
    return advisor.whole(asked, topic, message.match)


def _before_any_topic(message: UserMessage, act: Act) -> Answer | None:
    """Return what a short message gets before anything was said: with one topic, it is about that."""
    advisor = message.advisor
    if act in ORDERS and len(advisor.topics) == 1:
        return advisor.composer.sequence(advisor.topics[0].id, ORDERS[act])
    if act in ORDERS or act is Act.DIFFERENCE or message.match.roles:
        return None  # it says by itself what it asks for
    return advisor.small_talk(Talk.NOTHING_SAID)


def order(message: UserMessage, state: State, asked: OrderAsked) -> Answer:
    """Say which role comes first, beginning with what that means for what was said."""
    return message.advisor.composer.sequence(state.topic, asked, state.advice)


def note(message: UserMessage, state: State, what: Noted) -> Response:
    """Say what was noted; the advice that stands is named."""
    composer = message.advisor.composer
    topic = composer.topics.get(state.topic)
    roles = []
    if topic is not None:
        roles = [composer.role(topic.id, role) for role in state.advice]
    return state, Acknowledgement(what, message.text, tuple(roles), topic=topic)


def objection(message: UserMessage, state: State) -> Answer:
    """Take an objection: name what the advice rests on, so that the next message can correct it."""
    if not state.advice:
        return message.advisor.small_talk(Talk.PRAISE_OR_COMPLAINT)
    advice = _standing_advice(message, state)
    reason = advice.reasons[0] if advice.reasons else None
    return Acknowledgement(Noted.OBJECTION, message.text, advice.roles, reason, advice.topic)


def explain(message: UserMessage, state: State) -> Response:
    """Say what the advice rests on; after a refusal, what is not known."""
    if state.refused and not message.match.roles:
        return state, refused_again(message, state)
    return state, _why(message, state) or message.advisor.help()


def _why(message: UserMessage, state: State) -> Answer | None:
    """Say what the standing advice rests on; where none was given, who stands behind the knowledge."""
    advisor = message.advisor
    if state.options:
        return advisor.small_talk(Talk.WHY_ASKED)
    if not state.advice:
        return Origin(advisor.sources(state.topic))
    if message.match.roles and not set(message.match.roles) & set(state.advice):
        return _why_not(message, state)
    advice = _standing_advice(message, state)
    denied = []
    for criterion, reply in state.replies_on(state.topic).items():
        reason = advisor.composer.criteria[state.topic, criterion]
        if reply is Reply.NO and reason.role not in advice.roles:
            denied.append(reason)
    return Why(
        advice.topic,
        advice.roles,
        state.confidence,
        advice.reasons,
        advice.against,
        tuple(denied),
    )


def _why_not(message: UserMessage, state: State) -> Answer | None:
    """Say when the role that was not recommended would be right, and what was said for it."""
    if not state.advice:
        return None
    named = message.match.roles
    others = [role for role in _roles(message, state) if role.id not in state.advice]
    if not others or (named and others[0].id not in named):
        return _why(message, state) if set(named) <= set(state.advice) else None
    other = others[0]
    advice = _standing_advice(message, state)
    said = {reason.criterion for reason in advice.against}
    criteria = []
    for (topic, _), criterion in message.advisor.composer.criteria.items():
        if topic == state.topic and criterion.role == other and criterion.criterion not in said:
            criteria.append(criterion)
    return WhyNot(advice.topic, other, tuple(criteria), advice.against)


def _standing_advice(message: UserMessage, state: State, is_again: bool = False) -> Recommendation:
    """Return the advice that stands, put together from what was said and replied."""
    consultation = Consultation(message.advisor, state, state.topic)
    return consultation.recommend(state.advice, state.confidence, is_again)


def _repeated(message: UserMessage, state: State) -> Answer | None:
    if state.is_limited and len(state.advice) > 1:
        return order(message, state, OrderAsked.LIMIT)
    if state.advice:
        return _standing_advice(message, state, is_again=True)
    return None if state.needs else message.advisor.small_talk(Talk.NOTHING_SAID)


def _difference(message: UserMessage, state: State) -> Answer:
    return message.advisor.whole(Asked.DIFFERENCE, state.topic)


def _that_one(message: UserMessage, state: State) -> Answer:
    """Describe the role that was last spoken of."""
    meant = [state.focus] if state.focus else []
    return message.advisor.composer.definition(state.topic, meant)


def _other_one(message: UserMessage, state: State) -> Answer:
    """Describe the role that was not last spoken of."""
    others = [role.id for role in _roles(message, state) if role.id != state.focus]
    return message.advisor.composer.definition(state.topic, others)


def _more(message: UserMessage, state: State) -> Answer:
    """Return what the topic still holds that the conversation has not had; at last the whole difference."""
    composer = message.advisor.composer
    definition = composer.definition(state.topic, state.advice)
    difference = composer.difference(state.topic)
    sequence = composer.sequence(state.topic)
    for answer in (definition, difference, sequence):
        if fingerprint(answer) not in state.given:
            return answer
    return difference


def _roles(message: UserMessage, state: State) -> tuple[Role, ...]:
    return message.advisor.composer.topics[state.topic].roles


ANSWERS: dict[Act, Callable[[UserMessage, State], Answer | None]] = {
    Act.WHY: _why,
    Act.SURE: _why,
    Act.CHALLENGE: _why,
    Act.WHY_NOT: _why_not,
    Act.OBJECT: objection,
    Act.THAT_ONE: _that_one,
    Act.OTHER_ONE: _other_one,
    Act.DIFFERENCE: _difference,
    Act.REPEAT: _repeated,
    Act.MORE: _more,
}
"""What a short message gets once a topic is spoken of."""
