"""The tables, and how they come into a database that may be empty, current, or of another release."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NewerDatabaseError
from bot.store.column_types import StoredName, StoredText

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "ALTER TABLE unanswered ADD COLUMN channel VARCHAR",
        "ALTER TABLE unanswered ADD COLUMN topic VARCHAR",
        "ALTER TABLE unanswered ADD COLUMN understood TEXT",
    ),
)
"""What releases did to the tables of the ones before: the statements that lead to version 2, version 3, ...

Both databases must understand them. While several bots are upgraded one after the other, the older ones go on
with the new tables: a new column takes NULL or has a default, and nothing that they use goes away. A table
that is new needs no statement.
"""

VERSION = 1 + len(MIGRATIONS)
"""Of the tables as they stand below."""

ADVISORY_LOCK = 0x77686963
"""Any number that no other program on the database uses."""

logger = logging.getLogger(__name__)

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

events = Table(
    "events",
    metadata,
    Column("message", StoredName, primary_key=True),
    Column("event_id", StoredName, unique=True),
    Column("user_id", StoredName, nullable=False, index=True),
    Column("body", StoredText),
    Column("claimed_by", StoredName, nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", Float, nullable=False, index=True),
    Column("finished_at", Float, index=True),
)
"""Messages that are or were answered. Times are UNIX seconds; a finished one has lost its body."""

conversations = Table(
    "conversations",
    metadata,
    Column("key", StoredName, primary_key=True),
    Column("user_id", StoredName, nullable=False, index=True),
    Column("state", StoredText, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("expires_at", Float, nullable=False, index=True),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", StoredName, nullable=False, index=True),
    Column("text", StoredText, nullable=False),
    Column("asked_at", Float, nullable=False, index=True),
    Column("channel", StoredName),
    Column("topic", StoredName),
    Column("understood", StoredText),
)
"""Questions that found no answer; `topic` was nearest to them, `understood` is what was read in them."""

ratings = Table(
    "ratings",
    metadata,
    Column("answer_id", StoredName, primary_key=True),
    Column("user_id", StoredName, primary_key=True, index=True),
    Column("vote", StoredName, nullable=False),
    Column("voted_at", Float, nullable=False, index=True),
    Column("reason", StoredName),
    Column("comment", StoredText),
    Column("asked_by", StoredName, index=True),
    Column("text", StoredText),
    Column("channel", StoredName),
    Column("topic", StoredName),
    Column("intent", StoredName),
    Column("roles", StoredName),
    Column("understood", StoredText),
)
"""The last vote of each person on an answer; only of an answer that did not help, what it was given to."""

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", StoredName, nullable=False, index=True),
    Column("asked_by", StoredName, index=True),
    Column("question", StoredText),
    Column("channel", StoredName),
    Column("proposal", StoredText, nullable=False),
    Column("about", StoredName),
    Column("suggested_at", Float, nullable=False, index=True),
)
"""Better answers that people propose; `about` is the role or topic that they chose."""

answers = Table(
    "answers",
    metadata,
    Column("answer_id", StoredName, primary_key=True),
    Column("user_id", StoredName, nullable=False, index=True),
    Column("channel", StoredName, nullable=False),
    Column("conversation", StoredName, nullable=False, index=True),
    Column("said", StoredText, nullable=False),
    Column("before", StoredText),
    Column("heading", StoredText, nullable=False),
    Column("intent", StoredName, nullable=False),
    Column("topic", StoredName, nullable=False),
    Column("is_unasked", Boolean, nullable=False),
    Column("asked_at", Float, nullable=False, index=True),
)
"""Answers that were given, with what they were given to."""

channel_slots = Table(
    "channel_slots",
    metadata,
    Column("channel", StoredName, primary_key=True),
    Column("next_at", Float, nullable=False, index=True),
)
"""When the next message may be sent to a channel that Slack has limited."""

listening = Table(
    "listening",
    metadata,
    Column("channel", StoredName, primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("user_id", StoredName, index=True),
    Column("since", Float, nullable=False),
    Column("spoke_at", Float, nullable=False),
)
"""Channels in which the bot listens, who turned that on, and when it last spoke there unasked."""


async def prepare(connection: AsyncConnection) -> None:
    """Create what is missing and migrate what is old, one replica at a time; raises NewerDatabaseError."""
    # SQLite needs no lock of ours: its transaction holds the file's.
    if is_postgresql(connection):
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        await connection.execute(lock, {"lock": ADVISORY_LOCK})
    await connection.run_sync(schema_version.create, checkfirst=True)
    newest = func.max(schema_version.c.version)
    found = await connection.scalar(select(newest))
    if found is None:
        first = insert(schema_version).values(version=VERSION)
        await connection.execute(first)
    elif found > VERSION:
        raise NewerDatabaseError(
            f"The database is from a newer whichrole (its tables have version {found}, this release"
            f" knows {VERSION}). Install that release again, or name another database in DATABASE_URL."
        )
    else:
        await _migrate(connection, found)
    await connection.run_sync(metadata.create_all)


async def _migrate(connection: AsyncConnection, found: int) -> None:
    """Lead tables of this version to the newest, in the transaction that also notes it."""
    if found == VERSION:
        return
    for statements in MIGRATIONS[found - 1 :]:
        for statement in statements:
            await connection.execute(text(statement))
    migrated = update(schema_version).values(version=VERSION)
    await connection.execute(migrated)
    logger.info("the tables are migrated from version %d to %d", found, VERSION)


async def insert_new(
    connection: AsyncConnection, table: Table, key: Column[str], rows: Sequence[dict[str, Any]]
) -> Collection[str]:
    """Insert the rows whose keys are not there yet, and return the keys of these."""
    if not rows:
        return ()
    # The clause is no part of standard SQL, so each dialect has an insert of its own.
    dialect = postgresql if is_postgresql(connection) else sqlite
    new = dialect.insert(table).on_conflict_do_nothing()
    returned = new.returning(key)
    inserted = await connection.scalars(returned, rows)
    return set(inserted)


async def delete_where(connection: AsyncConnection, table: Table, condition: ColumnElement[bool]) -> int:
    """Delete rows and return how many there were."""
    rows = delete(table).where(condition)
    deleted = await connection.execute(rows)
    return deleted.rowcount


def is_postgresql(connection: AsyncConnection) -> bool:
    """Tell which of the two databases this is."""
    return connection.dialect.name == "postgresql"
