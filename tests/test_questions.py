"""Every question in `knowledge/questions` gets the answer that it must get."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.advisor import Advisor
from bot.check import is_answered, repeated_phrases
from bot.knowledge import Knowledge, Question
from bot.loading import read_knowledge
from tests.conftest import KNOWLEDGE

SHIPPED = read_knowledge(KNOWLEDGE)
QUESTIONS = [question for asked in SHIPPED.questions.values() for question in asked.questions]


def named(question: Question) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if question.gap else []
    return pytest.param(question, id=question.text[:100], marks=marks)


@pytest.mark.parametrize("question", [named(question) for question in QUESTIONS])
def test_a_question_gets_its_answer(advisor: Advisor, question: Question) -> None:
    assert is_answered(question, advisor.answer(question.text))


def test_no_question_repeats_a_phrase(knowledge: Knowledge, advisor: Advisor) -> None:
    assert list(repeated_phrases(knowledge, advisor)) == []


def test_every_criterion_is_asked_for_at_least_eight_times_and_there_are_forty_near_misses() -> None:
    asked = Counter(question.criterion for question in QUESTIONS)
    for comparison in SHIPPED.comparisons.values():
        for _, criterion in comparison.criteria():
            assert asked[criterion.id] >= 8, criterion.id
    assert sum(question.not_ is not None for question in QUESTIONS) >= 40
