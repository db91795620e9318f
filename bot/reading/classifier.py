"""Features to evidence: complement naive Bayes over all phrases, fair to small comparisons.

The roles of a comparison are rivals, and so are its criteria: what speaks against one speaks for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from bot.reading.evidence import Evidence
from bot.reading.features import Feature
from bot.reading.index import Index
from bot.reading.labels import EVERYDAY, REFUSAL, Label, Outcome
from bot.reading.terms import Terms
from bot.reading.weights import Numbers, Weights

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

    def __init__(self, index: Index) -> None:
        """Take in how often each feature stands in the phrases."""
        known = _known_share(index.phrases)
        of_labels = [label.outcome for label in index.labels]
        distinct = set(of_labels)
        outcomes = sorted(distinct)
        places = {outcome: place for place, outcome in enumerate(outcomes)}
        self._outcome_of = [places[outcome] for outcome in of_labels]
        self.label_weights = ComparedWeights[Label](
            index.terms,
            index.labels,
            known,
        )
        # An outcome speaks as all its labels do: their counts are added up.
        self.outcome_weights = ComparedWeights[Outcome](
            index.terms,
            outcomes,
            known,
            pooled=self._outcome_of,
        )
        self._everyday = self.label_weights.position(EVERYDAY)
        self._refusal = self.outcome_weights.position(REFUSAL)

    def known(self, names: Sequence[str]) -> list[bool]:
        """Tell which terms stand in some phrase."""
        return self.label_weights.stands(names)

    def unknown(self, features: Iterable[Feature]) -> list[Feature]:
        """Return those features that are words which stand in no phrase."""
        _, others = self._parted(features)
        return [feature for feature in others if feature.is_word]

    def evidence(self, features: Sequence[Feature]) -> Evidence:
        """Return what features speak for each label and outcome; unknown words speak for refusing."""
        labels, outcomes = self._scores(features)
        return self._as_evidence(labels, outcomes, len(features))

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
        # Of a role or a criterion, what is settled speaks for its rivals.
        labels += self.label_weights.turned(settled_labels)
        outcomes += self.outcome_weights.turned(settled_outcomes)
        return self._as_evidence(labels, outcomes, len(features))

    def _scores(self, features: Sequence[Feature]) -> tuple[Numbers, Numbers]:
        known, others = self._parted(features)
        labels = self.label_weights.fair_scores(known)
        outcomes = self.outcome_weights.fair_scores(known)

        unknown = 0
        for feature in others:
            if feature.is_word:
                unknown += 1
        refusing = UNKNOWN_WEIGHT * unknown
        # What nobody wrote a phrase about is hardly a question for this bot.
        labels[self._everyday] += refusing
        outcomes[self._refusal] += refusing
        return labels, outcomes

    def _parted(self, features: Iterable[Feature]) -> tuple[list[str], list[Feature]]:
        """Return the names of the features that stand in some phrase, and the others."""
        listed = list(features)
        names = [feature.name for feature in listed]
        known = []
        others = []
        for feature, is_known in zip(listed, self.known(names), strict=True):
            if is_known:
                known.append(feature.name)
            else:
                others.append(feature)
        return known, others

    def _as_evidence(self, labels: Numbers, outcomes: Numbers, size: int) -> Evidence:
        best = np.full(len(outcomes), -np.inf)
        np.maximum.at(best, self._outcome_of, labels)
        return Evidence(
            self.label_weights.by_category(labels),
            self.outcome_weights.by_category(outcomes),
            self.outcome_weights.by_category(best),
            size,
        )

    def opposition(self, features: Iterable[Feature], one: Outcome, other: Outcome) -> float:
        """Return how strongly one part of the needs speaks for `one` and the rest for `other`, in log odds.

        The text is cut at the place that separates the two best; zero when it speaks for one throughout.
        """
        names = []
        starts = []
        for feature in features:
            if not feature.is_settled:
                names.append(feature.name)
                starts.append(feature.start)
        if not names:
            return 0.0

        table = self.outcome_weights.table(names)
        place_of_one = self.outcome_weights.position(one)
        place_of_other = self.outcome_weights.position(other)
        lean = table[:, place_of_one] - table[:, place_of_other]

        # By place: all that is said with a word goes to the same side of a cut.
        leanings = np.bincount(starts, weights=lean)
        before = np.cumsum(leanings)
        after = leanings.sum() - before
        one_first = np.minimum(before, -after)
        other_first = np.minimum(-before, after)
        # Of the two parts of a cut, the weaker one tells how strongly they differ.
        strongest = max(
            one_first.max(),
            other_first.max(),
            0.0,
        )
        return float(strongest)

    def speaking(self, names: Sequence[str]) -> dict[Label, float]:
        """Return what terms speak for each label, or against it."""
        strict, _ = self.label_weights.scores(names)
        return self.label_weights.by_category(strict)

    def speaking_beside(self, names: Sequence[str], asked: Label) -> dict[Label, float]:
        """Return what terms speak for each label that are not part of asking for `asked`; never against."""
        table = self.label_weights.table(names)
        position = self.label_weights.position(asked)
        of_asking = table[:, [position]]
        is_of_asking = of_asking > 0
        beside = np.where(is_of_asking, 0.0, table)
        return self._speaking(beside)

    def speaking_beyond(self, names: Sequence[str], asked: Label) -> dict[Label, float]:
        """Return what terms speak for each label more than for `asked`; nothing speaks against one."""
        table = self.label_weights.table(names)
        position = self.label_weights.position(asked)
        of_asking = table[:, [position]]
        beyond = table - of_asking
        return self._speaking(beyond)

    def _speaking(self, table: Numbers) -> dict[Label, float]:
        # What speaks against a label takes nothing from what speaks for it.
        not_against = np.maximum(table, 0.0)
        speaking = not_against.sum(axis=0)
        return self.label_weights.by_category(speaking)


class ComparedWeights(Weights[Weighed]):
    """Weights of labels or of outcomes, which know what they compare."""

    def __init__(
        self,
        terms: Terms,
        categories: Sequence[Weighed],
        known: Callable[[Label | Outcome], float],
        pooled: Sequence[int] | None = None,
    ) -> None:
        """See Weights."""
        super().__init__(terms, categories, known, pooled=pooled)
        by_comparison: dict[str, list[int]] = {}
        for position, category in enumerate(self.categories):
            if category.has_rivals:
                rivals = by_comparison.setdefault(category.comparison, [])
                rivals.append(position)

        # All rivals in a row, those of one comparison beside each other.
        in_a_row: list[int] = []
        sizes = []
        for rivals in by_comparison.values():
            in_a_row += rivals
            size = len(rivals)
            sizes.append(size)
        self._rivals = np.array(in_a_row, dtype=np.intp)
        self._sizes_of_groups = np.array(sizes, dtype=np.intp)
        ends = np.cumsum(self._sizes_of_groups)
        self._starts = ends - self._sizes_of_groups

    def by_category(self, numbers: Numbers) -> dict[Weighed, float]:
        """Return numbers that are in the order of the categories under these."""
        listed = numbers.tolist()
        return dict(zip(self.categories, listed, strict=True))

    def fair_scores(self, names: Sequence[str]) -> Numbers:
        """Return the scores for all, those of the best comparison as they stand against what is no need.

        Which comparison is best is decided strictly, else a small one would take what others know better. But
        against refusing it is weighed leniently: it cannot know every general word yet.
        """
        strict, lenient = self.scores(names)
        of_rivals = strict[self._rivals]
        highest = np.maximum.reduceat(of_rivals, self._starts)
        best = int(highest.argmax())

        start = self._starts[best]
        end = start + self._sizes_of_groups[best]
        of_best = self._rivals[start:end]
        strict[of_best] = lenient[of_best]
        return strict

    def turned(self, scores: Numbers) -> Numbers:
        """Return what settled words say: of a role or a criterion the opposite, at TURNED_WEIGHT."""
        of_rivals = scores[self._rivals]
        totals = np.add.reduceat(of_rivals, self._starts)
        means_of_groups = totals / self._sizes_of_groups
        means = np.repeat(means_of_groups, self._sizes_of_groups)

        # What speaks for a role speaks against it, and for the others, once it is settled.
        beyond_mean = of_rivals - means
        turned = scores.copy()
        turned[self._rivals] = means - TURNED_WEIGHT * beyond_mean
        return turned


def _known_share(phrases: Mapping[str, int]) -> Callable[[Label | Outcome], float]:
    """Return how much of what people say is known of a category: by how many phrases its comparison has.

    A comparison that was just begun cannot know every general word; this must not be held against it.
    """

    def share(category: Label | Outcome) -> float:
        if not category.comparison:
            return 1.0
        share_of_full = phrases[category.comparison] / FULL_COVERAGE
        return min(1.0, share_of_full)

    return share
