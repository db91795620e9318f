"""Where every phrase of the comparisons stands: which of them pull a question the wrong way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.knowledge.models import Comparison, Knowledge
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Feature, Kind, Label, Matcher, Outcome

MAX_PULLING = 2
"""Phrases that are named for one question."""


class Pulling(NamedTuple):
    """A phrase, and where it stands: the name of the file and the line."""

    text: str
    place: str


class _Written(NamedTuple):
    text: str
    document: Document
    location: Location


class Phrasebook:
    """Every phrase that can be reworded: those of one's own comparisons that are answered from.

    Their words are read when they are needed.
    """

    def __init__(self, knowledge: Knowledge, reading: Reading, matcher: Matcher) -> None:
        """Note what speaks for what, and where it stands."""
        self._matcher = matcher
        self._read: dict[str, frozenset[str]] = {}
        self._written: dict[Label, list[_Written]] = defaultdict(list)
        for name, comparison in knowledge.served().items():
            document = reading.comparisons[name]
            if reading.is_foreign(document):
                continue
            for label, location, text in _phrases(name, comparison):
                self._written[label].append(_Written(text, document, location))

    def pulling(self, side: Label | Outcome, pull: Sequence[tuple[float, Feature]]) -> list[Pulling]:
        """Return the phrases for a label or an outcome that hold most of these terms, by weight.

        Terms of function words alone stand in many phrases, and none of these is to blame for them.
        """
        weighed: list[tuple[float, _Written]] = []
        for written in self._speaking_for(side):
            known = self._words(written.text)
            weight = sum(lead for lead, feature in pull if feature.is_content and _words_in(feature) <= known)
            if weight > 0:
                weighed.append((weight, written))
        weighed.sort(key=lambda item: -item[0])
        return [_placed(written) for _, written in weighed[:MAX_PULLING]]

    def _speaking_for(self, side: Label | Outcome) -> Iterator[_Written]:
        for label, written in self._written.items():
            if side in (label, label.outcome):
                yield from written

    def _words(self, text: str) -> frozenset[str]:
        if text not in self._read:
            self._read[text] = frozenset(word.stem for word in self._matcher.words(text))
        return self._read[text]


def _placed(written: _Written) -> Pulling:
    line = written.document.problem(written.location, "").line
    return Pulling(written.text, f"{written.document.path.name}:{line}")


def _words_in(feature: Feature) -> frozenset[str]:
    """Return the words that a feature stands for, whatever their stance."""
    name, _, _ = feature.name.partition("|")
    return frozenset(re.split("[_~]", name.removeprefix("^_")))


def _phrases(name: str, comparison: Comparison) -> Iterable[tuple[Label, Location, str]]:
    """Yield what is matched on, with what it speaks for and its place, as the matcher reads it."""
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            label = Label(Kind.CRITERION, criterion.id, name, role_id)
            at: Location = ("roles", role_id, "choose_when", index)
            yield label, (*at, "text"), criterion.text
            for number, phrase in enumerate(criterion.phrases):
                yield label, (*at, "phrases", number), phrase
    for index, row in enumerate(comparison.differences):
        label = Label(Kind.ASPECT, row.id, name)
        for number, phrase in enumerate(row.phrases):
            yield label, ("differences", index, "phrases", number), phrase
    for index, near_by in enumerate(comparison.not_covered):
        label = Label(Kind.NOT_COVERED, near_by.id, name)
        for number, phrase in enumerate(near_by.phrases):
            yield label, ("not_covered", index, "phrases", number), phrase
