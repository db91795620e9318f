"""Terms by number: in how many phrases of each category each of them stands, in sorted arrays.

A term is known by 64 bits of its hash, so that an index of any number of comparisons is a few flat arrays,
which can be mapped from a file and searched at once. Two of ten million terms share a number with a
probability of about one in 400,000.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Terms:
    """Counts by term and category: those of term `n` stand at `starts[n]` to `starts[n + 1]`."""

    hashes: NDArray[np.uint64]
    """The number of each term, ascending."""
    light: NDArray[np.bool_]
    """Whether a term holds no content word."""
    starts: NDArray[np.uint32]
    categories: NDArray[np.uint16]
    counts: NDArray[np.uint32]
    sizes: NDArray[np.uint32]
    """How many terms the texts of each category have together, each text's terms counted apart."""

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Terms:
        """Return the terms that `arrays` gave this name."""
        by_field = {}
        for field in fields(cls):
            array_name = f"{name}.{field.name}"
            by_field[field.name] = arrays[array_name]
        return cls(**by_field)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return all arrays, each under a name that begins with `name`."""
        arrays = {}
        for field in fields(self):
            array_name = f"{name}.{field.name}"
            arrays[array_name] = getattr(self, field.name)
        return arrays

    def places(self, numbers: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return where terms stand, and which of them stand here at all."""
        if not len(self.hashes):
            nowhere = np.zeros(len(numbers), dtype=np.intp)
            is_known = np.zeros(len(numbers), dtype=np.bool_)
            return nowhere, is_known

        places = np.searchsorted(self.hashes, numbers)
        # What is greater than all would be looked for behind the last.
        last = len(self.hashes) - 1
        places = np.minimum(places, last)
        is_known = self.hashes[places] == numbers
        return places, is_known

    def postings(self, numbers: NDArray[np.uint64]) -> Postings:
        """Return where the terms of these numbers stand; those that stand nowhere are left out."""
        places, is_known = self.places(numbers)
        places = places[is_known]
        lengths = self.lengths(places)
        each = np.arange(len(places))
        rows = np.repeat(each, lengths)

        # The postings of a term stand in a row: count on from its first.
        ends = np.cumsum(lengths)
        begins = ends - lengths
        within = np.arange(len(rows)) - np.repeat(begins, lengths)
        starts = self.starts[places]
        found = starts[rows] + within

        counts = self.counts[found]
        totals = np.bincount(
            rows,
            weights=counts,
            minlength=len(places),
        )
        return Postings(
            light=self.light[places],
            totals=totals.astype(np.float64),
            rows=rows,
            categories=self.categories[found],
            counts=counts,
        )

    def lengths(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return in how many categories each of these terms stands."""
        begins = self.starts[places]
        ends = self.starts[places + 1]
        lengths = ends - begins
        return lengths.astype(np.intp)


class Postings(NamedTuple):
    """Where several terms stand: two facts by term, and by term and category how often."""

    light: NDArray[np.bool_]
    totals: NDArray[np.float64]
    """In how many texts a term stands."""
    rows: NDArray[np.intp]
    """Which of the terms, ascending."""
    categories: NDArray[np.uint16]
    counts: NDArray[np.uint32]

    def pooled(self, meaning: NDArray[np.uint16]) -> Postings:
        """Return the same by other categories, which several of these come down to, in the same order."""
        categories = meaning[self.categories]
        is_new_row = differs(self.rows)
        is_new_category = differs(categories)
        is_new = is_new_row | is_new_category
        first = np.flatnonzero(is_new)
        if not len(first):
            return self

        counts = np.add.reduceat(self.counts, first)
        return self._replace(
            rows=self.rows[first],
            categories=categories[first],
            counts=counts,
        )


def numbers_of(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return the numbers of terms, in their order; the same on every machine, unlike Python's own hash."""
    digests = []
    for name in names:
        hashed = blake2b(name.encode(), digest_size=8)
        digests.append(hashed.digest())
    joined = b"".join(digests)
    return np.frombuffer(joined, dtype="<u8")


def counted(texts: Iterable[tuple[int, Iterable[str]]], number: int, light: Collection[str] = ()) -> Terms:
    """Count the terms of texts, each of which belongs to one of so many categories.

    No text has a term twice; `light` are those without a content word.
    """
    # A term that is met for the first time gets the next place.
    places: defaultdict[str, int] = defaultdict(count().__next__)
    said = array("I")
    categories = []
    lengths = []
    for category, names in texts:
        of_text = [places[name] for name in names]
        said.extend(of_text)
        categories.append(category)
        lengths.append(len(of_text))

    which = np.array(said, dtype=np.uint32)
    numbers = numbers_of(places)
    are_light = [name in light for name in places]
    is_light = np.array(are_light, dtype=np.bool_)
    of_texts = np.array(categories, dtype=np.uint16)
    return _added_up(
        numbers[which],
        is_light[which],
        np.repeat(of_texts, lengths),
        np.ones(len(which), dtype=np.uint32),
        number,
    )


def merged(parts: Sequence[tuple[Terms, Sequence[int]]], number: int) -> Terms:
    """Add up several counts; each comes with the places of its categories among so many in the whole."""
    hashes = []
    light = []
    categories = []
    counts = []
    for terms, meant in parts:
        places = np.arange(len(terms.hashes))
        lengths = terms.lengths(places)
        hashes.append(np.repeat(terms.hashes, lengths))
        light.append(np.repeat(terms.light, lengths))

        meaning = np.array(meant, dtype=np.uint16)
        categories.append(meaning[terms.categories])
        counts.append(terms.counts)
    return _added_up(
        np.concatenate(hashes),
        np.concatenate(light),
        np.concatenate(categories),
        np.concatenate(counts),
        number,
    )


def _added_up(
    hashes: NDArray[np.uint64],
    light: NDArray[np.bool_],
    categories: NDArray[np.uint16],
    counts: NDArray[np.uint32],
    number: int,
) -> Terms:
    """Return the counts of terms in any order, each pair of term and category once.

    `number` is how many categories there are.
    """
    order = np.lexsort((categories, hashes))
    hashes = hashes[order]
    light = light[order]
    categories = categories[order]
    counts = counts[order]

    is_new_term = differs(hashes)
    is_new_category = differs(categories)
    is_new_pair = is_new_term | is_new_category
    pairs = np.flatnonzero(is_new_pair)
    terms = np.flatnonzero(is_new_term)

    # Among the pairs, no longer among all that was counted.
    starts = np.flatnonzero(is_new_term[pairs])
    bounds = np.append(starts, len(pairs))
    sizes = np.bincount(
        categories,
        weights=counts,
        minlength=number,
    )
    return Terms(
        hashes=hashes[terms],
        light=np.logical_or.reduceat(light, terms),
        starts=bounds.astype(np.uint32),
        categories=categories[pairs],
        counts=np.add.reduceat(counts, pairs, dtype=np.uint32),
        sizes=sizes.astype(np.uint32),
    )


def differs(column: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each number whether it differs from the one before it; the first one does."""
    is_new = np.ones(len(column), dtype=np.bool_)
    later = column[1:]
    before = column[:-1]
    is_new[1:] = later != before
    return is_new
