"""What is remembered of an answer: what it was about, what it asks, and that it was given. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Change, Reason, Role, Topic
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Clarification,
    Definition,
    Difference,
    Noted,
    Order,
    OutOfScope,
    Recommendation,
    Reminder,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.advice.choices import DECISION, Asked, Choice, CriterionChoice, TopicChoice
from bot.conversation.refused import after_refusal
from bot.conversation.state import MAX_GIVEN, Need, Response, State


def remember(advisor: Advisor, state: State, answer: Answer, *, is_chosen: bool = False) -> Response:
    """Return the state after an answer, and the answer without what the conversation has had already.

    What was chosen by a click or a command is given as it is.
    """
    print_ = fingerprint(answer)
    is_repeated = print_ in state.given and not is_chosen
    state = after_refusal(state, answer)
    if isinstance(answer, Recommendation) and _is_about_the_advice(state, answer):
        change = _change(advisor, state, answer)
        answer = replace(
            answer,
            reasons=_newest_first(state, answer),
            is_again=True,
            change=change,
        )
        if change is not None:
            is_repeated = False
    state = _after(state, answer)
    state = state.with_(general=_general(state, answer))
    if not is_repeated:
        given = (*state.given, print_)
        state = state.with_(given=given[-MAX_GIVEN:])
        return state, answer
    match answer:
        case Recommendation() | Difference() | Definition() | Order():
            # Instead of the same once more: the aspects of the topic, one after the other.
            topic = answer.topic
            difference = advisor.composer.difference(topic.id)
            aspects = difference.aspects
            number = state.reminders % len(aspects)
            reminder = Reminder(topic, answer, aspects[number])
            state = state.with_(reminders=state.reminders + 1)
            return state, reminder
        case OutOfScope():
            short = replace(answer, is_again=True)
            return state, short
        case _:
            return state, answer


def fingerprint(answer: Answer) -> str:
    """Return what two answers that say the same have in common."""
    whole = repr(answer).encode(errors="replace")
    digest = hashlib.sha256(whole).hexdigest()
    return digest[:16]


def _is_about_the_advice(state: State, answer: Recommendation) -> bool:
    """Tell whether there is earlier advice on the same comparison."""
    if not state.advice:
        return False
    return state.topic == answer.topic.id


def _change(advisor: Advisor, state: State, answer: Recommendation) -> Change | None:
    """Return what an answer changes of the advice that was given before."""
    roles = {role.id for role in answer.roles}
    if roles == set(state.advice):
        return None
    before = advisor.composer.roles(state.topic, state.advice)
    words = _turning_words(state, answer)
    return Change(before, words)


def _newest_first(state: State, answer: Recommendation) -> tuple[Reason, ...]:
    """Return the reasons of an answer, those first that the last message gave: it must not seem unheard."""
    if answer.decisive:
        return answer.reasons  # a reply decided, which stands first
    last = _last_message(state)

    def is_old(reason: Reason) -> bool:
        return not any(words in last for words in reason.words)

    # Of those that are alike in this, each keeps its place.
    return tuple(sorted(answer.reasons, key=is_old))


def _last_message(state: State) -> str:
    """Return the needs that the last message stated, in its words."""
    first = len(state.needs) - state.fresh
    fresh = state.needs[first:]
    return " ".join(need.text for need in fresh)


def _turning_words(state: State, answer: Recommendation) -> tuple[str, ...]:
    """Return the words of the last message that speak for the new advice, at best for a new role."""
    last = _last_message(state)
    new = []
    for reason in answer.reasons:
        if reason.role.id not in state.advice:
            new.append(reason)
    turning: dict[str, None] = {}  # in order, each once
    for reason in new or answer.reasons:
        for words in reason.words:
            if words not in last:
                continue
            turning[words] = None
    return tuple(turning)


def still_known(advisor: Advisor, state: State) -> State:
    """Return the state without what the knowledge no longer holds: it may have been edited meanwhile."""
    if state.topic and not _holds_what_was_spoken_of(advisor, state):
        state = state.with_(
            topic="",
            advice=(),
            focus="",
            options=(),
        )
    is_known = partial(_is_known, advisor)
    is_held = partial(_is_held, advisor)
    maybe = state.maybe
    if maybe is not None and not is_known(maybe):
        maybe = None
    criteria = advisor.composer.criteria
    asked = [key for key in state.asked if key in criteria]
    return state.with_(
        needs=tuple(filter(is_known, state.needs)),
        replaced=tuple(filter(is_known, state.replaced)),
        maybe=maybe,
        is_interview=state.is_interview and bool(state.topic),
        replies=tuple(filter(is_held, state.replies)),
        asked=tuple(asked),
        options=tuple(filter(is_held, state.options)),
    )


def _holds_what_was_spoken_of(advisor: Advisor, state: State) -> bool:
    """Tell whether the knowledge still has the topic, and the roles that were advised or spoken of."""
    roles = _known_roles(advisor, state.topic)
    if not roles:
        return False
    spoken_of = set(state.advice)
    if state.focus:
        spoken_of.add(state.focus)
    return spoken_of <= roles


def _is_known(advisor: Advisor, need: Need) -> bool:
    """Tell whether the knowledge has the role that a need speaks for, if it speaks for one."""
    if not need.topic:
        return True
    return need.role in _known_roles(advisor, need.topic)


def _known_roles(advisor: Advisor, topic_id: str) -> set[str]:
    """Return the ids of a topic's roles, none if the knowledge has no such topic."""
    topic = advisor.composer.topics.get(topic_id)
    if topic is None:
        return set()
    return {role.id for role in topic.roles}


def _is_held(advisor: Advisor, option: Choice) -> bool:
    """Tell whether the knowledge holds what a question offers."""
    composer = advisor.composer
    match option:
        case TopicChoice():
            if option.topic not in composer.topics:
                return False
            return option.asked in {DECISION, *Asked}
        case CriterionChoice():
            key = option.topic, option.criterion
            return key in composer.criteria


def _after(state: State, answer: Answer) -> State:
    """Return the state with what the answer is about and what it asks."""
    match answer:
        case Clarification():
            return _asking(state, answer)
        case WhichTopic():
            options = []
            for topic in answer.topics:
                option = TopicChoice(answer.asked, topic.id)
                options.append(option)
            return state.with_(options=tuple(options))
        case Recommendation():
            roles = tuple(role.id for role in answer.roles)
            return state.with_(
                topic=answer.topic.id,
                advice=roles,
                confidence=answer.confidence,
                focus=_only(roles),
                options=(),
                is_interview=False,
            )
        case Definition():
            return _about(state, answer.topic, answer.roles)
        case Difference() | Order() | Why():
            return _about(state, answer.topic)
        case WhyNot():
            return _about(state, answer.topic, (answer.role,))
        case Acknowledgement(noted=Noted.OBJECTION):
            return state.with_(is_doubted=True)
        case _:
            return state


def _general(state: State, answer: Answer) -> str:
    """Return what was last answered of the roles in general; what asks or talks changes nothing of that."""
    match answer:
        case Difference():
            return Asked.DIFFERENCE
        case Definition():
            return Asked.DEFINITION
        case Order():
            return Asked.ORDER
        case Recommendation() | Why() | WhyNot():
            return ""
        case _:
            return state.general


def _asking(state: State, question: Clarification) -> State:
    """Return the state with the criteria that are asked about."""
    options = []
    asked = list(state.asked)
    topics = set()
    for choice in question.choices:
        key = choice.topic, choice.criterion
        options.append(CriterionChoice(*key))
        topics.add(choice.topic)
        if key not in asked:
            asked.append(key)
    return state.with_(
        topic=_only(topics) or state.topic,
        asked=tuple(asked),
        options=tuple(options),
    )


def _about(state: State, topic: Topic, roles: tuple[Role, ...] = ()) -> State:
    """Return the state after an answer about a topic; a question that is open stays open beside it."""
    if state.is_interview:
        return state
    advice = state.advice
    if topic.id != state.topic:
        advice = ()
    named = tuple(role.id for role in roles)
    return state.with_(
        topic=topic.id,
        advice=advice,
        focus=_only(named or advice),
    )


def _only(ids: Collection[str]) -> str:
    """Return the one id, or nothing if there are several or none."""
    if len(ids) != 1:
        return ""
    (only,) = ids
    return only
