"""Two bots on one PostgreSQL, each given every event: python -m tests.benchmarks.exactly_once

TEST_DATABASE_URL names the database, which is emptied; with --pgbouncer the bots reach it through PgBouncer
in transaction mode. In run B one bot is killed again and again in the middle of its work, and only what was
not acknowledged is sent again, as Slack does.

With --fault, Slack limits the rate now and then, or every tenth connection breaks before or after it has
taken a message.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from aiohttp import web

from bot.store.claims import LEASE_SECONDS
from tests import pgbouncer
from tests.slack_server import APP_TOKEN, BOT_TOKEN, BOT_USER, TEAM, Call, Fault, SlackServer, Take

PEOPLE = 50
ACK_SECONDS = 3.0
"""How long Slack waits for an acknowledgement before it sends an event again."""

SENDS = 4
"""How often Slack sends one event at most."""

WINDOW_EVERY, WINDOW_SECONDS = 15.0, 5.0
"""How often Slack takes no messages for how long, where it is asked to limit the rate."""

POST_SECONDS = 0.03
"""How long the stand-in takes for a reply: about what Slack does."""

MORE_SECONDS = 20.0
"""For the next look after leases ran out, and the answers themselves."""

TEXTS = (
    "our models work in notebooks but never reach customers",
    "we have years of orders and no idea what they tell us",
    "fraud scoring must answer in 20 ms",
    "do we need both?",
    "what is the weather like in Lisbon",
)


class TimedServer(SlackServer):
    """A Slack that takes its time for a reply, and notes when; each channel's history may be read."""

    def __init__(self, fault: Fault | None = None) -> None:
        """Begin without replies."""
        super().__init__()
        self.fault = fault
        self.readable = {channel_of(number) for number in range(PEOPLE)}
        self.taken: dict[str, list[tuple[float, float]]] = {}
        """For each thread: when a reply to it came in, and when it was taken."""

    async def _serve_method(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "chat.postMessage":
            await asyncio.sleep(POST_SECONDS)
        return await super()._serve_method(request)

    def _take(self, call: Call) -> web.Response:
        response = super()._take(call)
        if call.method == "chat.postMessage":
            now = time.time()
            self.taken.setdefault(call.args["thread_ts"], []).append((now - POST_SECONDS, now))
        return response


class LimitedWindows:
    """Every now and then Slack takes no message at all for a while, and says so."""

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        """Refuse what comes in a window."""
        if call.method != "chat.postMessage" or time.time() % WINDOW_EVERY > WINDOW_SECONDS:
            return take()
        error = {"ok": False, "error": "ratelimited"}
        return web.json_response(error, status=429, headers={"Retry-After": "2"})


class DroppedCalls:
    """Every tenth connection breaks before Slack has done what was asked, or after it."""

    def __init__(self, is_after: bool) -> None:
        """Begin to count."""
        self._is_after = is_after
        self._count = 0

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        """Break the connection of every tenth message."""
        if call.method != "chat.postMessage":
            return take()
        self._count += 1
        if self._count % 10:
            return take()
        if self._is_after:
            take()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


FAULTS: dict[str, Callable[[], Fault]] = {
    "limited": LimitedWindows,
    "dropped-before": lambda: DroppedCalls(is_after=False),
    "dropped-after": lambda: DroppedCalls(is_after=True),
}


@dataclass
class Bot:
    """One `whichrole run`, and when it was killed."""

    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    deaths: list[float] = field(default_factory=list)

    async def start(self, server: SlackServer) -> None:
        """Start it and wait until it is connected."""
        count = server.socket_count
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self.environment
        )
        await server.connected(count + 1, timeout=30)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        self.deaths.append(time.time())

    async def stop(self) -> None:
        """End it as a host would."""
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await asyncio.wait_for(self.process.wait(), 15)


@dataclass
class Run:
    """One run: the events, and what came of them."""

    url: str
    server: TimedServer
    bots: Sequence[Bot]
    chance: random.Random
    pace: float
    finished: dict[str, float] = field(default_factory=dict)
    """When it was recorded that a message is answered."""
    unacknowledged: int = 0

    async def give(self, event: dict[str, Any]) -> None:
        """Send an event to both bots, in any order and with any delay below a tenth of a second."""
        await asyncio.gather(*(self._deliver(event, number) for number in range(len(self.bots))))

    async def _deliver(self, event: dict[str, Any], number: int) -> None:
        await asyncio.sleep(self.chance.uniform(0, 0.1))
        for attempt in range(SENDS):
            try:
                sent = self.server.send(
                    "events_api",
                    event,
                    retry_attempt=attempt,
                    socket=(number + attempt) % max(1, self.server.socket_count),
                )
                await asyncio.wait_for(sent, ACK_SECONDS)
                return
            except (TimeoutError, OSError, IndexError):
                self.unacknowledged += 1

    async def play(self, events: Sequence[dict[str, Any]], kills: int) -> None:
        """Give all events at the pace, and meanwhile kill the first bot so often, whenever it is up."""
        kill_at = [len(events) * (n + 1) // (kills + 1) for n in range(kills)]
        giving: list[asyncio.Task[None]] = []
        restarting: list[asyncio.Task[None]] = []
        for number, event in enumerate(events):
            giving.append(asyncio.create_task(self.give(event)))
            await asyncio.sleep(self.chance.expovariate(self.pace))
            is_up = all(task.done() for task in restarting)
            if is_up and len(restarting) < kills and number >= kill_at[len(restarting)]:
                await self.bots[0].kill()
                restarting.append(asyncio.create_task(self.bots[0].start(self.server)))
        await asyncio.gather(*giving, *restarting)

    async def until_finished(self, connection: asyncpg.Connection) -> None:
        """Wait until nothing is left unanswered, at most until every lease has run out."""
        end = time.monotonic() + LEASE_SECONDS + MORE_SECONDS
        while time.monotonic() < end:
            if not await connection.fetchval("SELECT count(*) FROM events WHERE finished_at IS NULL"):
                break
            await asyncio.sleep(0.5)
        await asyncio.sleep(1)

    def taken(self, thread: str) -> list[tuple[float, float]]:
        """Return when the replies to a thread came in and were taken."""
        return self.server.taken.get(thread, [])

    def died_before_record(self, thread: str) -> bool:
        """Tell whether a bot was killed after the first reply came in, and before anything was recorded."""
        first, recorded = self.taken(thread)[0][0], self.finished.get(thread, math.inf)
        return any(first <= death <= recorded for bot in self.bots for death in bot.deaths)

    def on_finished(self, connection: object, process: int, channel: str, message: str) -> None:
        """Note the time at which PostgreSQL tells of a record."""
        self.finished.setdefault(message.partition(":")[2], time.time())


LISTEN = """
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_notify('finished', NEW.message); RETURN NULL; END $$;
CREATE TRIGGER tell AFTER UPDATE OF finished_at ON events FOR EACH ROW EXECUTE FUNCTION tell();
"""
"""PostgreSQL tells at once when a transaction that finishes a message is committed."""


def mentions(prefix: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield mentions by so many people; each begins a thread, by which its reply is known."""
    start = int(time.time())
    for number in range(count):
        event = {
            "type": "app_mention",
            "channel": channel_of(number % PEOPLE),
            "user": f"U{number % PEOPLE:03d}",
            "ts": f"{start}.{number:06d}",
            "text": f"<@{BOT_USER}> {TEXTS[number % len(TEXTS)]}",
        }
        yield {"type": "event_callback", "team_id": TEAM, "event_id": f"{prefix}{number}", "event": event}


def channel_of(person: int) -> str:
    """Return the channel in which that person asks."""
    return f"C{person:03d}"


async def run(name: str, url: str, options: argparse.Namespace, kills: int) -> bool:
    """Run once, print a row and tell whether all is well."""
    started = time.monotonic()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    events = list(mentions(name, options.events))
    fault = FAULTS[options.fault]() if options.fault else None
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(TimedServer(fault))
        server.messages.extend(event["event"] for event in events)
        if options.pgbouncer:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            pooler = await stack.enter_async_context(pgbouncer.pooled(url, Path(folder)))
            url = pooler.url
        bots = [Bot(environment(url, server)), Bot(environment(url, server))]
        this = Run(url, server, bots, random.Random(options.seed), options.pace)
        try:
            for bot in bots:
                await bot.start(server)
            await connection.execute(LISTEN)
            await connection.add_listener("finished", this.on_finished)
            await this.play(events, kills)
            await this.until_finished(connection)
        finally:
            await asyncio.gather(*(bot.stop() for bot in bots))
    attempts = dict(await connection.fetch("SELECT message, attempts FROM events"))
    await connection.close()
    return report(name, this, events, attempts, time.monotonic() - started)


def report(
    name: str, this: Run, events: Sequence[dict[str, Any]], attempts: dict[str, int], seconds: float
) -> bool:
    """Print what came of the events and tell whether each had its one reply, or why it had two."""
    threads = [event["event"]["ts"] for event in events]
    count = Counter(min(2, len(this.taken(ts))) for ts in threads)
    begun = {message.partition(":")[2]: number for message, number in attempts.items()}
    second = [ts for ts in threads if len(this.taken(ts)) > 1]
    explained = [ts for ts in second if begun[ts] > 1 and this.died_before_record(ts)]
    windows = sorted(this.finished[ts] - this.taken(ts)[0][1] for ts in threads if is_plain(this, ts))
    deaths = [death for bot in this.bots for death in bot.deaths]
    print(f"run {name}: {len(events)} events, each to both bots; {len(deaths)} kills; {seconds:.0f} s")
    print(f"  one reply {count[1]:5}   lost {count[0]:3}   second answers {len(second):3}")
    print(f"  sent again for want of an acknowledgement {this.unacknowledged:4}")
    print(f"  taken up after a lease ran out            {sum(n > 1 for n in begun.values()):4}")
    if second:
        print(
            f"  second answers whose process died between reply and record {len(explained)} of {len(second)}"
        )
    quantiles = statistics.quantiles(windows, n=100)
    print(
        f"  from Slack's taking the reply to its record: median {quantiles[49] * 1e3:.1f} ms,"
        f" 99th percentile {quantiles[98] * 1e3:.1f} ms, longest {windows[-1] * 1e3:.1f} ms"
    )
    return count[0] == 0 and len(second) == len(explained)


def is_plain(this: Run, thread: str) -> bool:
    """Tell whether an event had one reply, which was recorded: its window can be measured."""
    return len(this.taken(thread)) == 1 and thread in this.finished


def environment(url: str, server: SlackServer) -> dict[str, str]:
    """Return the settings of a bot."""
    own = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": server.api_url}
    return {**os.environ, **own, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}


def main() -> None:
    """Run without and with kills; exit code 1 when an answer is lost or given twice without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--pace", type=float, default=20, help="events a second")
    parser.add_argument("--fault", choices=FAULTS, help="what goes wrong with Slack meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pgbouncer", action="store_true", help="reach PostgreSQL through it")
    options = parser.parse_args()
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url.startswith("postgresql+asyncpg://"):
        raise SystemExit("TEST_DATABASE_URL must name a PostgreSQL that may be emptied.")
    good = asyncio.run(run("A", url, options, 0))
    good &= asyncio.run(run("B", url, options, options.kills))
    raise SystemExit(not good)


if __name__ == "__main__":
    main()
