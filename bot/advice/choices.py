"""What a person says to the bot: words, or a choice that is clicked on. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Reply(StrEnum):
    """What a team replies when it is asked whether a criterion holds for it."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Asked(StrEnum):
    """What can be asked of a topic as a whole."""

    DIFFERENCE = "difference"
    DEFINITION = "definition"
    ORDER = "sequence"  # as questions files and `--json` call it


DECISION: Literal["decision"] = "decision"
"""What is asked of a topic when its interview is to begin."""


@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """A click that says whether a criterion of a topic holds."""

    topic: str
    criterion: str
    reply: Reply = Reply.YES


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A click that says which topic was meant, of what was asked (see `WhichTopic`)."""

    asked: str
    topic: str


Choice = CriterionChoice | TopicChoice
Said = str | Choice
"""What a person says: words, or a click on one of the bot's buttons."""
