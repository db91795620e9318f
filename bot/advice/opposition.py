"""Whether a message asks for two things: by how much its parts are opposed. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.advice.case import Case
from bot.advice.message_parts import Part
from bot.reading import RECOMMENDATION, REFUSAL, Act, Outcome

NO_PART = Part((), REFUSAL, 0.0)


def opposition(case: Case, one: Outcome, other: Outcome, parts: Sequence[Part]) -> float:
    """Return by how much the parts of a message are opposed (scaled log odds)."""
    if len(parts) < 2:
        return 0.0
    thresholds = case.thresholds
    opposed = case.matcher.opposition(case.match, one, other)
    opposed /= case.match.about.scale

    mine = _strongest(parts, one)
    others = _strongest(parts, other)
    # Who says that just this is missing does not ask for the other as well.
    if mine.is_in_focus != others.is_in_focus:
        opposed -= thresholds.focus_weight
    if mine.is_missing and others.is_missing:
        opposed += thresholds.missing_weight
    elif mine.is_missing or others.is_missing:
        opposed -= thresholds.missing_weight

    weaker = min(mine.lead, others.lead, thresholds.max_part)
    # Among many parts, one that speaks for the other role is more likely to do so by chance.
    speaking = sum(part.lead > 0 for part in parts)
    weaker /= math.sqrt(speaking or 1)
    opposed += thresholds.part_weight * weaker

    opposed += thresholds.coordinator_weight * _coordinators(case)
    if _announces_two(case):
        opposed += thresholds.pair_weight
    return opposed


def _strongest(parts: Sequence[Part], role: Outcome) -> Part:
    """Return the part that speaks most for a role, the first of equals."""
    strongest = NO_PART
    for part in parts:
        if part.outcome == role and part.lead > strongest.lead:
            strongest = part
    return strongest


def torn_to(case: Case, ranking: Sequence[tuple[Outcome, float]]) -> Outcome | None:
    """Return the best role of another comparison, if one part of the text speaks for it instead."""
    roles = [outcome for outcome, _ in ranking if outcome.name == RECOMMENDATION]
    first, nearest, *_ = roles
    # Where the next role is of the same comparison, the parts are two needs of that one.
    if nearest.comparison == first.comparison:
        return None

    thresholds = case.thresholds
    opposed = case.matcher.opposition(case.match, first, nearest)
    opposed /= case.match.about.scale
    opposed += thresholds.torn_coordinator_weight * _coordinators(case)
    if opposed < thresholds.torn_margin:
        return None
    return nearest


def _coordinators(case: Case) -> int:
    """Return how many words such as "and" or "both" count as evidence that two things are asked for."""
    lists = case.matcher.reader.lists
    count = 0
    for word in case.match.words:
        if word.stem in lists.coordinator_stems:
            count += 1
    return min(count, case.thresholds.max_coordinators)


def _announces_two(case: Case) -> bool:
    """Tell whether two things are announced, or two statements open alike: "one who ..., one who ..."."""
    if case.matcher.holds(Act.PAIR, case.match):
        return True

    lists = case.matcher.reader.lists
    openings: set[str] = set()
    for statement in case.match.statements:
        content = [word for word in statement.words if word.stem not in lists.coordinator_stems]
        if len(content) < case.thresholds.min_part:
            continue

        # "Somebody" tells by itself; of other words it takes two, as many sentences begin with "we".
        first, second, *_ = content
        opening = first.form
        if opening not in lists.parallels:
            opening += f" {second.form}"
        if opening in openings:
            return True
        openings.add(opening)
    return False
