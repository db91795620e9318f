"""Every question in `knowledge/questions` gets the answer that it must get."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.check import Report, examine, read_knowledge
from bot.check.asking import is_answered
from bot.conversation import answer_to
from bot.knowledge import Question
from tests.conftest import KNOWLEDGE

SHIPPED = read_knowledge(KNOWLEDGE)
QUESTIONS = [(asked.comparison, one) for asked in SHIPPED.questions.values() for one in asked.questions]


def named(comparison: str, question: Question) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if question.gap else []
    return pytest.param(comparison, question, id=question.text[:100], marks=marks)


@pytest.mark.parametrize(("comparison", "question"), [named(*asked) for asked in QUESTIONS])
def test_a_question_gets_its_answer(advisor: Advisor, comparison: str, question: Question) -> None:
    assert is_answered(question, answer_to(advisor, question.text), comparison)


def test_check_has_nothing_to_say_about_the_shipped_knowledge() -> None:
    report: Report = examine([KNOWLEDGE], date(2026, 11, 1))
    assert (report.errors, report.warnings) == ((), ())
    assert len(report.asked) == len(QUESTIONS)


def test_every_criterion_is_asked_for_at_least_eight_times_and_there_are_forty_near_misses() -> None:
    asked = Counter(question.criterion for _, question in QUESTIONS)
    for comparison in SHIPPED.comparisons.values():
        for _, criterion in comparison.criteria():
            assert asked[criterion.id] >= 8, criterion.id
    assert sum(question.not_ is not None for _, question in QUESTIONS) >= 40
