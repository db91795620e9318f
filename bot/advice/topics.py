"""What a question is about by its words: which comparison, and which aspect of it. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from bot.advice.thresholds import Thresholds
from bot.knowledge.models import Comparison
from bot.reading import Kind, Label, Match, Matcher


def topics_asked_about(
    matcher: Matcher,
    match: Match,
    asked: Kind,
    comparisons: Mapping[str, Comparison],
    thresholds: Thresholds,
) -> tuple[str, ...]:
    """Return the comparisons that a difference, a definition or an order can be about.

    Empty when the roles that are named stand in no comparison together.
    """
    named = set(match.roles)
    candidates = []
    for name, comparison in comparisons.items():
        if named <= comparison.roles.keys():
            candidates.append(name)
    if len(candidates) < 2:
        return tuple(candidates)
    best = dict.fromkeys(candidates, 0.0)
    for label, score in evidence_beside(matcher, match, Label(asked, asked)).items():
        if label.comparison in best:
            best[label.comparison] = max(score, best[label.comparison])
    first, second, *_ = sorted(candidates, key=lambda name: (-best[name], name))
    lead = best[first] - best[second]
    if best[first] >= thresholds.clear_evidence and lead >= thresholds.clear_lead:
        return (first,)
    return tuple(candidates)


def aspect_asked_for(
    matcher: Matcher,
    match: Match,
    topic: str,
    least: float,
    thresholds: Thresholds,
) -> str | None:
    """Return the one aspect of a topic for which the words speak by `least`, or None."""
    leads = {}
    for label, lead in _evidence_beyond(matcher, match, Kind.DIFFERENCE).items():
        if label.kind is Kind.ASPECT and label.comparison == topic:
            leads[label.id] = lead
    best, *others = sorted(leads, key=lambda aspect: (-leads[aspect], aspect))
    if leads[best] < least:
        return None
    # Two aspects that are spoken for alike are a question about both: the whole difference.
    is_clear = all(leads[best] - leads[other] >= thresholds.clear_lead for other in others)
    return best if is_clear else None


def evidence_beside(matcher: Matcher, match: Match, asked: Label) -> dict[Label, float]:
    """Return what those words say for each label of a comparison that are not part of asking itself."""
    weight = matcher.label_weights.weight

    def beside(word: str, label: Label) -> float:
        return weight(word, label) if weight(word, asked) <= 0 else 0.0

    return _evidence(match, beside)


def _evidence_beyond(matcher: Matcher, match: Match, asked: Kind) -> dict[Label, float]:
    """Return what the words say for each label of a comparison, beyond what they say for `asked`."""
    weight = matcher.label_weights.weight
    general = Label(asked, asked)

    def beyond(word: str, label: Label) -> float:
        return weight(word, label) - weight(word, general)

    return _evidence(match, beyond)


def _evidence(match: Match, weight: Callable[[str, Label], float]) -> dict[Label, float]:
    """Return the sum of what speaks for each label of a comparison; nothing speaks against one."""
    words = [term.name for term in match.terms if term.is_content]
    evidence = {}
    for label in match.about.labels:
        if label.comparison:
            evidence[label] = math.fsum(max(0.0, weight(word, label)) for word in words)
    return evidence
