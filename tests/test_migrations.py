"""Tables of an older release become those of this one, and keep what they hold."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from bot.config import StoreSettings
from bot.store import Store, tables
from bot.store.claims import LEASE_SECONDS
from tests.conftest import FIXTURES, Clock
from tests.test_store import ALICE, claim, in_vain, kept, rows, say

OLD_TABLES = sorted((FIXTURES / "tables").glob("version_*.sql"))
"""A file for each version that was ever released."""

NEW_COLUMN = "ALTER TABLE events ADD COLUMN mood VARCHAR DEFAULT 'calm'"
NEW_INDEX = "CREATE INDEX ix_events_mood ON events (mood)"

SHAPE = {
    "sqlite": 'SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c'
    " WHERE m.type = 'table' ORDER BY 1, 2",
    "postgresql": "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2",
}
INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
}


async def make_old_tables(url: str, file: Path) -> None:
    script = file.read_text(encoding="utf-8")
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.partition(":///")[2])) as database:
            database.executescript(script)
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(script.replace("id INTEGER NOT NULL", "id SERIAL NOT NULL"))
    await connection.close()


async def drop_tables(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.partition(":///")[2]).unlink()
    else:
        await rows(url, "DROP SCHEMA public CASCADE")
        await rows(url, "CREATE SCHEMA public")


async def shape(url: str) -> list[tuple[object, ...]]:
    kind = url.partition("+")[0]
    columns = await rows(url, SHAPE[kind])
    return columns + await rows(url, INDEXES[kind])


@pytest.fixture
def a_newer_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """This release, but with one more version, whose tables have a new column."""
    monkeypatch.setattr(tables, "MIGRATIONS", (*tables.MIGRATIONS, (NEW_COLUMN, NEW_INDEX)))
    monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)


@pytest.mark.parametrize("file", OLD_TABLES, ids=lambda file: file.stem)
async def test_tables_of_an_older_release_become_as_if_they_were_made_anew(
    database_url: str, file: Path
) -> None:
    async with Store(StoreSettings(database_url)).opened():
        made_anew = await shape(database_url)
    await drop_tables(database_url)
    await make_old_tables(database_url, file)
    async with Store(StoreSettings(database_url)).opened():
        assert await shape(database_url) == made_anew
        assert await rows(database_url, "SELECT version FROM schema_version") == [(tables.VERSION,)]


@pytest.mark.parametrize("file", OLD_TABLES, ids=lambda file: file.stem)
async def test_what_older_tables_hold_is_remembered(database_url: str, clock: Clock, file: Path) -> None:
    await make_old_tables(database_url, file)
    async with Store(StoreSettings(database_url), clock).opened() as store:
        assert await kept(store) == "one"
        assert await in_vain(store) == ["why?"]
        assert not await store.claim(claim())
        clock.now += LEASE_SECONDS
        assert await store.take_over() == [claim(1, "Ev1")]


@pytest.mark.usefixtures("a_newer_release")
async def test_a_release_with_a_new_column_adds_it_and_keeps_what_is_there(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for file in OLD_TABLES:
        await make_old_tables(database_url, file)
        async with Store(StoreSettings(database_url), clock).opened() as store:
            assert await rows(database_url, "SELECT message, mood FROM events") == [("C1:1", "calm")]
            assert await rows(database_url, "SELECT version FROM schema_version") == [(tables.VERSION,)]
            assert await kept(store) == "one"
        assert f"the tables are migrated from version 1 to {tables.VERSION}" in caplog.text
        async with Store(StoreSettings(database_url), clock).opened() as store:
            assert await kept(store) == "one", "what is migrated is left as it is"
        await drop_tables(database_url)


@pytest.mark.usefixtures("a_newer_release")
async def test_replicas_that_start_together_on_older_tables_migrate_them_once(database_url: str) -> None:
    await make_old_tables(database_url, OLD_TABLES[-1])
    async with contextlib.AsyncExitStack() as stack:
        new = [Store(StoreSettings(database_url)) for _ in range(4)]
        await asyncio.gather(*(stack.enter_async_context(store.opened()) for store in new))
        assert await rows(database_url, "SELECT mood FROM events") == [("calm",)]


async def test_a_bot_of_the_older_release_goes_on_with_the_tables_of_the_newer_one(
    database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = StoreSettings(database_url)
    async with Store(settings, clock).opened() as older:
        await say(older, "one", await older.load("k", ALICE))
        monkeypatch.setattr(tables, "MIGRATIONS", (*tables.MIGRATIONS, (NEW_COLUMN, NEW_INDEX)))
        monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)
        async with Store(settings, clock).opened() as newer:
            assert await older.claim(claim())
            assert not await newer.claim(claim())
            await say(older, "two", await older.load("k", ALICE), "C1:1")
            assert await kept(newer) == "one two"
    assert caplog.messages == []


@pytest.mark.usefixtures("a_newer_release")
async def test_a_migration_that_fails_half_way_leaves_the_tables_as_they_were(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tables, "MIGRATIONS", ((NEW_COLUMN, "ALTER TABLE nowhere ADD COLUMN a VARCHAR"),))
    await make_old_tables(database_url, OLD_TABLES[-1])
    before = await shape(database_url)
    async with Store(StoreSettings(database_url)).opened():
        pass
    assert await shape(database_url) == before
    assert await rows(database_url, "SELECT version FROM schema_version") == [(1,)]
    assert "the database is away" in caplog.text
