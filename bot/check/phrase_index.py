"""The words of all phrases: which comparisons know a word, and which phrase a question only repeats."""

from __future__ import annotations

import math
from collections import defaultdict

from bot.knowledge.collection import Knowledge
from bot.reading import Matcher
from bot.reading.labels import phrases

TOO_ALIKE = 0.8
"""Share of common words from which a question proves nothing, because it repeats a phrase."""


Indexed = tuple[str, frozenset[str]]
"""A phrase, and its words."""


class PhraseIndex:
    """Every phrase that is matched on, by its words."""

    def __init__(self, knowledge: Knowledge, matcher: Matcher) -> None:
        """Read the words of all phrases."""
        self._terms = matcher.reader.stems
        self._phrases: list[Indexed] = []
        # By word: the numbers of the phrases that hold it, and the comparisons that know it.
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        self._knowing: defaultdict[str, set[str]] = defaultdict(set)

        for label, phrase in phrases(knowledge):
            terms = self._terms(phrase)
            words = frozenset(terms)
            number = len(self._phrases)
            indexed = (phrase, words)
            self._phrases.append(indexed)

            # A phrase is found by any of its words, and kept only once.
            for term in words:
                holding = self._holding[term]
                holding.append(number)
                knowing = self._knowing[term]
                knowing.add(label.comparison)

    def is_known_beside(self, term: str, comparison: str) -> bool:
        """Tell whether a word stands in a phrase of another comparison, or in a general one."""
        # General phrases, such as everyday ones, have no comparison.
        knowing = self._knowing.get(term, set())
        return not knowing <= {comparison}

    def repeated_by(self, text: str) -> str | None:
        """Return the first phrase that a question is, or nearly so.

        Of two sets that share this many words, one of the rarest words must be common to both (prefix
        filter, Chaudhuri et al., 2006), so that few pairs are compared.
        """
        terms = self._terms(text)
        words = frozenset(terms)
        must_share = math.ceil(TOO_ALIKE * len(words))
        may_differ = len(words) - must_share
        rarest = sorted(words, key=self._frequency)

        near: set[int] = set()
        sought = rarest[: may_differ + 1]
        for term in sought:
            holding = self._holding.get(term, ())
            near.update(holding)

        # In the order of the phrases, so that the same one is quoted every time.
        for number in sorted(near):
            phrase, known = self._phrases[number]
            common = words & known
            of_either = words | known
            needed = TOO_ALIKE * len(of_either)
            if len(common) >= needed:
                return phrase
        return None

    def _frequency(self, term: str) -> tuple[int, str]:
        holding = self._holding.get(term, ())
        frequency = len(holding)
        return frequency, term
