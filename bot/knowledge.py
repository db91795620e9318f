"""The knowledge format as frozen models: a comparison, the language, and questions with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import snowballstemmer
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

KEBAB_CASE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MONTH = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"
SOME_WORD = r"[\p{L}\p{N}]"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=SOME_WORD)]
Id = Annotated[str, StringConstraints(pattern=KEBAB_CASE, max_length=100)]
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, strict=False)]
Intent = Literal["recommendation", "difference", "definition", "sequence", "smalltalk"]
SmallTalkId = Literal["greeting", "how-are-you", "thanks", "goodbye", "help", "praise-or-complaint"]


class Strict(BaseModel):
    """A model that coerces nothing, ignores nothing and cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Strict):
    """Where the advice comes from, and the month (`YYYY-MM`) in which it was last reviewed."""

    title: Text
    author: Text
    publisher: Text
    reviewed: Month


class Criterion(Strict):
    """One reason to choose a role: what the reply says, and how people say it."""

    id: Id
    text: Text
    phrases: Phrases


class Role(Strict):
    """One of the two roles that a comparison weighs."""

    name: Phrase
    aliases: Phrases
    summary: Text
    choose_when: Annotated[tuple[Criterion, ...], Field(min_length=1, strict=False)]


class Difference(Strict):
    """One aspect in which the roles differ, with a cell for each role."""

    id: Id
    aspect: Text
    cells: dict[Id, Text]
    phrases: Phrases


class Sequence(Strict):
    """Which role comes first, and why; `phrases` are added to the general ones of the language."""

    first: Id
    text: Text
    phrases: Annotated[tuple[Phrase, ...], Field(strict=False)] = ()


class BottomLine(Strict):
    """The conclusion, what goes wrong with only one of the roles, and how work passes between them."""

    text: Text
    why: Text
    handoff: Text


class NotCovered(Strict):
    """A near-by topic that the source does not answer, with the honest sentence to say instead."""

    id: Id
    text: Text
    phrases: Phrases


class Comparison(Strict):
    """One knowledge file: two roles, when to choose which, and the bottom line."""

    title: Text
    quick_answer: Text
    examples: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4, strict=False)]
    source: Source
    roles: Annotated[dict[Id, Role], Field(min_length=2, max_length=2)]
    differences: Annotated[tuple[Difference, ...], Field(min_length=1, strict=False)]
    sequence: Sequence
    bottom_line: BottomLine
    owner: Text | None = None
    draft: bool = False
    not_covered: Annotated[tuple[NotCovered, ...], Field(strict=False)] = ()

    def criteria(self) -> Iterator[tuple[str, Criterion]]:
        """Yield every criterion with the id of its role, in the file's order."""
        for role_id, role in self.roles.items():
            for criterion in role.choose_when:
                yield role_id, criterion


class Polarity(Strict):
    """How a clause says that something is there (`have`) or is missing and wanted (`lack`)."""

    have: Phrases
    lack: Phrases
    negation: Phrases


class Cues(Strict):
    """Phrases that ask for something other than a recommendation; `{role}` stands for any role's name."""

    difference: Phrases
    definition: Phrases
    sequence: Phrases


class Language(Strict):
    """The general words of one language that are matched on and belong to no comparison."""

    stemmer: Text
    abbreviations: dict[Text, Phrase]
    function_words: Phrases
    clause_breaks: Phrases
    coordinators: Phrases
    polarity: Polarity
    cues: Cues
    small_talk: Annotated[dict[SmallTalkId, Phrases], Field(min_length=1)]
    everyday: Phrases

    @field_validator("stemmer")
    @classmethod
    def _is_known(cls, stemmer: str) -> str:
        known = snowballstemmer.algorithms()
        if stemmer not in known:
            raise ValueError(f"is not a Snowball stemmer; use one of {', '.join(known)}")
        return stemmer


class Question(Strict):
    """A question with the answer that it must get, or (`not`) one that must get no advice.

    `gap` marks one that is not answered as it should be yet; it says so as soon as it is.
    """

    ask: Text | None = None
    answer: Intent = "recommendation"
    roles: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    criterion: Id | None = None
    not_: Annotated[Text | None, Field(alias="not")] = None
    gap: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Question:
        if (self.ask is None) == (self.not_ is None):
            raise ValueError("write either `ask` or `not`, and exactly one of them")
        return self

    @property
    def text(self) -> str:
        """What is asked."""
        return self.ask or self.not_ or ""


class Questions(Strict):
    """The questions that one comparison must answer, and the near misses that it must not."""

    comparison: Id
    questions: Annotated[tuple[Question, ...], Field(min_length=1, strict=False)]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that was read; `comparisons` by id, sorted."""

    comparisons: dict[str, Comparison]
    language: Language
    questions: dict[str, Questions]

    def served(self) -> dict[str, Comparison]:
        """Return the comparisons that are answered from: all but the drafts."""
        return {name: comparison for name, comparison in self.comparisons.items() if not comparison.draft}
