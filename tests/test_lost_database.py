"""A database whose file or tables go while the bot runs: memory goes on in new ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.store import Store
from bot.store.database import AWAY_SECONDS
from tests.conftest import Clock, needs_postgresql, running_bot
from tests.slack_server import IM, USER, SlackServer
from tests.test_database import locked
from tests.test_memory import is_told, replies, slow_by
from tests.test_store import ALICE, claim, kept, rows, say


async def test_a_file_that_is_deleted_while_the_bot_runs_is_noticed_and_memory_goes_on_in_a_new_one(
    library: LiveKnowledge, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.direct_message(slow_by(4))
        await replies(slack, 1)
        (tmp_path / "a.db").unlink()
        await slack.direct_message(slow_by(5))
        await slack.direct_message("why?")
        assert is_told((await replies(slack, 3))[2], 5)
    assert "a.db was deleted or replaced; memory goes on in the one that is there now" in caplog.text
    assert (tmp_path / "a.db").stat().st_mode & 0o077 == 0
    async with Store(settings).opened() as store:
        assert "take 5 seconds" in (await kept(store, f"direct:{IM}:", USER) or "")


async def test_a_backup_that_is_put_in_the_place_of_the_file_is_remembered_from(
    tmp_path: Path, clock: Clock
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with Store(settings, clock).opened() as store:
        await say(store, "old", await store.load("k", ALICE))
    shutil.copy(tmp_path / "a.db", tmp_path / "backup.db")
    async with Store(settings, clock).opened() as store:
        await say(store, "new", await store.load("k", ALICE))
        (tmp_path / "backup.db").rename(tmp_path / "a.db")
        assert await kept(store) == "old"


async def test_a_deleted_file_whose_folder_went_too_is_a_database_that_is_away_until_it_is_back(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    settings = StoreSettings(f"sqlite+aiosqlite:///{folder}/a.db")
    async with Store(settings, monotonic=clock).opened() as store:
        await store.claim(claim(1))
        shutil.rmtree(folder)
        assert await store.claim(claim(2))
        folder.mkdir()
        clock.now += AWAY_SECONDS
        await store.take_over()
        assert await store.claim(claim(3))
        assert await rows(settings.url, "SELECT message FROM events") == [("C1:3",)]
    assert caplog.messages[-1] == "the database is back"


async def test_a_file_that_is_deleted_while_it_is_away_is_noticed_too(tmp_path: Path, clock: Clock) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with Store(settings, monotonic=clock).opened() as store:
        async with locked(settings.url):
            assert await store.claim(claim(1))
        (tmp_path / "a.db").unlink()
        clock.now += AWAY_SECONDS
        await store.take_over()
        assert await store.claim(claim(2))
        assert await rows(settings.url, "SELECT message FROM events") == [("C1:2",)]


@needs_postgresql
async def test_tables_that_went_are_made_anew_once_the_database_is_tried_again(
    postgresql_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with Store(StoreSettings(postgresql_url), monotonic=clock).opened() as store:
        await rows(postgresql_url, "DROP TABLE events, conversations, unanswered, schema_version")
        assert await store.claim(claim(1))
        clock.now += AWAY_SECONDS
        await store.take_over()
        assert await store.claim(claim(2))
        assert await rows(postgresql_url, "SELECT message FROM events") == [("C1:2",)]
    assert caplog.messages[-1] == "the database is back"
