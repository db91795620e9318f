"""Which near-by topic a question asks for that is refused: the one that is clearly meant, or none. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.advice.topics import CLEAR_EVIDENCE, CLEAR_LEAD, rest
from bot.knowledge.comparison import Comparison
from bot.reading import EVERYDAY, UNKNOWN_WEIGHT, Kind, Label, Match, Matcher

TOPIC_MARGIN = 0.75
"""By how much (scaled log odds) a near-by topic must lead over all else that is refused to be named.

Measured by holding back a fifth of the phrases of what is refused, and asking them.
"""
OF_NEEDS = frozenset({Kind.CRITERION, Kind.ASPECT})


def asked_for(matcher: Matcher, match: Match, comparisons: Mapping[str, Comparison]) -> Label | None:
    """Return the near-by topic that a refused question asks for, or None if none is clearly meant.

    A topic of a comparison speaks only for that one, and one of a field for those that name the field.
    """
    refused = _refused(matcher, match, comparisons)
    best = max(refused, key=lambda label: (refused[label], label))
    if best == EVERYDAY:
        return None
    lead = _lead(best, refused) / math.sqrt(len(match.features))
    if lead < TOPIC_MARGIN or not _is_said(matcher, match, best, refused):
        return None
    return None if _is_about_another(matcher, match, best) else best


def _refused(matcher: Matcher, match: Match, comparisons: Mapping[str, Comparison]) -> dict[Label, float]:
    """Return what can be refused, with its evidence: topics of other roles than those named cannot."""
    refused: dict[Label, float] = {}
    for label, score in match.about.labels.items():
        if label != EVERYDAY and label.kind is not Kind.NOT_COVERED:
            continue
        mine = matcher.holders(label)
        if not mine or any(_may_speak(match, comparisons[name]) for name in mine):
            refused[label] = score
    return refused


def _may_speak(match: Match, comparison: Comparison) -> bool:
    """Tell whether a comparison holds one of the roles that are named, if any is."""
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
    """Tell whether what is said beside a topic speaks clearly of the needs of a comparison without it."""
    mine = matcher.holders(topic)
    if not mine:
        return False
    own = other = 0.0
    for label, score in rest(matcher, match, topic).items():
        if label.kind not in OF_NEEDS:
            continue
        if label.comparison in mine:
            own = max(own, score)
        else:
            other = max(other, score)
    return other >= CLEAR_EVIDENCE and other - own >= CLEAR_LEAD
