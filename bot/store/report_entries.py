"""One entry of the report: a question without an answer, an answer that did not help, or a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """Why something stands in the report."""

    UNANSWERED = "no answer"
    RATED_BADLY = "not helpful"
    SUGGESTED = "suggestion"


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """What was asked, and what went wrong; nobody is named."""

    kind: EntryKind
    asked_at: datetime
    """When (UTC) it was asked, rated or proposed."""
    text: str
    """The question; empty where it is not kept any more."""
    channel: str = ""
    """Where it was asked, empty for a direct message."""
    topic: str = ""
    """The nearest topic to a question without an answer, else what the answer was about."""
    understood: str = ""
    """What was read in the question."""
    intent: str = ""
    """The kind of answer that did not help."""
    roles: tuple[str, ...] = ()
    """The roles that it named."""
    reason: str = ""
    """What was wrong with it, by the values of `BadReason` in `bot.report`."""
    comment: str = ""
    """What the person says of it, or proposes instead."""
    about: str = ""
    """The role or topic that a proposal is about."""


def when(seconds: float) -> datetime:
    """Return a time of the database (UNIX seconds)."""
    return datetime.fromtimestamp(seconds, UTC)


def place(channel: str) -> str:
    """Return a channel; nothing for a direct message, whose id would tell whose it is."""
    return "" if channel.startswith("D") else channel
