"""When bots that share a database may send to a channel that Slack has limited: each takes a slot."""

from __future__ import annotations

from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import channel_slots, delete_where, is_postgresql


async def reserve(connection: AsyncConnection, channel: str, earliest: float, seconds: float) -> float:
    """Take the first slot that is free from `earliest` (UNIX seconds) on, and return when it begins."""
    # The clause is no part of standard SQL, so each dialect has an insert of its own.
    dialect = postgresql if is_postgresql(connection) else sqlite
    first = dialect.insert(channel_slots).values(
        channel=channel,
        next_at=earliest + seconds,
    )
    # Where the channel has a row, the next slot is free from its `next_at` on.
    free_from = channel_slots.c.next_at
    is_later = free_from > earliest
    slot = case(
        (is_later, free_from),
        else_=earliest,
    )
    # One statement: between reading and writing, another bot could take the same slot.
    reserved = first.on_conflict_do_update(
        index_elements=[channel_slots.c.channel],
        set_={"next_at": slot + seconds},
    )
    returned = reserved.returning(free_from)
    next_at = await connection.scalar(returned)
    assert next_at is not None, "the row is inserted or updated"
    return float(next_at) - seconds


async def expire(connection: AsyncConnection, before: float) -> None:
    """Forget the channels that were free before."""
    is_old = channel_slots.c.next_at < before
    await delete_where(connection, channel_slots, is_old)
