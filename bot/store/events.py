"""Messages that are being answered: each is claimed once, under a lease that another bot can take over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Update, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import events

LEASE_SECONDS = 30.0
MAX_ATTEMPTS = 5
"""How often one message is begun to be answered; what ends a process every time must not do so for ever."""

BATCH = 50
RELEASED = 0.0


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer one message: its name, its event's id, who wrote it, and the event as JSON."""

    message: str
    event_id: str | None
    user: str
    body: str | None = None
    is_kept: bool = True
    """False when the database was away: only this process knows of the claim."""


async def insert(connection: AsyncConnection, claim: Claim, owner: str, now: float) -> bool:
    """Write the claim down; False when the message or its event was claimed before."""
    row: dict[str, object] = {
        "message": claim.message,
        "event_id": claim.event_id,
        "user_id": claim.user,
        "body": claim.body,
        "claimed_by": owner,
        "lease_until": now + LEASE_SECONDS,
        "attempts": 1,
        "asked_at": now,
    }
    return await _insert_new(connection, row)


async def finish(connection: AsyncConnection, claim: Claim, owner: str, now: float) -> None:
    """Note that a message is answered, and delete what it said."""
    if not claim.is_kept:
        await insert(connection, claim, owner, now)
    finished = update(events).where(events.c.message == claim.message)
    await connection.execute(finished.values(finished_at=now, body=None))


async def take_over(connection: AsyncConnection, owner: str, now: float) -> Sequence[Claim]:
    """Claim messages whose lease ran out; of several replicas exactly one gets each."""
    taken = _overdue(events.c.attempts < MAX_ATTEMPTS, now)
    values = {
        "claimed_by": owner,
        "lease_until": now + LEASE_SECONDS,
        "attempts": events.c.attempts + 1,
    }
    columns = (events.c.message, events.c.event_id, events.c.user_id, events.c.body)
    rows = await connection.execute(taken.values(values).returning(*columns))
    return [Claim(*row) for row in rows]


async def give_up(connection: AsyncConnection, now: float) -> Sequence[str]:
    """Finish messages that were begun too often, and return their names."""
    given_up = _overdue(events.c.attempts >= MAX_ATTEMPTS, now)
    rows = await connection.execute(given_up.values(finished_at=now, body=None).returning(events.c.message))
    return list(rows.scalars())


async def renew(connection: AsyncConnection, messages: Collection[str], owner: str, until: float) -> None:
    """Set the end of the leases that `owner` still holds on these messages."""
    held = update(events).where(events.c.message.in_(messages), events.c.claimed_by == owner)
    await connection.execute(held.where(events.c.finished_at.is_(None)).values(lease_until=until))


async def expire(connection: AsyncConnection, before: float) -> None:
    """Forget messages from before; Slack does not send those again."""
    await connection.execute(delete(events).where(events.c.asked_at < before))


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete every note of a person's messages and return how many there were."""
    return (await connection.execute(delete(events).where(events.c.user_id == user))).rowcount


def _overdue(which: ColumnElement[bool], now: float) -> Update:
    """Update such messages, oldest first, that are unfinished and overdue, also once their row is locked."""
    conditions = (events.c.finished_at.is_(None), events.c.lease_until < now)
    found = select(events.c.message).where(which, *conditions).order_by(events.c.asked_at).limit(BATCH)
    chosen = events.c.message.in_(found.with_for_update(skip_locked=True))
    return update(events).where(chosen, *conditions)


async def _insert_new(connection: AsyncConnection, row: dict[str, object]) -> bool:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(events).values(row).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount == 1
