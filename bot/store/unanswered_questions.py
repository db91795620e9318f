"""Questions that found no answer, kept for the people who write the knowledge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.report_entries import EntryKind, ReportEntry, place, when
from bot.store.tables import delete_where, unanswered


@dataclass(frozen=True, slots=True)
class AskedInVain:
    """A question that found no answer."""

    text: str
    channel: str = ""
    topic: str = ""
    """What was nearest to it in the knowledge."""
    understood: str = ""
    """What was read in it."""


async def note(
    connection: AsyncConnection, questions: Collection[tuple[str, AskedInVain]], now: float
) -> None:
    """Keep questions, each with who asked it; asked again by the same person, one is kept once."""
    # One batch may hold the same question twice.
    newest = {}
    for user, question in questions:
        newest[user, question.text] = question
    rows = []
    for (user, text), question in newest.items():
        row = {
            "user": user,
            "question": text,
            "now": now,
            "place": place(question.channel),
            "nearest": question.topic,
            "read": question.understood,
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
        channel=bindparam("place"),
        topic=bindparam("nearest"),
        understood=bindparam("read"),
    )
    await connection.execute(new, rows)


async def listed(connection: AsyncConnection, since: float) -> Sequence[ReportEntry]:
    """Return those from a time (UNIX seconds) on, the newest last."""
    is_new = unanswered.c.asked_at >= since
    query = (
        select(unanswered)
        .where(is_new)
        .order_by(
            unanswered.c.asked_at,
            unanswered.c.id,  # decides between questions of the same instant
        )
    )
    questions = []
    for row in await connection.execute(query):
        # What an older release noted has neither place nor topic.
        question = ReportEntry(
            EntryKind.UNANSWERED,
            when(row.asked_at),
            row.text,
            channel=row.channel or "",
            topic=row.topic or "",
            understood=row.understood or "",
        )
        questions.append(question)
    return questions


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the questions from before."""
    is_old = unanswered.c.asked_at < before
    await delete_where(connection, unanswered, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's questions and return how many there were."""
    is_theirs = unanswered.c.user_id == user
    return await delete_where(connection, unanswered, is_theirs)
