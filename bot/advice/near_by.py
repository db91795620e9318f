"""Which near-by topic a question asks for that is refused: the one that is clearly meant, or none. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.advice.topics import CLEAR_EVIDENCE, CLEAR_LEAD, rest
from bot.knowledge.models import Comparison
from bot.reading import EVERYDAY, UNKNOWN_WEIGHT, Kind, Label, Match, Matcher

TOPIC_MARGIN = 0.75
"""By how much (scaled log odds) a near-by topic must lead over all else that is refused to be named.

Measured by holding back a fifth of the phrases of what is refused, and asking them.
"""
OF_NEEDS = frozenset({Kind.CRITERION, Kind.ASPECT})


def asked_for(matcher: Matcher, match: Match, comparisons: Mapping[str, Comparison]) -> Label | None:
    """Return the near-by topic that a refused question asks for, or None if none is clearly meant.

    A topic of a comparison speaks only for that one.
    """
    refused = _refused(match, comparisons)
    best = max(refused, key=lambda label: (refused[label], label))
    if best == EVERYDAY:
        return None
    lead = _lead(best, refused) / math.sqrt(len(match.features))
    if lead < TOPIC_MARGIN or not _is_said(matcher, match, best, refused):
        return None
    return None if _is_about_another(matcher, match, best) else best


def _refused(match: Match, comparisons: Mapping[str, Comparison]) -> dict[Label, float]:
    """Return what can be refused, with its evidence: topics of other roles than those named cannot."""
    refused: dict[Label, float] = {}
    for label, score in match.about.labels.items():
        is_general = label == EVERYDAY or (label.kind is Kind.NOT_COVERED and not label.comparison)
        is_own = label.kind is Kind.NOT_COVERED and _may_speak(match, comparisons.get(label.comparison))
        if is_general or is_own:
            refused[label] = score
    return refused


def _may_speak(match: Match, comparison: Comparison | None) -> bool:
    """Tell whether a comparison holds one of the roles that are named, if any is."""
    if comparison is None:
        return False
    return not match.roles or bool(set(match.roles) & comparison.roles.keys())


def _lead(best: Label, scores: Mapping[Label, float]) -> float:
    """Return by how much one label leads over the next."""
    return scores[best] - max((score for label, score in scores.items() if label != best), default=-math.inf)


def _is_said(matcher: Matcher, match: Match, topic: Label, refused: Mapping[Label, float]) -> bool:
    """Tell whether the content words by themselves speak for a topic too, not only how it is asked."""
    weight = matcher.label_weights.weight
    words = [feature.name for feature in match.features if feature.is_plain and feature.is_word]
    said = {label: math.fsum(weight(word, label) for word in words) for label in refused}
    said[EVERYDAY] += UNKNOWN_WEIGHT * match.unknown
    return _lead(topic, said) >= 0


def _is_about_another(matcher: Matcher, match: Match, topic: Label) -> bool:
    """Tell whether what is said beside a comparison's topic speaks clearly of the needs of another one."""
    if not topic.comparison:
        return False
    needs: dict[str, float] = {topic.comparison: 0.0}
    for label, score in rest(matcher, match, topic).items():
        if label.kind in OF_NEEDS:
            needs[label.comparison] = max(score, needs.get(label.comparison, 0.0))
    most = max(needs.values())
    return most >= CLEAR_EVIDENCE and most - needs[topic.comparison] >= CLEAR_LEAD
