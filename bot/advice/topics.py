"""What a question is about by its words: which comparison, and which aspect of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.advice.ranking import ranked
from bot.advice.thresholds import Thresholds
from bot.knowledge.comparison import Comparison
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
    best = {}
    for name, comparison in comparisons.items():
        if named <= comparison.roles.keys():
            best[name] = 0.0
    if len(best) < 2:
        return tuple(best)

    # The words that ask, such as "difference", stand in the phrases of every comparison: they tell nothing.
    asking = Label(asked, asked)
    evidence = evidence_beside(matcher, match, asking)
    for label, score in evidence.items():
        topic = label.comparison
        if topic in best:
            best[topic] = max(score, best[topic])

    by_evidence = sorted(best, key=lambda name: (-best[name], name))
    first, second, *_ = by_evidence
    most = best[first]
    lead = most - best[second]
    is_clear = most >= thresholds.clear_evidence
    if is_clear and lead >= thresholds.clear_lead:
        return (first,)
    return tuple(best)


def aspect_asked_for(
    matcher: Matcher,
    match: Match,
    topic: str,
    least: float,
    thresholds: Thresholds,
) -> str | None:
    """Return the one aspect of a topic for which the words speak by `least`, or None."""
    scores: dict[Label, float] = {}
    asking = Label(Kind.DIFFERENCE, Kind.DIFFERENCE)
    words = [feature.name for feature in match.features if feature.is_content]
    evidence = matcher.speaking_beyond(words, asking)
    for label, score in evidence.items():
        if label.kind is not Kind.ASPECT or label.comparison != topic:
            continue
        scores[label] = score

    (best, most), *others = ranked(scores)
    if most < least:
        return None

    # Two aspects that are spoken for alike are a question about both: the whole difference.
    for _, score in others:
        lead = most - score
        if lead < thresholds.clear_lead:
            return None
    return best.id


def evidence_beside(matcher: Matcher, match: Match, asked: Label) -> dict[Label, float]:
    """Return what those words say for each label that are not part of asking itself."""
    words = []
    for feature in match.features:
        if feature.is_content:
            words.append(feature.name)
    return matcher.speaking_beside(words, asked)
