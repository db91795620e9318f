"""What phrases speak for: labels, the outcomes that they come down to, and every phrase with its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.language import Language
from bot.knowledge.phrases import ComparisonPhrases, NearByField

RECOMMENDATION = "recommendation"
MAX_REMEMBERED = 10_000
"""Labels whose outcome is remembered: a comparison has about twenty."""


class Kind(StrEnum):
    """What a label stands for."""

    CRITERION = "criterion"
    ASPECT = "aspect"
    NOT_COVERED = "not-covered"
    DIFFERENCE = "difference"
    DEFINITION = "definition"
    ORDER = "sequence"  # as the files of knowledge call it
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
    @lru_cache(maxsize=MAX_REMEMBERED)  # noqa: B019 (labels are few, and are kept anyway)
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
    return chain.from_iterable(sources(knowledge))


def sources(knowledge: Knowledge) -> Iterator[list[tuple[Label, str]]]:
    """Yield all phrases of each comparison, of each field of near-by topics, and of the language."""
    for name, comparison in knowledge.served().items():
        written = knowledge.phrases[name]
        yield list(_of_comparison(name, comparison, written))

    for field in sharing(knowledge):
        shared = knowledge.near_by[field]
        yield list(_of_field(field, shared))

    yield list(_of_language(knowledge.language))


def sharing(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return for each field of near-by topics the served comparisons that name it."""
    naming: dict[str, set[str]] = {}
    for name, comparison in knowledge.served().items():
        for field in comparison.near_by:
            names = naming.setdefault(field, set())
            names.add(name)

    fields = {}
    for field, names in naming.items():
        fields[field] = frozenset(names)
    return fields


def _of_comparison(
    name: str,
    comparison: Comparison,
    written: ComparisonPhrases,
) -> Iterator[tuple[Label, str]]:
    for role_id, criterion in comparison.criteria():
        label = Label(
            Kind.CRITERION,
            criterion.id,
            name,
            role_id,
        )
        yield from _labelled(label, written.criteria[criterion.id])
        yield label, criterion.text

    for difference, phrases in written.differences.items():
        label = Label(Kind.ASPECT, difference, name)
        yield from _labelled(label, phrases)

    # Which comes first is asked alike of all roles, so these phrases serve every comparison.
    label = Label(Kind.ORDER, Kind.ORDER)
    yield from _labelled(label, written.sequence)

    for topic, phrases in written.not_covered.items():
        label = Label(Kind.NOT_COVERED, topic, name)
        yield from _labelled(label, phrases)


def _of_field(field: str, written: NearByField) -> Iterator[tuple[Label, str]]:
    for topic, near_by in written.topics.items():
        label = Label(Kind.NOT_COVERED, topic, field=field)
        yield from _labelled(label, near_by.phrases)


def _of_language(language: Language) -> Iterator[tuple[Label, str]]:
    for topic, near_by in language.near_by.items():
        label = Label(Kind.NOT_COVERED, topic)
        yield from _labelled(label, near_by.phrases)

    cues = {
        Kind.DIFFERENCE: language.cues.difference,
        Kind.DEFINITION: language.cues.definition,
        Kind.ORDER: language.cues.sequence,
        Kind.EVERYDAY: language.everyday,
    }
    for kind, phrases in cues.items():
        label = Label(kind, kind)
        yield from _labelled(label, phrases)

    for talk, phrases in language.small_talk.items():
        label = Label(Kind.SMALL_TALK, talk)
        yield from _labelled(label, phrases)


def _labelled(label: Label, phrases: Iterable[str]) -> Iterator[tuple[Label, str]]:
    for phrase in phrases:
        yield label, phrase
