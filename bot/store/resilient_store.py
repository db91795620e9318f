"""The store as the bot uses it: only what a command asks for fails while the database is away."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

from bot.config import StoreSettings
from bot.errors import DatabaseError
from bot.store import claims, given_answers, saved_conversations, sending_slots, unanswered_questions
from bot.store.batches import Batches
from bot.store.claims import LEASE_SECONDS, MAX_ATTEMPTS, RELEASED, ClaimedMessage
from bot.store.database import Database
from bot.store.dedup_cache import DedupCache
from bot.store.given_answers import GivenAnswer
from bot.store.priority_semaphore import Priority
from bot.store.saved_conversations import SavedConversation, StateChange, TurnToSave
from bot.store.unanswered_questions import UnansweredQuestion

HOUR, DAY = 3600.0, 86_400.0
MIN_NOTE_HOURS = 24
"""How long it is known at least that a message is answered: after an outage Slack sends old ones again."""

MAX_ANSWERED, BATCH = 10_000, 500
"""How many answers are remembered to be written down later, and how many of them are written at once."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted about a person."""

    answers: int
    conversations: int
    questions: int
    messages: int


@dataclass(frozen=True, slots=True)
class Record:
    """What came of a message: that it is answered, what it did to its conversation, a question to keep."""

    answered: ClaimedMessage | None
    turn: TurnToSave | None = None
    given: GivenAnswer | None = None
    question: str | None = None


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
        self._monotonic = monotonic
        self._database = Database(settings.url, monotonic)
        self._owner = uuid.uuid4().hex
        self._known = DedupCache()
        self._held: dict[str, ClaimedMessage] = {}
        """Messages whose lease is ours."""
        self._answered: dict[str, ClaimedMessage] = {}
        """Messages whose reply Slack took, which is not yet written down."""

        # What many messages at once ask for is done in one transaction.
        self._claims = Batches(self._write_claims)
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
            for batches in (self._claims, self._loads, self._records):
                await batches.finished()
            held = list(self._held)
            with suppress(DatabaseError):
                await self._keep_up(held, RELEASED)
            await self._database.close()

    async def claim(self, message: ClaimedMessage) -> bool:
        """Take on a message, under a lease; False when it or its event was claimed before."""
        keys = message.dedup_keys
        if not self._known.add(*keys):
            # Who redelivers may take the answer for "it is written down".
            await self._known.written(*keys)
            return False
        with self._known.being_written(*keys):
            return await self._insert(message)

    async def load(self, key: str, user: str, seconds: float | None = None) -> SavedConversation:
        """Return a conversation; a fresh one when it expired or the database is away.

        After `seconds`, whatever the database is waited for, it is a fresh one too.
        """
        with suppress(DatabaseError, TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._loads.do((key, user))
        return SavedConversation(key, user)

    async def latest(self, beginning: str) -> str | None:
        """Return the state of the conversation that was last saved under a key with this beginning.

        None if there is none that is kept, or the database is away.
        """
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
                now = self._clock()
                return await saved_conversations.latest(connection, beginning, now)
        return None

    async def settle(
        self,
        message_id: str | None,
        seen: SavedConversation,
        change: StateChange,
        given: GivenAnswer | None = None,
        question: str | None = None,
    ) -> None:
        """Write down at once that a message is answered, how, and what its conversation has become.

        To be called directly after Slack took the reply.
        """
        answered = self._note_answered(message_id)
        turn = TurnToSave(seen, change)
        record = Record(answered, turn, given, question)
        with suppress(DatabaseError):
            await self._records.do(record)

    async def finish(self, message_id: str) -> None:
        """Write down that a message needs no answer any more, for instance because of an apology."""
        answered = self._note_answered(message_id)
        record = Record(answered)
        with suppress(DatabaseError):
            await self._records.do(record)

    def drop(self, message_id: str | None) -> None:
        """Hold a message no longer; unless it is finished, whoever finds its lease run out takes it up."""
        if message_id:
            self._held.pop(message_id, None)

    async def take_over(self, answering: Collection[str] = ()) -> Sequence[ClaimedMessage]:
        """Renew the leases of what is being answered here, and take on what others left unanswered.

        A message that nobody is answering keeps its lease no longer, whatever became of its listener.
        """
        held = [message_id for message_id in answering if message_id in self._held]
        try:
            lease_until = self._clock() + LEASE_SECONDS
            await self._keep_up(held, lease_until)
            back_for = self._monotonic() - self._database.back_at
            if back_for < LEASE_SECONDS:
                # Nobody could renew a lease while the database was away.
                return []
            taken = await self._take_over()
        except DatabaseError:
            return []

        for message in taken:
            message_id = message.message_id
            logger.warning("message %s was left unanswered and is taken up", message_id)
            self._known.add(*message.dedup_keys)
            self._held[message_id] = message
        return taken

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
                await given_answers.expire(connection, answers_before)
                await sending_slots.expire(connection, slots_before)

    async def forget(self, user: str) -> Forgotten:
        """Delete everything about a person; raises DatabaseError."""
        async with self._database.transaction() as connection:
            messages = await claims.forget(connection, user)
            conversations = await saved_conversations.forget(connection, user)
            questions = await unanswered_questions.forget(connection, user)
            answers = await given_answers.forget(connection, user)
        return Forgotten(
            answers=answers,
            conversations=conversations,
            questions=questions,
            messages=messages,
        )

    async def answer(self, answer_id: str) -> GivenAnswer | None:
        """Return an answer that was given; None if it is not kept any more, or the database is away."""
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
                return await given_answers.load(connection, answer_id)
        return None

    async def unanswered(self) -> Sequence[UnansweredQuestion]:
        """Return the questions that found no answer, newest last; raises DatabaseError."""
        async with self._database.transaction() as connection:
            return await unanswered_questions.listed(connection)

    async def _insert(self, message: ClaimedMessage) -> bool:
        message_id = message.message_id
        # Held before it is written down: whoever closes the store meanwhile lets go of it too.
        self._held[message_id] = message
        try:
            is_new = await self._claims.do(message)
        except DatabaseError:
            # It is answered without memory, and written down as soon as the database is back.
            self._held[message_id] = replace(message, is_stored=False)
            return True
        if not is_new:
            self.drop(message_id)
        return is_new

    async def _write_claims(self, messages: Sequence[ClaimedMessage]) -> Sequence[bool]:
        """Write claims down in one transaction, and tell of each whether it is new; raises DatabaseError."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            now = self._clock()
            new = await claims.insert(connection, messages, self._owner, now)
        return [message.message_id in new for message in messages]

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
                questions.append((user, record.question))

        kept_for = self._settings.conversation_hours * HOUR
        async with self._database.transaction(Priority.RECORD) as connection:
            now = self._clock()
            expires_at = now + kept_for
            await claims.finish(connection, answered, self._owner, now)
            await saved_conversations.save(connection, turns, now, expires_at)
            await given_answers.note(connection, given, now)
            await unanswered_questions.note(connection, questions, now)

        # Only what is committed need not be written down later.
        for message in answered:
            self._answered.pop(message.message_id, None)
        # A batch has a result for each of its items; these have nothing to tell.
        return [None] * len(records)

    def _note_answered(self, message_id: str | None) -> ClaimedMessage | None:
        """Hold a message no longer, but remember it until its end is written down."""
        if message_id is None:
            return None
        held = self._held.pop(message_id, None)
        if held:
            self._answered[message_id] = replace(held, body=None)
        # So many only when the database has been away for long; the oldest are given up.
        while len(self._answered) > MAX_ANSWERED:
            oldest = next(iter(self._answered))
            del self._answered[oldest]
        return self._answered.get(message_id)

    async def _keep_up(self, held: Collection[str], lease_until: float) -> None:
        """Write down what is answered, and until when the rest is held; raises DatabaseError."""
        oldest = islice(self._answered.values(), BATCH)
        # Others may be answered while these are written down.
        answered = list(oldest)
        # Also without work: this finds out whether the database is back.
        async with self._database.transaction(Priority.RECORD) as connection:
            now = self._clock()
            await claims.finish(connection, answered, self._owner, now)
            if held:
                await claims.renew(connection, held, self._owner, lease_until)
        for message in answered:
            self._answered.pop(message.message_id, None)

    async def _take_over(self) -> Sequence[ClaimedMessage]:
        async with self._database.transaction() as connection:
            now = self._clock()
            given_up = await claims.give_up(connection, now)
            for message_id in given_up:
                logger.error("gave up on message %s, which was begun %d times", message_id, MAX_ATTEMPTS)
            return await claims.take_over(connection, self._owner, now)
