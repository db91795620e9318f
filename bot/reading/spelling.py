"""Misspelled words: which known word is most likely meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.reading.words import Clause

MAX_CORRECTIONS = 40
"""Unknown words of one text that are looked up, so that the cost stays bounded."""
MIN_LENGTH = 5
"""Characters from which on a word may be misspelled; of shorter ones too many are alike."""
MIN_LENGTH_OF_TWO_ERRORS = 9
"""Characters from which on a word may have two errors."""


class Spelling:
    """Corrects words by their distance (optimal string alignment) to the known ones."""

    def __init__(self, vocabulary: Set[str], stems: Mapping[str, str]) -> None:
        """Take the stems that need no correction, and the stem of each known word."""
        self._vocabulary = vocabulary
        self._known: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
        for form in sorted(stems):
            first = form[0]
            length = len(form)
            # Only words of the same first letter, and about as long, are compared.
            alike = self._known[first, length]
            alike[form] = stems[form]

    def corrected(self, clauses: Sequence[Clause]) -> Sequence[Clause]:
        """Give misspelled words the stem of the known word that they are most likely meant to be."""
        meant = self._meant(clauses)
        if not meant:
            return clauses

        corrected = []
        for clause in clauses:
            words = []
            for word in clause:
                stem = meant.get(word.form)
                if stem:
                    word = word._replace(stem=stem)
                words.append(word)
            corrected.append(tuple(words))
        return corrected

    def _meant(self, clauses: Iterable[Clause]) -> dict[str, str]:
        """Return the stem that is meant by each misspelled word."""
        unknown: dict[str, None] = {}
        for clause in clauses:
            for word in clause:
                is_known = word.is_function_word or word.stem in self._vocabulary
                if not is_known:
                    unknown[word.form] = None

        meant = {}
        for form in islice(unknown, MAX_CORRECTIONS):
            stem = self._nearest(form)
            if stem:
                meant[form] = stem
        return meant

    def _nearest(self, form: str) -> str | None:
        """Return the stem of the known word with the fewest errors; the first by length and alphabet."""
        if len(form) < MIN_LENGTH:
            return None
        allowed = 1
        if len(form) >= MIN_LENGTH_OF_TWO_ERRORS:
            allowed = 2

        nearest = None
        fewest = allowed + 1.0
        shortest = len(form) - allowed
        longest = len(form) + allowed
        for length in range(shortest, longest + 1):
            # The first letter is rarely wrong, and to take it for right saves most of the comparing.
            known = self._known.get((form[0], length))
            if not known:
                continue
            found = process.extractOne(
                form,
                known.keys(),
                scorer=OSA.distance,
                score_cutoff=allowed,
            )
            if found is None:
                continue
            word, errors, _ = found
            if errors < fewest:
                fewest = errors
                nearest = known[word]
        return nearest
