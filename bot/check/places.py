"""Where phrases stand in the files: the only module of this room that knows how these are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import Problem
from bot.knowledge.models import Comparison, Criterion, NearBy
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Kind, Label

DIFFERENCES = "differences"
SEQUENCE = "sequence"
NOT_COVERED = "not_covered"
NEAR_BY = "near_by"


class Place(NamedTuple):
    """A place in a file."""

    document: Document
    location: Location

    def __str__(self) -> str:
        """Return the name of the file and the line."""
        file = self.document.path.name
        line = self.problem("").line
        return f"{file}:{line}"

    def problem(self, message: str) -> Problem:
        """Return a problem here."""
        return self.document.problem(self.location, message)

    def is_written(self) -> bool:
        """Tell whether what stands here was written by somebody, not put in for something wrong."""
        return self.document.is_whole(self.location)


class Holder(NamedTuple):
    """Something that phrases speak for: a criterion, a difference, an order or a near-by topic.

    `side` is the id of the role that it speaks for, or the field of the file that it stands in.
    """

    label: Label
    side: str
    place: Place
    phrases: tuple[str, ...]
    text: str = ""
    """The text of a criterion, which is matched on like a phrase."""

    @property
    def text_place(self) -> Place:
        """Where the text stands."""
        document, location = self.place
        return Place(document, (*location, "text"))

    def place_of(self, number: int) -> Place:
        """Return where one of the phrases stands; numbers begin at 0."""
        document, location = self.place
        below = (*location, "phrases", number)
        return Place(document, below)


def criteria(comparison: Comparison) -> Iterator[tuple[Location, str, Criterion]]:
    """Yield every criterion with its place and its role."""
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            location = ("roles", role_id, "choose_when", index)
            yield location, role_id, criterion


def holders(reading: Reading, name: str, comparison: Comparison) -> Iterator[Holder]:
    """Yield everything of a comparison that phrases speak for, as the matcher reads it."""
    document = reading.comparisons[name]

    for location, role_id, criterion in criteria(comparison):
        yield Holder(
            label=Label(Kind.CRITERION, criterion.id, name, role_id),
            side=role_id,
            place=Place(document, location),
            phrases=criterion.phrases,
            text=criterion.text,
        )

    for index, row in enumerate(comparison.differences):
        yield Holder(
            label=Label(Kind.ASPECT, row.id, name),
            side=DIFFERENCES,
            place=Place(document, (DIFFERENCES, index)),
            phrases=row.phrases,
        )

    yield Holder(
        label=Label(Kind.SEQUENCE, Kind.SEQUENCE),
        side=SEQUENCE,
        place=Place(document, (SEQUENCE,)),
        phrases=comparison.sequence.phrases,
    )

    for index, near_by in enumerate(comparison.not_covered):
        yield Holder(
            label=Label(Kind.NOT_COVERED, near_by.id, name),
            side=NOT_COVERED,
            place=Place(document, (NOT_COVERED, index)),
            phrases=near_by.phrases,
        )


def general_topics(reading: Reading) -> Iterator[tuple[Place, NearBy]]:
    """Yield the near-by topics of any role, unless the shipped ones stand in for what is wrong."""
    if reading.knowledge is None or reading.language.problems:
        return
    topics = reading.knowledge.language.near_by
    for index, near_by in enumerate(topics):
        place = Place(reading.language, (NEAR_BY, index))
        yield place, near_by
