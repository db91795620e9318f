"""The list of needs, and what a message does to it: it adds, corrects, takes back or settles some. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.advice.advisor import Advisor, Spoken
from bot.advice.decision import Decision, Verdict
from bot.advice.reasons import leaning
from bot.conversation.state import Need, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import RECOMMENDATION, Act, Outcome, Statement, Status
from bot.reading.words import Word

SAME_THING = 1
"""Uncommon words that two needs must share to be about the same thing."""
POINTER = 1
"""Content words of a statement that says of the last need only that it is no more: "that is solved"."""
SETTLING = frozenset({Status.THERE, Status.DENIED, Status.PAST})
"""Statements that can say of a need that it is none."""


def spoken(advisor: Advisor, state: State, topic: str) -> tuple[Spoken, ...]:
    """Return the messages that state the needs of a topic, and those that are too thin to tell."""
    said = []
    for need in state.needs:
        if need.topic not in ("", topic):
            continue
        match = advisor.matcher.match(need.text)
        said.append(Spoken(need.role, match))
    return tuple(said)


def stated_in(message: UserMessage, decision: Decision) -> list[Need]:
    """Return the needs that a message states; one without a role if it says too little."""
    match decision.verdict:
        case Verdict.ONE_ROLE:
            return [_need(decision.outcomes[0], message.text, decision)]
        case Verdict.BOTH_ROLES:
            return [_part(message, decision, outcome) for outcome in decision.outcomes]
        case _:
            return [Need(text=message.text)]


def _possible_in(message: UserMessage, decision: Decision) -> Need | None:
    """Return the second need that a message may state beside its first."""
    outcome = decision.maybe
    if outcome is None or all(part.outcome != outcome for part in decision.parts):
        return None
    return _part(message, decision, outcome)


def _part(message: UserMessage, decision: Decision, outcome: Outcome) -> Need:
    """Return the need for a role, in the parts of a message that speak for it; in all of it if none does."""
    texts = []
    for part in decision.parts:
        if part.outcome != outcome:
            continue
        first, last = part.words[0], part.words[-1]
        texts.append(message.text[first.start : last.end])
    return _need(outcome, "\n".join(texts) or message.text, decision)


def _need(outcome: Outcome, text: str, decision: Decision) -> Need:
    return Need(
        text=text,
        topic=outcome.comparison,
        role=outcome.role,
        confidence=decision.confidence,
    )


def add(message: UserMessage, state: State, decision: Decision) -> State:
    """Return the state once a message has stated needs.

    They join the others, unless the message corrects those or comes after an objection.
    """
    stated = stated_in(message, decision)
    needs_before = state.needs
    roles_before = state.roles()
    state = state.without_needs(settled_by(message, state))
    is_replacing = _is_replacing(message, state, stated)
    if is_replacing and len(roles_before) == 1 and len(stated) > 1:
        # Of two needs in a correction, the one that was advised on already is what it corrects.
        stated = [need for need in stated if need.role not in roles_before]
    roles = {need.role for need in stated if need.role}
    if roles and is_replacing and not message.matcher.adds(message.match):
        others = [need for need in state.needs if need.role not in roles]
        state = state.without_needs([*others, *state.needs[-1:]])
    if roles:
        state = _without_other_topics(state, stated)
    if len(roles) == 1:
        state, stated = _with_thin_needs(state, stated)
    state = state.told(*stated)
    maybe = _possible_in(message, decision)
    if maybe is not None and maybe.role in state.roles():
        maybe = None
    replaced = [need for need in needs_before if need.role and need not in state.needs]
    return state.with_(maybe=maybe, replaced=tuple(replaced))


def _is_replacing(message: UserMessage, state: State, stated: Sequence[Need]) -> bool:
    """Tell whether needs take the place of earlier ones: as a correction, or on the same thing."""
    if state.is_doubted or message.matcher.corrects(message.match):
        return True
    return not message.matcher.continues(message.match) and _is_about_the_same(message, state, stated)


def _is_about_the_same(message: UserMessage, state: State, stated: Sequence[Need]) -> bool:
    """Tell whether a need is about the same thing as an earlier one of another role."""
    if len(stated) != 1:
        return False
    (fresh,) = stated
    telling = set()
    for term in _content_of(message.advisor, fresh):
        if not message.matcher.is_common(term):
            telling.add(term)
    for need in state.needs:
        if not need.role or need.role == fresh.role:
            continue
        if len(telling & _content_of(message.advisor, need)) >= SAME_THING:
            return True
    return False


def _without_other_topics(state: State, stated: Iterable[Need]) -> State:
    """Return the state without the needs of other comparisons than those of which needs are stated."""
    topics = {"", *(need.topic for need in stated)}
    elsewhere = [need for need in state.needs if need.topic not in topics]
    return state.without_needs(elsewhere)


def _with_thin_needs(state: State, stated: Sequence[Need]) -> tuple[State, list[Need]]:
    """Let what was too thin to tell be part of the need that is clear now."""
    thin = [need for need in state.needs if not need.role]
    last = stated[-1]
    texts = [need.text for need in (*thin, last)]
    whole = last.model_copy(update={"text": "\n".join(texts)})
    return state.without_needs(thin), [*stated[:-1], whole]


def settled_by(message: UserMessage, state: State) -> list[Need]:
    """Return the needs of which a message says that they are solved, denied or past."""
    gone: list[Need] = []
    for statement in message.match.statements:
        if statement.status in SETTLING:
            gone += _meant(message, state, statement)
    return gone


def _meant(message: UserMessage, state: State, statement: Statement) -> Sequence[Need]:
    """Return the needs that a settled statement speaks of: by common words, or the last one by a pointer."""
    words = _content(statement.words)
    begins_as_pointer = statement.words[0].form in message.matcher.reader.references
    if len(words) <= POINTER and begins_as_pointer and not statement.joint:
        return state.needs[-1:]
    shared = [need for need in state.needs if words & _content_of(message.advisor, need)]
    if not shared:
        return ()
    evidence = message.matcher.evidence_of(statement.words)
    found = []
    for need in shared:
        outcome = Outcome(RECOMMENDATION, need.topic, need.role)
        # A need without a role is no outcome: nothing can lean to it.
        if outcome not in evidence.outcomes or leaning(evidence, outcome) > 0:
            found.append(need)
    return found


def takes_back(message: UserMessage) -> bool:
    """Tell whether a message says that something no longer counts."""
    return message.does(Act.WITHDRAW) or message.matcher.part_does(Act.WITHDRAW, message.match)


def taken_back_by(message: UserMessage, state: State) -> Sequence[Need]:
    """Return the needs that a message takes back: those that share most words with it, else the last."""
    named = [need for need in state.needs if need.role in message.match.roles]
    if named:
        return named
    words = _content(message.words)
    most, meant = 0, state.needs[-1:]
    for need in state.needs:
        shared = len(words & _content_of(message.advisor, need))
        if shared and shared >= most:
            most, meant = shared, (need,)
    return meant


def needs_in(message: UserMessage) -> UserMessage:
    """Return the statements of a message that may be needs, as a message of their own."""
    parts = []
    for statement in message.match.statements:
        if not statement.is_need:
            continue
        parts.append(message.text[statement.start : statement.end])
    return read(message.advisor, ". ".join(parts))


def _content(words: Iterable[Word]) -> set[str]:
    """Return the stems of the words that carry meaning."""
    return {word.term for word in words if not word.is_function_word}


def _content_of(advisor: Advisor, need: Need) -> set[str]:
    """Return the stems of a need that carry meaning."""
    return _content(read(advisor, need.text).words)
