"""How long reading, loading and answering take: python -m tests.benchmarks.answering [--copies 100]

Prints CPU and memory of `ask`, with and without its cache; one answer beside a scan of all phrases with
rapidfuzz; and with many comparisons of the shipped size how long it takes to compile, load and answer, and
to put an edit into service. What counts are the ratios: machines differ. Exit code 1 if an answer takes more
of the scan, or a turn of a long conversation more of a message alone, than it may.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz, process

from bot.advice.advisor import Advisor
from bot.cache import Cache
from bot.check import read_knowledge
from bot.compiled import Selection, compiled
from bot.conversation import State, answer_to, reply
from bot.knowledge.collection import Knowledge
from bot.live import LiveKnowledge
from bot.processes import processes
from bot.reading.labels import phrases

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
NAME = "data-scientist-vs-ml-engineer.yaml"
ROUNDS = 3
FACTS = 20
MOST_OF_A_MESSAGE = 3.0
"""Messages of a long conversation, and what a turn in it may take of the time of a message alone."""
MOST_OF_A_SCAN = {"shipped": 0.5, "copies": 0.05}
"""What an answer may take of a scan of all phrases."""
TICK_SECONDS = 0.002
LONG = (
    "Our predictions are far too slow: the checkout waits long for the fraud model, and nobody in the "
    "team knows how to make the service answer faster or how to keep it up when everybody shops at once."
)
QUESTIONS = (
    "our data scientists build great models but nothing reaches production",
    "we have years of orders in a warehouse and no idea what they tell us",
    "what would an ML engineer cost us a year?",
    "learn what our riders want, and make the matching answer in a blink",
    "do we need both?",
    "what is the weather like in Lisbon",
)
LONG_WORD = re.compile(r"[a-z]{7,}")
WITH_IDS_BELOW = {"roles", "cells", "criteria", "differences", "not_covered"}
DIGITS = str.maketrans("0123456789", "bckghjxmpq")
"""Letters that no stemmer takes for an ending."""


class Loaded(NamedTuple):
    """What a process of its own took that only loads and answers."""

    load_seconds: float
    answer_seconds: float
    megabytes: float


def main() -> None:
    """Print the figures; exit code 1 when a ratio is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--copies", type=int, default=100, help="comparisons of the shipped size")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        show_ask(here)
        knowledge = read_knowledge(KNOWLEDGE)
        good = compare_conversation(Advisor(knowledge))
        good &= compare("shipped", KNOWLEDGE, knowledge, Cache(here / "whichrole"))
        good &= compare_copies(chosen.copies, here)
    raise SystemExit(not good)


def show_ask(folder: Path) -> None:
    """Print what one answer takes in a process of its own."""
    for name in ("without a cache", "with a cache"):
        asked = subprocess.Popen(
            [sys.executable, "-m", "bot", "ask", QUESTIONS[0]],
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": str(folder)},
            stdout=subprocess.DEVNULL,
        )
        _, asked.returncode, usage = os.wait4(asked.pid, 0)
        assert asked.returncode == 0
        seconds = usage.ru_utime + usage.ru_stime
        print(f"ask {name:15} {seconds:.2f} s of CPU, {usage.ru_maxrss / 1024:.0f} MB")


def compare_conversation(advisor: Advisor) -> bool:
    """Print what a turn after FACTS long messages takes beside a message alone, and tell whether it may."""
    state = State()
    for number in range(FACTS):
        state, _ = reply(advisor, state, f"{LONG} For {number} shops of ours that goes on and on.")
    assert len(state.needs) == FACTS
    turn = best_time(lambda question: reply(advisor, state, question))
    alone = best_time(lambda question: answer_to(advisor, f"{question} again"))
    ratio = turn / alone
    print(
        f"a turn after {FACTS} facts {turn * 1e3:.2f} ms, a message alone {alone * 1e3:.2f} ms"
        f"  ratio {ratio:.2f} (at most {MOST_OF_A_MESSAGE})"
    )
    return ratio <= MOST_OF_A_MESSAGE


def compare_copies(count: int, folder: Path) -> bool:
    """Compile many comparisons, load and answer, put an edit into service, and tell whether ratios hold."""
    own = folder / "own"
    write_copies(count, own)
    cache = Cache(folder / "copies")
    start = time.perf_counter()
    compiled(Selection((own,)), cache)
    print(f"{count} comparisons: compiled in {time.perf_counter() - start:.1f} s")

    good = compare("copies", own, read_knowledge(own), cache)
    live = LiveKnowledge(Selection((own,)), cache)
    edited = own / "phrases" / "copy-000.yaml"
    text = edited.read_text(encoding="utf-8")
    with_one_more = text.replace("  - ", "  - quokkas on the roof again\n  - ", 1)
    edited.write_text(with_one_more, encoding="utf-8")
    seconds, pause = asyncio.run(reloaded(live))
    print(
        f"{count} comparisons: an edit in service after {seconds:.1f} s, the loop waited {pause * 1e3:.0f} ms"
    )
    return good


def compare(name: str, folder: Path, knowledge: Knowledge, cache: Cache) -> bool:
    """Print what loading and one answer take, and tell whether the answer takes little enough of the scan."""
    compiled(Selection((folder,)), cache)
    with processes(1) as apart:
        mine = apart.submit(loaded, folder, cache).result()

    everything = [phrase for _, phrase in phrases(knowledge)]
    scan = best_time(lambda q: process.extract(q, everything, scorer=fuzz.WRatio, limit=3), rounds=1)
    ratio = mine.answer_seconds / scan
    most = MOST_OF_A_SCAN[name]
    print(
        f"{name}: {len(everything)} phrases  loaded in {mine.load_seconds * 1e3:.0f} ms,"
        f" {mine.megabytes:.0f} MB  answer {mine.answer_seconds * 1e3:.2f} ms  scan {scan * 1e3:.2f} ms"
        f"  ratio {ratio:.3f} (at most {most})"
    )
    return ratio <= most


def loaded(folder: Path, cache: Cache) -> Loaded:
    """Load what is compiled, and answer."""
    start = time.perf_counter()
    advisor = compiled(Selection((folder,)), cache).advisor()
    seconds = time.perf_counter() - start
    answer = best_time(partial(answer_to, advisor))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Loaded(seconds, answer, kilobytes / 1024)


async def reloaded(live: LiveKnowledge) -> tuple[float, float]:
    """Return how long a reload takes, and the longest time (seconds) for which the loop did not turn."""
    start = time.perf_counter()
    reloading = asyncio.create_task(asyncio.to_thread(live.reload_if_edited))
    longest = 0.0
    while not reloading.done():
        before = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        longest = max(longest, time.perf_counter() - before - TICK_SECONDS)
    assert await reloading
    return time.perf_counter() - start, longest


def best_time(answer: Callable[[str], object], rounds: int = ROUNDS) -> float:
    """Return the shortest mean time of one answer, in seconds."""
    times = []
    for number in range(rounds):
        # No two rounds ask the same: what was matched lately is remembered.
        questions = [f"{question} {number}" for question in QUESTIONS]
        start = time.perf_counter()
        for question in questions:
            answer(question)
        times.append((time.perf_counter() - start) / len(QUESTIONS))
    return min(times)


def write_copies(count: int, folder: Path) -> None:
    """Write comparisons of the shipped one's size, each with ids, names and words of its own."""
    (folder / "phrases").mkdir(parents=True)
    shutil.copytree(KNOWLEDGE / "near_by", folder / "near_by")
    for place in (Path(), Path("phrases")):
        shipped = yaml.safe_load((KNOWLEDGE / place / NAME).read_text(encoding="utf-8"))
        for number in range(count):
            suffix = "z" + f"{number:03}".translate(DIGITS)
            copy = yaml.dump(renamed(shipped, suffix), sort_keys=False, allow_unicode=True, width=1000)
            (folder / place / f"copy-{number:03}.yaml").write_text(copy, encoding="utf-8")


def renamed(value: Any, suffix: str, key: str = "") -> Any:
    """Return a file's data with ids and long words that no other copy has."""
    if isinstance(value, dict):
        has_ids = key in WITH_IDS_BELOW
        return dict(_renamed_items(value, suffix, has_ids))
    if isinstance(value, list):
        within = "" if key in WITH_IDS_BELOW else key
        return [renamed(item, suffix, within) for item in value]
    if not isinstance(value, str) or key in ("near_by", "reviewed"):
        return value
    if key in ("first", "id"):
        return f"{value}-{suffix}"
    text = LONG_WORD.sub(lambda word: word.group() + suffix, value)
    return f"{text} {suffix}" if text == value else text


def _renamed_items(value: dict[str, Any], suffix: str, has_ids: bool) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        name = f"{key}-{suffix}" if has_ids else key
        yield name, renamed(item, suffix, key)


if __name__ == "__main__":
    main()
