"""Who was greeted: everybody once, and nobody who has talked with the bot already."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import answers, conversations, delete_where, events, greeted, insert_new, unanswered

TRACES = (events, conversations, answers, unanswered)
"""What a person leaves by talking with the bot."""


async def first(connection: AsyncConnection, user: str, now: float) -> bool:
    """Tell whether a person is to be greeted, and let nobody greet them after this."""
    row = {"user_id": user, "greeted_at": now}
    new = await insert_new(connection, greeted, greeted.c.user_id, [row])
    if not new:
        return False
    for table in TRACES:
        has_talked = exists().where(table.c.user_id == user)
        if await connection.scalar(select(has_talked)):
            return False
    return True


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete that a person was greeted, and return how often that was noted."""
    is_theirs = greeted.c.user_id == user
    return await delete_where(connection, greeted, is_theirs)
