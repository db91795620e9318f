"""The phrases of one's own comparisons: which of them pull a question the wrong way, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.check.places import Place, holders
from bot.knowledge.collection import Knowledge
from bot.knowledge.reader import Reading
from bot.reading import Feature, Label, Matcher, Outcome
from bot.reading.features import BEGIN
from bot.replies.parts import shortened

MAX_PULLING = 2
"""Phrases that are named for one question."""


class Written(NamedTuple):
    """A phrase, and where it stands."""

    text: str
    place: Place

    def __str__(self) -> str:
        """Return the phrase, quoted, with the name of the file and the line."""
        quoted = shortened(self.text)
        return f'"{quoted}" ({self.place})'


class Phrasebook:
    """Every phrase that can be reworded: those of one's own comparisons that are answered from.

    Their words are read when they are needed.
    """

    def __init__(self, knowledge: Knowledge, reading: Reading, matcher: Matcher) -> None:
        """Note what speaks for what, and where it stands."""
        self._matcher = matcher
        self._words_read: dict[str, frozenset[str]] = {}
        self._written: defaultdict[Label, list[Written]] = defaultdict(list)
        self._own: set[str] = set()

        for name, comparison in knowledge.served().items():
            document = reading.comparisons[name]
            is_own = not reading.is_foreign(document)
            if is_own:
                self._own.add(name)

            for holder in holders(reading, name, comparison):
                written = self._written[holder.label]
                # The text of a criterion is shown, but it pulls like a phrase.
                text_place = holder.text_place
                if is_own and text_place is not None:
                    text = Written(holder.text, text_place)
                    written.append(text)

                for number, phrase in enumerate(holder.phrases):
                    place = holder.place_of(number)
                    # Of a shipped comparison those that one's own files add can be reworded.
                    document, _ = place.document.origin(place.location)
                    if reading.is_foreign(document):
                        continue
                    text = Written(phrase, place)
                    written.append(text)

    def is_own(self, label: Label) -> bool:
        """Tell whether the phrases for a label can be reworded."""
        return label.comparison in self._own

    def pulling(self, side: Label | Outcome, pull: Sequence[tuple[float, Feature]]) -> list[Written]:
        """Return the phrases for a label or an outcome that hold most of these terms, by weight.

        Terms of function words alone stand in many phrases, and none of these is to blame for them.
        """
        telling = []
        for lead, feature in pull:
            if feature.is_content:
                words = _words_in(feature)
                telling.append((lead, words))

        weighed = []
        for written in self._speaking_for(side):
            known = self._words(written.text)
            weight = 0.0
            # Two words in a row count wherever both stand in a phrase: it says the same.
            for lead, words in telling:
                if words <= known:
                    weight += lead

            if weight > 0:
                weighed.append((weight, written))

        # The sort is stable: of phrases that hold as much, the first in the file is quoted.
        weighed.sort(key=lambda item: -item[0])
        strongest = weighed[:MAX_PULLING]
        return [written for _, written in strongest]

    def _speaking_for(self, side: Label | Outcome) -> Iterator[Written]:
        for label, written in self._written.items():
            speaks_for = (label, label.outcome)
            if side in speaks_for:
                yield from written

    def _words(self, text: str) -> frozenset[str]:
        known = self._words_read.get(text)
        if known is None:
            words = self._matcher.words(text)
            known = frozenset(word.stem for word in words)
            self._words_read[text] = known
        return known


def _words_in(feature: Feature) -> frozenset[str]:
    """Return the words that a feature stands for, whatever their stance."""
    name, _, _ = feature.name.partition("|")
    words = name.removeprefix(f"{BEGIN}_")
    # The marks that the matcher puts between two words.
    parts = re.split("[_~]", words)
    return frozenset(parts)
