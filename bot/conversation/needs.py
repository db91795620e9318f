"""What a message does to the list of needs: it adds, corrects, takes back or denies some. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.advice.advisor import Advisor, Spoken
from bot.advice.decision import Decision, Verdict
from bot.advice.reasons import leaning
from bot.conversation.state import Need, State
from bot.reading import RECOMMENDATION, Act, Match, Outcome, Statement, Status
from bot.reading.words import Word

SAME_THING = 1
"""Uncommon words that two needs must share to be about the same thing."""
POINTER = 1
"""Content words of a statement that says of the last need only that it is no more: "that is solved"."""
SETTLING = frozenset({Status.THERE, Status.DENIED, Status.PAST})
"""Statements that can say of a need that it is none."""


def spoken(advisor: Advisor, state: State, topic: str) -> tuple[Spoken, ...]:
    """Return the messages that state the needs of a topic, and those that are too thin to tell."""
    mine = [need for need in state.needs if need.topic in ("", topic)]
    return tuple(Spoken(need.role, advisor.matcher.match(need.text)) for need in mine)


def stated(match: Match, decision: Decision) -> tuple[Need, ...]:
    """Return the needs that a message states; one without a role if it says too little."""
    first = decision.outcomes[0]
    if decision.verdict not in (Verdict.ONE_ROLE, Verdict.BOTH_ROLES):
        return (Need(text=match.text),)
    if decision.verdict is Verdict.ONE_ROLE:
        return (_need(first, match.text, decision),)
    return tuple(
        _need(outcome, part_text(match, decision, outcome), decision) for outcome in decision.outcomes
    )


def possible(match: Match, decision: Decision) -> Need | None:
    """Return the second need that a message may state beside its first."""
    if decision.maybe is None:
        return None
    words = [part for part in decision.parts if part.outcome == decision.maybe]
    return _need(decision.maybe, part_text(match, decision, decision.maybe), decision) if words else None


def part_text(match: Match, decision: Decision, outcome: Outcome) -> str:
    """Return the parts of a message that speak for a role; all of it if no part does."""
    mine = [part.words for part in decision.parts if part.outcome == outcome]
    return "\n".join(match.text[words[0].start : words[-1].end] for words in mine) or match.text


def _need(outcome: Outcome, text: str, decision: Decision) -> Need:
    return Need(text=text, topic=outcome.comparison, role=outcome.role, confidence=decision.confidence)


def take_in(advisor: Advisor, state: State, match: Match, decision: Decision) -> State:
    """Return the state once a message has stated needs.

    They join the others, unless the message corrects those or comes after an objection.
    """
    fresh = stated(match, decision)
    before = state.roles()
    known = state.needs
    state = state.without_needs(settled_by(advisor, state, match))
    matcher = advisor.matcher
    is_same = _is_about_the_same(advisor, state, fresh) and not matcher.continues(match)
    replaces = state.is_doubted or matcher.corrects(match) or is_same
    if replaces and len(before) == 1 and len(fresh) > 1:
        fresh = tuple(need for need in fresh if need.role not in before)
    roles = {need.role for need in fresh if need.role}
    topics = {need.topic for need in fresh if need.topic}
    if roles and replaces and not matcher.adds(match):
        others = tuple(need for need in state.needs if need.role not in roles)
        state = state.without_needs((*others, *state.needs[-1:]))
    if topics:
        elsewhere = tuple(need for need in state.needs if need.topic and need.topic not in topics)
        state = state.without_needs(elsewhere)
    if len(roles) == 1:
        state, fresh = _joined(state, fresh)
    maybe = possible(match, decision)
    if maybe and maybe.role in state.roles():
        maybe = None
    replaced = tuple(need for need in known if need.role and need not in state.needs)
    return state.told(*fresh).with_(maybe=maybe, replaced=replaced)


def _is_about_the_same(advisor: Advisor, state: State, fresh: tuple[Need, ...]) -> bool:
    """Tell whether a need is about the same thing as an earlier one of another role: it takes its place."""
    if len(fresh) != 1:
        return False
    words = {term for term in content_of(advisor, fresh[0]) if not advisor.matcher.is_common(term)}
    others = [need for need in state.needs if need.role and need.role != fresh[0].role]
    return any(len(words & content_of(advisor, need)) >= SAME_THING for need in others)


def _joined(state: State, fresh: tuple[Need, ...]) -> tuple[State, tuple[Need, ...]]:
    """Let what was too thin to tell be part of the need that is now clear."""
    thin = tuple(need for need in state.needs if not need.role)
    text = "\n".join([*(need.text for need in thin), fresh[-1].text])
    whole = fresh[-1].model_copy(update={"text": text})
    return state.without_needs(thin), (*fresh[:-1], whole)


def settled_by(advisor: Advisor, state: State, match: Match) -> tuple[Need, ...]:
    """Return the needs of which a message says that they are solved, denied or past."""
    settled = [statement for statement in match.statements if statement.status in SETTLING]
    gone: list[Need] = []
    for statement in settled:
        gone += _meant(advisor, state, statement)
    return tuple(dict.fromkeys(gone))


def _meant(advisor: Advisor, state: State, statement: Statement) -> Iterable[Need]:
    """Return the needs that a settled statement speaks of: by common words, or the last one by a pointer."""
    words = content(statement.words)
    begins = statement.words[0].form in advisor.matcher.reader.lists.references
    if len(words) <= POINTER and begins and not statement.joint:
        return state.needs[-1:]
    evidence = advisor.matcher.evidence_of(statement.words)
    known = set(evidence.outcomes)
    found = []
    for need in state.needs:
        outcome = Outcome(RECOMMENDATION, need.topic, need.role)
        is_common = bool(words & content_of(advisor, need))
        if is_common and (outcome not in known or leaning(evidence, outcome) > 0):
            found.append(need)
    return found


def withdrawn_by(advisor: Advisor, state: State, match: Match) -> tuple[Need, ...]:
    """Return the needs that a message takes back: those that share most words with it, else the last."""
    if not state.needs:
        return ()
    named = tuple(need for need in state.needs if need.role in match.roles)
    if named:
        return named
    words = content([word for clause in match.clauses for word in clause])
    shared = {need: len(words & content_of(advisor, need)) for need in state.needs}
    most = max(shared.values())
    if most:
        return tuple(need for need in state.needs if shared[need] == most)[-1:]
    return state.needs[-1:]


def content(words: Iterable[Word]) -> set[str]:
    """Return the stems of the words that carry meaning."""
    return {word.stem for word in words if not word.is_function_word}


def content_of(advisor: Advisor, need: Need) -> set[str]:
    """Return the stems of a need that carry meaning."""
    match = advisor.matcher.match(need.text)
    return content(word for clause in match.clauses for word in clause)


def needs_in(match: Match) -> str:
    """Return the statements of a message that may be needs, as one text."""
    parts = [match.text[part.start : part.end] for part in match.statements if part.is_need]
    return ". ".join(parts)


def takes_back(advisor: Advisor, match: Match) -> bool:
    """Tell whether a message says that something no longer counts."""
    return advisor.matcher.does(Act.WITHDRAW, match) or advisor.matcher.part_does(Act.WITHDRAW, match)
