"""Channels in which somebody has turned listening on, and when the bot last spoke there unasked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseError
from bot.store.database import Database
from bot.store.priority_semaphore import Priority
from bot.store.tables import delete_where, is_postgresql, listening

NEVER = 0.0
"""When the bot last spoke where it has not spoken yet."""


@dataclass(frozen=True, slots=True)
class TurnedOn:
    """Since when (UTC) the bot listens in a channel, and who turned that on; None once that is forgotten."""

    since: datetime
    user: str | None


class ListeningChannels:
    """In which channels the bot listens; replicas that share a database share this."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and the clock (UNIX seconds) that replicas share."""
        self._database = database
        self._clock = clock

    async def turn_on(self, channel: str, user: str) -> bool:
        """Listen in a channel from now on; False if that was on already. Raises DatabaseError."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            # The clause is no part of standard SQL, so each dialect has an insert of its own.
            dialect = postgresql if is_postgresql(connection) else sqlite
            turned_on = {
                "is_on": True,
                "user_id": user,
                "since": self._clock(),
            }
            first = dialect.insert(listening).values(
                channel=channel,
                spoke_at=NEVER,
                **turned_on,
            )
            # One statement: of two people at once, one has turned it on.
            switched = first.on_conflict_do_update(
                index_elements=[listening.c.channel],
                set_=turned_on,
                where=listening.c.is_on.is_(False),
            )
            returned = switched.returning(listening.c.channel)
            return await connection.scalar(returned) is not None

    async def turn_off(self, channel: str) -> bool:
        """Listen there no longer; False if that was off already. Raises DatabaseError."""
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            # When it last spoke is kept: off and on again must not make it speak more often.
            switched = update(listening).where(_is_on(channel)).values(is_on=False, user_id=None)
            returned = switched.returning(listening.c.channel)
            return await connection.scalar(returned) is not None

    async def found(self, channel: str) -> TurnedOn | None:
        """Return since when it listens there, None if it does not. Raises DatabaseError."""
        query = select(listening.c.since, listening.c.user_id).where(_is_on(channel))
        async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
            rows = await connection.execute(query)
            row = rows.one_or_none()
        if row is None:
            return None
        since = datetime.fromtimestamp(row.since, UTC)
        return TurnedOn(since, row.user_id)

    async def all_on(self) -> Collection[str]:
        """Return the channels in which it listens: none while the database is away."""
        query = select(listening.c.channel).where(listening.c.is_on)
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
                channels = await connection.scalars(query)
                return set(channels)
        return ()

    async def take_turn(self, channel: str, seconds: float) -> bool:
        """Take the turn to speak there unasked, which is given once in so many seconds.

        False where it was given lately, where listening is off by now, and while the database is away.
        """
        now = self._clock()
        spoke_before = listening.c.spoke_at <= now - seconds
        taken = update(listening).where(_is_on(channel), spoke_before).values(spoke_at=now)
        returned = taken.returning(listening.c.channel)
        with suppress(DatabaseError):
            async with self._database.transaction(Priority.ACKNOWLEDGE) as connection:
                return await connection.scalar(returned) is not None
        return False


async def expire(connection: AsyncConnection, before: float) -> None:
    """Forget the channels that are turned off and in which the bot has not spoken since."""
    is_off = listening.c.is_on.is_(False)
    is_silent = listening.c.spoke_at < before
    await delete_where(connection, listening, is_off & is_silent)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Forget that a person turned listening on, and return in how many channels; it stays on there."""
    is_theirs = listening.c.user_id == user
    forgotten = update(listening).where(is_theirs).values(user_id=None)
    changed = await connection.execute(forgotten)
    return changed.rowcount


def _is_on(channel: str) -> ColumnElement[bool]:
    return (listening.c.channel == channel) & listening.c.is_on
