"""The store as the bot uses it: only what a command asks for fails while the database is away."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import StoreSettings
from bot.errors import DatabaseError
from bot.store import conversations, events, unanswered
from bot.store.connections import Urgency
from bot.store.conversations import Change, SavedConversation
from bot.store.database import Database, Work
from bot.store.events import LEASE_SECONDS, Claim
from bot.store.in_process import Taken
from bot.store.unanswered import UnansweredQuestion

HOUR, DAY = 3600.0, 86_400.0
MIN_NOTE_HOURS = 24
"""How long it is known at least that a message is answered: after an outage Slack sends old ones again."""

MAX_SENT, BATCH = 10_000, 500
"""How many answers are remembered to be written down later, and how many of them are written at once."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted about a person."""

    conversations: int
    questions: int
    messages: int


class Store:
    """What the bot remembers; several replicas may share one database."""

    def __init__(self, settings: StoreSettings, clock: Callable[[], float] = time.time) -> None:
        """Check the settings, but do not connect; raises ConfigError."""
        self._settings = settings
        self._clock = clock
        self._database = Database(settings.url)
        self._owner = uuid.uuid4().hex
        self._taken = Taken()
        self._held: dict[str, Claim] = {}
        self._sent: dict[str, Claim] = {}
        """Messages whose reply Slack took, which is not yet written down."""

    @property
    def missing(self) -> Path | None:
        """The file that this would create, if it is not there yet."""
        file = self._database.file
        return file if file and not file.exists() else None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """Create the tables, keep connections until the end, and then let go of what is unanswered.

        Raises DatabaseError for a newer release's database, but not for one that is away.
        """
        try:
            await self._database.open()
            yield self
        finally:
            await self._let_go_of_all()
            await self._database.close()

    async def claim(self, claim: Claim) -> bool:
        """Take on a message, under a lease; False when it or its event was claimed before."""
        names = _names(claim)
        if not self._taken.add(*names):
            await self._taken.written(*names)
            return False
        with self._taken.being_written(*names):
            return await self._insert(claim)

    async def load(self, key: str, user: str) -> SavedConversation:
        """Return a conversation; a fresh one when it expired or the database is away."""
        try:
            return await self._database.run(
                lambda connection: conversations.load(connection, key, user, self._clock()),
                Urgency.ACKNOWLEDGE,
            )
        except DatabaseError:
            return SavedConversation(key, user)

    async def settle(
        self, message: str | None, seen: SavedConversation, change: Change, question: str | None = None
    ) -> None:
        """Write down at once that a message is answered, what its conversation has become, and a question.

        To be called directly after Slack took the reply.
        """
        claim = self._note_sent(message)

        async def work(connection: AsyncConnection) -> None:
            now = self._clock()
            if claim:
                await events.finish(connection, claim, self._owner, now)
            until = now + self._settings.conversation_hours * HOUR
            await conversations.save(connection, seen, change, now, until)
            if question:
                await unanswered.note(connection, seen.user, question, now)

        await self._try(work, claim)

    async def finish(self, message: str) -> None:
        """Write down that a message needs no answer any more, for instance because of an apology."""
        claim = self._note_sent(message)
        if claim:
            await self._try(lambda c: events.finish(c, claim, self._owner, self._clock()), claim)

    def drop(self, message: str | None) -> None:
        """Hold a message no longer; unless it is finished, whoever finds its lease run out takes it up."""
        if message:
            self._held.pop(message, None)

    async def take_over(self, answering: Collection[str] = ()) -> Sequence[Claim]:
        """Renew the leases of what is being answered here, and take on what others left unanswered.

        A message that nobody is answering keeps its lease no longer, whatever became of its listener.
        """
        held = [message for message in answering if message in self._held]
        try:
            await self._keep_up(held, self._clock() + LEASE_SECONDS)
            if time.monotonic() - self._database.back_at < LEASE_SECONDS:
                return []  # nobody could renew a lease while the database was away
            taken = await self._database.run(self._take_over)
        except DatabaseError:
            return []
        for claim in taken:
            logger.warning("message %s was left unanswered and is taken up", claim.message)
            self._taken.add(*_names(claim))
            self._held[claim.message] = claim
        return taken

    async def expire(self) -> None:
        """Delete what is older than the settings allow."""
        now = self._clock()
        note_hours = max(MIN_NOTE_HOURS, self._settings.conversation_hours)

        async def work(connection: AsyncConnection) -> None:
            await events.expire(connection, now - note_hours * HOUR)
            await conversations.expire(connection, now)
            await unanswered.expire(connection, now - self._settings.retention_days * DAY)

        await self._try(work)

    async def forget(self, user: str) -> Forgotten:
        """Delete everything about a person; raises DatabaseError."""

        async def work(connection: AsyncConnection) -> Forgotten:
            messages = await events.forget(connection, user)
            talks = await conversations.forget(connection, user)
            return Forgotten(talks, await unanswered.forget(connection, user), messages)

        return await self._database.run(work)

    async def unanswered(self) -> Sequence[UnansweredQuestion]:
        """Return the questions that found no answer, newest last; raises DatabaseError."""
        return await self._database.run(unanswered.listed)

    async def _insert(self, claim: Claim) -> bool:
        self._held[claim.message] = claim
        try:
            is_new = await self._database.run(
                lambda connection: events.insert(connection, claim, self._owner, self._clock()),
                Urgency.ACKNOWLEDGE,
            )
        except DatabaseError:
            self._held[claim.message] = replace(claim, is_kept=False)
            return True
        if not is_new:
            del self._held[claim.message]
        return is_new

    def _note_sent(self, message: str | None) -> Claim | None:
        """Hold a claim no longer, but remember it until its end is written down."""
        if message and (claim := self._held.pop(message, None)):
            self._sent[message] = replace(claim, body=None)
            while len(self._sent) > MAX_SENT:  # the database has been away for long
                del self._sent[next(iter(self._sent))]
        return self._sent.get(message or "")

    async def _keep_up(self, held: Collection[str], lease_until: float) -> None:
        """Write down what is answered, and until when the rest is held; raises DatabaseError."""
        sent = list(islice(self._sent.values(), BATCH))

        async def work(connection: AsyncConnection) -> None:
            for claim in sent:
                await events.finish(connection, claim, self._owner, self._clock())
            if held:
                await events.renew(connection, held, self._owner, lease_until)

        # Even without work: this finds out whether the database is back.
        await self._database.run(work, Urgency.RECORD)
        for claim in sent:
            self._sent.pop(claim.message, None)

    async def _take_over(self, connection: AsyncConnection) -> Sequence[Claim]:
        now = self._clock()
        for message in await events.give_up(connection, now):
            logger.error("gave up on message %s, which was begun %d times", message, events.MAX_ATTEMPTS)
        return await events.take_over(connection, self._owner, now)

    async def _let_go_of_all(self) -> None:
        with suppress(DatabaseError):
            await self._keep_up(list(self._held), events.RELEASED)

    async def _try(self, work: Work[None], claim: Claim | None = None) -> None:
        try:
            await self._database.run(work, Urgency.RECORD)
        except DatabaseError:
            return
        if claim:
            self._sent.pop(claim.message, None)


def _names(claim: Claim) -> tuple[str, ...]:
    return (claim.message, f"event {claim.event_id}") if claim.event_id else (claim.message,)
