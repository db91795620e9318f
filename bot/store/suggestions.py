"""Better answers that people propose, kept for the people who write the knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.report_entries import EntryKind, ReportEntry, place, when
from bot.store.tables import delete_where, suggestions


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person proposes instead of an answer."""

    user_id: str
    proposal: str
    about: str = ""
    """The role or topic that they chose, empty for none."""
    asked_by: str = ""
    question: str = ""
    """What was asked; empty where it is not kept any more."""
    channel: str = ""


async def note(connection: AsyncConnection, suggestion: Suggestion, now: float) -> None:
    """Keep a proposal."""
    new = insert(suggestions).values(
        user_id=suggestion.user_id,
        asked_by=suggestion.asked_by,
        question=suggestion.question,
        channel=place(suggestion.channel),
        proposal=suggestion.proposal,
        about=suggestion.about,
        suggested_at=now,
    )
    await connection.execute(new)


async def listed(connection: AsyncConnection, since: float) -> Sequence[ReportEntry]:
    """Return those from a time (UNIX seconds) on, the newest last."""
    is_new = suggestions.c.suggested_at >= since
    query = (
        select(suggestions)
        .where(is_new)
        .order_by(
            suggestions.c.suggested_at,
            suggestions.c.id,
        )
    )
    entries = []
    for row in await connection.execute(query):
        entry = ReportEntry(
            EntryKind.SUGGESTED,
            when(row.suggested_at),
            row.question or "",
            channel=row.channel or "",
            comment=row.proposal,
            about=row.about or "",
        )
        entries.append(entry)
    return entries


async def expire(connection: AsyncConnection, before: float) -> None:
    """Delete the proposals from before."""
    is_old = suggestions.c.suggested_at < before
    await delete_where(connection, suggestions, is_old)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's proposals, and others' for answers to them; return how many there were."""
    is_theirs = or_(suggestions.c.user_id == user, suggestions.c.asked_by == user)
    return await delete_where(connection, suggestions, is_theirs)
