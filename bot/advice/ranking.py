"""What evidence comes to: outcomes and labels in their order, and how far one leads. Pure."""

from __future__ import annotations

import math

from bot.reading import Evidence, Kind, Label, Match, Outcome


def combined(evidence: Evidence) -> dict[Outcome, float]:
    """Return for each outcome what all terms together, and what its best single label, speak for it."""
    best: dict[Outcome, float] = {}
    for label, score in evidence.labels.items():
        outcome = label.outcome
        if score > best.get(outcome, -math.inf):
            best[outcome] = score
    scores = {}
    for outcome, score in evidence.outcomes.items():
        scores[outcome] = score + best[outcome]
    return scores


def rank_outcomes(match: Match) -> list[tuple[Outcome, float]]:
    """Return what a message is about, best first, ties by name."""
    scores = combined(match.about)
    return sorted(
        scores.items(),
        key=lambda item: (-item[1], item[0]),
    )


def ranked(labels: dict[Label, float]) -> list[tuple[Label, float]]:
    """Return the labels, best first, ties by id."""
    return sorted(
        labels.items(),
        key=lambda item: (-item[1], item[0]),
    )


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most, the first of equals by id."""
    labels = match.about.labels
    mine = [label for label in labels if label.kind in kinds]
    return min(mine, key=lambda label: (-labels[label], label))


def criteria_of(evidence: Evidence, outcome: Outcome) -> list[Label]:
    """Return the criteria of a role, those first that the words speak for most; ties by id."""
    labels = evidence.labels
    mine = [label for label in labels if label.kind is Kind.CRITERION and label.outcome == outcome]
    return sorted(mine, key=lambda label: (-labels[label], label))


def leaning(evidence: Evidence, outcome: Outcome) -> float:
    """Return by how much words lean to a role rather than to the other one of its comparison (scaled)."""
    scores = evidence.outcomes
    roles = [known for known in scores if known.comparison == outcome.comparison]
    other = roles[1] if roles[0] == outcome else roles[0]
    lead = scores[outcome] - scores[other]
    return lead / math.sqrt(evidence.size or 1)
