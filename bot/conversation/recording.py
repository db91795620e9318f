"""What an answer leaves behind: what it was about, what it asks, and that it was given. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    DECISION,
    Acknowledgement,
    Answer,
    Asked,
    Change,
    Clarification,
    CriterionChoice,
    Definition,
    Difference,
    Noted,
    OutOfScope,
    Recommendation,
    Reminder,
    Role,
    Sequence,
    TopicChoice,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.conversation.refused import after
from bot.conversation.state import MAX_GIVEN, Need, State


def remember(advisor: Advisor, state: State, answer: Answer) -> tuple[State, Answer]:
    """Return the state after an answer, and the answer without what the conversation has had already."""
    print_ = fingerprint(answer)
    is_repeated = print_ in state.given
    state = after(state, answer)
    if isinstance(answer, Recommendation):
        answer = _in_context(advisor, state, answer)
    state = _noted(state, answer)
    is_turn = isinstance(answer, Recommendation) and answer.change is not None
    if not is_repeated or is_turn:
        return state.with_(given=(*state.given, print_)[-MAX_GIVEN:]), answer
    match answer:
        case Recommendation() | Difference() | Definition() | Sequence():
            aspects = advisor.composer.difference(answer.topic.id).aspects
            aspect = aspects[state.reminders % len(aspects)]
            return state.with_(reminders=state.reminders + 1), Reminder(answer.topic, answer, aspect)
        case OutOfScope():
            return state, replace(answer, is_again=True)
        case _:
            return state, answer


def fingerprint(answer: Answer) -> str:
    """Return what two answers that say the same have in common."""
    return hashlib.sha256(repr(answer).encode(errors="replace")).hexdigest()[:16]


def _in_context(advisor: Advisor, state: State, answer: Recommendation) -> Recommendation:
    """Say what changed, and leave out what was read with earlier advice on the same topic."""
    if not state.advice or state.topic != answer.topic.id:
        return answer
    before = tuple(advisor.composer.role(state.topic, role) for role in state.advice)
    if {role.id for role in answer.roles} == set(state.advice):
        return replace(answer, is_again=True)
    return replace(answer, is_again=True, change=Change(before, _turning_words(state, answer)))


def _turning_words(state: State, answer: Recommendation) -> tuple[str, ...]:
    """Return the words of the last message that speak for the new advice, at best for a new role."""
    fresh = state.needs[len(state.needs) - state.fresh :]
    last = " ".join(need.text for need in fresh)
    new = [reason for reason in answer.reasons if reason.role.id not in state.advice] or answer.reasons
    quoted = [words for reason in new for words in reason.words if words in last]
    return tuple(dict.fromkeys(quoted))


def known(advisor: Advisor, state: State) -> State:
    """Return the state without what the knowledge no longer holds."""
    topic = advisor.composer.topics.get(state.topic)
    roles = {role.id for role in topic.roles} if topic else set()
    spoken_of = {*state.advice, *filter(None, [state.focus])}
    if state.topic and (topic is None or not spoken_of <= roles):
        state = state.with_(topic="", advice=(), focus="", is_interview=False, options=())
    state = state.with_(is_interview=bool(state.is_interview and state.topic))
    criteria, topics = advisor.composer.criteria, advisor.composer.topics
    return state.with_(
        needs=tuple(need for need in state.needs if _is_known(need, advisor)),
        replaced=tuple(need for need in state.replaced if _is_known(need, advisor)),
        maybe=state.maybe if state.maybe and _is_known(state.maybe, advisor) else None,
        replies=tuple(c for c in state.replies if (c.topic, c.criterion) in criteria),
        asked=tuple(key for key in state.asked if key in criteria),
        options=tuple(o for o in state.options if o.topic in topics and _is_held(o, advisor)),
    )


def _is_known(need: Need, advisor: Advisor) -> bool:
    if not need.topic:
        return True
    topic = advisor.composer.topics.get(need.topic)
    return topic is not None and need.role in {role.id for role in topic.roles}


def _is_held(option: CriterionChoice | TopicChoice, advisor: Advisor) -> bool:
    if isinstance(option, TopicChoice):
        return option.asked in {DECISION, *Asked}
    return (option.topic, option.criterion) in advisor.composer.criteria


def _noted(state: State, answer: Answer) -> State:
    """Return the state with what the answer is about and what it asks."""
    match answer:
        case Clarification():
            asked = tuple((choice.topic, choice.criterion) for choice in answer.choices)
            return state.with_(
                topic=asked[0][0] if len({topic for topic, _ in asked}) == 1 else state.topic,
                asked=(*state.asked, *(key for key in asked if key not in state.asked)),
                options=tuple(CriterionChoice(*key) for key in asked),
            )
        case WhichTopic():
            return state.with_(options=tuple(TopicChoice(answer.asked, topic.id) for topic in answer.topics))
        case Recommendation():
            return state.with_(
                topic=answer.topic.id,
                advice=tuple(role.id for role in answer.roles),
                confidence=answer.confidence,
                focus=answer.roles[0].id if len(answer.roles) == 1 else "",
                options=(),
                is_interview=False,
            )
        case Definition():
            return _about(state, answer.topic.id, answer.roles)
        case Difference() | Sequence() | Why():
            return _about(state, answer.topic.id)
        case WhyNot():
            return _about(state, answer.topic.id, (answer.role,))
        case Acknowledgement():
            return state.with_(is_doubted=state.is_doubted or answer.noted is Noted.OBJECTION)
        case _:
            return state


def _about(state: State, topic: str, roles: tuple[Role, ...] = ()) -> State:
    """Return the state after an answer about a topic; a question that is open stays open beside it."""
    if state.is_interview:
        return state
    is_elsewhere = topic != state.topic
    advice = () if is_elsewhere else state.advice
    spoken_of = tuple(role.id for role in roles) or advice
    return state.with_(
        topic=topic,
        advice=advice,
        focus=spoken_of[0] if len(spoken_of) == 1 else "",
    )
