"""Log-odds weights of features for categories, by complement naive Bayes.

Rennie et al., 2003: "Tackling the Poor Assumptions of Naive Bayes Text Classifiers".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from typing import Generic, NamedTuple, TypeVar

SMOOTHING = 0.3
"""Counts added to every feature, of a category of typical size.

Measured on the shipped questions: with half or double of it about 1 in 100 more is answered wrongly.
"""
LIGHT_WEIGHT = 0.5
"""Share of its weight that a light feature keeps: function words are many, and depend on each other.

Measured as SMOOTHING was: with half or double of it about 1 in 100 questions more is answered wrongly.
"""
COVERAGE = 0.35
"""Exponent of the share of all phrases that a category knows: how far lacking a word speaks against it.

It decides between comparisons of different sizes; a comparison of FULL_COVERAGE phrases does not feel it.
"""

Category = TypeVar("Category", bound=Hashable)


class _TermWeights(NamedTuple):
    """What one feature speaks for; categories by their position."""

    absent: float
    """Its weight for a category that lacks it and knows all that people say."""
    present: Mapping[int, float]
    """Its weight for each category that has it."""
    leads: tuple[tuple[int, float], ...]
    """By how much each category that has it leads over lacking it."""


class Weights(Generic[Category]):
    """Log-odds weights of features for categories; worked out when a feature is first met."""

    def __init__(
        self,
        counts: Mapping[Category, Mapping[str, int]],
        light: Set[str],
        known: Callable[[Category], float],
        smoothing: float = SMOOTHING,
    ) -> None:
        """Take in how many texts of each category a feature stands.

        `light` features count LIGHT_WEIGHT only. `known` tells how much of what people say a category
        knows, from 0 to 1: its lack of a feature says little if it has few texts.
        """
        self._light = light
        self.categories = tuple(sorted(counts, key=repr))
        self._positions: dict[Category, int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._sizes: list[int] = []
        self._known: list[float] = []
        self._coverage: list[float] = []
        for position, category in enumerate(self.categories):
            self._positions[category] = position
            of_category = counts[category]
            for feature, count in of_category.items():
                with_feature = self._counts.setdefault(feature, {})
                with_feature[position] = count

            size = sum(of_category.values())
            self._sizes.append(size)
            share = known(category)
            self._known.append(share)
            coverage = math.pow(share, COVERAGE)
            self._coverage.append(coverage)

        self._size = sum(self._sizes)
        # The same share for every category: a count would let rare words speak for the smallest one. It is
        # measured by the large ones, so that small ones beside them change nothing.
        squares = 0
        for size in self._sizes:
            squares += size * size
        typical_size = squares / self._size
        self._floor = smoothing / typical_size

        # Most features are never met: working out all of them would take most of the time to load.
        self._weighed: dict[str, _TermWeights] = {}

    def scores(self, features: Iterable[str]) -> dict[Category, float]:
        """Add up the weights of all features for every category; unknown features say nothing."""
        leads = [0.0] * len(self.categories)
        absent = 0.0
        for feature in features:
            if feature not in self._counts:
                continue
            weighed = self._weigh(feature)
            absent += weighed.absent
            # Few categories have a feature: only these are gone through, and what all lack is added once.
            for position, lead in weighed.leads:
                leads[position] += lead

        scores = {}
        for category, lead, coverage in zip(
            self.categories,
            leads,
            self._coverage,
            strict=True,
        ):
            scores[category] = lead + coverage * absent
        return scores

    def lenient_scores(
        self, features: Iterable[str], categories: Iterable[Category]
    ) -> dict[Category, float]:
        """Return the scores of some categories if what they lack is held against them still less.

        By their share of what is known, without the exponent.
        """
        found = []
        for feature in features:
            if feature in self._counts:
                weighed = self._weigh(feature)
                found.append(weighed)

        scores = {}
        for category in categories:
            position = self._positions[category]
            held = 0.0
            lacked = 0.0
            for weighed in found:
                if position in weighed.present:
                    held += weighed.present[position]
                else:
                    lacked += weighed.absent
            share = self._known[position]
            scores[category] = held + share * lacked
        return scores

    def weight(self, feature: str, category: Category) -> float:
        """Return how strongly one feature speaks for a category (above zero) or against it (below)."""
        if feature not in self._counts:
            return 0.0
        weighed = self._weigh(feature)
        position = self._positions[category]
        if position in weighed.present:
            return weighed.present[position]
        coverage = self._coverage[position]
        return coverage * weighed.absent

    def known(self, category: Category) -> float:
        """Return how much of what people say a category knows, from 0 to 1."""
        position = self._positions[category]
        return self._known[position]

    def count(self, feature: str) -> int:
        """Return in how many texts a feature stands."""
        counts = self._counts.get(feature, {})
        return sum(counts.values())

    def _weigh(self, feature: str) -> _TermWeights:
        """Return the weights of a feature that stands in some text."""
        weighed = self._weighed.get(feature)
        if weighed is None:
            weighed = self._weigh_anew(feature)
            self._weighed[feature] = weighed
        return weighed

    def _weigh_anew(self, feature: str) -> _TermWeights:
        counts = self._counts[feature]
        total = sum(counts.values())
        importance = 1.0
        if feature in self._light:
            importance = LIGHT_WEIGHT

        floor = self._floor
        share_of_all = total / self._size + floor
        absent = importance * math.log(floor / share_of_all)

        present = {}
        leads = []
        for position, count in counts.items():
            size = self._sizes[position]
            share = count / size + floor
            # What makes it the complement: a category is held against all others, not against all.
            elsewhere = total - count
            share_elsewhere = elsewhere / self._size + floor
            odds = share / share_elsewhere
            weight = importance * math.log(odds)
            present[position] = weight

            lacking = self._coverage[position] * absent
            lead = weight - lacking
            leads.append((position, lead))
        return _TermWeights(absent, present, tuple(leads))
