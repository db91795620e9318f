"""A database that takes what it is asked and says nothing: nobody who waits in Slack waits for it."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.store import Store
from tests.conftest import needs_pgbouncer, needs_postgresql, running_bot
from tests.pgbouncer import Pooler
from tests.slack_server import SlackServer
from tests.test_memory import is_told, replies, slow_by
from tests.test_slack import ENGINEER, STUCK, said

SLACK_SECONDS = 3.0
"""How long Slack waits for the acknowledgement of a slash command."""

pytestmark = [needs_postgresql, needs_pgbouncer]


async def test_a_slash_command_is_answered_in_time_while_the_database_is_frozen(
    library: LiveKnowledge, pooler: Pooler
) -> None:
    store = Store(StoreSettings(pooler.url))
    async with SlackServer() as slack, running_bot(slack, library, store):
        await slack.command(slow_by(4))
        await slack.quiet()
        pooler.freeze()
        for _ in range(3):
            began = time.monotonic()
            assert ENGINEER in said(await slack.command(STUCK))
            assert time.monotonic() - began < SLACK_SECONDS
        pooler.thaw()


async def test_many_slash_commands_at_once_are_answered_in_time_while_the_database_is_frozen(
    library: LiveKnowledge, pooler: Pooler
) -> None:
    store = Store(StoreSettings(pooler.url))
    async with SlackServer() as slack, running_bot(slack, library, store):
        await asyncio.gather(*(slack.command(slow_by(4), user=f"U{number}") for number in range(30)))
        await slack.quiet()
        pooler.freeze()
        began = time.monotonic()
        answers = await asyncio.gather(*(slack.command(STUCK, user=f"U{number}") for number in range(30)))
        assert time.monotonic() - began < SLACK_SECONDS
        assert all(ENGINEER in said(answer) for answer in answers)
        pooler.thaw()


async def test_a_slash_command_is_answered_in_time_though_much_was_begun_when_the_database_froze(
    library: LiveKnowledge, pooler: Pooler
) -> None:
    store = Store(StoreSettings(pooler.url))
    async with SlackServer() as slack, running_bot(slack, library, store):
        many = [asyncio.create_task(slack.mention(STUCK, user=f"U{number}")) for number in range(60)]
        await slack.wait_for_calls("chat.postMessage", 5)
        pooler.freeze()
        for _ in range(3):
            began = time.monotonic()
            assert ENGINEER in said(await slack.command(STUCK))
            assert time.monotonic() - began < SLACK_SECONDS
        await asyncio.gather(*many)
        pooler.thaw()


async def test_a_mention_is_acknowledged_in_time_and_answered_while_the_database_is_frozen(
    library: LiveKnowledge, pooler: Pooler
) -> None:
    store = Store(StoreSettings(pooler.url))
    async with SlackServer() as slack, running_bot(slack, library, store):
        await slack.mention(slow_by(4))
        await replies(slack, 1)
        pooler.freeze()
        began = time.monotonic()
        await slack.mention(STUCK)
        assert time.monotonic() - began < SLACK_SECONDS
        assert ENGINEER in (await replies(slack, 2))[1]
        pooler.thaw()


async def test_a_frozen_database_that_goes_on_is_remembered_from_again(
    library: LiveKnowledge,
    pooler: Pooler,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.slack.app.UPKEEP_SECONDS", 0.1)
    store = Store(StoreSettings(pooler.url))
    async with SlackServer() as slack, running_bot(slack, library, store):
        await slack.command(slow_by(4))
        await slack.quiet()
        pooler.freeze()
        await slack.mention(STUCK)
        pooler.thaw()
        async with asyncio.timeout(30):
            while "the database is back" not in caplog.text:
                await asyncio.sleep(0.1)
        assert is_told(said(await slack.command("why?")), 4)
