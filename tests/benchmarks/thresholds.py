"""What the labelled questions get at other thresholds: the trade-off around a number, printed again.

    python -m tests.benchmarks.thresholds [NAME ...]        (without a name: all of them, about an hour)

Asks every question and conversation of `knowledge/questions`, then those of the two comparisons in
`tests/fixtures` served beside the shipped one. A known gap counts like any other question. A star marks the
value in service.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.advice.advisor import Advisor
from bot.advice.answers import Acknowledgement, Answer, OutOfScope, SmallTalk
from bot.advice.thresholds import THRESHOLDS
from bot.check import read_knowledge
from bot.check.conversation_checks import wrong_turns
from bot.check.grading import Grade
from bot.check.question_checks import judge
from bot.conversation import answer_to
from bot.knowledge.collection import Knowledge
from bot.knowledge.questions import Question
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS

FACTORS = (0.5, 0.8, 1.25, 2.0)
STEPS = (-2, -1, 1, 2)
SMALL = 10
"""Whole numbers up to here are tried in steps of one."""
SHARES = frozenset({"agrees_same", "agrees_role", "agrees_other", "nearly"})
"""What must stay between 0 and 1: the odds are multiplied, not the number."""
REFUSED = "refused"
CONVERSATIONS = "conversations"
COLUMNS = (Grade.RIGHT, Grade.WRONG, Grade.ASKED, REFUSED, CONVERSATIONS)


@dataclass(frozen=True)
class Trial:
    """A threshold at one value, and what the questions get there."""

    name: str
    value: float
    advisor: Advisor
    counts: Counter[str]


def values_around(name: str) -> list[float]:
    """Return a few values of a threshold, with the one in service, in order."""
    value: float = getattr(THRESHOLDS, name)
    if isinstance(value, int):
        if value > SMALL:
            return sorted({value, *(round(value * factor) for factor in FACTORS)})
        return sorted({value, *(max(0, value + step) for step in STEPS)})
    if name in SHARES:
        odds = value / (1 - value)
        return sorted({value, *(odds * factor / (1 + odds * factor) for factor in FACTORS)})
    return sorted({value, *(value * factor for factor in FACTORS)})


def trials(knowledge: Knowledge, names: list[str]) -> list[Trial]:
    """Return the trials of some thresholds; all read with the same index."""
    base = Advisor(knowledge)
    found = []
    for name in names:
        for value in values_around(name):
            changes: dict[str, Any] = {name: value}
            changed = replace(THRESHOLDS, **changes)
            advisor = Advisor(knowledge, thresholds=changed, matcher=base.matcher)
            found.append(Trial(name, value, advisor, Counter()))
    return found


def ask_everything(knowledge: Knowledge, tried: list[Trial]) -> None:
    """Count what every question and conversation gets in each trial.

    Each message is put to all trials before the next one, because a match is remembered for a while only.
    """
    for comparison, asked in knowledge.questions.items():
        for question in asked.questions:
            for trial in tried:
                answer = answer_to(trial.advisor, question.text)
                trial.counts[grade(question, answer, comparison)] += 1
        for conversation in asked.conversations:
            for trial in tried:
                is_right = not wrong_turns(trial.advisor, conversation, comparison)
                trial.counts[CONVERSATIONS] += is_right


def grade(question: Question, answer: Answer, comparison: str) -> str:
    """Return how a question is answered; wrong are only answers to what asked for another or for none."""
    found = judge(question, answer, comparison)
    is_refused = isinstance(answer, OutOfScope | SmallTalk | Acknowledgement)
    return REFUSED if found is Grade.WRONG and is_refused else found


def rows(tried: list[Trial]) -> Iterator[str]:
    """Yield the table of the trials of one threshold."""
    yield " ".join([f"{tried[0].name:>24}", *(f"{column:>13}" for column in COLUMNS)])
    for trial in tried:
        star = "*" if trial.value == getattr(THRESHOLDS, trial.name) else " "
        counts = (f"{trial.counts[column]:13}" for column in COLUMNS)
        yield " ".join([f"{star}{trial.value:23.4g}", *counts])


def main() -> None:
    """Print a table for each threshold that is named; exit code 2 for an unknown one."""
    known = [field.name for field in fields(THRESHOLDS)]
    names = sys.argv[1:] or known
    if unknown := set(names) - set(known):
        print(f"no threshold is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        raise SystemExit(2)
    served = {
        "knowledge/questions": read_knowledge(KNOWLEDGE),
        "three comparisons": read_knowledge(KNOWLEDGE, DATABASES, THERAPISTS),
    }
    for title, knowledge in served.items():
        tried = trials(knowledge, names)
        ask_everything(knowledge, tried)
        for name in names:
            print(f"\n{title}")
            print("\n".join(rows([trial for trial in tried if trial.name == name])), flush=True)


if __name__ == "__main__":
    main()
