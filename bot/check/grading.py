"""How questions, conversations and clauses were answered, counted by what they must get."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.check.pulls import Pull
from bot.check.question_files import File
from bot.errors import Problem
from bot.knowledge.questions import Conversation, LabelledClause, Question


class Grade(StrEnum):
    """How a question was answered."""

    RIGHT = "right"
    ASKED = "asked back"
    WRONG = "wrong"
    REPEATS = "repeats"
    """Its answer is right, but proves nothing: the question is one of the phrases."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One question, what it must get and what it gets, and what is to be reported if it is to be.

    Conversations and clauses count as questions here.
    """

    file: File
    question: Question | Conversation | LabelledClause
    expected: str
    given: str
    verdict: Grade
    problems: tuple[Problem, ...]
    repeats: Problem | None = None
    """That it repeats a phrase, whatever it gets."""
    pull: Pull | None = None
    """What pulls it away from what it must get."""

    @property
    def comparison(self) -> str:
        """Name of the comparison that is asked about."""
        return self.file.comparison

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by, whatever it gets."""
        return self.comparison, self.expected, self.question.text

    @property
    def is_missed(self) -> bool:
        """Whether it does not get what it must get, be that a known gap or not."""
        return self.verdict in (Grade.ASKED, Grade.WRONG)

    @property
    def is_gap(self) -> bool:
        """Whether it is known not to be answered rightly yet."""
        return self.question.gap and self.verdict is not Grade.RIGHT


@dataclass(frozen=True, slots=True)
class Row:
    """How the questions for one thing are answered, and what they get instead of it.

    A known gap is counted as such only, until it is answered rightly.
    """

    expected: str
    verdicts: Mapping[Grade, int]
    confusions: Mapping[str, int]
    gaps: int


def wrong_answers(asked: Iterable[Checked]) -> tuple[list[Problem], list[Problem]]:
    """Return the wrong answers, and what is only to be noted: those of drafts, and closed gaps.

    What comes with whichrole is left out: nobody can mend it there.
    """
    wrong: list[Problem] = []
    doubtful: list[Problem] = []
    for one in asked:
        if one.file.is_foreign:
            continue
        level = doubtful if one.file.is_draft else wrong
        # Whether it is right or a gap: a repeat proves neither.
        if one.repeats:
            level.append(one.repeats)

        is_gap = one.question.gap
        if one.verdict is Grade.RIGHT and is_gap:
            doubtful += one.problems
        elif one.is_missed and not is_gap:
            level += one.problems
    return wrong, doubtful


def table(asked: Iterable[Checked]) -> dict[str, list[Row]]:
    """Return for each comparison how the questions for each criterion and each other answer are answered."""
    groups = defaultdict(list)
    for one in asked:
        key = (one.comparison, one.expected)
        groups[key].append(one)

    tables = defaultdict(list)
    for (comparison, expected), group in groups.items():
        row = _row(expected, group)
        tables[comparison].append(row)
    return dict(tables)


def _row(expected: str, group: Iterable[Checked]) -> Row:
    verdicts: Counter[Grade] = Counter()
    confusions: Counter[str] = Counter()
    gaps = 0
    for one in group:
        if one.is_gap:
            gaps += 1
        else:
            verdicts[one.verdict] += 1
        # What a gap gets is as telling as what another question gets.
        if one.verdict is Grade.WRONG:
            confusions[one.given] += 1

    by_number = dict(confusions.most_common())
    return Row(
        expected=expected,
        verdicts=verdicts,
        confusions=by_number,
        gaps=gaps,
    )
