"""The parts of a message that may each be a need, and the role that each speaks for. Pure."""

from __future__ import annotations

import math
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
    """Return the parts of a message that may be needs, each with the one of two roles it speaks for."""
    focus = set()
    missing = set()
    for statement in case.match.statements:
        if case.matcher.focuses(statement):
            focus.add(statement.start)
        if statement.status is Status.MISSING:
            missing.add(statement.start)
    parts = []
    for words, starts in _stretches(case.match.statements, case.thresholds.min_part):
        outcome, lead = _spoken_for(case, words, one, other)
        parts.append(
            Part(
                words,
                outcome,
                lead,
                is_in_focus=not focus.isdisjoint(starts),
                is_missing=not missing.isdisjoint(starts),
            )
        )
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
    better, worse = (one, other) if scores[one] >= scores[other] else (other, one)
    for outcome, score in scores.items():
        # What speaks most for something else than the two roles is no need of either.
        if score >= scores[better] and outcome not in (one, other):
            return better, 0.0
    lead = scores[better] - scores[worse]
    return better, lead / math.sqrt(evidence.size)


def _stretches(statements: Iterable[Statement], min_part: int) -> list[Stretch]:
    """Return the statements that may be needs, short ones joined with their neighbour in the sentence."""
    stretches: list[Stretch] = []
    before: Statement | None = None
    for statement in statements:
        if statement.is_need:
            last = stretches[-1] if _continues(statement, before) else None
            if last and min(len(last.words), len(statement.words)) < min_part:
                words = (*last.words, *statement.words)
                stretches[-1] = Stretch(words, last.starts | {statement.start})
            else:
                stretches.append(Stretch(statement.words, _starts(statement, before)))
        before = statement
    return stretches


def _continues(statement: Statement, before: Statement | None) -> bool:
    """Tell whether a statement comes right after one that may be a need, in the same sentence."""
    if before is None or not before.is_need:
        return False
    return before.sentence == statement.sentence


def _starts(statement: Statement, before: Statement | None) -> frozenset[int]:
    # What follows a colon begins where that which leads to it does: "what we lack is this: ...".
    if before is not None and statement.joint == ":":
        return frozenset({before.start, statement.start})
    return frozenset({statement.start})
