"""The format of what is matched and never shown: the phrases of a comparison, and those of near-by topics."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.knowledge.strict import Id, Phrase, Phrases, Strict, Text


class ComparisonPhrases(Strict):
    """How people say what a comparison knows."""

    replace: bool = False
    """In a folder of your own: take the place of the shipped file of this name, instead of adding to it."""
    criteria: dict[Id, Phrases]
    """Under the id of each criterion how people tell this need, at best as whole situations."""
    differences: dict[Id, Phrases]
    """Under the id of each difference how people ask for just this aspect."""
    sequence: Annotated[tuple[Phrase, ...], Field(strict=False)] = ()
    """Ways of asking for the order that belong to this comparison alone."""
    not_covered: dict[Id, Phrases] = Field(default_factory=dict)
    """Under the id of each topic in `not_covered` of the comparison how people ask about it."""


class NearByTopic(Strict):
    """A near-by topic that the knowledge does not answer, with the honest sentence to say instead."""

    text: Text
    """What the bot says instead of an answer, beginning with I."""
    phrases: Phrases
    """How people ask about the topic."""


class NearByField(Strict):
    """The near-by topics of a field, for all comparisons that name it."""

    replace: bool = False
    """In a folder of your own: take the place of the shipped file of this name, instead of adding to it."""
    topics: Annotated[dict[Id, NearByTopic], Field(min_length=1)]
    """What people in this field ask about as well, each topic under its id."""
