"""What the tests share: the shipped knowledge, read once, and a bot connected to a stand-in for Slack."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.app import run
from bot.check import read_knowledge
from bot.config import SlackSettings
from bot.knowledge import Knowledge
from bot.library import Library
from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
DATABASES = Path(__file__).parent / "fixtures" / "databases"
"""A second comparison, complete and of another field, that is not shipped."""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return read_knowledge(KNOWLEDGE)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([KNOWLEDGE])


@pytest.fixture(scope="session")
def advisor(library: Library) -> Advisor:
    return library.advisor


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@contextlib.asynccontextmanager
async def running_bot(server: SlackServer, library: Library) -> AsyncIterator[asyncio.Event]:
    """Run the bot, connected to `server`, and yield what stops it; leaving stops it as SIGTERM would."""
    stop = asyncio.Event()
    bot = asyncio.create_task(run(SlackSettings(BOT_TOKEN, APP_TOKEN, server.api_url), library, stop))
    await server.connected()
    yield stop
    stop.set()
    await asyncio.wait_for(bot, timeout=5)


@pytest.fixture
async def slack(library: Library, caplog: pytest.LogCaptureFixture) -> AsyncIterator[SlackServer]:
    """Slack with the bot connected."""
    caplog.set_level(logging.INFO)
    async with SlackServer() as server, running_bot(server, library):
        yield server
