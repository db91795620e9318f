"""What answers are put together from, as plain frozen data: topics, their roles, reasons, sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.advice.choices import Reply


class Confidence(StrEnum):
    """How sure a recommendation is; a tie speaks for both roles alike."""

    CLEAR = "clear"
    LIKELY = "likely"
    TENTATIVE = "tentative"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Role:
    """A role's id, its name and what it does."""

    id: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who wrote what the knowledge is drawn from, and the month (`YYYY-MM`) of its last review.

    `page` is where the whole comparison can be read, `owner` whom to ask when the review is old.
    """

    title: str
    author: str
    publisher: str
    reviewed: str
    is_old: bool = False
    page: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A comparison that the bot knows: its id, title, the two roles, questions to try, and whom to ask."""

    id: str
    title: str
    roles: tuple[Role, ...]
    examples: tuple[str, ...]
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion of a topic that speaks for a role, and the words of the question that it was found in.

    `reply` is what the team said when it was asked whether the criterion holds.
    """

    topic: str
    role: Role
    criterion: str
    text: str
    words: tuple[str, ...] = ()
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What part of a message was taken for something else than a need: its words and their status."""

    words: str
    status: str


@dataclass(frozen=True, slots=True)
class Change:
    """Advice that a later message changed: what was recommended before, and the words that changed it."""

    before: tuple[Role, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of a difference; `cells` in the order of the topic's roles."""

    id: str
    name: str
    cells: tuple[str, ...]
