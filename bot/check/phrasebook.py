"""Where every phrase of the comparisons stands: which of them pull a question the wrong way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.files import within_folder
from bot.knowledge.phrases import ComparisonPhrases
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Kind, Label, Matcher, Outcome, Term

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
            if name not in reading.phrases:
                continue
            texts, phrases = reading.comparisons[name], reading.phrases[name]
            for label, location, text in _phrases(name, comparison, knowledge.phrases[name]):
                # What is added to shipped phrases can be reworded, and the shipped ones cannot.
                document, place = (texts if location[-1] == "text" else phrases).origin(location)
                if not reading.is_foreign(document):
                    self._written[label].append(_Written(text, document, place))

    def pulling(self, side: Label | Outcome, pull: Sequence[tuple[float, Term]]) -> list[Pulling]:
        """Return the phrases for a label or an outcome that hold most of these terms, by weight.

        Terms of function words alone stand in many phrases, and none of these is to blame for them.
        """
        weighed: list[tuple[float, _Written]] = []
        for written in self._speaking_for(side):
            known = self._words(written.text)
            weight = sum(lead for lead, term in pull if term.is_content and _words_in(term) <= known)
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
            self._read[text] = frozenset(word.term for word in self._matcher.words(text))
        return self._read[text]


def _placed(written: _Written) -> Pulling:
    line = written.document.problem(written.location, "").line
    return Pulling(written.text, f"{within_folder(written.document.path)}:{line}")


def _words_in(term: Term) -> frozenset[str]:
    """Return the words that a term stands for, whatever their stance."""
    name, _, _ = term.name.partition("|")
    return frozenset(re.split("[_~]", name.removeprefix("^_")))


def _phrases(
    name: str, comparison: Comparison, written: ComparisonPhrases
) -> Iterator[tuple[Label, Location, str]]:
    """Yield what is matched on, with what it speaks for and its place, as the matcher reads it."""
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            label = Label(Kind.CRITERION, criterion.id, name, role_id)
            yield label, ("roles", role_id, "choose_when", index, "text"), criterion.text
            for number, phrase in enumerate(written.criteria[criterion.id]):
                yield label, ("criteria", criterion.id, number), phrase
    for row, phrases in written.differences.items():
        for number, phrase in enumerate(phrases):
            yield Label(Kind.ASPECT, row, name), ("differences", row, number), phrase
    for topic, phrases in written.not_covered.items():
        for number, phrase in enumerate(phrases):
            yield Label(Kind.NOT_COVERED, topic, name), ("not_covered", topic, number), phrase
