"""What evidence comes to: outcomes and labels in their order, and how far one leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.reading import Evidence, Kind, Label, Match, Outcome

Ranked = TypeVar("Ranked", Label, Outcome)


def combined(evidence: Evidence) -> dict[Outcome, float]:
    """Return for each outcome what all features together, and what its best single label, speak for it."""
    # By the sum alone, what fits in many ways a little would win over what fits in one way well.
    scores = {}
    for outcome, score in evidence.outcomes.items():
        scores[outcome] = score + evidence.best[outcome]
    return scores


def ranked(scores: Mapping[Ranked, float]) -> list[tuple[Ranked, float]]:
    """Return labels or outcomes with their scores, best first, equals in the order of their names."""
    return sorted(
        scores.items(),
        key=lambda item: (-item[1], item[0]),
    )


def rank_outcomes(match: Match) -> list[tuple[Outcome, float]]:
    """Return what a message is about, best first."""
    return ranked(combined(match.about))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    for label, _ in ranked(match.about.labels):
        if label.kind in kinds:
            break
    return label


def criteria_of(evidence: Evidence, outcome: Outcome) -> list[Label]:
    """Return the criteria of a role, those first that the words speak for most."""
    scores = {}
    for label, score in evidence.labels.items():
        if label.kind is not Kind.CRITERION:
            continue
        if label.outcome == outcome:
            scores[label] = score
    return [label for label, _ in ranked(scores)]


def leaning(evidence: Evidence, outcome: Outcome) -> float:
    """Return by how much words lean to a role rather than to the other one of its comparison (scaled)."""
    scores = evidence.outcomes
    # A comparison is between two roles.
    one, two = (known for known in scores if known.comparison == outcome.comparison)
    lead = scores[one] - scores[two]
    if outcome == two:
        lead = -lead
    return lead / evidence.scale
