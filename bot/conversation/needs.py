"""The list of needs, and what a message does to it: it adds, corrects, takes back or settles some. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.advice.advisor import Advisor
from bot.advice.decision import Decision, Verdict
from bot.advice.grounds import Spoken
from bot.advice.ranking import leaning
from bot.conversation.state import Need, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import RECOMMENDATION, Act, Outcome, Statement, Status
from bot.reading.words import Word

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
            role = decision.outcomes[0]
            return [_need(role, message.text, decision)]
        case Verdict.BOTH_ROLES:
            first, second = decision.outcomes
            return [
                _part(message, decision, first),
                _part(message, decision, second),
            ]
        case _:
            return [Need(text=message.text)]


def _possible_in(message: UserMessage, decision: Decision) -> Need | None:
    """Return the second need that a message may state beside its first."""
    for part in decision.parts:
        if part.outcome == decision.maybe:
            return _part(message, decision, part.outcome)
    return None


def _part(message: UserMessage, decision: Decision, outcome: Outcome) -> Need:
    """Return the need for a role, in the parts of a message that speak for it; in all of it if none does."""
    texts = []
    for part in decision.parts:
        if part.outcome != outcome:
            continue
        first = part.words[0]
        last = part.words[-1]
        text = message.text[first.start : last.end]
        texts.append(text)
    whole = "\n".join(texts) or message.text
    return _need(outcome, whole, decision)


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
    gone = settled_by(message, state)
    state = state.without_needs(gone)
    # Whether a first need corrects anything need not be found out.
    is_replacing = bool(needs_before) and _is_replacing(message, state, stated)
    is_change_of_role = is_replacing and len(roles_before) == 1
    if is_change_of_role and len(stated) > 1:
        # Of two needs in a correction, the one that was advised on already is what it corrects.
        stated = [need for need in stated if need.role not in roles_before]

    roles = {need.role for need in stated if need.role}
    if roles:
        if is_replacing and not message.matcher.adds(message.match):
            state = _without_replaced(state, roles)
        state = _without_other_topics(state, stated)
    if len(roles) == 1:
        state, stated = _with_thin_needs(state, stated)
    state = state.told(*stated)

    maybe = _possible_in(message, decision)
    if maybe is not None and maybe.role in state.roles():
        maybe = None  # no longer only possible
    replaced = []
    for need in needs_before:
        if not need.role:
            continue
        if need not in state.needs:
            replaced.append(need)
    return state.with_(
        maybe=maybe,
        replaced=tuple(replaced),
    )


def _without_replaced(state: State, roles: Collection[str]) -> State:
    """Return the state without the last need, and without those that speak for other roles than these."""
    gone = list(state.needs[-1:])
    for need in state.needs:
        if need.role not in roles:
            gone.append(need)
    return state.without_needs(gone)


def _is_replacing(message: UserMessage, state: State, stated: Sequence[Need]) -> bool:
    """Tell whether needs take the place of earlier ones: as a correction, or on the same thing."""
    if state.is_doubted or message.matcher.corrects(message.match):
        return True
    if message.matcher.continues(message.match):
        return False  # "and ..." goes on, whatever it is about
    return _is_about_the_same(message, state, stated)


def _is_about_the_same(message: UserMessage, state: State, stated: Sequence[Need]) -> bool:
    """Tell whether a need is about the same thing as an earlier one of another role."""
    if len(stated) != 1:
        return False
    (fresh,) = stated
    is_common = message.matcher.is_common
    content = _content_of(message.advisor, fresh)
    telling = {term for term in content if not is_common(term)}
    for need in state.needs:
        if need.role in ("", fresh.role):
            continue
        content = _content_of(message.advisor, need)
        shared = telling & content
        if len(shared) >= message.thresholds.min_shared:
            return True
    return False


def _without_other_topics(state: State, stated: Iterable[Need]) -> State:
    """Return the state without the needs of other comparisons than those of which needs are stated."""
    topics = {need.topic for need in stated}
    elsewhere = []
    for need in state.needs:
        if not need.topic or need.topic in topics:
            continue
        elsewhere.append(need)
    return state.without_needs(elsewhere)


def _with_thin_needs(state: State, stated: Sequence[Need]) -> tuple[State, list[Need]]:
    """Let what was too thin to tell be part of the need that is clear now."""
    *others, last = stated
    thin = [need for need in state.needs if not need.role]
    state = state.without_needs(thin)
    texts = [need.text for need in thin]
    text = "\n".join([*texts, last.text])
    whole = last.model_copy(
        update={"text": text},
    )
    return state, [*others, whole]


def settled_by(message: UserMessage, state: State) -> list[Need]:
    """Return the needs of which a message says that they are solved, denied or past."""
    gone: list[Need] = []
    for statement in message.statements:
        if statement.status in SETTLING:
            gone += _meant(message, state, statement)
    return gone


def _meant(message: UserMessage, state: State, statement: Statement) -> Sequence[Need]:
    """Return the needs that a settled statement speaks of: by common words, or the last one by a pointer."""
    words = _content(statement.words)
    first = statement.words[0]
    lists = message.matcher.reader.lists
    is_pointing = first.form in lists.references and not statement.joint
    if is_pointing and len(words) <= message.thresholds.max_settling:
        # "That is solved."
        return state.needs[-1:]
    shared = []
    for need in state.needs:
        content = _content_of(message.advisor, need)
        if words & content:
            shared.append(need)
    if not shared:
        return ()
    evidence = message.matcher.evidence_of(statement.words)
    found = []
    for need in shared:
        # Who says that the forecasts are fine does not mean the latency of the forecasts.
        outcome = Outcome(RECOMMENDATION, need.topic, need.role)
        is_too_thin = outcome not in evidence.outcomes
        if is_too_thin or leaning(evidence, outcome) > 0:
            found.append(need)
    return found


def takes_back(message: UserMessage) -> bool:
    """Tell whether a message says that something no longer counts."""
    if message.does(Act.WITHDRAW):
        return True
    return message.matcher.part_does(Act.WITHDRAW, message.match)


def taken_back_by(message: UserMessage, state: State) -> Sequence[Need]:
    """Return the needs that a message takes back: those that share most words with it, else the last."""
    named = [need for need in state.needs if need.role in message.roles]
    if named:
        return named  # "we need no data scientist after all"
    words = _content(message.words)
    meant = state.needs[-1:]
    most = 1
    for need in state.needs:
        content = _content_of(message.advisor, need)
        shared = words & content
        if len(shared) >= most:
            most = len(shared)
            meant = (need,)  # of equals, the newest
    return meant


def needs_in(message: UserMessage) -> UserMessage:
    """Return the statements of a message that may be needs, as a message of their own."""
    parts = []
    for statement in message.statements:
        if not statement.is_need:
            continue
        part = message.text[statement.start : statement.end]
        parts.append(part)
    text = ". ".join(parts)
    return read(message.advisor, text)


def _content(words: Iterable[Word]) -> set[str]:
    """Return the stems of the words that carry meaning."""
    return {word.stem for word in words if not word.is_function_word}


def _content_of(advisor: Advisor, need: Need) -> set[str]:
    """Return the stems of a need that carry meaning."""
    match = advisor.matcher.match(need.text)
    return _content(match.words)
