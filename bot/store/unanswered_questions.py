"""Questions that found no answer, kept for the people who write the knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import delete_where, unanswered


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """What was asked, and when (UTC)."""

    asked_at: datetime
    text: str


async def note(connection: AsyncConnection, user: str, text: str, now: float) -> None:
    """Keep a question; asked again by the same person, it is kept once."""
    is_same = and_(
        unanswered.c.user_id == user,
        unanswered.c.text == text,
    )
    await delete_where(connection, unanswered, is_same)
    new = insert(unanswered).values(user_id=user, text=text, asked_at=now)
    await connection.execute(new)


async def listed(connection: AsyncConnection) -> Sequence[UnansweredQuestion]:
    """Return all, the newest last."""
    query = select(unanswered.c.asked_at, unanswered.c.text).order_by(
        unanswered.c.asked_at,
        unanswered.c.id,  # decides between questions of the same instant
    )
    questions = []
    for seconds, text in await connection.execute(query):
        asked_at = datetime.fromtimestamp(seconds, UTC)
        questions.append(UnansweredQuestion(asked_at, text))
    return questions


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the questions from before."""
    is_old = unanswered.c.asked_at < before
    await delete_where(connection, unanswered, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's questions and return how many there were."""
    is_theirs = unanswered.c.user_id == user
    return await delete_where(connection, unanswered, is_theirs)
