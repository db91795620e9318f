"""Which databases are taken, and how their connections are set up; no message shows a URL's password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigError

SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"

DRIVER_SECONDS = 2
"""How long PostgreSQL may take to connect or for one command."""

GOODBYE_SECONDS = 0.1
"""How long a connection may take to close that PostgreSQL did not answer on."""

SQLITE_SECONDS = 1
"""How long SQLite waits for its file's lock."""

SQLITE_STATEMENTS = 16
"""Statements that are kept ready: a batch of each size is one of its own, and large ones take much memory."""

TURN_SECONDS = 10.0
"""How long a free connection is waited for; turns are taken before, so this is never reached."""

CONNECTIONS = {SQLITE: 1, POSTGRESQL: 10}
"""SQLite writes one at a time anyway, and a queue in here is fairer than its lock."""

UNPREPARED: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_name_func": str,
}
"""Each statement is sent with its values, under no name, and so needs nothing that a session remembers.

A pooler in transaction mode (PgBouncer) gives each transaction another session of PostgreSQL. SQLAlchemy
still remembers what a statement returns, so that nothing is asked twice.
"""

TAKEN_BY_ASYNCPG = {"user", "password", "host", "port", "database", "passfile", "service", "servicefile"} | {
    "ssl",
    "target_session_attrs",
    "prepared_statement_cache_size",
    "krbsrvname",
    "gsslib",
}
"""What may stand after the question mark; asyncpg takes neither other names nor its numbers as text."""


def parse(url: str) -> URL:
    """Return the URL of a database that can be used; raises ConfigError that says what to write instead."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            f"DATABASE_URL is not understood. Write {SQLITE}:///whichrole.db or"
            f" {POSTGRESQL}://user:password@host/database."
        ) from error
    if parsed.drivername not in CONNECTIONS:
        is_sqlite = parsed.get_backend_name() == "sqlite"
        instead = SQLITE if is_sqlite else POSTGRESQL
        raise ConfigError(
            f"DATABASE_URL begins with {parsed.drivername}://, which whichrole cannot use."
            f" Write {instead}:// there."
        )
    _check_arguments(parsed)
    _check_place(parsed)
    return parsed


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite database, None for any other and for one in memory."""
    if url.drivername != SQLITE:
        return None
    if not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine that is not connected yet; raises ConfigError."""
    options: dict[str, Any] = {
        "pool_size": CONNECTIONS[url.drivername],
        "pool_timeout": TURN_SECONDS,
        "max_overflow": 0,
        "hide_parameters": True,
    }
    try:
        if url.drivername == POSTGRESQL:
            options["pool_pre_ping"] = True
            options["connect_args"] = {
                "timeout": DRIVER_SECONDS,
                "command_timeout": DRIVER_SECONDS,
                "connection_class": _impatient_connection(),
                **UNPREPARED,
            }
        else:
            options["poolclass"] = AsyncAdaptedQueuePool
            options["connect_args"] = {
                "timeout": SQLITE_SECONDS,
                "cached_statements": SQLITE_STATEMENTS,
            }
        engine = create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"DATABASE_URL needs the package {error.name}. Install it: pip install 'whichrole[postgres]'"
        ) from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        reason = type(error).__name__
        raise ConfigError(f"DATABASE_URL cannot be used ({reason}). Correct it.") from error
    if url.drivername == SQLITE:
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _impatient_connection() -> type:
    """Return asyncpg's connection, but one that does not stay with a PostgreSQL that hangs."""
    import asyncpg

    class ImpatientConnection(asyncpg.Connection):  # type: ignore[misc]
        async def close(self, *, timeout: float | None = None) -> None:
            # SQLAlchemy closes what was given up, and would wait two seconds for the farewell.
            await super().close(timeout=GOODBYE_SECONDS)

    return ImpatientConnection


def _check_arguments(url: URL) -> None:
    if url.drivername != POSTGRESQL:
        return
    unknown = url.query.keys() - TAKEN_BY_ASYNCPG
    if not unknown:
        return
    hint = ""
    if "sslmode" in unknown:
        # What most other clients of PostgreSQL call it.
        hint = " (for sslmode=require write ssl=require)"
    refused = ", ".join(sorted(unknown))
    taken = ", ".join(sorted(TAKEN_BY_ASYNCPG))
    raise ConfigError(
        f"DATABASE_URL sets {refused}, which the driver asyncpg does not take there."
        f" Leave it out{hint}; it takes {taken}."
    )


def _check_place(url: URL) -> None:
    file = file_of(url)
    if file is None:
        return
    if file.is_dir() or not file.parent.is_dir():
        raise ConfigError(
            f"DATABASE_URL names {file}, but a file cannot be there. Create its folder, or correct the name."
        )


def _set_up_sqlite(connection: Any, _: object) -> None:
    # Transactions are begun below, not by the driver's own guess.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # What is deleted is overwritten, not only unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """Take the file's lock at once: a reader that only later wants to write may be refused for ever."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
