"""How many messages a bot answers, and how fast: python -m tests.benchmarks.load

In one run, round after round, against a stand-in for Slack that speaks TLS and takes 30 ms for a reply: a
bare AsyncApp whose calls share one session, a bare synchronous App, and whichrole with SQLite in a file, with
the PostgreSQL that TEST_DATABASE_URL names, which is emptied, and with the same through a PgBouncer that
TEST_PGBOUNCER_URL names, or that is started here. This process is the stand-in; each bot is a process of its
own.

Compare the ratios: how many replies a second they are depends on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg

from tests.benchmarks.exactly_once import TEXTS
from tests.benchmarks.loaded_slack import LoadedSlack, certificate, mentions, questions
from tests.conftest import POSTGRESQL
from tests.pgbouncer import PROGRAM, pooled
from tests.slack_server import APP_TOKEN, BOT_TOKEN

BARE, SYNCHRONOUS = "bare AsyncApp", "bare App"
AT_ONCE = 64
"""How many messages are waiting for their reply at any time."""

START_SECONDS, STOP_SECONDS = 60.0, 20.0
WARM_UP = 300
SOAK_SETTLES, SOAK_STEP = 10_000, 5_000
"""After how many messages of a soak memory should grow no more, and how often it is looked at."""
SOAK_GROWTH = 5.0
"""By how many MB it may grow after that."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What was measured of one bot, in all rounds."""

    rates: list[float] = field(default_factory=list)
    """Replies a second, of each round."""
    replies: list[float] = field(default_factory=list)
    """Seconds from a message to its reply's being taken."""
    cpu: list[float] = field(default_factory=list)
    """Seconds of processor time for each message, of each round."""
    acknowledged: float = 0.0
    """Seconds until the last of many messages sent at once was acknowledged."""


@dataclass
class Candidate:
    """A bot to be measured: how it is started, and what came of it."""

    name: str
    command: Sequence[str]
    server: LoadedSlack
    environment: dict[str, str]
    measured: Measured = field(default_factory=Measured)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it is connected."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *self.command, env=self.environment
        )
        await self.server.connected(timeout=START_SECONDS)

    async def stop(self) -> None:
        """End it as a host would."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()

    async def answer(self, messages: Sequence[dict[str, Any]], at_once: int) -> list[tuple[float, float]]:
        """Give it these messages, so many at once, and return when each was acknowledged and replied to."""
        left = iter(messages)
        times = []

        async def ask_on() -> None:
            for message in left:
                times.append(await self.server.ask(message))

        await asyncio.gather(*(ask_on() for _ in range(at_once)))
        return times

    async def measure(self, messages: Sequence[dict[str, Any]]) -> None:
        """Give it a round of messages."""
        cpu, begun = self.cpu_seconds(), time.monotonic()
        times = await self.answer(messages, AT_ONCE)
        seconds = time.monotonic() - begun
        self.measured.rates.append(len(messages) / seconds)
        self.measured.cpu.append((self.cpu_seconds() - cpu) / len(messages))
        self.measured.replies += [replied for _, replied in times]

    async def measure_burst(self, messages: Sequence[dict[str, Any]]) -> None:
        """Give it many messages at once."""
        times = await self.answer(messages, len(messages))
        self.measured.acknowledged = max(acknowledged for acknowledged, _ in times)

    def cpu_seconds(self) -> float:
        """Return the processor time that its process has taken so far."""
        assert self.process
        line = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        _, _, fields = line.rpartition(") ")
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / TICKS

    def memory(self) -> float:
        """Return the memory that it holds now, in MB."""
        assert self.process
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


async def emptied(url: str) -> None:
    """Empty a PostgreSQL."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), statement_cache_size=0)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()


async def databases(folder: Path, stack: AsyncExitStack, only: str) -> dict[str, str]:
    """Return the URL of every database that a bot can be measured with here and whose name holds `only`."""
    urls = {"SQLite": f"sqlite+aiosqlite:///{folder}/whichrole.db"}
    if POSTGRESQL:
        urls["PostgreSQL"] = POSTGRESQL
    if url := os.environ.get("TEST_PGBOUNCER_URL"):
        urls["PgBouncer"] = url
    elif POSTGRESQL and PROGRAM:
        place = folder / "pgbouncer"
        place.mkdir()
        # It runs as another user, who must find its configuration.
        folder.chmod(0o755)
        pooler = await stack.enter_async_context(pooled(POSTGRESQL, place))
        urls["PgBouncer"] = pooler.url
    return {name: url for name, url in urls.items() if only in name}


async def candidates(folder: Path, stack: AsyncExitStack, only: str) -> list[Candidate]:
    """Start the bare apps, and whichrole with each database whose name holds `only`, each with its Slack."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate(folder))
    kinds: list[tuple[str, Sequence[str], str]] = [
        (BARE, ("tests.benchmarks.bare", "async"), ""),
        (SYNCHRONOUS, ("tests.benchmarks.bare", "sync"), ""),
    ]
    for name, url in (await databases(folder, stack, only)).items():
        if url.startswith("postgresql"):
            await emptied(url)
        kinds.append((f"whichrole, {name}", ("bot", "run"), url))
    bots = []
    for name, command, url in kinds:
        server = await stack.enter_async_context(LoadedSlack(tls))
        bot = Candidate(name, command, server, environment(server, folder, url))
        stack.push_async_callback(bot.stop)
        await bot.start()
        bots.append(bot)
    return bots


def environment(server: LoadedSlack, folder: Path, url: str) -> dict[str, str]:
    """Return the settings of a bot, which trusts the stand-in's certificate and no other."""
    own = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": server.api_url}
    own |= {"DATABASE_URL": url, "SSL_CERT_FILE": f"{folder}/public.pem", "LOG_LEVEL": "ERROR"}
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | own


async def measure(options: argparse.Namespace, folder: Path) -> None:
    """Measure all bots in turn, several times, and print the table."""
    messages = mentions(TEXTS if options.texts == "few" else questions())
    async with AsyncExitStack() as stack:
        bots = await candidates(folder, stack, options.only)
        for bot in bots:
            await bot.answer(list(islice(messages, WARM_UP)), AT_ONCE)
        for _ in range(options.rounds):
            for bot in bots:
                await bot.measure(list(islice(messages, options.messages)))
        for bot in bots:
            await bot.measure_burst(list(islice(messages, options.burst)))
        report(bots, options.burst)


def report(bots: Sequence[Candidate], burst: int) -> None:
    """Print a row for each bot, with what it is of the bare ones."""
    bare, synchronous = (statistics.median(bot.measured.rates) for bot in bots[:2])
    bare_p99 = percentile(bots[0].measured.replies, 99)
    print(
        f"{'':24}{'replies/s':>10}{'x async':>9}{'x App':>7}{'median ms':>11}{'p99 ms':>8}{'x async':>9}"
        f"{'CPU ms':>8}{'MB':>6}{f'last of {burst} acknowledged, s':>28}"
    )
    for bot in bots:
        measured = bot.measured
        rate = statistics.median(measured.rates)
        p99 = percentile(measured.replies, 99)
        print(
            f"{bot.name:24}{rate:10.0f}{rate / bare:9.2f}{rate / synchronous:7.2f}"
            f"{percentile(measured.replies, 50) * 1e3:11.0f}{p99 * 1e3:8.0f}{p99 / bare_p99:9.2f}"
            f"{statistics.median(measured.cpu) * 1e3:8.2f}{bot.memory():6.0f}{measured.acknowledged:28.2f}"
        )


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return what so many per cent of the times are below."""
    return statistics.quantiles(seconds, n=100)[percent - 1]


async def soak(options: argparse.Namespace, folder: Path) -> bool:
    """Give one bot very many messages, print its memory, and tell whether it grows no more."""
    messages = mentions(questions())
    async with AsyncExitStack() as stack:
        *_, bot = await candidates(folder, stack, options.only)
        settled, given = 0.0, 0
        while given < options.soak:
            await bot.answer(list(islice(messages, SOAK_STEP)), AT_ONCE)
            given += SOAK_STEP
            print(f"after {given:7,} messages {bot.memory():7.1f} MB", flush=True)
            settled = settled or (bot.memory() if given >= SOAK_SETTLES else 0.0)
        growth = bot.memory() - settled
        print(f"{bot.name}: {growth:+.1f} MB after the first {SOAK_SETTLES:,} messages")
        return growth < SOAK_GROWTH


def main() -> None:
    """Print the table, or soak one bot; exit code 1 when that grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000, help="in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--burst", type=int, default=500, help="messages sent at once")
    parser.add_argument(
        "--texts", choices=("few", "many"), default="many", help="five questions, or hundreds"
    )
    parser.add_argument("--only", default="", help="part of the name of the only database to measure with")
    parser.add_argument("--soak", type=int, default=0, help="give one bot so many messages instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = soak if options.soak else measure
        good = asyncio.run(work(options, Path(folder)))
    raise SystemExit(good is False)


if __name__ == "__main__":
    main()
