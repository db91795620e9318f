"""The store as the bot uses it: only what a command asks for fails while the database is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.config import StoreSettings
from bot.errors import DatabaseError
from bot.store import (
    claims,
    given_answers,
    listening_channels,
    ratings,
    saved_conversations,
    sending_slots,
    suggestions,
    unanswered_questions,
)
from bot.store.batches import Batches
from bot.store.claims import ClaimedMessage
from bot.store.database import Database
from bot.store.feedback_store import FeedbackStore
from bot.store.given_answers import GivenAnswer
from bot.store.held_messages import HeldMessages
from bot.store.listening_channels import ListeningChannels
from bot.store.priority_semaphore import Priority
from bot.store.saved_conversations import SavedConversation, StateChange, TurnToSave
from bot.store.unanswered_questions import AskedInVain

HOUR, DAY = 3600.0, 86_400.0
MIN_NOTE_HOURS = 24
"""How long it is known at least that a message is answered: after an outage Slack sends old ones again."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted about a person."""

    answers: int
    conversations: int
    questions: int
    messages: int
    ratings: int
    suggestions: int
    listening: int
    """Channels of which it was known that they turned listening on there."""


@dataclass(frozen=True, slots=True)
class Record:
    """What came of a message: that it is answered, what it did to its conversation, a question to keep."""

    answered: ClaimedMessage | None
    turn: TurnToSave | None = None
    given: GivenAnswer | None = None
    question: AskedInVain | None = None


class Store:
    """What the bot remembers; several replicas may share one database."""

    def __init__(
        self,
        settings: StoreSettings,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the settings, but do not connect; raises ConfigError.

        The clock (UNIX seconds) is what replicas share; the monotonic one times only what is done here.
        """
        self._settings = settings
        self._clock = clock
        self._database = Database(settings.url, monotonic)
        self._messages = HeldMessages(self._database, clock, monotonic)
        self.feedback = FeedbackStore(self._database, clock)
        """What people say of answers, and the report of what went wrong."""
        self.listening = ListeningChannels(self._database, clock)
        """The channels in which people are answered unasked."""
        # What many messages at once ask for is done in one transaction.
        self._loads = Batches(self._load)
        self._records = Batches(self._write_records)

    @property
    def missing(self) -> Path | None:
        """The file that this would create, if it is not there yet."""
        file = self._database.file
        if file is None or file.exists():
            return None
        return file

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """Create the tables, keep connections until the end, and then let go of what is unanswered.

        Raises DatabaseError for a newer release's database, but not for one that is away.
        """
        try:
            await self._database.open()
            yield self
        finally:
            # A task that was cancelled leaves its item to be worked on.
            for batches in (self._loads, self._records):
                await batches.finished()
            with suppress(DatabaseError):
                await self._messages.let_go()
            await self._database.close()

    async def claim(self, message: ClaimedMessage) -> bool:
        """Take on a message, under a lease; False when it or its event was claimed before."""
        return await self._messages.claim(message)

    async def load(self, key: str, user: str, seconds: float | None = None) -> SavedConversation:
        """Return a conversation; a fresh one when it expired or the database is away.

        After `seconds`, whatever the database is waited for, it is a fresh one too.
        """
        with suppress(DatabaseError, TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._loads.do((key, user))
        return SavedConversation(key, user)

    async def settle(
        self,
        message_id: str | None,
        seen: SavedConversation,
        change: StateChange,
        given: GivenAnswer | None = None,
        question: AskedInVain | None = None,
    ) -> None:
        """Write down at once that a message is answered, how, and what its conversation has become.

        To be called directly after Slack took the reply.
        """
        answered = self._messages.note_answered(message_id)
        turn = TurnToSave(seen, change)
        record = Record(answered, turn, given, question)
        with suppress(DatabaseError):
            await self._records.do(record)

    async def finish(self, message_id: str) -> None:
        """Write down that a message needs no answer any more, for instance because of an apology."""
        answered = self._messages.note_answered(message_id)
        record = Record(answered)
        with suppress(DatabaseError):
            await self._records.do(record)

    def drop(self, message_id: str | None) -> None:
        """Hold a message no longer; unless it is finished, whoever finds its lease run out takes it up."""
        if message_id:
            self._messages.drop(message_id)

    async def withdraw(self, message_id: str) -> None:
        """Forget that a message was taken on: when it comes again, it is taken on again."""
        await self._messages.withdraw(message_id)

    async def take_over(self, answering: Collection[str] = ()) -> Sequence[ClaimedMessage]:
        """Renew the leases of what is being answered here, and take on what others left unanswered.

        A message that nobody is answering keeps its lease no longer, whatever became of its listener.
        """
        with suppress(DatabaseError):
            return await self._messages.take_over(answering)
        return []

    async def channel_slot(self, channel: str, earliest: float, seconds: float) -> float | None:
        """Return when (UNIX seconds) a message may be sent there, and keep the next one `seconds` behind it.

        None while the database is away.
        """
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.RECORD) as connection:
                return await sending_slots.reserve(connection, channel, earliest, seconds)
        return None

    async def expire(self) -> None:
        """Delete what is older than the settings allow."""
        now = self._clock()
        settings = self._settings
        note_hours = max(MIN_NOTE_HOURS, settings.conversation_hours)
        notes_before = now - note_hours * HOUR
        questions_before = now - settings.retention_days * DAY
        answers_before = now - settings.conversation_hours * HOUR
        slots_before = now - HOUR

        with suppress(DatabaseError):
            async with self._database.transaction() as connection:
                await claims.expire(connection, notes_before)
                # Of conversations, the rows themselves say when they are over.
                await saved_conversations.expire(connection, now)
                await unanswered_questions.expire(connection, questions_before)
                await ratings.expire(connection, questions_before)
                await suggestions.expire(connection, questions_before)
                await given_answers.expire(connection, answers_before)
                await sending_slots.expire(connection, slots_before)
                await listening_channels.expire(connection, slots_before)

    async def forget(self, user: str) -> Forgotten:
        """Delete everything about a person; raises DatabaseError."""
        async with self._database.transaction() as connection:
            messages = await claims.forget(connection, user)
            conversations = await saved_conversations.forget(connection, user)
            questions = await unanswered_questions.forget(connection, user)
            answers = await given_answers.forget(connection, user)
            rated = await ratings.forget(connection, user)
            suggested = await suggestions.forget(connection, user)
            listening = await listening_channels.forget(connection, user)
        return Forgotten(
            answers=answers,
            conversations=conversations,
            questions=questions,
            messages=messages,
            ratings=rated,
            suggestions=suggested,
            listening=listening,
        )

    async def answer(self, answer_id: str) -> GivenAnswer | None:
        """Return an answer that was given; None if it is not kept any more, or the database is away."""
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
                return await given_answers.load(connection, answer_id)
        return None

    async def _load(self, people: Sequence[tuple[str, str]]) -> Sequence[SavedConversation]:
        """Load conversations in one transaction; raises DatabaseError."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            now = self._clock()
            return await saved_conversations.load(connection, people, now)

    async def _write_records(self, records: Sequence[Record]) -> Sequence[None]:
        """Write down what came of messages in one transaction.

        Raises DatabaseError; the messages are then finished as soon as the database is back.
        """
        answered = []
        turns = []
        given = []
        questions = []
        for record in records:
            if record.answered:
                answered.append(record.answered)
            if not record.turn:
                continue
            turns.append(record.turn)
            if record.given:
                given.append(record.given)
            if record.question:
                user = record.turn.seen.user
                asked = (user, record.question)
                questions.append(asked)

        kept_for = self._settings.conversation_hours * HOUR
        async with self._database.transaction(Priority.RECORD) as connection:
            now = self._clock()
            expires_at = now + kept_for
            await self._messages.finish(connection, answered, now)
            await saved_conversations.save(connection, turns, now, expires_at)
            await given_answers.note(connection, given, now)
            await unanswered_questions.note(connection, questions, now)

        # Only what is committed need not be written down later.
        self._messages.forget_answered(answered)
        # A batch has a result for each of its items; these have nothing to tell.
        return [None] * len(records)
