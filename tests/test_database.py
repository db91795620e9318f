"""The database itself: which are refused, what if it is away, and how the bot goes on without it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bot.config import StoreSettings, store_settings
from bot.errors import ConfigError, DatabaseError, NewerDatabaseError
from bot.store import Store
from bot.store.claims import LEASE_SECONDS
from bot.store.database import AWAY_SECONDS
from bot.store.dedup_cache import DedupCache
from bot.store.priority_semaphore import Priority, PrioritySemaphore
from bot.store.tables import VERSION
from tests.conftest import Clock, on_postgresql
from tests.test_store import ALICE, claim, in_vain, rows, say


async def test_replicas_may_start_together_on_an_empty_database(database_url: str) -> None:
    async with contextlib.AsyncExitStack() as stack:
        new = [Store(StoreSettings(database_url)) for _ in range(4)]
        await asyncio.gather(*(stack.enter_async_context(store.opened()) for store in new))
        assert await rows(database_url, "SELECT version FROM schema_version") == [(VERSION,)]


async def test_a_database_of_a_newer_release_is_refused(database_url: str) -> None:
    async with Store(StoreSettings(database_url)).opened():
        pass
    await rows(database_url, f"UPDATE schema_version SET version = {VERSION + 1}")
    with pytest.raises(NewerDatabaseError, match=r"from a newer whichrole .* Install that release again"):
        async with Store(StoreSettings(database_url)).opened():
            pass


async def test_a_bot_goes_on_when_a_newer_release_takes_up_its_database(database_url: str) -> None:
    async with Store(StoreSettings(database_url)).opened() as store:
        await rows(database_url, f"UPDATE schema_version SET version = {VERSION + 1}")
        await store.claim(claim())
        assert await rows(database_url, "SELECT message FROM events") == [("C1:1",)]


async def test_a_database_that_is_not_there_takes_claims_all_the_same_and_is_logged_once(
    unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"postgresql+asyncpg://bot:hunter2@127.0.0.1:{unused_tcp_port}/bot"
    async with Store(StoreSettings(url)).opened() as store:
        async with asyncio.timeout(1):
            assert await store.claim(claim())
            assert not await store.claim(claim())
            fresh = await store.load("k", ALICE)
            assert (fresh.key, fresh.user) == ("k", ALICE)
            await say(store, "one", fresh, "C1:1")
            assert await store.take_over() == []
        with pytest.raises(DatabaseError):
            await store.forget(ALICE)
    assert len([record for record in caplog.records if "away" in record.message]) == 1
    assert "hunter2" not in caplog.text


async def test_an_sqlite_file_is_written_to_while_it_is_read(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    async with Store(StoreSettings(url)).opened() as store:
        await store.claim(claim())
        assert await rows(url, "PRAGMA journal_mode") == [("wal",)]


async def test_a_file_that_is_no_database_is_one_that_is_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "bot.db"
    file.write_text("Dear diary, " * 100, encoding="utf-8")
    async with Store(StoreSettings(f"sqlite+aiosqlite:///{file}")).opened() as store:
        assert await store.claim(claim())
    assert caplog.messages == ["the database is away, answers go on without memory: file is not a database"]


@on_postgresql
async def test_a_database_that_its_server_does_not_have_is_one_that_is_away(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    server, _, _ = database_url.rpartition("/")
    async with Store(StoreSettings(f"{server}/nowhere")).opened() as store:
        assert await store.claim(claim())
    assert caplog.messages == [
        'the database is away, answers go on without memory: database "nowhere" does not exist'
    ]


@on_postgresql
async def test_a_connection_that_the_server_has_ended_is_replaced_unnoticed(database_url: str) -> None:
    async with Store(StoreSettings(database_url)).opened() as store:
        await store.claim(claim(1))
        ended = await rows(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'COMMIT%'",
        )
        assert ended == [(True,)]
        await store.claim(claim(2))
        assert len(await rows(database_url, "SELECT 1 FROM events")) == 2


async def test_an_error_of_the_database_does_not_show_whom_it_is_about(database_url: str) -> None:
    async with Store(StoreSettings(database_url)).opened() as store:
        await rows(database_url, "DROP TABLE unanswered")
        with pytest.raises(DatabaseError) as caught:
            await store.forget(ALICE)
    shown = "".join(traceback.format_exception(caught.value))
    assert "unanswered" in shown
    assert ALICE not in shown


async def test_what_slack_waits_for_has_less_time_than_what_nobody_waits_for(
    database_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Store(StoreSettings(database_url)).opened() as store:
        monkeypatch.setattr("bot.store.database.QUICK_SECONDS", 0)
        assert await in_vain(store) == []
        assert caplog.messages == []
        assert await store.claim(claim())
        assert await rows(database_url, "SELECT 1 FROM events") == []
    assert caplog.messages == ["the database is away, answers go on without memory: TimeoutError"]


def test_only_a_file_can_be_missing_and_only_until_it_is_there(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    store = Store(StoreSettings(f"sqlite+aiosqlite:///{file}"))
    assert store.missing == file
    file.touch()
    assert store.missing is None
    for url in ("sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://u:p@h/d"):
        assert Store(StoreSettings(url)).missing is None


@contextlib.asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Lock what messages are written into."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None)) as locking:
            locking.execute("BEGIN EXCLUSIVE")
            yield
    else:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("BEGIN; LOCK TABLE events")
        try:
            yield
        finally:
            await connection.close()


async def test_a_locked_database_is_left_alone_for_a_while_and_found_again(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with Store(settings, monotonic=clock).opened() as store, Store(settings).opened() as other:
        async with locked(settings.url):
            for number in range(20):
                assert await store.claim(claim(number))
                await store.finish(f"C1:{number}")
            clock.now += AWAY_SECONDS
            await store.take_over()
        await store.take_over()
        assert await other.claim(claim(1)), "it is not looked for yet"
        clock.now += AWAY_SECONDS
        await store.take_over()
        assert not await other.claim(claim(7)), "answers given meanwhile are written down afterwards"
    said = [record.message for record in caplog.records]
    assert said == [
        "the database is away, answers go on without memory: database is locked",
        "the database is back",
    ]


async def test_while_the_database_is_away_nothing_that_slack_waits_for_tries_it(
    tmp_path: Path, clock: Clock
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with Store(settings, monotonic=clock).opened() as store:
        async with locked(settings.url):
            await store.expire()
        clock.now += AWAY_SECONDS
        await store.claim(claim())
        assert await rows(settings.url, "SELECT 1 FROM events") == []
        await store.take_over()
        await store.claim(claim(2))
        assert await rows(settings.url, "SELECT message FROM events") == [("C1:2",)]


async def test_a_redelivery_of_what_was_taken_up_is_known_also_while_the_database_is_away(
    database_url: str, clock: Clock
) -> None:
    settings = StoreSettings(database_url)
    async with Store(settings, clock).opened() as dead, Store(settings, clock).opened() as store:
        await dead.claim(claim(1, "Ev1"))
        clock.now += LEASE_SECONDS + 1
        assert len(await store.take_over()) == 1
        async with locked(database_url):
            assert not await store.claim(claim(2, "Ev1"))


async def test_a_lease_that_ran_out_while_the_database_was_away_is_not_taken_over_at_once(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings = StoreSettings(database_url)
    async with (
        Store(settings, lambda: 0.0).opened() as dead,
        Store(settings, monotonic=clock).opened() as store,
    ):
        await dead.claim(claim())
        async with locked(database_url):
            assert await store.take_over() == []
        clock.now += AWAY_SECONDS
        assert await store.take_over() == []
        assert caplog.messages[-1] == "the database is back"
        clock.now += LEASE_SECONDS - 1
        assert await store.take_over() == []
        clock.now += 1
        assert await store.take_over() == [claim()]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not understood. Write sqlite.aiosqlite:///whichrole.db or postgresql.asyncpg://"),
        ("postgres://u:hunter2@h/d", r"begins with postgres://.* Write postgresql\+asyncpg:// there"),
        ("postgresql://u:hunter2@h/d", r"begins with postgresql://.* Write postgresql\+asyncpg:// there"),
        ("mysql+aiomysql://u:hunter2@h/d", "begins with mysql.aiomysql://, which whichrole cannot use"),
        ("sqlite:///a.db", r"begins with sqlite://.* Write sqlite\+aiosqlite:// there"),
        (
            "sqlite+aiosqlite:////no/such/folder/a.db",
            "names /no/such/folder/a.db, but a file cannot be there",
        ),
        ("postgresql+asyncpg://u:hunter2@h:port/d", "is not understood"),
        ("postgresql+asyncpg://u:hunter2@h/d?sslmode=require", "sets sslmode, which .* write ssl=require"),
        ("postgresql+asyncpg://u:hunter2@h/d?ssl=require&application_name=a", "sets application_name, which"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_what_to_write(url: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence) as caught:
        Store(StoreSettings(url))
    assert "hunter2" not in str(caught.value)


def test_a_missing_driver_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(ConfigError, match=r"pip install 'whichrole\[postgres\]'"):
        Store(StoreSettings("postgresql+asyncpg://u:p@h/d"))


def test_the_url_is_not_shown_with_the_settings() -> None:
    settings = store_settings({"DATABASE_URL": "postgresql+asyncpg://u:hunter2@h/d"})
    assert settings.url.endswith("hunter2@h/d")
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "a day", "1e3", "999999999", "²"])
def test_a_time_that_is_no_whole_number_is_refused_with_its_name(value: str) -> None:
    with pytest.raises(ConfigError, match=r"CONVERSATION_HOURS must be a whole number(.|\n)*RETENTION_DAYS"):
        store_settings({"CONVERSATION_HOURS": value, "RETENTION_DAYS": value})


def test_settings_that_are_left_out_have_their_defaults() -> None:
    assert store_settings({"CONVERSATION_HOURS": " ", "RETENTION_DAYS": "7"}) == StoreSettings(
        conversation_hours=24, retention_days=7
    )


def test_names_are_remembered_in_the_process_until_there_are_too_many() -> None:
    taken = DedupCache(max_keys=2)
    for key in ("a", "b", "c"):
        assert taken.add(key)
    assert not taken.add("b")
    assert not taken.add("c")
    assert taken.add("a")


async def test_what_was_begun_goes_before_what_begins() -> None:
    semaphore, order = PrioritySemaphore(1), []

    async def work(priority: Priority) -> None:
        async with semaphore.held(priority):
            order.append(priority)
            await asyncio.sleep(0)

    await asyncio.gather(
        *map(work, (Priority.WHENEVER, Priority.ACKNOWLEDGE, Priority.RECORD, Priority.RECORD))
    )
    assert order == [Priority.WHENEVER, Priority.RECORD, Priority.RECORD, Priority.ACKNOWLEDGE]


async def test_never_do_more_work_at_once_than_there_are_turns_whoever_is_cancelled() -> None:
    semaphore, working = PrioritySemaphore(2), [0]

    async def work() -> None:
        async with semaphore.held(Priority.RECORD):
            working.append(working[-1] + 1)
            await asyncio.sleep(0)
            working.append(working[-1] - 1)

    for _ in range(2):
        tasks = [asyncio.create_task(work()) for _ in range(6)]
        await asyncio.sleep(0)
        tasks[3].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert max(working) == 2


async def test_a_cancelled_turn_is_not_lost() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.held(Priority.RECORD):
        waiting = [asyncio.create_task(semaphore.held(Priority.RECORD).__aenter__()) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[0].cancel()
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1), semaphore.held(Priority.RECORD):
        pass


async def test_many_answers_given_while_the_database_was_away_are_written_down_in_turns(
    database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.held_messages.BATCH", 2)
    async with Store(StoreSettings(database_url), monotonic=clock).opened() as store:
        async with locked(database_url):
            for number in range(3):
                assert await store.claim(claim(number))
                await store.finish(f"C1:{number}")
        clock.now += AWAY_SECONDS
        for count in (2, 3):
            await store.take_over()
            assert len(await rows(database_url, "SELECT 1 FROM events WHERE body IS NULL")) == count


async def test_of_too_many_answers_given_while_the_database_was_away_the_oldest_are_given_up(
    database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.held_messages.MAX_ANSWERED", 2)
    async with Store(StoreSettings(database_url), monotonic=clock).opened() as store:
        async with locked(database_url):
            for number in range(3):
                assert await store.claim(claim(number))
                await store.finish(f"C1:{number}")
        clock.now += AWAY_SECONDS
        await store.take_over()
        assert sorted(await rows(database_url, "SELECT message FROM events")) == [("C1:1",), ("C1:2",)]
