"""Slack's troubles at full length, without skipped time: python -m tests.benchmarks.patience (five minutes).

For each trouble a bot with a SQLite file; the table tells how many questions were asked, how many have one
answer, none, two, or an apology, and when the last answer came.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.compiled import Selection
from bot.config import SlackSettings, StoreSettings, shipped_knowledge
from bot.live import LiveKnowledge
from bot.replies import trouble_wording
from bot.slack.app import run
from bot.slack.timing import CALL_SECONDS
from bot.store import Store
from tests.cache import CACHE
from tests.slack_faults import Dropping, Hanging, Paced, Refusing
from tests.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, Fault, SlackServer

LONGEST_WAIT = 420.0
QUESTION = "our data scientists build great models but nothing reaches production"


@dataclass(frozen=True)
class Case:
    """One trouble, and how many people ask at once while it lasts."""

    name: str
    fault: Callable[[], Fault]
    questions: int
    is_readable: bool = True


CASES = (
    Case("429 for 20 s, Retry-After 5", lambda: Refusing(time.time, 20, 429, 5), 20),
    Case("one message a second", lambda: Paced(time.time), 5),
    Case("one message a second", lambda: Paced(time.time), 30),
    Case("503 for four minutes", lambda: Refusing(time.time, 240, 503), 10),
    Case("a call without a reply, not taken", lambda: Hanging(1), 5),
    Case("a call without a reply, taken", lambda: Hanging(1, is_after=True), 5),
    Case("30 connections break after the message is taken", lambda: Dropping(30, is_after=True), 60),
    Case("30 break before", lambda: Dropping(30, is_after=False), 60),
    Case("30 break after, channel not readable", lambda: Dropping(30, True), 60, is_readable=False),
    Case("30 break before, channel not readable", lambda: Dropping(30, False), 60, is_readable=False),
)


async def tried(case: Case, live: LiveKnowledge) -> str:
    """Return the line of the table for one trouble."""
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(StoreSettings(f"sqlite+aiosqlite:///{folder}/whichrole.db"))
        async with SlackServer() as slack:
            slack.readable = {CHANNEL} if case.is_readable else set()
            settings = SlackSettings(BOT_TOKEN, APP_TOKEN, slack.api_url)
            bot = asyncio.create_task(run(settings, live, store, stop))
            await slack.connected(timeout=60)
            slack.fault = case.fault()
            begun = time.monotonic()
            asked = [slack.mention(QUESTION, user=f"U{number:03}") for number in range(case.questions)]
            await asyncio.gather(*asked)
            with contextlib.suppress(TimeoutError):
                patience = LONGEST_WAIT if case.is_readable else 60.0
                await slack.wait_for_posts(case.questions, patience)
            seconds = time.monotonic() - begun
            # Whatever is said a second time comes soon after the last call that may be under way.
            await asyncio.sleep(CALL_SECONDS + 5)
            posts = list(slack.posted)
            stop.set()
            await bot
    answers = Counter(post["thread_ts"] for post in posts)
    twice = sum(count > 1 for count in answers.values())
    apologies = sum(trouble_wording.APOLOGY in post["text"] for post in posts)
    once = len(answers) - twice
    none = case.questions - len(answers)
    counts = f"{case.questions:>5} {once:>5} {none:>5} {twice:>6} {apologies:>10}"
    return f"{case.name:<50} {counts} {seconds:>6.0f} s"


async def main() -> None:
    """Try every trouble at the same time, and print the table."""
    logging.basicConfig(level=logging.ERROR)
    live = LiveKnowledge(Selection((shipped_knowledge(),)), CACHE)
    print(f"{'':<50} {'asked':>5} {'once':>5} {'none':>5} {'twice':>6} {'apologies':>10} {'last':>8}")
    for line in await asyncio.gather(*(tried(case, live) for case in CASES)):
        print(line)


if __name__ == "__main__":
    asyncio.run(main())
