"""The format of a comparison: what the bot says of two roles, and when to choose which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from bot.knowledge.strict import Address, Id, Month, Phrase, Phrases, Strict, Text

REVIEW_MONTHS = 12
"""From how many months on a review is old."""


class SourceEntry(Strict):
    """Where the advice comes from, and when it was last reviewed."""

    title: Text
    """Title of the article, guide or decision that the advice is drawn from."""
    author: Text
    """Who wrote it."""
    publisher: Text
    """Where it appeared; your own company is fine."""
    reviewed: Month
    """Month of the last review, such as 2026-03. After twelve months answers say that it is old."""

    def is_old(self, today: date) -> bool:
        """Tell whether the last review was more than REVIEW_MONTHS ago."""
        written = self.reviewed.split("-")
        year, month = map(int, written)
        years = today.year - year
        months = today.month - month
        # Counted from month to month: of the review no day is known.
        age = years * 12 + months
        return age > REVIEW_MONTHS


class Criterion(Strict):
    """One reason to choose a role, as the reply gives it."""

    id: Id
    """Name of the criterion, in kebab-case, unique in the file."""
    text: Text
    """The reason as the reply gives it, a full sentence addressed to the team."""


class RoleEntry(Strict):
    """One of the two roles that a comparison weighs."""

    name: Phrase
    """The role's name, as replies write it."""
    aliases: Phrases
    """Other names that people use for the role: short forms, plurals, old titles."""
    summary: Text
    """What the role does, in one sentence."""
    choose_when: Annotated[tuple[Criterion, ...], Field(min_length=1, strict=False)]
    """The criteria that speak for the role; about as many as the other role has."""


class DifferenceRow(Strict):
    """One aspect in which the roles differ, with a cell for each role."""

    id: Id
    """Name of the aspect, in kebab-case, unique in the file."""
    aspect: Text
    """The aspect as a heading, such as: Main output."""
    cells: dict[Id, Text]
    """What holds for each role, under the role's id; about equally long."""


class SequenceEntry(Strict):
    """Which role comes first, and why."""

    first: Id
    """Id of the role to begin with."""
    text: Text
    """The order and its reason, in one sentence."""


class BottomLine(Strict):
    """The conclusion, what goes wrong with only one of the roles, and how work passes between them."""

    text: Text
    """The conclusion in one or two sentences."""
    why: Text
    """What goes wrong with only one of the roles."""
    handoff: Text
    """How work passes from one role to the other."""


class Comparison(Strict):
    """What the bot says: two roles, when to choose which, and the bottom line."""

    title: Text
    """The title that the list of topics shows."""
    quick_answer: Text
    """The whole difference in a few sentences."""
    examples: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4, strict=False)]
    """One to four questions that the bot suggests; each must get an answer."""
    source: SourceEntry
    """Where the advice comes from, and when it was last reviewed."""
    roles: Annotated[dict[Id, RoleEntry], Field(min_length=2, max_length=2)]
    """The two roles, each under its id. One id is one role, with one name, in all files."""
    differences: Annotated[tuple[DifferenceRow, ...], Field(min_length=1, strict=False)]
    """In what the roles differ, a row for each aspect."""
    sequence: SequenceEntry
    """Which role comes first, and why."""
    bottom_line: BottomLine
    """The conclusion."""
    owner: Text | None = None
    """Whom to ask when the bot does not know: a person, a channel or a link."""
    page: Address | None = None
    """Where people can read the whole comparison; answers link to it. `whichrole docs` writes such a page."""
    draft: bool = False
    """A draft is checked, but no question is answered from it."""
    near_by: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Fields whose near-by topics belong to these roles too: names of files in `near_by/`, without .yaml."""
    not_covered: dict[Id, Text] = Field(default_factory=dict)
    """Near-by topics of this comparison alone: under an id what the bot says instead, beginning with I."""

    @field_validator("owner", "page", mode="before")
    @classmethod
    def _is_written(cls, value: object) -> object:
        if value is None:
            raise ValueError("is empty; write a text, in quotes if it begins with #, or delete the line")
        return value

    def criteria(self) -> Iterator[tuple[str, Criterion]]:
        """Yield every criterion with the id of its role, in the file's order."""
        for role_id, role in self.roles.items():
            for criterion in role.choose_when:
                yield role_id, criterion
