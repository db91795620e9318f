"""Transactions: how long they may take, and what if the database is away."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseError, NewerDatabaseError
from bot.store.database_url import CONNECTIONS, DRIVER_SECONDS, create_engine, file_of, parse
from bot.store.priority_semaphore import Priority, PrioritySemaphore
from bot.store.tables import prepare

QUICK_SECONDS, PATIENT_SECONDS = 2.0, 10.0
"""How long work may take from its turn on, when Slack waits for it (three seconds), and when nobody does."""

AWAY_SECONDS = 3.0
"""How long a database that failed is left alone, so that not every message waits for it."""

DRIVERS = {"asyncpg", "aiosqlite", "sqlite3"}
"""Packages whose errors come through SQLAlchemy as they are."""

logger = logging.getLogger(__name__)


class Database:
    """Runs work in transactions; a failure means that the database is away, until it is back."""

    def __init__(self, url: str, monotonic: Callable[[], float]) -> None:
        """Check the URL, but do not connect; raises ConfigError that says what to write instead."""
        parsed = parse(url)
        self.file = file_of(parsed)
        """The file of a SQLite database."""
        self.back_at = -math.inf
        """When (monotonic) it was last found back."""
        self._monotonic = monotonic
        self._engine = create_engine(parsed)
        connections = CONNECTIONS[parsed.drivername]
        self._turns = PrioritySemaphore(connections)
        self._retry_at = -math.inf
        self._failure = ""
        self._is_prepared = False
        self._file_id: tuple[int, int] | None = None
        self._preparing = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, priority: Priority = Priority.WHENEVER) -> AsyncIterator[AsyncConnection]:
        """Commit what the context does; raises DatabaseError when the database does not do it in time.

        While the database is away, work that Slack waits for is not even tried.
        """
        is_waited_for = priority is Priority.ACKNOWLEDGE
        seconds = QUICK_SECONDS if is_waited_for else PATIENT_SECONDS
        async with self._turns.held(priority):
            now = self._monotonic()
            if self._failure and (is_waited_for or now < self._retry_at):
                raise DatabaseError(self._failure)
            # Of those who wait, one tries whether it is back, not all at once.
            self._retry_at = now + AWAY_SECONDS
            try:
                async with asyncio.timeout(seconds):
                    await self._leave_lost_file()
                    await self._prepare()
                    async with self._engine.begin() as connection:
                        yield connection
            except Exception as error:
                if not _is_of_database(error):
                    raise
                raise self._away(error) from error
        self._back()

    async def open(self) -> None:
        """Create the tables; raises NewerDatabaseError, but not for a database that is away."""
        try:
            async with asyncio.timeout(PATIENT_SECONDS):
                await self._prepare()
        except NewerDatabaseError:
            raise
        except Exception as error:
            if not _is_of_database(error):
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
            # Another task may have done it while this one waited for the lock.
            if self._is_prepared:
                return
            if self.file:
                # What people wrote in private is for this user only.
                self.file.touch(mode=0o600)
                self._file_id = _file_id(self.file)
            async with self._engine.begin() as connection:
                await prepare(connection)
            self._is_prepared = True

    async def _leave_lost_file(self) -> None:
        """Close a SQLite file that was deleted or replaced: what is written there is lost."""
        if not self.file or not self._file_id:
            return
        if _file_id(self.file) == self._file_id:
            return
        logger.error(
            "the file %s was deleted or replaced; memory goes on in the one that is there now", self.file
        )
        self._is_prepared = False
        self._file_id = None
        # Only one turn is given for SQLite, so nobody else is using the connection.
        await self._engine.dispose()
        # What the lost file left beside it would be written into the one that is there now.
        for ending in ("-wal", "-shm"):
            rest = self.file.with_name(self.file.name + ending)
            rest.unlink(missing_ok=True)

    def _away(self, error: Exception) -> DatabaseError:
        self._retry_at = self._monotonic() + AWAY_SECONDS
        # It may come back empty.
        self._is_prepared = False
        reason = _reason(error)
        if not self._failure:
            logger.error("the database is away, answers go on without memory: %s", reason)
        self._failure = f"The database cannot be used ({reason}). Check that it runs, and DATABASE_URL."
        if isinstance(error, DatabaseError):
            return error
        return DatabaseError(self._failure)

    def _back(self) -> None:
        if not self._failure:
            return
        logger.warning("the database is back")
        self.back_at = self._monotonic()
        self._failure = ""


def _file_id(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of the same name, or None if there is none."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _is_of_database(error: Exception) -> bool:
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        # It never got there: a value of this one statement is to blame.
        return False
    if isinstance(error, SQLAlchemyError | OSError | TimeoutError | DatabaseError):
        return True
    # Some errors of a driver come through SQLAlchemy as they are.
    module = type(error).__module__
    package, *_ = module.split(".")
    return package in DRIVERS


def _reason(error: Exception) -> str:
    """Return what is wrong in a line, without statements, their values or the URL."""
    if isinstance(error, DatabaseError):
        return str(error)
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig:
        cause = error.orig
    first_line, *_ = str(cause).split("\n")
    # SQLAlchemy puts the driver's class, as <class '...'>, before what the driver says.
    _, _, said = first_line.rpartition(">: ")
    return said or type(cause).__name__
