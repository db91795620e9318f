"""Conversations under their keys; each save raises the revision, so that no replica overwrites another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversations

MAX_TRIES = 3

Change = Callable[[str | None], str]
"""What a message does to a conversation: the state that is kept (None: fresh) to the new one, as JSON."""


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as it was loaded; no state means a fresh one, revision 0 that there is none."""

    key: str
    user: str
    state: str | None = None
    revision: int = 0


async def load(connection: AsyncConnection, key: str, user: str, now: float) -> SavedConversation:
    """Return what is kept under the key; an expired conversation is a fresh one."""
    return await _load(connection, key, user, now, is_locked=False)


async def save(
    connection: AsyncConnection, seen: SavedConversation, change: Change, now: float, until: float
) -> None:
    """Apply the change to what was seen or, if another replica was faster, to what it left."""
    for _ in range(MAX_TRIES):
        if await _save(connection, seen, change(seen.state), until):
            return
        seen = await _load(connection, seen.key, seen.user, now, is_locked=True)


async def expire(connection: AsyncConnection, now: float) -> None:
    """Delete conversations whose time is over."""
    await connection.execute(delete(conversations).where(conversations.c.expires_at <= now))


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's conversations and return how many there were."""
    return (await connection.execute(delete(conversations).where(conversations.c.user_id == user))).rowcount


async def _load(
    connection: AsyncConnection, key: str, user: str, now: float, *, is_locked: bool
) -> SavedConversation:
    query = select(conversations).where(conversations.c.key == key)
    row = (await connection.execute(query.with_for_update() if is_locked else query)).first()
    if row is None:
        return SavedConversation(key, user)
    return SavedConversation(key, user, row.state if row.expires_at > now else None, row.revision)


async def _save(connection: AsyncConnection, seen: SavedConversation, state: str, until: float) -> bool:
    values = {"user_id": seen.user, "state": state, "revision": seen.revision + 1, "expires_at": until}
    if seen.revision:
        same = update(conversations).where(
            conversations.c.key == seen.key, conversations.c.revision == seen.revision
        )
        return (await connection.execute(same.values(values))).rowcount == 1
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(conversations).values(key=seen.key, **values).on_conflict_do_nothing()
    return (await connection.execute(new)).rowcount == 1
