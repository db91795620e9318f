"""The tables, and how they come into a database that may be empty, current or from a newer release."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NewerDatabaseError

VERSION = 1
"""Of the tables; raised by a release that changes them."""

ADVISORY_LOCK = 0x77686963  # any number that no other program on the database uses

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


async def prepare(connection: AsyncConnection) -> None:
    """Create what is missing, one replica at a time; raises NewerDatabaseError."""
    if connection.dialect.name == "postgresql":  # SQLite's transaction holds the file's lock already
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
    await connection.run_sync(metadata.create_all)
    found = (await connection.execute(select(schema_version.c.version))).scalars().all()
    if not found:
        await connection.execute(insert(schema_version).values(version=VERSION))
    elif max(found) > VERSION:
        raise NewerDatabaseError(
            f"The database is from a newer whichrole (its tables have version {max(found)}, this release"
            f" knows {VERSION}). Install that release again, or name another database in DATABASE_URL."
        )
