"""The parts of a message that may each be a need, and the role that each speaks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.advice.case import Case
from bot.advice.ranking import combined
from bot.reading import Outcome, Statement, Status
from bot.reading.words import Word


class Part(NamedTuple):
    """Part of a message, the role that it speaks for, and by how much it leads (scaled log odds).

    It is in focus if it says that just this is what is missing: "what we lack is", "the gap is".
    """

    words: tuple[Word, ...]
    outcome: Outcome
    lead: float
    is_in_focus: bool = False
    is_missing: bool = False


class Stretch(NamedTuple):
    """Words that are weighed together, and where the statements begin that decide on their status."""

    words: tuple[Word, ...]
    starts: frozenset[int]


def parts_of(case: Case, one: Outcome, other: Outcome) -> tuple[Part, ...]:
    """Return the parts of a message that may be needs, each with the one of two roles it speaks for.

    A message that is one need has no parts.
    """
    statements = case.match.statements
    stretches = _stretches(statements, case.thresholds.min_part)
    if len(stretches) < 2:
        return ()
    focus = set()
    missing = set()
    for statement in statements:
        if case.matcher.focuses(statement):
            focus.add(statement.start)
        if statement.status is Status.MISSING:
            missing.add(statement.start)
    parts = []
    for words, starts in stretches:
        outcome, lead = _spoken_for(case, words, one, other)
        part = Part(
            words,
            outcome,
            lead,
            is_in_focus=not focus.isdisjoint(starts),
            is_missing=not missing.isdisjoint(starts),
        )
        parts.append(part)
    return tuple(parts)


def _spoken_for(
    case: Case,
    words: tuple[Word, ...],
    one: Outcome,
    other: Outcome,
) -> tuple[Outcome, float]:
    """Return the role that words speak for, and by how much it leads."""
    evidence = case.matcher.evidence_of(words)
    scores = combined(evidence)
    better, worse = one, other
    if scores[one] < scores[other]:
        better, worse = other, one

    most = scores[better]
    for outcome, score in scores.items():
        if outcome in (one, other):
            continue
        # What speaks at least as much for something else is a need of neither role.
        if score >= most:
            return better, 0.0

    lead = most - scores[worse]
    return better, lead / evidence.scale


def _stretches(statements: Iterable[Statement], min_part: int) -> list[Stretch]:
    """Return the statements that may be needs, short ones joined with their neighbour in the sentence."""
    stretches: list[Stretch] = []
    before: Statement | None = None
    for statement in statements:
        previous, before = before, statement
        if not statement.is_need:
            continue

        words = statement.words
        starts = {statement.start}
        if _goes_with(statement, previous):
            last = stretches[-1]
            shorter = min(len(last.words), len(words))
            if shorter < min_part:
                stretches[-1] = Stretch(
                    last.words + words,
                    last.starts | starts,
                )
                continue

        # What follows a colon has the status of what leads to it: "what we lack is this: ...".
        if previous is not None and statement.joint == ":":
            starts.add(previous.start)
        stretch = Stretch(words, frozenset(starts))
        stretches.append(stretch)
    return stretches


def _goes_with(statement: Statement, previous: Statement | None) -> bool:
    """Tell whether a statement comes right after one that may be a need, in the same sentence."""
    if previous is None or not previous.is_need:
        return False
    return previous.sentence == statement.sentence
