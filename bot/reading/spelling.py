"""Misspelled words: which known word is most likely meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.reading.words import NUMBER, Clause

MAX_CORRECTIONS = 40
"""Unknown words of one text that are looked up, so that the cost stays bounded."""
MIN_LENGTH = 5
"""Characters from which on a word may be misspelled; of shorter ones too many are alike."""
MIN_LENGTH_OF_TWO_ERRORS = 9
"""Characters from which on a word may have two errors."""


class Spelling:
    """Corrects words by their distance (optimal string alignment) to the known ones."""

    def __init__(
        self,
        forms: Mapping[str, str],
        stem: Callable[[str], str],
        known: Callable[[Sequence[str]], list[bool]],
    ) -> None:
        """Take all words that may be meant, `grouped`; `known` tells which stems need no correction."""
        self._forms = forms
        self._stem = stem
        self._are_known = known

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
        content: dict[str, str] = {}
        for clause in clauses:
            for word in clause:
                if not word.is_function_word:
                    content[word.form] = word.stem
        stems = list(content.values())
        are_known = self._are_known(stems)
        unknown = []
        for form, is_known in zip(content, are_known, strict=True):
            if not is_known:
                unknown.append(form)

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
            group = f"{form[0]}{length}"
            alike = self._forms.get(group)
            if alike is None:
                continue
            found = process.extractOne(
                form,
                alike.split(),
                scorer=OSA.distance,
                score_cutoff=allowed,
            )
            if found is None:
                continue
            word, errors, _ = found
            if errors < fewest:
                fewest = errors
                nearest = word
        if nearest is None:
            return None
        return NUMBER if nearest.isdigit() else self._stem(nearest)


def grouped(forms: Iterable[str]) -> dict[str, str]:
    """Return words by first letter and length: only such as are alike in both are compared.

    The words of a group are one text, which is split only if one of them may be meant.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        first = form[0]
        length = len(form)
        group = f"{first}{length}"
        alike[group].append(form)

    groups = {}
    for group, words in alike.items():
        groups[group] = " ".join(words)
    return groups
