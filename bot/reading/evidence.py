"""What a text speaks for, in log odds: for each label, and for each outcome that labels come down to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.reading.labels import Label, Outcome


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly features speak for each label, and for each outcome, in log odds (nats).

    It is remembered and shared, so its mappings can only be read.
    """

    labels: Mapping[Label, float]
    outcomes: Mapping[Outcome, float]
    best: Mapping[Outcome, float]
    """For each outcome what its best single label has."""
    size: int
    """How many features that adds up."""

    def __post_init__(self) -> None:
        """Close the mappings, which nobody else may hold."""
        # A frozen dataclass is set up this way alone.
        labels = MappingProxyType(self.labels)
        object.__setattr__(self, "labels", labels)
        outcomes = MappingProxyType(self.outcomes)
        object.__setattr__(self, "outcomes", outcomes)
        best = MappingProxyType(self.best)
        object.__setattr__(self, "best", best)


def together(found: Sequence[Evidence]) -> Evidence:
    """Return the evidence of several texts, at least one, as that of one."""
    if len(found) == 1:
        return found[0]

    labels: dict[Label, float] = defaultdict(float)
    outcomes: dict[Outcome, float] = defaultdict(float)
    size = 0
    for evidence in found:
        size += evidence.size
        for label, score in evidence.labels.items():
            labels[label] += score
        for outcome, score in evidence.outcomes.items():
            outcomes[outcome] += score

    best = dict.fromkeys(outcomes, -math.inf)
    for label, score in labels.items():
        outcome = label.outcome
        best[outcome] = max(best[outcome], score)
    return Evidence(
        dict(labels),
        dict(outcomes),
        best,
        size,
    )
