"""Where phrases stand in the files: the only module of this room that knows how these are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import Problem
from bot.knowledge.comparison import Comparison, Criterion
from bot.knowledge.files import within_folder
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Kind, Label

CRITERIA = "criteria"
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
        problem = self.problem("")
        file = within_folder(problem.path)
        return f"{file}:{problem.line}"

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
    """Where the list of the phrases stands."""
    phrases: tuple[str, ...]
    text: str = ""
    """The text of a criterion, which is matched on like a phrase."""
    text_place: Place | None = None

    def place_of(self, number: int) -> Place:
        """Return where one of the phrases stands; numbers begin at 0."""
        document, location = self.place
        below = (*location, number)
        return Place(document, below)


def criteria(comparison: Comparison) -> Iterator[tuple[Location, str, Criterion]]:
    """Yield every criterion with its place and its role."""
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            location = ("roles", role_id, "choose_when", index)
            yield location, role_id, criterion


def holders(reading: Reading, name: str, comparison: Comparison) -> Iterator[Holder]:
    """Yield everything of a comparison that phrases speak for, as the matcher reads it."""
    document = reading.phrases.get(name)
    if reading.knowledge is None or document is None:
        return  # that it has no phrases is an error by itself
    written = reading.knowledge.phrases[name]

    shown = reading.comparisons[name]
    for location, role_id, criterion in criteria(comparison):
        yield Holder(
            label=Label(Kind.CRITERION, criterion.id, name, role_id),
            side=role_id,
            place=Place(document, (CRITERIA, criterion.id)),
            phrases=written.criteria[criterion.id],
            text=criterion.text,
            text_place=Place(shown, (*location, "text")),
        )

    for row, phrases in written.differences.items():
        yield Holder(
            label=Label(Kind.ASPECT, row, name),
            side=DIFFERENCES,
            place=Place(document, (DIFFERENCES, row)),
            phrases=phrases,
        )

    yield Holder(
        label=Label(Kind.ORDER, Kind.ORDER),
        side=SEQUENCE,
        place=Place(document, (SEQUENCE,)),
        phrases=written.sequence,
    )

    for topic, phrases in written.not_covered.items():
        yield Holder(
            label=Label(Kind.NOT_COVERED, topic, name),
            side=NOT_COVERED,
            place=Place(document, (NOT_COVERED, topic)),
            phrases=phrases,
        )


def shared_topics(reading: Reading) -> Iterator[Holder]:
    """Yield the near-by topics of no single comparison: those of any role, and those of fields."""
    knowledge = reading.knowledge
    if knowledge is None:
        return

    # With a broken language the shipped one stands in, whose places are elsewhere.
    document = reading.language
    if not document.problems:
        for topic, near_by in knowledge.language.near_by.items():
            yield Holder(
                label=Label(Kind.NOT_COVERED, topic),
                side=NEAR_BY,
                place=Place(document, (NEAR_BY, topic, "phrases")),
                phrases=near_by.phrases,
            )

    for field, shared in knowledge.near_by.items():
        document = reading.near_by[field]
        for topic, near_by in shared.topics.items():
            yield Holder(
                label=Label(Kind.NOT_COVERED, topic, field=field),
                side=NEAR_BY,
                place=Place(document, ("topics", topic, "phrases")),
                phrases=near_by.phrases,
            )
