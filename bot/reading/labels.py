"""What phrases speak for: labels, the outcomes that they come down to, and every phrase with its label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.models import Knowledge

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


@dataclass(frozen=True, slots=True, order=True)
class Outcome:
    """What answering by a label comes down to; `comparison` and `role` only where they matter."""

    name: str
    comparison: str = ""
    role: str = ""


REFUSAL = Outcome("refusal")


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """Something that phrases speak for; `id` is unique within kind and comparison."""

    kind: Kind
    id: str
    comparison: str = ""
    role: str = ""

    @property
    def outcome(self) -> Outcome:
        """Return what answering by this label comes down to."""
        match self.kind:
            case Kind.CRITERION:
                return Outcome(RECOMMENDATION, self.comparison, self.role)
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
        for role_id, criterion in comparison.criteria():
            label = Label(Kind.CRITERION, criterion.id, name, role_id)
            yield from ((label, phrase) for phrase in (*criterion.phrases, criterion.text))
        for difference in comparison.differences:
            label = Label(Kind.ASPECT, difference.id, name)
            yield from ((label, phrase) for phrase in difference.phrases)
        for phrase in comparison.sequence.phrases:
            yield Label(Kind.SEQUENCE, Kind.SEQUENCE), phrase
        for near_by in comparison.not_covered:
            label = Label(Kind.NOT_COVERED, near_by.id, name)
            yield from ((label, phrase) for phrase in near_by.phrases)
    language = knowledge.language
    for near_by in language.near_by:
        yield from ((Label(Kind.NOT_COVERED, near_by.id), phrase) for phrase in near_by.phrases)
    for kind, cues in (
        (Kind.DIFFERENCE, language.cues.difference),
        (Kind.DEFINITION, language.cues.definition),
        (Kind.SEQUENCE, language.cues.sequence),
        (Kind.EVERYDAY, language.everyday),
    ):
        yield from ((Label(kind, kind), phrase) for phrase in cues)
    for talk, cues in language.small_talk.items():
        yield from ((Label(Kind.SMALL_TALK, talk), phrase) for phrase in cues)
