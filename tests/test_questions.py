"""Every question and conversation in `knowledge/questions` gets its answers; every clause is understood."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.advice.advisor import Advisor
from bot.check import Report, examine, read_knowledge
from bot.check.conversation_checks import status_of, wrong_turns
from bot.check.question_checks import is_answered
from bot.conversation import answer_to
from bot.knowledge.questions import Conversation, LabelledClause, Question
from tests.cache import CACHE
from tests.conftest import KNOWLEDGE

SHIPPED = read_knowledge(KNOWLEDGE)
QUESTIONS = [(asked.comparison, one) for asked in SHIPPED.questions.values() for one in asked.questions]
CONVERSATIONS = [
    (asked.comparison, one) for asked in SHIPPED.questions.values() for one in asked.conversations
]
CLAUSES = [one for asked in SHIPPED.questions.values() for one in asked.clauses]


def named(tested: Question | Conversation | LabelledClause, *before: object) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if tested.gap else []
    return pytest.param(*before, tested, id=tested.text[:100], marks=marks)


@pytest.mark.parametrize(
    ("comparison", "question"), [named(question, comparison) for comparison, question in QUESTIONS]
)
def test_a_question_gets_its_answer(advisor: Advisor, comparison: str, question: Question) -> None:
    assert is_answered(question, answer_to(advisor, question.text), comparison)


@pytest.mark.parametrize(
    ("comparison", "conversation"),
    [named(conversation, comparison) for comparison, conversation in CONVERSATIONS],
)
def test_every_turn_of_a_conversation_gets_one_of_its_answers(
    advisor: Advisor, comparison: str, conversation: Conversation
) -> None:
    assert [turn.message for turn in wrong_turns(advisor, conversation, comparison)] == []


@pytest.mark.parametrize("clause", [named(clause) for clause in CLAUSES])
def test_a_clause_is_read_with_its_status(advisor: Advisor, clause: LabelledClause) -> None:
    assert status_of(advisor, clause.say) == clause.status


def test_check_has_nothing_to_say_about_the_shipped_knowledge() -> None:
    report: Report = examine([KNOWLEDGE], date(2026, 11, 1), CACHE)
    assert (report.errors, report.warnings) == ((), ())
    assert len(report.asked) == len(QUESTIONS) + len(CONVERSATIONS) + len(CLAUSES)


def test_every_criterion_is_asked_for_at_least_eight_times_and_there_are_forty_near_misses() -> None:
    asked = Counter(question.criterion for _, question in QUESTIONS)
    for comparison in SHIPPED.comparisons.values():
        for _, criterion in comparison.criteria():
            assert asked[criterion.id] >= 8, criterion.id
    assert sum(question.not_ is not None for _, question in QUESTIONS) >= 40
