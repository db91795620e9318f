"""Questions that found no answer, kept for the people who write the knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import unanswered


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """What was asked, and when (UTC)."""

    asked_at: datetime
    text: str


async def note(connection: AsyncConnection, user: str, text: str, now: float) -> None:
    """Keep a question; asked again by the same person, it is kept once."""
    same = delete(unanswered).where(unanswered.c.user_id == user, unanswered.c.text == text)
    await connection.execute(same)
    await connection.execute(insert(unanswered).values(user_id=user, text=text, asked_at=now))


async def listed(connection: AsyncConnection) -> Sequence[UnansweredQuestion]:
    """Return all, the newest last."""
    rows = await connection.execute(
        select(unanswered.c.asked_at, unanswered.c.text).order_by(unanswered.c.asked_at, unanswered.c.id)
    )
    return [UnansweredQuestion(datetime.fromtimestamp(asked_at, UTC), text) for asked_at, text in rows]


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the questions from before."""
    await connection.execute(delete(unanswered).where(unanswered.c.asked_at < before))


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's questions and return how many there were."""
    return (await connection.execute(delete(unanswered).where(unanswered.c.user_id == user))).rowcount
