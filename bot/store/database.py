"""The connection to the database: which URLs are taken, how long it may take, and what if it is away."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, AsyncAdaptedQueuePool, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import ConfigError, DatabaseError, NewerDatabaseError
from bot.store.connections import Slots, Urgency
from bot.store.tables import prepare

DRIVER_SECONDS = 2
"""How long PostgreSQL may take to connect or for one command; SQLite's lock is waited for one second."""

QUICK_SECONDS, PATIENT_SECONDS = 2.0, 10.0
"""How long work may take from its turn on, when Slack waits for it (three seconds), and when nobody does."""

CONNECTIONS = 10
SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"
TAKEN_BY_ASYNCPG = {"user", "password", "host", "port", "database", "passfile", "service", "servicefile"} | {
    "ssl",
    "target_session_attrs",
    "prepared_statement_cache_size",
    "krbsrvname",
    "gsslib",
}
"""What may stand after the question mark; asyncpg takes neither other names nor its numbers as text."""

AWAY_SECONDS = 3.0
"""How long a database that failed is left alone, so that not every message waits for it."""

DRIVERS = {"asyncpg", "aiosqlite", "sqlite3"}
"""Packages whose errors come through SQLAlchemy as they are."""

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

logger = logging.getLogger(__name__)


class Database:
    """Runs work in transactions; a failure means that the database is away, until it is back."""

    def __init__(self, url: str) -> None:
        """Check the URL, but do not connect; raises ConfigError that says what to write instead."""
        self.file = _file(_parsed(url))
        """The file of a SQLite database."""
        self._engine, connections = _engine(url)
        self._slots = Slots(connections)
        self._retry_at = 0.0
        self._failure = ""
        self._is_prepared = False
        self._preparing = asyncio.Lock()
        self.back_at = -math.inf
        """When (monotonic) it was last found back."""

    async def run(self, work: Work[T], urgency: Urgency = Urgency.WHENEVER) -> T:
        """Do the work in one transaction; raises DatabaseError when the database does not do it in time.

        While the database is away, work that Slack waits for is not even tried.
        """
        seconds = QUICK_SECONDS if urgency is Urgency.ACKNOWLEDGE else PATIENT_SECONDS
        async with self._slots.turn(urgency):
            if self._failure and (urgency is Urgency.ACKNOWLEDGE or time.monotonic() < self._retry_at):
                raise DatabaseError(self._failure)
            self._retry_at = time.monotonic() + AWAY_SECONDS  # one tries whether it is back, not all at once
            try:
                async with asyncio.timeout(seconds):
                    await self._prepare()
                    async with self._engine.begin() as connection:
                        result = await work(connection)
            except Exception as error:
                if not _is_of_database(error):
                    raise
                raise self._away(error) from error
        self._back()
        return result

    async def open(self) -> None:
        """Create the tables; raises NewerDatabaseError, but not for a database that is away."""
        try:
            async with asyncio.timeout(PATIENT_SECONDS):
                await self._prepare()
        except Exception as error:
            if isinstance(error, NewerDatabaseError) or not _is_of_database(error):
                raise
            self._away(error)

    async def close(self) -> None:
        """Close every connection; one that hangs ends with the process."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRIVER_SECONDS):
                await self._engine.dispose()

    async def _prepare(self) -> None:
        if self._is_prepared:
            return
        async with self._preparing:
            if not self._is_prepared:
                if self.file:
                    self.file.touch(mode=0o600)  # what people wrote in private is for this user only
                async with self._engine.begin() as connection:
                    await prepare(connection)
                self._is_prepared = True

    def _away(self, error: Exception) -> DatabaseError:
        self._retry_at = time.monotonic() + AWAY_SECONDS
        reason = _reason(error)
        if not self._failure:
            logger.error("the database is away, answers go on without memory: %s", reason)
        self._failure = f"The database cannot be used ({reason}). Check that it runs, and DATABASE_URL."
        return error if isinstance(error, DatabaseError) else DatabaseError(self._failure)

    def _back(self) -> None:
        if self._failure:
            logger.warning("the database is back")
            self.back_at = time.monotonic()
        self._failure = ""


def _engine(url: str) -> tuple[AsyncEngine, int]:
    """Return the engine and how many connections it has."""
    parsed = _parsed(url)
    pool: dict[str, Any]
    options: dict[str, Any] = {"pool_timeout": PATIENT_SECONDS, "hide_parameters": True}
    try:
        if parsed.drivername == POSTGRESQL:
            limits = {"timeout": DRIVER_SECONDS, "command_timeout": DRIVER_SECONDS}
            pool = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_pre_ping": True}
            return create_async_engine(parsed, connect_args=limits, **pool, **options), CONNECTIONS
        # One connection: SQLite writes one at a time anyway, and a queue in here is fairer than its lock.
        pool = {"pool_size": 1, "max_overflow": 0, "poolclass": AsyncAdaptedQueuePool}
        engine = create_async_engine(parsed, connect_args={"timeout": 1}, **pool, **options)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"DATABASE_URL needs the package {error.name}. Install it: pip install 'whichrole[postgres]'"
        ) from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise ConfigError(f"DATABASE_URL cannot be used ({type(error).__name__}). Correct it.") from error
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine, 1


def _parsed(url: str) -> URL:
    """Return the URL; no message shows it, because it may hold a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            f"DATABASE_URL is not understood. Write {SQLITE}:///whichrole.db or"
            f" {POSTGRESQL}://user:password@host/database."
        ) from error
    if parsed.drivername not in (SQLITE, POSTGRESQL):
        instead = SQLITE if parsed.get_backend_name() == "sqlite" else POSTGRESQL
        raise ConfigError(
            f"DATABASE_URL begins with {parsed.drivername}://, which whichrole cannot use."
            f" Write {instead}:// there."
        )
    if parsed.drivername == POSTGRESQL:
        _check_arguments(parsed)
    elif (file := _file(parsed)) and (file.is_dir() or not file.parent.is_dir()):
        raise ConfigError(
            f"DATABASE_URL names {file}, but a file cannot be there. Create its folder, or correct the name."
        )
    return parsed


def _file(parsed: URL) -> Path | None:
    """Return the file of a SQLite database, None for any other and for one in memory."""
    if parsed.drivername != SQLITE or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _check_arguments(parsed: URL) -> None:
    unknown = parsed.query.keys() - TAKEN_BY_ASYNCPG
    if unknown:
        hint = " (for sslmode=require write ssl=require)" if "sslmode" in unknown else ""
        raise ConfigError(
            f"DATABASE_URL sets {', '.join(sorted(unknown))}, which the driver asyncpg does not take there."
            f" Leave it out{hint}; it takes {', '.join(sorted(TAKEN_BY_ASYNCPG))}."
        )


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's own guess
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only unlinked
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """Take the file's lock at once: a reader that only later wants to write may be refused for ever."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _is_of_database(error: Exception) -> bool:
    if isinstance(error, SQLAlchemyError | OSError | TimeoutError | DatabaseError):
        return True
    return type(error).__module__.partition(".")[0] in DRIVERS


def _reason(error: Exception) -> str:
    """Return what is wrong in a line, without statements, their values or the URL."""
    if isinstance(error, DatabaseError):
        return str(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    first = next(iter(str(cause).splitlines()), "")
    return first.rpartition(">: ")[2] or type(cause).__name__
