"""Every question in `knowledge/questions` gets the answer that it must get."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.advisor import Advisor
from bot.check import is_answered, problems, repeated_phrases
from bot.knowledge import Knowledge, Question, Questions
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


def test_check_names_what_is_wrong_with_a_question(knowledge: Knowledge, advisor: Advisor) -> None:
    phrase = next(knowledge.comparisons["data-scientist-vs-ml-engineer"].criteria())[1].phrases[0]
    asked = Questions(
        comparison="data-scientist-vs-ml-engineer",
        questions=(
            Question(ask="do we need both?", answer="sequence", gap=True),
            Question(ask="where is the nearest bakery?", roles=("ml-engineer",)),
            Question(ask=phrase, roles=("data-scientist",)),
        ),
    )
    found = list(problems(replace(knowledge, questions={"own": asked}), advisor))
    assert "take its `gap: true` away" in found[0]
    assert "does not get its answer" in found[1]
    assert "repeats the phrase" in found[-1]


def test_no_question_repeats_a_phrase(knowledge: Knowledge, advisor: Advisor) -> None:
    assert list(repeated_phrases(knowledge, advisor)) == []


def test_every_criterion_is_asked_for_at_least_eight_times_and_there_are_forty_near_misses() -> None:
    asked = Counter(question.criterion for question in QUESTIONS)
    for comparison in SHIPPED.comparisons.values():
        for _, criterion in comparison.criteria():
            assert asked[criterion.id] >= 8, criterion.id
    assert sum(question.not_ is not None for question in QUESTIONS) >= 40
