"""Answers that were given, so that a click on one of their buttons later finds them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import answers, delete_where, insert_new


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What an answer was given to; from that, the same answer is worked out again."""

    answer_id: str
    user_id: str
    """Who asked."""
    channel: str
    conversation: str
    """The key of the conversation that it belongs to."""
    said: str
    """What was said or clicked, as JSON."""
    before: str | None
    """The conversation before that, as JSON; None if it began with it."""
    heading: str
    """What stands above the answer, in Slack's markup."""
    intent: str
    topic: str
    """The comparison that it is about, empty for none."""
    is_unasked: bool = False
    """Whether nobody asked the bot: it listens in that channel."""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer, and when it was given (UNIX seconds)."""

    asked_at: float
    given: GivenAnswer


async def note(connection: AsyncConnection, given: Collection[GivenAnswer], now: float) -> None:
    """Keep answers; one that is there already is left as it is."""
    rows = [asdict(answer) | {"asked_at": now} for answer in given]
    await insert_new(connection, answers, answers.c.answer_id, rows)


async def load(connection: AsyncConnection, answer_id: str) -> GivenAnswer | None:
    """Return an answer, or None if it is not kept any more."""
    is_it = answers.c.answer_id == answer_id
    found = await connection.execute(select(answers).where(is_it))
    row = found.one_or_none()
    if row is None:
        return None
    return _given(row)


async def last(connection: AsyncConnection, user: str, limit: int) -> Sequence[PastAnswer]:
    """Return the last answers to a person, the newest first."""
    is_theirs = answers.c.user_id == user
    query = select(answers).where(is_theirs).order_by(answers.c.asked_at.desc()).limit(limit)
    found = await connection.execute(query)
    return [PastAnswer(row.asked_at, _given(row)) for row in found]


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the answers from before."""
    is_old = answers.c.asked_at < before
    await delete_where(connection, answers, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete the answers to a person, and others' that name them; return how many there were."""
    is_theirs = answers.c.user_id == user
    # Who points at a colleague's question has the answer to it below that colleague's name.
    names_them = answers.c.heading.contains(f"<@{user}>", autoescape=True)
    return await delete_where(connection, answers, is_theirs | names_them)


def _given(row: Row[Any]) -> GivenAnswer:
    kept = row._asdict()
    del kept["asked_at"]
    return GivenAnswer(**kept)
