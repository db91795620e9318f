"""Votes on answers: the last one of each person, and what the answers were given to that did not help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.report_entries import EntryKind, ReportEntry, place, when
from bot.store.tables import delete_where, is_postgresql, ratings

GOOD, BAD = "good", "bad"
SEPARATOR = " "
"""Between the ids of roles, which hold none."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether an answer helped a person, and when (UNIX seconds, Slack's clock) they said so."""

    answer_id: str
    user_id: str
    helped: bool
    voted_at: float


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """What is copied of an answer that did not help: answers are kept for hours only."""

    asked_by: str
    text: str
    """The question."""
    channel: str
    topic: str
    intent: str
    roles: tuple[str, ...]
    understood: str
    """What was read in the question."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How often people said that an answer helped, and that it did not."""

    good: int
    bad: int


async def cast(connection: AsyncConnection, vote: Vote, rated: RatedAnswer | None) -> bool:
    """Keep a vote, and return whether it is news: not if a later one of the same person is there."""
    row = {
        "answer_id": vote.answer_id,
        "user_id": vote.user_id,
        "vote": GOOD if vote.helped else BAD,
        "voted_at": vote.voted_at,
        **_copy(rated),
    }
    # The clause is no part of standard SQL, so each dialect has an insert of its own.
    dialect = postgresql if is_postgresql(connection) else sqlite
    new = dialect.insert(ratings).values(row)
    is_same = ratings.c.vote == new.excluded.vote
    changed = {name: new.excluded[name] for name in row}
    # The reason belongs to the vote: it stays when that is given again, and goes when it is turned.
    for name in ("reason", "comment"):
        changed[name] = case((is_same, ratings.c[name]), else_=None)
    is_later = ratings.c.voted_at < new.excluded.voted_at
    kept = new.on_conflict_do_update(
        index_elements=[ratings.c.answer_id, ratings.c.user_id],
        set_=changed,
        where=is_later,
    ).returning(ratings.c.answer_id)
    return await connection.scalar(kept) is not None


async def give_reason(
    connection: AsyncConnection, answer_id: str, user: str, reason: str, comment: str
) -> bool:
    """Add what was wrong to a bad vote; False if there is none, such as one that was turned meanwhile."""
    is_it = and_(
        ratings.c.answer_id == answer_id,
        ratings.c.user_id == user,
        ratings.c.vote == BAD,
    )
    explained = update(ratings).where(is_it).values(reason=reason, comment=comment)
    changed = await connection.execute(explained)
    return changed.rowcount > 0


async def listed(connection: AsyncConnection, since: float) -> Sequence[ReportEntry]:
    """Return the bad votes from a time (UNIX seconds) on, the newest last."""
    is_wanted = and_(ratings.c.vote == BAD, ratings.c.voted_at >= since)
    query = select(ratings).where(is_wanted).order_by(ratings.c.voted_at)
    entries = []
    for row in await connection.execute(query):
        roles = row.roles or ""
        entry = ReportEntry(
            EntryKind.RATED_BADLY,
            when(row.voted_at),
            row.text or "",
            channel=row.channel or "",
            topic=row.topic or "",
            understood=row.understood or "",
            intent=row.intent or "",
            roles=tuple(roles.split()),
            reason=row.reason or "",
            comment=row.comment or "",
        )
        entries.append(entry)
    return entries


async def counted(connection: AsyncConnection, since: float) -> Votes:
    """Return how many votes of each kind there are from a time (UNIX seconds) on."""
    is_new = ratings.c.voted_at >= since
    query = select(ratings.c.vote, func.count().label("votes")).where(is_new).group_by(ratings.c.vote)
    found = await connection.execute(query)
    counts = {row.vote: row.votes for row in found}
    return Votes(
        good=counts.get(GOOD, 0),
        bad=counts.get(BAD, 0),
    )


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the votes from before."""
    is_old = ratings.c.voted_at < before
    await delete_where(connection, ratings, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's votes, and others' on answers to them; return how many there were."""
    is_theirs = or_(ratings.c.user_id == user, ratings.c.asked_by == user)
    return await delete_where(connection, ratings, is_theirs)


def _copy(rated: RatedAnswer | None) -> dict[str, str | None]:
    if rated is None:
        names = ("asked_by", "text", "channel", "topic", "intent", "roles", "understood")
        return dict.fromkeys(names)
    return {
        "asked_by": rated.asked_by,
        "text": rated.text,
        "channel": place(rated.channel),
        "topic": rated.topic,
        "intent": rated.intent,
        "roles": SEPARATOR.join(rated.roles),
        "understood": rated.understood,
    }
