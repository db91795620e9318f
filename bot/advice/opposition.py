"""Whether a message asks for two things: by how much its parts are opposed. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.advice.case import Case
from bot.advice.parts import Part
from bot.reading import RECOMMENDATION, REFUSAL, Act, Outcome

NO_PART = Part((), REFUSAL, 0.0)


def opposition(case: Case, one: Outcome, other: Outcome, parts: Sequence[Part]) -> float:
    """Return by how much the parts of a message are opposed (scaled log odds)."""
    if len(parts) < 2:
        return 0.0
    thresholds = case.thresholds
    best = {one: NO_PART, other: NO_PART}
    speaking = 0
    for part in parts:
        if part.lead > 0:
            speaking += 1
        if part.lead > best[part.outcome].lead:
            best[part.outcome] = part
    mine, others = best[one], best[other]
    weaker = min(mine.lead, others.lead, thresholds.max_part)
    # Among many parts, one that speaks for the other role is more likely to do so by chance.
    weaker /= math.sqrt(speaking or 1)

    opposed = case.matcher.opposition(case.match, one, other) / case.scale
    if mine.is_in_focus != others.is_in_focus:
        opposed -= thresholds.focus_weight
    if mine.is_missing and others.is_missing:
        opposed += thresholds.missing_weight
    elif mine.is_missing or others.is_missing:
        opposed -= thresholds.missing_weight
    opposed += thresholds.part_weight * weaker
    opposed += thresholds.coordinator_weight * _coordinators(case)
    if case.matcher.does(Act.PAIR, case.match) or _is_parallel(case):
        opposed += thresholds.pair_weight
    return opposed


def torn_to(case: Case, ranking: Sequence[tuple[Outcome, float]]) -> Outcome | None:
    """Return the best role of another comparison, if one part of the text speaks for it instead."""
    first, nearest = [outcome for outcome, _ in ranking if outcome.name == RECOMMENDATION][:2]
    # Nearer than the other role of its own comparison: else the parts are two needs of that one.
    if nearest.comparison == first.comparison:
        return None
    thresholds = case.thresholds
    opposed = case.matcher.opposition(case.match, first, nearest) / case.scale
    opposed += thresholds.torn_coordinator_weight * _coordinators(case)
    return nearest if opposed >= thresholds.torn_margin else None


def _coordinators(case: Case) -> int:
    """Return how many words such as "and" or "both" count as evidence that two things are asked for."""
    coordinators = case.matcher.reader.coordinators
    found = 0
    for clause in case.match.clauses:
        found += sum(word.term in coordinators for word in clause)
    return min(found, case.thresholds.max_coordinators)


def _is_parallel(case: Case) -> bool:
    """Tell whether two statements of some length open alike: "somebody who ..., somebody who ..."."""
    reader = case.matcher.reader
    openings: set[str] = set()
    for statement in case.match.statements:
        forms = [word.form for word in statement.words if word.term not in reader.coordinators]
        if len(forms) < case.thresholds.min_part:
            continue
        # "Somebody" tells by itself; of other words it takes two, as many sentences begin with "we".
        opening = forms[0]
        if opening not in reader.parallels:
            opening += f" {forms[1]}"
        if opening in openings:
            return True
        openings.add(opening)
    return False
