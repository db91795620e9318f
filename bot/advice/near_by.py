"""Which near-by topic a question asks for that is refused: the one that is clearly meant, or none. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.advice.thresholds import Thresholds
from bot.advice.topics import evidence_beside
from bot.knowledge.comparison import Comparison
from bot.reading import EVERYDAY, UNKNOWN_WEIGHT, Kind, Label, Match, Matcher

OF_NEEDS = frozenset({Kind.CRITERION, Kind.ASPECT})
"""Labels that tell which comparison a need belongs to."""


def near_by_asked_for(
    matcher: Matcher,
    match: Match,
    comparisons: Mapping[str, Comparison],
    thresholds: Thresholds,
) -> Label | None:
    """Return the near-by topic that a refused question asks for, or None if none is clearly meant.

    A topic of a comparison speaks only for that one, and one of a field for those that name the field.
    """
    refused = _refused(matcher, match, comparisons)
    best = max(refused, key=lambda label: (refused[label], label))
    if best == EVERYDAY:
        return None

    size = len(match.features)
    lead = _lead(best, refused) / math.sqrt(size)
    if lead < thresholds.near_by_margin:
        return None
    if not _is_said(matcher, match, best, refused):
        return None
    if _is_about_another(matcher, match, best, thresholds):
        return None
    return best


def _refused(
    matcher: Matcher,
    match: Match,
    comparisons: Mapping[str, Comparison],
) -> dict[Label, float]:
    """Return what can be refused, with its evidence: topics of other roles than those named cannot."""
    refused: dict[Label, float] = {}
    for label, score in match.about.labels.items():
        if label != EVERYDAY and label.kind is not Kind.NOT_COVERED:
            continue

        holders = matcher.holders(label)
        if holders and match.roles:
            known: set[str] = set()
            for name in holders:
                comparison = comparisons[name]
                known.update(comparison.roles)
            if known.isdisjoint(match.roles):
                continue
        refused[label] = score
    return refused


def _lead(best: Label, scores: Mapping[Label, float]) -> float:
    """Return by how much one label leads over the next."""
    others = []
    for label, score in scores.items():
        if label != best:
            others.append(score)
    return scores[best] - max(others)


def _is_said(
    matcher: Matcher,
    match: Match,
    topic: Label,
    refused: Mapping[Label, float],
) -> bool:
    """Tell whether the content words by themselves speak for a topic too, not only how it is asked."""
    words = []
    for feature in match.features:
        if feature.is_plain and feature.is_word:
            words.append(feature.name)
    speaking = matcher.speaking(words)
    said = {label: speaking[label] for label in refused}

    # What stands in no phrase speaks for no topic.
    said[EVERYDAY] += UNKNOWN_WEIGHT * match.unknown
    return _lead(topic, said) >= 0


def _is_about_another(
    matcher: Matcher,
    match: Match,
    topic: Label,
    thresholds: Thresholds,
) -> bool:
    """Tell whether what is said beside a topic speaks clearly of the needs of a comparison without it."""
    holders = matcher.holders(topic)
    if not holders:
        return False
    own = other = 0.0
    evidence = evidence_beside(matcher, match, topic)
    for label, score in evidence.items():
        if label.kind not in OF_NEEDS:
            continue
        if label.comparison in holders:
            own = max(own, score)
        else:
            other = max(other, score)
    is_clear = other >= thresholds.clear_evidence
    return is_clear and other - own >= thresholds.clear_lead
