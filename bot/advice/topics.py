"""Which comparison a question as a whole is about: by the roles that it names, else by its words. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from bot.knowledge.comparison import Comparison
from bot.reading import Kind, Label, Match, Matcher

CLEAR_EVIDENCE = 5.0
"""From how much evidence beyond the general words a text is about one aspect, or about one comparison."""
CLEAR_LEAD = 2.0
"""By how much that evidence must exceed what speaks for any other comparison."""


def about(
    matcher: Matcher, match: Match, asked: Kind, comparisons: Mapping[str, Comparison]
) -> tuple[str, ...]:
    """Return the comparisons that a difference, a definition or an order can be about.

    Empty when the roles that are named stand in no comparison together.
    """
    named = set(match.roles)
    candidates = tuple(name for name, comparison in comparisons.items() if named <= comparison.roles.keys())
    if len(candidates) < 2:
        return candidates
    evidence = rest(matcher, match, Label(asked, asked))
    best = {
        name: max(found for label, found in evidence.items() if label.comparison == name)
        for name in candidates
    }
    first, second, *_ = sorted(candidates, key=lambda name: (-best[name], name))
    is_clear = best[first] >= CLEAR_EVIDENCE and best[first] - best[second] >= CLEAR_LEAD
    return (first,) if is_clear else candidates


def rest(matcher: Matcher, match: Match, asked: Label) -> dict[Label, float]:
    """Return what the words say for each label of a comparison that are not part of asking itself."""
    weight = matcher.label_weights.weight
    return _evidence(match, lambda word, label: weight(word, label) if weight(word, asked) <= 0 else 0.0)


def beyond(matcher: Matcher, match: Match, asked: Kind) -> dict[Label, float]:
    """Return what the words say for each label of a comparison, beyond what they say for `asked`."""
    weight, general = matcher.label_weights.weight, Label(asked, asked)
    return _evidence(match, lambda word, label: weight(word, label) - weight(word, general))


def _evidence(match: Match, weight: Callable[[str, Label], float]) -> dict[Label, float]:
    """Return the sum of what speaks for each label of a comparison; nothing speaks against one."""
    words = [feature.name for feature in match.features if feature.is_content]
    return {
        label: math.fsum(max(0.0, weight(word, label)) for word in words)
        for label in match.about.labels
        if label.comparison
    }
