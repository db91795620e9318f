"""What phrases speak for: labels, the outcomes that they come down to, and every phrase with its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.phrases import ComparisonPhrases

RECOMMENDATION = "recommendation"


class Kind(StrEnum):
    """What a label stands for."""

    CRITERION = "criterion"
    ASPECT = "aspect"
    NOT_COVERED = "not-covered"
    DIFFERENCE = "difference"
    DEFINITION = "definition"
    SEQUENCE = "sequence"
    SMALL_TALK = "small-talk"
    EVERYDAY = "everyday"


# Labels and outcomes are the keys of all that is weighed. Named tuples are hashed three times as fast as
# frozen dataclasses.
class Outcome(NamedTuple):
    """What answering by a label comes down to; `comparison` and `role` only where they matter."""

    name: str
    comparison: str = ""
    role: str = ""

    @property
    def has_rivals(self) -> bool:
        """Whether it is one of the roles that a comparison weighs against each other."""
        return self.name == RECOMMENDATION


REFUSAL = Outcome("refusal")


class Label(NamedTuple):
    """Something that phrases speak for; `id` is unique within kind and comparison, or field."""

    kind: Kind
    id: str
    comparison: str = ""
    role: str = ""
    field: str = ""
    """Of a near-by topic that several comparisons share."""

    @property
    def has_rivals(self) -> bool:
        """Whether it is one of the criteria that a comparison weighs against each other."""
        return self.kind is Kind.CRITERION

    @property
    def outcome(self) -> Outcome:
        """Return what answering by this label comes down to."""
        match self.kind:
            case Kind.CRITERION:
                return Outcome(
                    RECOMMENDATION,
                    self.comparison,
                    self.role,
                )
            case Kind.ASPECT:
                return Outcome(Kind.DIFFERENCE.value)
            case Kind.NOT_COVERED | Kind.EVERYDAY:
                return REFUSAL
            case _:
                return Outcome(self.kind.value)


EVERYDAY = Label(Kind.EVERYDAY, Kind.EVERYDAY)


def phrases(knowledge: Knowledge) -> Iterator[tuple[Label, str]]:
    """Yield every phrase of the served knowledge with the label that it speaks for."""
    for name, comparison in knowledge.served().items():
        yield from _phrases_of(name, comparison, knowledge.phrases[name])
    for field in sharing(knowledge):
        for topic, near_by in knowledge.near_by[field].topics.items():
            label = Label(Kind.NOT_COVERED, topic, field=field)
            yield from _each(label, near_by.phrases)
    language = knowledge.language
    for topic, near_by in language.near_by.items():
        yield from _each(Label(Kind.NOT_COVERED, topic), near_by.phrases)
    yield from _each(Label(Kind.DIFFERENCE, Kind.DIFFERENCE), language.cues.difference)
    yield from _each(Label(Kind.DEFINITION, Kind.DEFINITION), language.cues.definition)
    yield from _each(Label(Kind.SEQUENCE, Kind.SEQUENCE), language.cues.sequence)
    yield from _each(EVERYDAY, language.everyday)
    for talk, cues in language.small_talk.items():
        yield from _each(Label(Kind.SMALL_TALK, talk), cues)


def sharing(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return for each field of near-by topics the served comparisons that name it."""
    naming: dict[str, set[str]] = {}
    for name, comparison in knowledge.served().items():
        for field in comparison.near_by:
            naming.setdefault(field, set()).add(name)
    return {field: frozenset(names) for field, names in naming.items()}


def _phrases_of(name: str, comparison: Comparison, written: ComparisonPhrases) -> Iterator[tuple[Label, str]]:
    for role_id, criterion in comparison.criteria():
        label = Label(Kind.CRITERION, criterion.id, name, role_id)
        yield from _each(label, written.criteria[criterion.id])
        yield label, criterion.text
    for difference, said in written.differences.items():
        yield from _each(Label(Kind.ASPECT, difference, name), said)
    yield from _each(Label(Kind.SEQUENCE, Kind.SEQUENCE), written.sequence)
    for topic, said in written.not_covered.items():
        yield from _each(Label(Kind.NOT_COVERED, topic, name), said)


def _each(label: Label, written: Iterable[str]) -> Iterator[tuple[Label, str]]:
    for phrase in written:
        yield label, phrase
