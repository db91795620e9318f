"""What people say of answers: votes, reasons and proposals; and the report of all that went wrong.

All of it raises DatabaseError: who says something is told whether it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.store import ratings, suggestions, unanswered_questions
from bot.store.database import Database
from bot.store.priority_semaphore import Priority
from bot.store.ratings import RatedAnswer, Vote, Votes
from bot.store.report_entries import ReportEntry
from bot.store.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Reported:
    """What went wrong, oldest first, and how often people said that an answer helped or did not."""

    entries: Sequence[ReportEntry]
    votes: Votes


class FeedbackStore:
    """Keeps what people say of answers."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Keep it in this database; `clock` is in UNIX seconds."""
        self._database = database
        self._clock = clock

    async def vote(self, vote: Vote, rated: RatedAnswer | None = None) -> bool:
        """Keep whether an answer helped a person, with a copy of one that did not.

        Returns whether it is news: of one person's votes on an answer, the last one counts.
        """
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            return await ratings.cast(connection, vote, rated)

    async def give_reason(self, answer_id: str, user: str, reason: str, comment: str) -> bool:
        """Add to a person's bad vote what was wrong; False if no such vote is kept."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            return await ratings.give_reason(connection, answer_id, user, reason, comment)

    async def suggest(self, suggestion: Suggestion) -> None:
        """Keep a better answer that a person proposes."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            now = self._clock()
            await suggestions.note(connection, suggestion, now)

    async def report(self, since: float = 0.0, priority: Priority = Priority.WHENEVER) -> Reported:
        """Return what went wrong from a time (UNIX seconds) on."""
        async with self._database.transaction(priority) as connection:
            entries = [
                *await unanswered_questions.listed(connection, since),
                *await ratings.listed(connection, since),
                *await suggestions.listed(connection, since),
            ]
            votes = await ratings.counted(connection, since)
        # The sort is stable: within one instant the kinds keep their order.
        entries.sort(key=lambda entry: entry.asked_at)
        return Reported(entries, votes)
