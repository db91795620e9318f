"""What the tests share: the shipped knowledge, read once, and a bot connected to a stand-in for Slack."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from slack_bolt.async_app import AsyncApp  # noqa: TID251 (only its name, for the annotation)

from bot.advice.advisor import Advisor
from bot.check import read_knowledge
from bot.compiled import Selection
from bot.config import SlackSettings, StoreSettings
from bot.knowledge.collection import Knowledge
from bot.live import LiveKnowledge
from bot.slack.app import build_app, run
from bot.slack.in_flight import InFlight
from bot.slack.timing import NORMAL_TIMING, Timing
from bot.slack.web_client import check_tokens, web_client
from bot.store import Store
from tests import pgbouncer
from tests.cache import CACHE
from tests.skipped_time import SkippedTime, skipped_time
from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

# On a busy machine a single example may take long, which says nothing of the code.
hypothesis.settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.load_profile("quick")

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
FIXTURES = Path(__file__).parent / "fixtures"
DATABASES = FIXTURES / "databases"
"""A second comparison, complete and of another field, that is not shipped."""
THERAPISTS = FIXTURES / "therapists"
"""A third one, with twenty whole situations a criterion."""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return read_knowledge(KNOWLEDGE)


@pytest.fixture(scope="session")
def library() -> LiveKnowledge:
    return LiveKnowledge(Selection((KNOWLEDGE,)), CACHE)


@pytest.fixture(scope="session")
def advisor(library: LiveKnowledge) -> Advisor:
    return library.advisor


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A comparison of one's own, to be edited."""
    return Path(shutil.copytree(DATABASES, tmp_path / "own"))


POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
needs_postgresql = pytest.mark.skipif(
    not POSTGRESQL, reason="TEST_DATABASE_URL names no PostgreSQL to test on"
)


needs_pgbouncer = pytest.mark.skipif(not pgbouncer.PROGRAM, reason="PgBouncer is not installed")


@pytest.fixture
async def postgresql_url() -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL."""
    connection = await asyncpg.connect(POSTGRESQL.replace("+asyncpg", ""))
    # All processes that run tests share one database; the lock makes them take turns.
    await connection.execute("SELECT pg_advisory_lock(1)")
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    yield POSTGRESQL
    await connection.close()


@pytest.fixture
async def pooler(postgresql_url: str, tmp_path: Path) -> AsyncIterator[pgbouncer.Pooler]:
    """PgBouncer in transaction mode before an empty PostgreSQL."""
    async with pgbouncer.pooled(postgresql_url, tmp_path) as pooler:
        yield pooler


@pytest.fixture
def pgbouncer_url(pooler: pgbouncer.Pooler) -> str:
    """The URL of an empty PostgreSQL behind PgBouncer."""
    return pooler.url


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=needs_postgresql),
        pytest.param("pgbouncer", marks=(needs_postgresql, needs_pgbouncer)),
    ]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/whichrole.db"
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def settings(database_url: str) -> StoreSettings:
    return StoreSettings(database_url)


on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=needs_postgresql)], indirect=True
)


class Clock:
    """A clock, wall or monotonic, that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def throw_away_store() -> Store:
    """Return a store whose database lives no longer than its one connection."""
    return Store(StoreSettings("sqlite+aiosqlite://"))


def slack_settings(server: SlackServer) -> SlackSettings:
    return SlackSettings(BOT_TOKEN, APP_TOKEN, server.api_url)


@contextlib.asynccontextmanager
async def running_bot(
    server: SlackServer,
    library: LiveKnowledge,
    store: Store | None = None,
    timing: Timing = NORMAL_TIMING,
    admins: Collection[str] = (),
) -> AsyncIterator[asyncio.Event]:
    """Run the bot, connected to `server`, and yield what stops it; leaving stops it as SIGTERM would."""
    stop, in_flight = asyncio.Event(), InFlight()
    count = server.socket_count
    settings = replace(slack_settings(server), admin_users=frozenset(admins))
    serving = run(settings, library, store or throw_away_store(), stop, in_flight, timing)
    bot = asyncio.create_task(serving)
    await server.connected(count + 1)
    server.idle.append(in_flight.idle)
    yield stop
    server.idle.remove(in_flight.idle)
    stop.set()
    await asyncio.wait_for(bot, timeout=30)


@contextlib.asynccontextmanager
async def unconnected_app(
    server: SlackServer, library: LiveKnowledge, store: Store, in_flight: InFlight
) -> AsyncIterator[AsyncApp]:
    """Yield the Bolt app, to which a test gives its events and its upkeep itself."""
    async with web_client(slack_settings(server)) as client:
        bot = await check_tokens(client, slack_settings(server))
        yield build_app(client, bot, library, store, in_flight)


@pytest.fixture
async def slack(library: LiveKnowledge, caplog: pytest.LogCaptureFixture) -> AsyncIterator[SlackServer]:
    """Slack with the bot connected."""
    caplog.set_level(logging.INFO)
    async with SlackServer() as server, running_bot(server, library):
        yield server


@pytest.fixture
async def skipping() -> AsyncIterator[SkippedTime]:
    """Time in which no test waits for a pause to be over."""
    async with skipped_time() as skipping:
        yield skipping


@pytest.fixture
async def patient(
    library: LiveKnowledge, skipping: SkippedTime, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[SlackServer]:
    """Slack with the bot connected, whose pauses are skipped."""
    caplog.set_level(logging.INFO)
    async with SlackServer() as server, running_bot(server, library, timing=skipping.timing):
        yield server
