"""The tables, and how they come into a database that may be empty, current or from a newer release."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NewerDatabaseError

VERSION = 1
"""Of the tables; raised by a release that changes them."""

ADVISORY_LOCK = 0x77686963
"""Any number that no other program on the database uses."""

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

events = Table(
    "events",
    metadata,
    Column("message", String, primary_key=True),
    Column("event_id", String, unique=True),
    Column("user_id", String, nullable=False, index=True),
    Column("body", Text),
    Column("claimed_by", String, nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", Float, nullable=False, index=True),
    Column("finished_at", Float, index=True),
)
"""Messages that are or were answered. Times are UNIX seconds; a finished one has lost its body."""

conversations = Table(
    "conversations",
    metadata,
    Column("key", String, primary_key=True),
    Column("user_id", String, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("expires_at", Float, nullable=False, index=True),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", String, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("asked_at", Float, nullable=False, index=True),
)

channel_slots = Table(
    "channel_slots",
    metadata,
    Column("channel", String, primary_key=True),
    Column("next_at", Float, nullable=False, index=True),
)
"""When the next message may be sent to a channel that Slack has limited."""


async def prepare(connection: AsyncConnection) -> None:
    """Create what is missing, one replica at a time; raises NewerDatabaseError."""
    # SQLite needs no lock of ours: its transaction holds the file's.
    if is_postgresql(connection):
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        await connection.execute(lock, {"lock": ADVISORY_LOCK})
    await connection.run_sync(metadata.create_all)
    newest = func.max(schema_version.c.version)
    version = await connection.scalar(select(newest))
    if version is None:
        first = insert(schema_version).values(version=VERSION)
        await connection.execute(first)
    elif version > VERSION:
        raise NewerDatabaseError(
            f"The database is from a newer whichrole (its tables have version {version}, this release"
            f" knows {VERSION}). Install that release again, or name another database in DATABASE_URL."
        )


async def insert_if_new(connection: AsyncConnection, table: Table, **values: Any) -> bool:
    """Insert a row; False when one with the same key is there."""
    # The clause is no part of standard SQL, so each dialect has an insert of its own.
    dialect = postgresql if is_postgresql(connection) else sqlite
    row = dialect.insert(table).values(values)
    new = row.on_conflict_do_nothing()
    inserted = await connection.execute(new)
    return inserted.rowcount == 1


async def delete_where(connection: AsyncConnection, table: Table, condition: ColumnElement[bool]) -> int:
    """Delete rows and return how many there were."""
    rows = delete(table).where(condition)
    deleted = await connection.execute(rows)
    return deleted.rowcount


def is_postgresql(connection: AsyncConnection) -> bool:
    """Tell which of the two databases this is."""
    return connection.dialect.name == "postgresql"
