"""Log-odds weights of terms for categories, by complement naive Bayes.

Rennie et al., 2003: "Tackling the Poor Assumptions of Naive Bayes Text Classifiers".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import compress, pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.reading.terms import Terms, numbers_of

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

MAX_REMEMBERED = 4000
"""Terms whose weights are remembered: those of a message are asked for again for each of its parts."""

Category = TypeVar("Category", bound=Hashable)
Numbers = NDArray[np.float64]


class _Weighed(NamedTuple):
    """The weights of one term: for the categories that have it, and for one that lacks it."""

    categories: NDArray[np.uint16]
    """Ascending."""
    present: Numbers
    """What it speaks for each of these."""
    absent: float
    """Its weight for a category that lacks it and knows all that people say."""


class Weights(Generic[Category]):
    """Log-odds weights of terms for categories, worked out when they are asked for."""

    def __init__(
        self,
        terms: Terms,
        categories: Sequence[Category],
        known: Callable[[Category], float],
        smoothing: float = SMOOTHING,
        pooled: Sequence[int] | None = None,
    ) -> None:
        """Take in how many texts of each category a term stands.

        `known` tells how much of what people say a category knows, from 0 to 1: its lack of a term says
        little if it has few texts. Where several categories of the terms count as one here, `pooled` gives
        for each of them the place of that one; the places ascend.
        """
        self.terms = terms
        self.categories = tuple(categories)
        self._positions: dict[Category, int] = {}
        shares_known = []
        for position, category in enumerate(self.categories):
            self._positions[category] = position
            share = known(category)
            shares_known.append(share)
        self._known = np.array(shares_known)
        self._coverage = self._known**COVERAGE

        self._pooled = None
        sizes: Numbers = terms.sizes.astype(np.float64)
        if pooled is not None:
            self._pooled = np.array(pooled, dtype=np.uint16)
            pooled_sizes = np.bincount(
                self._pooled,
                weights=sizes,
                minlength=len(self.categories),
            )
            sizes = pooled_sizes.astype(np.float64)
        self._sizes = sizes
        self._size = sizes.sum()

        # The same share for every category: a count would let rare words speak for the smallest one. It is
        # measured by the large ones, so that small ones beside them change nothing.
        squares = sizes * sizes
        typical_size = squares.sum() / self._size
        self._floor = smoothing / typical_size
        self._remembered: dict[str, _Weighed | None] = {}

    def position(self, category: Category) -> int:
        """Return the place of a category among `categories`, and in all that is returned by category."""
        return self._positions[category]

    def known(self, category: Category) -> float:
        """Return how much of what people say a category knows, from 0 to 1."""
        known: float = self._known[self._positions[category]]
        return known

    def count(self, name: str) -> int:
        """Return in how many texts a term stands."""
        number = numbers_of([name])
        found = self.terms.postings(number)
        total = found.counts.sum()
        return int(total)

    def stands(self, names: Sequence[str]) -> list[bool]:
        """Tell which terms stand in some text."""
        weighed = self._weighed(names)
        return [weights is not None for weights in weighed]

    def scores(self, names: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Add up the weights of terms for every category; unknown ones say nothing.

        Returns the strict scores, and the lenient ones: there, what a category lacks is held against it
        still less, by its share of what is known, without the exponent.
        """
        count = len(self.categories)
        weighed = self._weighed(names)
        known = [weights for weights in weighed if weights is not None]
        if not known:
            return np.zeros(count), np.zeros(count)

        categories, present, absent, lengths = _joined(known)
        has = np.bincount(
            categories,
            weights=present,
            minlength=count,
        )
        # Few categories have a term: what all lack is added once, and taken away where it is not lacking.
        not_lacking = absent.repeat(lengths)
        held = np.bincount(
            categories,
            weights=not_lacking,
            minlength=count,
        )
        lacked = absent.sum() - held

        strict = has + self._coverage * lacked
        lenient = has + self._known * lacked
        return strict, lenient

    def weight(self, name: str, category: Category) -> float:
        """Return how strongly one term speaks for a category (above zero) or against it (below)."""
        (weight,) = self.weights([name], category)
        return weight

    def weights(self, names: Sequence[str], category: Category) -> list[float]:
        """Return how strongly each term speaks for a category (above zero) or against it (below)."""
        position = self._positions[category]
        table = self.table(names)
        column = table[:, position]
        weights: list[float] = column.tolist()
        return weights

    def table(self, names: Sequence[str]) -> Numbers:
        """Return how strongly terms speak for categories: a row for each term, a column for each category."""
        shape = (len(names), len(self.categories))
        table = np.zeros(shape)
        rows = []
        known = []
        for row, weighed in enumerate(self._weighed(names)):
            # Unknown terms say nothing.
            if weighed is not None:
                rows.append(row)
                known.append(weighed)
        if not known:
            return table

        categories, present, absent, lengths = _joined(known)
        # First as if no category had any of the terms.
        of_terms = absent[:, np.newaxis]
        table[rows] = of_terms * self._coverage
        rows_of_present = np.repeat(rows, lengths)
        table[rows_of_present, categories] = present
        return table

    def _weighed(self, names: Sequence[str]) -> list[_Weighed | None]:
        """Return the weights of each term, None for one that stands in no text."""
        remembered = self._remembered
        new = [name for name in names if name not in remembered]
        if new:
            if len(remembered) > MAX_REMEMBERED:
                remembered.clear()
                new = list(names)
            distinct = list(dict.fromkeys(new))
            weighed = self._weighed_anew(distinct)
            remembered.update(weighed)
        return [remembered[name] for name in names]

    def _weighed_anew(self, names: Sequence[str]) -> dict[str, _Weighed | None]:
        """Work out the weights of terms."""
        numbers = numbers_of(names)
        _, are_known = self.terms.places(numbers)
        found = self.terms.postings(numbers)
        if self._pooled is not None:
            found = found.pooled(self._pooled)
        rows = found.rows
        categories = found.categories
        counts = found.counts
        totals = found.totals

        importance = np.where(found.light, LIGHT_WEIGHT, 1.0)
        share_of_all = totals / self._size + self._floor
        odds_absent = self._floor / share_of_all
        absent = importance * np.log(odds_absent)

        sizes = self._sizes[categories]
        share = counts / sizes + self._floor
        # What makes it the complement: a category is held against all others, not against all.
        counts_elsewhere = totals[rows] - counts
        share_elsewhere = counts_elsewhere / self._size + self._floor
        odds_present = share / share_elsewhere
        present = importance[rows] * np.log(odds_present)

        # What a term speaks for stands in a row, up to the first row of the next term.
        row_numbers = np.arange(len(absent) + 1)
        bounds = np.searchsorted(rows, row_numbers)
        by_term = zip(
            compress(names, are_known.tolist()),
            absent.tolist(),
            pairwise(bounds.tolist()),
            strict=True,
        )
        weighed: dict[str, _Weighed | None] = dict.fromkeys(names)
        for name, lacking, (start, end) in by_term:
            weighed[name] = _Weighed(
                categories[start:end],
                present[start:end],
                lacking,
            )
        return weighed


def _joined(known: Iterable[_Weighed]) -> tuple[NDArray[np.uint16], Numbers, Numbers, list[int]]:
    """Return by term and category which category it is and what that speaks for; by term, the rest."""
    categories, present, absent = zip(*known, strict=True)
    lengths = list(map(len, categories))
    return (
        np.concatenate(categories),
        np.concatenate(present),
        np.array(absent),
        lengths,
    )
