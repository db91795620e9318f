"""Messages that are being answered: each is claimed once, under a lease that another bot can take over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Update, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import delete_where, events, insert_new

LEASE_SECONDS = 30.0
MAX_ATTEMPTS = 5
"""How often one message is begun to be answered; what ends a process every time must not do so for ever."""

BATCH = 50
RELEASED = 0.0
"""The end of a lease that nobody holds any more: anybody may take over at once."""


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that one process has taken on to answer."""

    message_id: str
    """Channel and timestamp: a mention and the plain message beside it have the same."""
    event_id: str | None
    """Every redelivery has the same."""
    user: str
    body: str | None = None
    """The event as JSON, for whoever has to answer it later."""
    is_stored: bool = True
    """False when the database was away: only this process knows of the claim."""

    @property
    def dedup_keys(self) -> Sequence[str]:
        """What tells that another delivery is of the same message."""
        if self.event_id is None:
            return (self.message_id,)
        return (self.message_id, f"event {self.event_id}")


async def insert(
    connection: AsyncConnection, claimed: Iterable[ClaimedMessage], owner: str, now: float
) -> Collection[str]:
    """Write claims down, and return the ids of those whose message or event was not claimed before."""
    # All replicas in one order: otherwise two that claim the same messages may wait for each other.
    ordered = sorted(claimed, key=_message_id)
    rows = []
    for message in ordered:
        row = {
            "message": message.message_id,
            "event_id": message.event_id,
            "user_id": message.user,
            "body": message.body,
            "claimed_by": owner,
            "lease_until": now + LEASE_SECONDS,
            "attempts": 1,
            "asked_at": now,
        }
        rows.append(row)
    return await insert_new(connection, events, events.c.message, rows)


async def finish(
    connection: AsyncConnection, answered: Sequence[ClaimedMessage], owner: str, now: float
) -> None:
    """Note that messages are answered, and delete what they said."""
    if not answered:
        return
    # The database is back: from now on it tells the other replicas of these too.
    unknown = [message for message in answered if not message.is_stored]
    await insert(connection, unknown, owner, now)

    message_ids = map(_message_id, answered)
    is_answered = events.c.message.in_(sorted(message_ids))
    messages = update(events).where(is_answered)
    finished = _finished(messages, now)
    await connection.execute(finished)


async def take_over(connection: AsyncConnection, owner: str, now: float) -> Sequence[ClaimedMessage]:
    """Claim messages whose lease ran out; of several replicas exactly one gets each."""
    attempts = events.c.attempts
    may_be_tried = attempts < MAX_ATTEMPTS
    # Who lets go of a message on stopping has not died of it.
    was_released = events.c.lease_until == RELEASED
    attempts_with_this = case(
        (was_released, attempts),
        else_=attempts + 1,
    )
    overdue = _overdue(may_be_tried, now)
    taken = overdue.values(
        claimed_by=owner,
        lease_until=now + LEASE_SECONDS,
        attempts=attempts_with_this,
    )
    returned = taken.returning(
        events.c.message,
        events.c.event_id,
        events.c.user_id,
        events.c.body,
    )
    rows = await connection.execute(returned)
    return [ClaimedMessage(*row) for row in rows]


async def give_up(connection: AsyncConnection, now: float) -> Sequence[str]:
    """Finish messages that were begun too often, and return their ids."""
    was_tried = events.c.attempts >= MAX_ATTEMPTS
    overdue = _overdue(was_tried, now)
    finished = _finished(overdue, now)
    given_up = finished.returning(events.c.message)
    message_ids = await connection.scalars(given_up)
    return message_ids.all()


async def renew(connection: AsyncConnection, message_ids: Collection[str], owner: str, until: float) -> None:
    """Set the end of the leases that `owner` still holds on these messages."""
    held = update(events).where(
        events.c.message.in_(message_ids),
        # Another bot may have taken it over meanwhile.
        events.c.claimed_by == owner,
    )
    renewed = held.values(lease_until=until)
    await connection.execute(renewed)


async def withdraw(connection: AsyncConnection, message_id: str, owner: str) -> None:
    """Delete the claim that `owner` holds on a message, so that the same can be claimed again."""
    is_claimed = events.c.message == message_id
    is_held = events.c.claimed_by == owner
    await delete_where(connection, events, is_claimed & is_held)


async def expire(connection: AsyncConnection, before: float) -> None:
    """Forget messages from before; Slack does not send those again."""
    is_old = events.c.asked_at < before
    await delete_where(connection, events, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete every note of a person's messages and return how many there were."""
    is_theirs = events.c.user_id == user
    return await delete_where(connection, events, is_theirs)


def _message_id(message: ClaimedMessage) -> str:
    return message.message_id


def _finished(messages: Update, now: float) -> Update:
    """Note that these are answered; what they said is kept no longer than that."""
    return messages.values(
        finished_at=now,
        body=None,
    )


def _overdue(which: ColumnElement[bool], now: float) -> Update:
    """Update such messages, oldest first, that are unfinished and whose lease ran out."""
    is_unfinished = events.c.finished_at.is_(None)
    is_free = events.c.lease_until < now
    oldest = (
        select(events.c.message)
        .where(which, is_unfinished, is_free)
        .order_by(events.c.asked_at)
        .limit(BATCH)
        # Rows that another replica is taking are skipped, not waited for.
        .with_for_update(skip_locked=True)
        # PostgreSQL would run a plain subquery anew for each row, past the limit; this is run once.
        .cte("oldest")
    )
    is_oldest = events.c.message.in_(select(oldest.c.message))
    # A row may have been renewed or finished before it was locked: the conditions are put again.
    return update(events).where(is_oldest, is_unfinished, is_free)
