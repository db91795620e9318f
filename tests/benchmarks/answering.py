"""One answer beside a scan of all phrases with rapidfuzz: python -m tests.benchmarks.answering

Times are the best of several rounds over the same questions. What counts is the ratio: machines differ.
"""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from bot.advice.advisor import Advisor
from bot.check import read_knowledge
from bot.conversation import State, answer_to, reply
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.phrases import ComparisonPhrases
from tests.conftest import KNOWLEDGE

COPIES = 100
ROUNDS = 3
FACTS = 20
MOST_OF_A_MESSAGE = 3.0
"""Messages of a long conversation, and what a turn in it may take of the time of a message alone."""
LONG = (
    "Our predictions are far too slow: the checkout waits long for the fraud model, and nobody in the "
    "team knows how to make the service answer faster or how to keep it up when everybody shops at once."
)
LONG_WORD = re.compile(r"[a-z]{7,}")
QUESTIONS = (
    "our data scientists build great models but nothing reaches production",
    "we have years of orders in a warehouse and no idea what they tell us",
    "what would an ML engineer cost us a year?",
    "learn what our riders want, and make the matching answer in a blink",
    "do we need both?",
    "what is the weather like in Lisbon",
)


def copies(knowledge: Knowledge, count: int) -> Knowledge:
    """Return knowledge with `count` comparisons of the shipped one's size and words of their own."""
    (shipped,) = knowledge.comparisons.values()
    (written,) = knowledge.phrases.values()
    comparisons: dict[str, Comparison] = {}
    phrases_of: dict[str, ComparisonPhrases] = {}
    for number in range(count):
        suffix = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}")
        name = f"copy-{number:03d}"
        comparisons[name] = Comparison.model_validate(renamed(shipped.model_dump(), suffix))
        phrases_of[name] = ComparisonPhrases.model_validate(renamed(written.model_dump(), suffix))
    return Knowledge(comparisons, phrases_of, knowledge.near_by, knowledge.language, {})


def renamed(value: Any, suffix: str, key: str = "", of_phrases: bool = False) -> Any:
    """Return a comparison's data with ids and long words that no other copy has."""
    if isinstance(value, dict):
        has_ids = key in ("roles", "cells", "criteria", "differences", "not_covered")
        is_matched = of_phrases or key in ("criteria", "differences") or (key == "not_covered")
        return {
            f"{k}-{suffix}" if has_ids else k: renamed(v, suffix, k, is_matched) for k, v in value.items()
        }
    if isinstance(value, list | tuple):
        return tuple(renamed(item, suffix, key, of_phrases) for item in value)
    if key in ("first", "id"):
        return f"{value}-{suffix}"
    if isinstance(value, str) and (of_phrases or key in ("sequence", "aliases", "name")):
        return LONG_WORD.sub(lambda word: word.group() + suffix, value)
    return value


def phrases(knowledge: Knowledge) -> Iterator[str]:
    """Yield every phrase that is matched on."""
    for written in knowledge.phrases.values():
        for said in (written.criteria, written.differences, written.not_covered):
            for listed in said.values():
                yield from listed
    cues = knowledge.language.cues
    yield from (*cues.difference, *cues.definition, *cues.sequence, *knowledge.language.everyday)
    for field in knowledge.near_by.values():
        for topic in field.topics.values():
            yield from topic.phrases
    for topic in knowledge.language.near_by.values():
        yield from topic.phrases
    for talk in knowledge.language.small_talk.values():
        yield from talk


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


def compare(name: str, knowledge: Knowledge, allowed: float) -> bool:
    """Print one row and tell whether the answer takes at most `allowed` of the scan."""
    start = time.perf_counter()
    advisor = Advisor(knowledge)
    load = time.perf_counter() - start
    everything = list(phrases(knowledge))
    mine = best_time(partial(answer_to, advisor))
    scan = best_time(lambda q: process.extract(q, everything, scorer=fuzz.WRatio, limit=3), rounds=1)
    ratio = mine / scan
    print(
        f"{name:18} {len(everything):8} phrases  answer {mine * 1e3:8.2f} ms  scan {scan * 1e3:9.2f} ms"
        f"  ratio {ratio:6.3f} (at most {allowed})  index built in {load:6.2f} s"
    )
    return ratio <= allowed


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


def main() -> None:
    """Print the table and the memory; exit code 1 when a ratio is missed."""
    start = time.perf_counter()
    knowledge = read_knowledge(KNOWLEDGE)
    print(f"shipped files read in {time.perf_counter() - start:.2f} s")
    tracemalloc.start()
    kept = Advisor(knowledge)
    print(f"memory of the shipped index {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MiB")
    tracemalloc.stop()
    del kept
    good = compare_conversation(Advisor(knowledge))
    good &= compare("shipped", knowledge, 0.5)
    good &= compare(f"{COPIES} comparisons", copies(knowledge, COPIES), 0.05)
    raise SystemExit(not good)


if __name__ == "__main__":
    main()
