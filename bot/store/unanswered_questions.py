"""Questions that found no answer, kept for the people who write the knowledge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import delete_where, unanswered


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """What was asked, and when (UTC)."""

    asked_at: datetime
    text: str


async def note(connection: AsyncConnection, questions: Collection[tuple[str, str]], now: float) -> None:
    """Keep questions, each with who asked it; asked again by the same person, one is kept once."""
    rows = []
    # One batch may hold the same question twice.
    for user, text in dict.fromkeys(questions):
        row = {
            "user": user,
            "question": text,
            "now": now,
        }
        rows.append(row)
    if not rows:
        return

    is_same = and_(
        unanswered.c.user_id == bindparam("user"),
        unanswered.c.text == bindparam("question"),
    )
    earlier = delete(unanswered).where(is_same)
    await connection.execute(earlier, rows)
    new = insert(unanswered).values(
        user_id=bindparam("user"),
        text=bindparam("question"),
        asked_at=bindparam("now"),
    )
    await connection.execute(new, rows)


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
