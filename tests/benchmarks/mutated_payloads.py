"""A bot that is sent mutated payloads, with questions in between: python -m tests.benchmarks.mutated_payloads

Each question in between must get its one answer; nothing may be left behind, and the log may hold no
traceback. With TEST_DATABASE_URL it remembers in that database, which is emptied, and otherwise in a SQLite
file.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from bot.compiled import Selection
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.store import Store
from tests.cache import CACHE
from tests.conftest import KNOWLEDGE, running_bot
from tests.mutated_payloads import STUCK, mutants
from tests.slack_server import SlackServer

BURST = 20
"""Mutants that are sent before the next question; then everything is waited for."""

ENGINEER = "Machine Learning Engineer"


class Complaints(logging.Handler):
    """What the log says that it must not."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what has a traceback, or says that the database is away for all."""
        message = record.getMessage()
        if record.exc_info or "is away" in message or "never retrieved" in message:
            self.found.append(f"{record.name}: {message}: {record.exc_info and record.exc_info[1]!r}")


@dataclass
class Outcome:
    """What came of a run."""

    sent: int = 0
    questions: int = 0
    complaints: Sequence[str] = ()
    unanswered: list[str] = field(default_factory=list)
    answered_twice: list[str] = field(default_factory=list)
    tasks_left: int = 0
    claims_held: int = 0
    grown: int = 0
    """Bytes by which memory grew after the first tenth."""

    @property
    def is_good(self) -> bool:
        """Tell whether nothing went wrong."""
        wrong = (self.complaints, self.unanswered, self.answered_twice, self.tasks_left, self.claims_held)
        return not any(wrong)


async def play(slack: SlackServer, store: Store, seed: int, count: int) -> Outcome:
    """Send so many mutants to the bot that is connected, and questions in between."""
    outcome, complaints = Outcome(), Complaints()
    logging.getLogger().addHandler(complaints)
    asyncio.get_running_loop().set_exception_handler(_as_log)
    # After a first question, everything that a bot needs is under way.
    await _ask(slack, outcome)
    tasks = _task_count()
    source = mutants(random.Random(seed), f"{slack.api_url}response_url")
    memory = 0
    try:
        while outcome.sent < count:
            for _ in range(min(BURST, count - outcome.sent)):
                await slack.send_unheard(*next(source))
                outcome.sent += 1
            await _ask(slack, outcome)
            # What the stand-in keeps is no leak of the bot's.
            for kept in (slack.calls, slack.posted, slack.messages):
                kept.clear()
            if outcome.sent >= count / 10 and not memory:
                memory = _memory()
        outcome.grown = _memory() - memory
    finally:
        logging.getLogger().removeHandler(complaints)
    await _settled(slack)
    outcome.complaints = complaints.found
    outcome.tasks_left = max(0, _task_count() - tasks)
    outcome.claims_held = len(store._messages._held)
    return outcome


async def _ask(slack: SlackServer, outcome: Outcome) -> None:
    """Ask a question where nobody else does, and note it if it does not get its one answer."""
    outcome.questions += 1
    channel = f"C9{outcome.questions}"
    await slack.mention(STUCK, channel=channel)
    await _settled(slack)
    texts = []
    for call in slack.calls_to("chat.postMessage"):
        if call.args.get("channel") == channel:
            texts.append(call.args["text"])
    if not any(ENGINEER in text for text in texts):
        outcome.unanswered.append(channel)
    if len(texts) > 1:
        outcome.answered_twice.append(channel)


async def _settled(slack: SlackServer) -> None:
    for idle in slack.idle:
        await idle()


def _task_count() -> int:
    """Return how many tasks there are, but for those of the stand-in, one for each connection to it."""
    count = 0
    for task in asyncio.all_tasks():
        if "RequestHandler" not in repr(task.get_coro()):
            count += 1
    return count


def _as_log(_: object, context: dict[str, Any]) -> None:
    """Log what a task left behind that nobody waited for."""
    logging.getLogger("asyncio").error(context["message"], exc_info=context.get("exception"))


def _memory() -> int:
    """Return the most memory in bytes that this process has had."""
    gc.collect()
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * (1 if sys.platform == "darwin" else 1024)


async def run(url: str, seed: int, count: int) -> Outcome:
    """Start a bot on this database, play and return what came of it."""
    live = LiveKnowledge(Selection((KNOWLEDGE,)), CACHE)
    store = Store(StoreSettings(url))
    async with SlackServer() as slack, running_bot(slack, live, store):
        return await play(slack, store, seed, count)


def main() -> None:
    """Play and print what came of it; exit code 1 for a traceback, a lost question or what is left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payloads", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level="CRITICAL")
    logging.getLogger().setLevel("WARNING")
    logging.getLogger().handlers[0].setLevel("CRITICAL")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("TEST_DATABASE_URL") or f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"
        if not url.startswith("sqlite"):
            asyncio.run(_empty(url))
        outcome = asyncio.run(run(url, options.seed, options.payloads))
    print(f"{outcome.sent} mutated payloads in {time.monotonic() - began:.0f} s, on {url.partition(':')[0]}")
    print(f"  questions in between {outcome.questions}, without an answer {len(outcome.unanswered)},")
    print(f"  answered twice {len(outcome.answered_twice)}")
    print(f"  tracebacks and the like {len(outcome.complaints)}; left behind: {outcome.tasks_left} tasks,")
    print(
        f"  {outcome.claims_held} messages; memory grew by {outcome.grown / 1e6:.1f} MB after the first tenth"
    )
    for complaint, times in Counter(outcome.complaints).most_common(20):
        print(f"  {times:5} {complaint[:300]}")
    raise SystemExit(not outcome.is_good)


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()


if __name__ == "__main__":
    main()
