"""Features to evidence: complement naive Bayes over all phrases, fair to small comparisons.

The roles of a comparison are rivals, and so are its criteria: what speaks against one speaks for the other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

from bot.reading.evidence import Evidence
from bot.reading.features import Feature, is_word
from bot.reading.labels import EVERYDAY, REFUSAL, Label, Outcome
from bot.reading.weights import Weights

UNKNOWN_WEIGHT = 1.5
"""What each word that stands in no phrase speaks for refusing, in log odds; it never speaks for an answer.

Measured on the shipped questions: half of it answers as many rightly.
"""
FULL_COVERAGE = 4000
"""From how many phrases on a comparison's lack of a word counts in full."""
TURNED_WEIGHT = 0.5
"""The share that words of what is there, denied or supposed count for the other role."""

Weighed = TypeVar("Weighed", bound=Label | Outcome)


class Classifier:
    """Weighs features by the phrases of all served knowledge."""

    def __init__(self, phrases: Iterable[tuple[Label, Sequence[Feature]]]) -> None:
        """Count the features of every phrase."""
        light: set[str] = set()
        of_label: dict[Label, Counter[str]] = defaultdict(Counter)
        of_comparison: Counter[str] = Counter()
        for label, features in phrases:
            of_comparison[label.comparison] += 1
            of_label[label].update([feature.name for feature in features])
            for feature in features:
                if not feature.is_content:
                    light.add(feature.name)

        # An outcome speaks as all its labels do: their counts are added up, not counted anew.
        of_outcome: dict[Outcome, Counter[str]] = defaultdict(Counter)
        names: set[str] = set()
        for label, counts in of_label.items():
            of_outcome[label.outcome].update(counts)
            names.update(counts)

        known = _known_share(of_comparison)
        self.label_weights = ComparedWeights[Label](
            of_label,
            light,
            known,
        )
        self.outcome_weights = ComparedWeights[Outcome](
            of_outcome,
            light,
            known,
        )
        self.vocabulary = frozenset(filter(is_word, names))
        """The stems of all words that stand in a phrase."""

    def is_unknown(self, feature: Feature) -> bool:
        """Tell whether a feature is a word that stands in no phrase."""
        return feature.name not in self.vocabulary and feature.is_word

    def unknown(self, features: Iterable[Feature]) -> int:
        """Return how many features are words that stand in no phrase."""
        return sum(map(self.is_unknown, features))

    def evidence(self, features: Sequence[Feature]) -> Evidence:
        """Return what features speak for each label and outcome; unknown words speak for refusing."""
        labels, outcomes = self._scores(features)
        return Evidence(labels, outcomes, len(features))

    def evidence_for_needs(self, features: Sequence[Feature]) -> Evidence:
        """Return what features speak for if those that are settled speak for the other role."""
        needed = []
        settled = []
        for feature in features:
            if not feature.is_settled:
                needed.append(feature)
            elif feature.is_plain:
                # Whether it is there or missing is turned already; only what it is about is left.
                settled.append(feature)

        labels, outcomes = self._scores(needed)
        settled_labels, settled_outcomes = self._scores(settled)
        turned_labels = self.label_weights.turned(settled_labels)
        turned_outcomes = self.outcome_weights.turned(settled_outcomes)
        _add(labels, turned_labels)
        _add(outcomes, turned_outcomes)
        return Evidence(labels, outcomes, len(features))

    def _scores(self, features: Sequence[Feature]) -> tuple[dict[Label, float], dict[Outcome, float]]:
        names = [feature.name for feature in features]
        labels = self.label_weights.fair_scores(names)
        outcomes = self.outcome_weights.fair_scores(names)
        refusing = UNKNOWN_WEIGHT * self.unknown(features)
        # What nobody wrote a phrase about is hardly a question for this bot.
        labels[EVERYDAY] += refusing
        outcomes[REFUSAL] += refusing
        return labels, outcomes

    def opposition(self, features: Iterable[Feature], one: Outcome, other: Outcome) -> float:
        """Return how strongly one part of the needs speaks for `one` and the rest for `other`, in log odds.

        The text is cut at the place that separates the two best; zero when it speaks for one throughout.
        """
        weight = self.outcome_weights.weight
        leanings: dict[int, float] = defaultdict(float)
        for feature in features:
            if feature.is_settled:
                continue
            # By place: all that is said with a word goes to the same side of a cut.
            for_one = weight(feature.name, one)
            for_other = weight(feature.name, other)
            leanings[feature.start] += for_one - for_other

        whole = math.fsum(leanings.values())
        strongest = 0.0
        before = 0.0
        for place in sorted(leanings):
            before += leanings[place]
            after = whole - before
            one_first = min(before, -after)
            other_first = min(-before, after)
            strongest = max(strongest, one_first, other_first)
        return strongest


class ComparedWeights(Weights[Weighed]):
    """Weights of labels or of outcomes, which know what they compare."""

    def __init__(
        self,
        counts: Mapping[Weighed, Mapping[str, int]],
        light: Set[str],
        known: Callable[[Label | Outcome], float],
    ) -> None:
        """See Weights."""
        super().__init__(counts, light, known)
        self._rivals: dict[str, list[Weighed]] = defaultdict(list)
        for category in self.categories:
            if not category.has_rivals:
                continue
            rivals = self._rivals[category.comparison]
            rivals.append(category)

    def fair_scores(self, names: Sequence[str]) -> dict[Weighed, float]:
        """Return the scores for all, those of the best comparison as they stand against what is no need.

        Which comparison is best is decided strictly, else a small one would take what others know better. But
        against refusing it is weighed leniently: it cannot know every general word yet.
        """
        scores = self.scores(names)
        best: list[Weighed] = []
        highest = -math.inf
        for rivals in self._rivals.values():
            score = max(scores[rival] for rival in rivals)
            if score > highest:
                highest = score
                best = rivals

        lenient = self.lenient_scores(names, best)
        return scores | lenient

    def turned(self, scores: Mapping[Weighed, float]) -> dict[Weighed, float]:
        """Return what settled words say: of a role or a criterion the opposite, at TURNED_WEIGHT."""
        turned = dict(scores)
        for rivals in self._rivals.values():
            of_rivals = [scores[rival] for rival in rivals]
            total = math.fsum(of_rivals)
            mean = total / len(rivals)
            for rival in rivals:
                # What speaks for a role speaks against it, and for the others, once it is settled.
                lead = scores[rival] - mean
                turned[rival] = mean - TURNED_WEIGHT * lead
        return turned


def _add(scores: dict[Weighed, float], more: Mapping[Weighed, float]) -> None:
    for category, score in more.items():
        scores[category] += score


def _known_share(of_comparison: Mapping[str, int]) -> Callable[[Label | Outcome], float]:
    """Return how much of what people say is known of a category: by how many phrases its comparison has.

    A comparison that was just begun cannot know every general word; this must not be held against it.
    """

    def share(category: Label | Outcome) -> float:
        if not category.comparison:
            return 1.0
        phrases = of_comparison[category.comparison]
        return min(1.0, phrases / FULL_COVERAGE)

    return share
