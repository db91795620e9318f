"""Log-odds weights of terms for categories, by complement naive Bayes.

Rennie et al., 2003: "Tackling the Poor Assumptions of Naive Bayes Text Classifiers".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import Generic, TypeVar

SMOOTHING = 0.3
LIGHT_WEIGHT = 0.5
COVERAGE = 0.35
"""Exponent of the share of all phrases that a category knows: how far lacking a word speaks against it."""

Category = TypeVar("Category", bound=Hashable)


class Weights(Generic[Category]):
    """Log-odds weights of terms for categories, by term; worked out when a term is first met."""

    def __init__(
        self,
        texts: Iterable[tuple[Category, Sequence[str]]],
        light: Set[str],
        known: Callable[[Category], float],
        smoothing: float = SMOOTHING,
    ) -> None:
        """Count in how many texts of each category a term stands.

        `light` terms count LIGHT_WEIGHT only: function words are many, and depend on each other. `known`
        tells how much of what people say a category knows, from 0 to 1: its lack of a term says little if
        it has few texts.
        """
        self._light = light
        terms_of: dict[Category, Counter[str]] = defaultdict(Counter)
        for category, terms in texts:
            terms_of[category].update(terms)
        self._counts: dict[str, dict[Category, int]] = {}
        for category, counter in terms_of.items():
            for term, count in counter.items():
                self._counts.setdefault(term, {})[category] = count
        self._sizes: dict[Category, int] = {
            category: terms_of[category].total() for category in sorted(terms_of, key=repr)
        }
        self._known: dict[Category, float] = {category: known(category) for category in self._sizes}
        self._coverage: dict[Category, float] = {
            category: math.pow(share, COVERAGE) for category, share in self._known.items()
        }
        self._size: int = sum(self._sizes.values())
        # The same share for every category: a count would let rare words speak for the smallest one. It is
        # measured by the large ones, so that small ones beside them change nothing.
        typical_size = sum(size * size for size in self._sizes.values()) / self._size
        self._floor: float = smoothing / typical_size
        self._weights: dict[str, tuple[float, dict[Category, float]]] = {}

    def scores(self, terms: Iterable[str]) -> dict[Category, float]:
        """Add up the weights of all terms for every category; unknown terms say nothing."""
        scores = dict.fromkeys(self._sizes, 0.0)
        absent_from_all = 0.0
        for term in terms:
            if term in self._counts:
                absent, present = self._weighed(term)
                absent_from_all += absent
                for category, weight in present.items():
                    scores[category] += weight - self._coverage[category] * absent
        return {
            category: score + self._coverage[category] * absent_from_all for category, score in scores.items()
        }

    def lenient_scores(self, terms: Iterable[str], categories: Iterable[Category]) -> dict[Category, float]:
        """Return the scores of some categories if what they lack is held against them still less.

        By their share of what is known, without the exponent.
        """
        held = dict.fromkeys(categories, 0.0)
        lacked = dict.fromkeys(held, 0.0)
        for term in terms:
            if term not in self._counts:
                continue
            absent, present = self._weighed(term)
            for category in held:
                if category in present:
                    held[category] += present[category]
                else:
                    lacked[category] += absent
        return {
            category: score + self._known[category] * lacked[category] for category, score in held.items()
        }

    def weight(self, term: str, category: Category) -> float:
        """Return how strongly one term speaks for a category (above zero) or against it (below)."""
        if term not in self._counts:
            return 0.0
        absent, present = self._weighed(term)
        return present.get(category, self._coverage[category] * absent)

    def known(self, category: Category) -> float:
        """Return how much of what people say a category knows, from 0 to 1."""
        return self._known[category]

    def count(self, term: str) -> int:
        """Return in how many texts a term stands."""
        return sum(self._counts.get(term, {}).values())

    def _weighed(self, term: str) -> tuple[float, dict[Category, float]]:
        """Return a term's weight for the categories that lack it, and for each that has it."""
        if term not in self._weights:
            counts = self._counts[term]
            total = sum(counts.values())
            importance = LIGHT_WEIGHT if term in self._light else 1.0
            absent = importance * math.log(self._floor / (total / self._size + self._floor))
            present = {
                category: importance
                * math.log(
                    (count / self._sizes[category] + self._floor)
                    / ((total - count) / self._size + self._floor)
                )
                for category, count in counts.items()
            }
            self._weights[term] = absent, present
        return self._weights[term]
