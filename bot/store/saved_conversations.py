"""Conversations under their keys; each save raises the revision, so that no replica overwrites another's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversations, delete_where, insert_new

StateChange = Callable[[str | None], str]
"""What a message does to a conversation: the state that is kept (None: fresh) to the new one, as JSON."""


AFTER_ALL_IDS = "z"
"""Comes after every id of Slack's, which begins with a capital letter, in any order of characters."""


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as it was loaded; no state means a fresh one, revision 0 that there is none."""

    key: str
    user: str
    state: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class TurnToSave:
    """A conversation as it was seen, and what one message does to it."""

    seen: SavedConversation
    change: StateChange


async def load(
    connection: AsyncConnection, people: Sequence[tuple[str, str]], now: float, are_locked: bool = False
) -> Sequence[SavedConversation]:
    """Return what is kept under each key, for whose conversation it is; an expired one is a fresh one."""
    keys = {key for key, _ in people}
    is_asked_for = conversations.c.key.in_(keys)
    query = select(conversations).where(is_asked_for)
    if are_locked:
        # All replicas in one order: otherwise two may wait for each other.
        query = query.order_by(conversations.c.key).with_for_update()
    found = await connection.execute(query)
    rows = {row.key: row for row in found}

    loaded = []
    for key, user in people:
        row = rows.get(key)
        if row is None:
            fresh = SavedConversation(key, user)
            loaded.append(fresh)
            continue
        state = row.state
        if row.expires_at <= now:
            state = None
        # An expired one keeps its revision: it is still there to be written over.
        kept = SavedConversation(key, user, state, row.revision)
        loaded.append(kept)
    return loaded


async def latest(connection: AsyncConnection, beginning: str, now: float) -> str | None:
    """Return the state of the conversation that was last saved under a key with this beginning.

    None if there is none that has not expired.
    """
    # The index of the keys serves a range whatever the database's order of characters is, and a pattern
    # only in some. What the range holds too much is left out by the pattern.
    is_in_range = conversations.c.key.between(beginning, f"{beginning}{AFTER_ALL_IDS}")
    begins_so = conversations.c.key.startswith(beginning, autoescape=True)
    is_kept = conversations.c.expires_at > now
    newest_first = (
        select(conversations.c.state)
        .where(is_in_range, begins_so, is_kept)
        .order_by(conversations.c.expires_at.desc())
        .limit(1)
    )
    state: str | None = await connection.scalar(newest_first)
    return state


async def save(
    connection: AsyncConnection, turns: Iterable[TurnToSave], now: float, expires_at: float
) -> None:
    """Apply each change to what was seen or, if another replica was faster, to what it left."""
    left = sorted(turns, key=_key)
    while left:
        saved = await _save_first(connection, left, expires_at)
        missed = [turn for turn in left if turn not in saved]
        if not missed:
            return

        people = []
        for turn in missed:
            before = turn.seen
            people.append((before.key, before.user))
        # Locked, nobody can be faster a second time.
        loaded = await load(connection, people, now, are_locked=True)

        left = []
        for seen, turn in zip(loaded, missed, strict=True):
            again = TurnToSave(seen, turn.change)
            left.append(again)


async def expire(connection: AsyncConnection, now: float) -> None:
    """Delete conversations whose time is over."""
    is_over = conversations.c.expires_at <= now
    await delete_where(connection, conversations, is_over)


async def forget(connection: AsyncConnection, user: str) -> int:
    """Delete a person's conversations and return how many there were."""
    is_theirs = conversations.c.user_id == user
    return await delete_where(connection, conversations, is_theirs)


async def _save_first(
    connection: AsyncConnection, turns: Sequence[TurnToSave], expires_at: float
) -> Collection[TurnToSave]:
    """Save the first turn of each conversation, unless that is no longer as it was seen; return the saved."""
    first: dict[str, TurnToSave] = {}
    for turn in turns:
        key = _key(turn)
        first.setdefault(key, turn)

    begun = []
    continued = []
    for turn in first.values():
        if turn.seen.revision:
            continued.append(turn)
        else:
            begun.append(turn)

    inserted = await _insert(connection, begun, expires_at)
    updated = await _update(connection, continued, expires_at)
    saved_keys = {*inserted, *updated}
    return [first[key] for key in first if key in saved_keys]


async def _insert(
    connection: AsyncConnection, turns: Sequence[TurnToSave], expires_at: float
) -> Collection[str]:
    """Write new conversations down, and return the keys of those that nobody else has begun meanwhile."""
    rows = [_row(turn, expires_at) for turn in turns]
    return await insert_new(connection, conversations, conversations.c.key, rows)


async def _update(
    connection: AsyncConnection, turns: Sequence[TurnToSave], expires_at: float
) -> Collection[str]:
    """Write over what was seen, and return the keys of those that still were so."""
    if not turns:
        return ()
    # Locked in the order in which every replica does it: otherwise two may wait for each other.
    keys = map(_key, turns)
    is_seen = conversations.c.key.in_(keys)
    locked = (
        select(conversations.c.key, conversations.c.revision)
        .where(is_seen)
        .order_by(conversations.c.key)
        .with_for_update()
    )
    found = await connection.execute(locked)
    revisions = {row.key: row.revision for row in found}

    rows = []
    updated = set()
    for turn in turns:
        seen = turn.seen
        if revisions.get(seen.key) != seen.revision:
            continue
        row = _row(turn, expires_at)
        row["is_key"] = seen.key
        rows.append(row)
        updated.add(seen.key)
    if rows:
        is_same = conversations.c.key == bindparam("is_key")
        same = update(conversations).where(is_same)
        await connection.execute(same, rows)
    return updated


def _row(turn: TurnToSave, expires_at: float) -> dict[str, Any]:
    seen = turn.seen
    return {
        "key": seen.key,
        "user_id": seen.user,
        "state": turn.change(seen.state),
        "revision": seen.revision + 1,
        "expires_at": expires_at,
    }


def _key(turn: TurnToSave) -> str:
    return turn.seen.key
