"""Conversations under their keys; each save raises the revision, so that no replica overwrites another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversations, delete_where, insert_if_new

MAX_TRIES = 3

StateChange = Callable[[str | None], str]
"""What a message does to a conversation: the state that is kept (None: fresh) to the new one, as JSON."""


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as it was loaded; no state means a fresh one, revision 0 that there is none."""

    key: str
    user: str
    state: str | None = None
    revision: int = 0


async def load(
    connection: AsyncConnection, key: str, user: str, now: float, is_locked: bool = False
) -> SavedConversation:
    """Return what is kept under the key; an expired conversation is a fresh one."""
    has_key = conversations.c.key == key
    query = select(conversations).where(has_key)
    if is_locked:
        query = query.with_for_update()
    found = await connection.execute(query)
    row = found.first()
    if row is None:
        return SavedConversation(key, user)
    state = row.state
    if row.expires_at <= now:
        state = None
    # An expired one keeps its revision: it is still there to be written over.
    return SavedConversation(
        key,
        user,
        state,
        row.revision,
    )


async def save(
    connection: AsyncConnection,
    seen: SavedConversation,
    change: StateChange,
    now: float,
    expires_at: float,
) -> None:
    """Apply the change to what was seen or, if another replica was faster, to what it left."""
    for _ in range(MAX_TRIES):
        state = change(seen.state)
        if await _is_saved(connection, seen, state, expires_at):
            return
        # Locked, nobody can be faster a second time.
        seen = await load(connection, seen.key, seen.user, now, is_locked=True)


async def expire(connection: AsyncConnection, now: float) -> None:
    """Delete conversations whose time is over."""
    is_over = conversations.c.expires_at <= now
    await delete_where(connection, conversations, is_over)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's conversations and return how many there were."""
    is_theirs = conversations.c.user_id == user
    return await delete_where(connection, conversations, is_theirs)


async def _is_saved(
    connection: AsyncConnection, seen: SavedConversation, state: str, expires_at: float
) -> bool:
    """Save the state unless the conversation is no longer as it was seen."""
    values = {
        "user_id": seen.user,
        "state": state,
        "revision": seen.revision + 1,
        "expires_at": expires_at,
    }
    if not seen.revision:
        return await insert_if_new(connection, conversations, key=seen.key, **values)
    same = update(conversations).where(
        conversations.c.key == seen.key,
        conversations.c.revision == seen.revision,
    )
    updated = await connection.execute(same.values(values))
    return updated.rowcount == 1
