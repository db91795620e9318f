"""Short messages that follow earlier advice up: "why?", "and the other one?", "who wrote this?". Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.advice.answer_parts import Role
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    InBrief,
    Noted,
    Order,
    OrderAsked,
    Origin,
    Talk,
)
from bot.advice.choices import Asked, Reply
from bot.conversation.explanations import (
    objection,
    of_named_roles,
    role_beside,
    standing_advice,
    why,
    why_not,
)
from bot.conversation.open_question import asked_again
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
        sources = advisor.sources(state.topic)
        return Origin(sources)
    if act is Act.DEFINITION:
        return of_named_roles(message, state, Asked.DEFINITION)
    if act is Act.DIFFERENCE and message.roles:
        return of_named_roles(message, state, Asked.DIFFERENCE)
    if act in TALKS:
        talk = TALKS[act]
        return advisor.small_talk(talk)
    if act in (Act.REPEAT, Act.IN_SHORT, Act.ABOVE) and state.options:
        # "What do you mean?" after a question is about that question.
        return asked_again(advisor, state)
    if not state.topic:
        return _before_any_topic(message, state, act)
    if act in ORDERS:
        asked = ORDERS[act]
        return order(message, state, asked)
    if act in ANSWERS:
        answer_to_act = ANSWERS[act]
        return answer_to_act(message, state)
    return None


def _before_any_topic(message: UserMessage, state: State, act: Act) -> Answer | None:
    """Return what a short message gets before anything was said: with one topic, it is about that."""
    advisor = message.advisor
    if act in ORDERS:
        if len(advisor.topics) != 1:
            return None
        (topic,) = advisor.topics
        asked = ORDERS[act]
        return advisor.composer.order(topic.id, asked)
    if act is Act.WHY_NOT and message.roles:
        return of_named_roles(message, state, Asked.DEFINITION)  # "do we need a data scientist?"
    if act is Act.DIFFERENCE or message.roles:
        return None  # it says by itself what it asks for
    return advisor.small_talk(Talk.NOTHING_SAID)


def order(message: UserMessage, state: State, asked: OrderAsked) -> Order:
    """Say which role comes first, beginning with what that means for what was said."""
    has_agreed = any(choice.reply is Reply.YES for choice in state.replies)
    is_grounded = state.needs or has_agreed
    return message.composer.order(
        state.topic,
        asked,
        # A tie of nothing, as after an interview that is stopped at once, calls for no role.
        state.advice if is_grounded else (),
    )


def note(message: UserMessage, state: State, what: Noted) -> Response:
    """Say what was noted; the advice that stands is named."""
    composer = message.composer
    topic = composer.topics.get(state.topic)
    roles: tuple[Role, ...] = ()
    if topic is not None:
        roles = composer.roles(topic.id, state.advice)
    answer = Acknowledgement(
        what,
        message.text,
        roles,
        topic=topic,
    )
    return state, answer


def _repeated(message: UserMessage, state: State) -> Answer | None:
    """Return the advice that stands once more, or ask for what is missing."""
    if state.is_limited and len(state.advice) > 1:
        # Who has room for one person is not helped by "both" once more.
        return order(message, state, OrderAsked.LIMIT)
    if state.advice:
        return standing_advice(message, state, is_again=True)
    if state.needs:
        return None
    return message.advisor.small_talk(Talk.NOTHING_SAID)


def _in_short(message: UserMessage, state: State) -> Answer | None:
    """Return what was last answered in one sentence: of the roles in general, or the advice that stands."""
    composer = message.composer
    topic = composer.topics[state.topic]
    match state.general:
        case Asked.DIFFERENCE:
            return InBrief(topic, composer.difference(state.topic))
        case Asked.DEFINITION:
            meant = [state.focus] if state.focus else []
            return InBrief(topic, composer.definition(state.topic, meant))
        case Asked.ORDER:
            return InBrief(topic, order(message, state, OrderAsked.ORDER))
    if not state.advice:
        return _repeated(message, state)
    advice = standing_advice(message, state, is_again=True)
    return InBrief(topic, advice)


def _difference(message: UserMessage, state: State) -> Answer:
    return message.advisor.whole(Asked.DIFFERENCE, state.topic)


def _that_one(message: UserMessage, state: State) -> Answer:
    """Describe the role that was last spoken of; both if that was none, or both."""
    meant = []
    if state.focus:
        meant.append(state.focus)
    return message.composer.definition(state.topic, meant)


def _other_one(message: UserMessage, state: State) -> Answer:
    """Describe the role that was not last spoken of; both if that was none, or both."""
    meant = []
    if state.focus:
        other = role_beside(message, state, [state.focus])
        if other is not None:
            meant.append(other.id)
    return message.composer.definition(state.topic, meant)


def _more(message: UserMessage, state: State) -> Answer:
    """Return what the topic still holds that the conversation has not had; at last the whole difference."""
    composer = message.composer
    definition = composer.definition(state.topic, state.advice)
    difference = composer.difference(state.topic)
    which_first = composer.order(state.topic)
    for answer in (definition, difference, which_first):
        if fingerprint(answer) not in state.given:
            return answer
    return difference


ANSWERS: dict[Act, Callable[[UserMessage, State], Answer | None]] = {
    Act.WHY: why,
    Act.SURE: why,
    Act.CHALLENGE: why,
    Act.WHY_NOT: why_not,
    Act.OBJECT: objection,
    Act.THAT_ONE: _that_one,
    Act.OTHER_ONE: _other_one,
    Act.DIFFERENCE: _difference,
    Act.REPEAT: _repeated,
    Act.ABOVE: _repeated,
    Act.IN_SHORT: _in_short,
    Act.MORE: _more,
}
"""What a short message gets once a topic is spoken of."""
