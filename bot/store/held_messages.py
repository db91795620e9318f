"""The messages that this process has taken on: its leases, and what is answered and not written down yet."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseError
from bot.store import claims
from bot.store.batches import Batches
from bot.store.claims import LEASE_SECONDS, MAX_ATTEMPTS, RELEASED, ClaimedMessage
from bot.store.database import Database
from bot.store.dedup_cache import DedupCache
from bot.store.priority_semaphore import Priority

MAX_ANSWERED, BATCH = 10_000, 500
"""How many answers are remembered to be written down later, and how many of them are written at once."""

logger = logging.getLogger(__name__)


class HeldMessages:
    """Takes on messages, keeps their leases, and remembers what is answered until it is written down."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without any; `clock` (UNIX seconds) is what replicas share."""
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._owner = uuid.uuid4().hex
        self._known = DedupCache()
        self._held: dict[str, ClaimedMessage] = {}
        """Messages whose lease is ours."""
        self._answered: dict[str, ClaimedMessage] = {}
        """Messages whose reply Slack took, which is not yet written down."""
        # What many messages at once ask for is done in one transaction.
        self._claims = Batches(self._write_claims)

    async def claim(self, message: ClaimedMessage) -> bool:
        """Take on a message, under a lease; False when it or its event was claimed before."""
        keys = message.dedup_keys
        if not self._known.add(*keys):
            # Who redelivers may take the answer for "it is written down".
            await self._known.written(*keys)
            return False
        with self._known.being_written(*keys):
            return await self._insert(message)

    def drop(self, message_id: str) -> None:
        """Hold a message no longer; unless it is finished, whoever finds its lease run out takes it up."""
        self._held.pop(message_id, None)

    async def withdraw(self, message_id: str) -> None:
        """Forget that a message was taken on: when it comes again, it is taken on again."""
        held = self._held.pop(message_id, None)
        if held is None:
            return
        self._known.discard(*held.dedup_keys)
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.RECORD) as connection:
                await claims.withdraw(connection, message_id, self._owner)

    def note_answered(self, message_id: str | None) -> ClaimedMessage | None:
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

    async def finish(
        self, connection: AsyncConnection, answered: Sequence[ClaimedMessage], now: float
    ) -> None:
        """Write down that messages are answered; they are remembered until `forget_answered`."""
        await claims.finish(connection, answered, self._owner, now)

    def forget_answered(self, answered: Iterable[ClaimedMessage]) -> None:
        """Remember no longer what is committed."""
        for message in answered:
            self._answered.pop(message.message_id, None)

    async def take_over(self, answering: Collection[str]) -> Sequence[ClaimedMessage]:
        """Renew the leases of what is being answered here, and take on what others left unanswered.

        Raises DatabaseError. A message that nobody is answering keeps its lease no longer.
        """
        held = [message_id for message_id in answering if message_id in self._held]
        lease_until = self._clock() + LEASE_SECONDS
        await self._keep_up(held, lease_until)
        back_for = self._monotonic() - self._database.back_at
        if back_for < LEASE_SECONDS:
            # Nobody could renew a lease while the database was away.
            return []

        taken = await self._take_over()
        for message in taken:
            message_id = message.message_id
            logger.warning("message %s was left unanswered and is taken up", message_id)
            self._known.add(*message.dedup_keys)
            self._held[message_id] = message
        return taken

    async def let_go(self) -> None:
        """Let go of what is unanswered, so that others take it up at once; raises DatabaseError."""
        # A task that was cancelled leaves its item to be worked on.
        await self._claims.finished()
        held = list(self._held)
        await self._keep_up(held, RELEASED)

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
        self.forget_answered(answered)

    async def _take_over(self) -> Sequence[ClaimedMessage]:
        async with self._database.transaction() as connection:
            now = self._clock()
            given_up = await claims.give_up(connection, now)
            for message_id in given_up:
                logger.error("gave up on message %s, which was begun %d times", message_id, MAX_ATTEMPTS)
            return await claims.take_over(connection, self._owner, now)
