"""Several comparisons side by side: each question goes to the one that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Asked,
    Clarification,
    Definition,
    Difference,
    OutOfScope,
    Recommendation,
    Sequence,
    TopicList,
    WhichTopic,
)
from bot.check import read_knowledge
from bot.check.question_checks import is_answered
from bot.conversation import State, answer_to, reply
from bot.knowledge.questions import Question, Questions
from bot.replies import text, wording
from bot.replies.describe import describe
from tests.cache import advise
from tests.conftest import DATABASES, FIXTURES, KNOWLEDGE, THERAPISTS

ROLES, DATABASE = "data-scientist-vs-ml-engineer", "postgresql-vs-sqlite"
THERAPIST = "physiotherapist-vs-massage-therapist"
BOTH = read_knowledge(KNOWLEDGE, DATABASES)
ONLY_DATABASES = read_knowledge(DATABASES)
FRESH = Questions.model_validate(yaml.safe_load((FIXTURES / "fresh" / f"{DATABASE}.yaml").read_text()))
"""Questions by somebody who saw only the texts of the criteria."""
ONLY_THERAPISTS = read_knowledge(THERAPISTS)


@pytest.fixture(scope="module")
def both() -> Advisor:
    return advise(BOTH)


@pytest.fixture(scope="module")
def databases() -> Advisor:
    return advise(ONLY_DATABASES)


@pytest.fixture(scope="module")
def therapists() -> Advisor:
    return advise(ONLY_THERAPISTS)


def named(question: Question) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if question.gap else []
    return pytest.param(question, id=question.text[:80], marks=marks)


@pytest.mark.parametrize(
    "question", [named(question) for question in (*BOTH.questions[DATABASE].questions, *FRESH.questions)]
)
def test_the_second_comparison_answers_its_questions_alone(databases: Advisor, question: Question) -> None:
    assert is_answered(question, answer_to(databases, question.text), DATABASE)


@pytest.mark.parametrize(
    "question", [named(question) for question in ONLY_THERAPISTS.questions[THERAPIST].questions]
)
def test_twenty_whole_situations_a_criterion_answer_fresh_questions(
    therapists: Advisor, question: Question
) -> None:
    assert is_answered(question, answer_to(therapists, question.text), THERAPIST)


def rate(advisor: Advisor, name: str) -> float:
    questions = [question for question in BOTH.questions[name].questions if not question.gap]
    return sum(is_answered(q, answer_to(advisor, q.text), name) for q in questions) / len(questions)


@pytest.mark.parametrize(("name", "least"), [(ROLES, 0.98), (DATABASE, 0.95)])
def test_a_comparison_keeps_its_answers_beside_another(both: Advisor, name: str, least: float) -> None:
    assert rate(both, name) >= least


@pytest.mark.parametrize(
    ("question", "topic", "kind"),
    [
        ("what is the difference between a data scientist and an ML engineer?", ROLES, Difference),
        ("postgres vs sqlite", DATABASE, Difference),
        ("what is SQLite?", DATABASE, Definition),
        ("which first, sqlite or postgres?", DATABASE, Sequence),
        ("our models never leave the notebook", ROLES, Recommendation),
    ],
)
def test_a_question_goes_to_the_comparison_that_it_names(
    both: Advisor, question: str, topic: str, kind: type[Difference | Definition | Sequence | Recommendation]
) -> None:
    answer = answer_to(both, question)
    assert isinstance(answer, kind)
    assert answer.topic.id == topic


@pytest.mark.parametrize(
    ("question", "kind"), [("what is the difference?", Difference), ("do we need both?", Sequence)]
)
def test_a_question_that_fits_two_comparisons_asks_which(
    both: Advisor, question: str, kind: type[Difference | Sequence]
) -> None:
    asked_back = answer_to(both, question)
    assert isinstance(asked_back, WhichTopic)
    assert {topic.id for topic in asked_back.topics} == {ROLES, DATABASE}
    answer = both.whole(Asked(asked_back.asked), DATABASE)
    assert isinstance(answer, kind)
    assert answer.topic.id == DATABASE


def test_a_role_may_be_defined_by_any_comparison_that_has_it(both: Advisor) -> None:
    question = Question(ask="what is SQLite?", answer="definition", roles=("sqlite",))
    assert is_answered(question, answer_to(both, question.text), "sqlite-vs-another")


def test_needs_of_two_comparisons_are_asked_back_with_a_choice_of_each(both: Advisor) -> None:
    asked_back = answer_to(both, "our predictions take four seconds and forty clerks save at once")
    assert isinstance(asked_back, Clarification)
    assert {choice.topic for choice in asked_back.choices} == {ROLES, DATABASE}


def test_roles_of_two_comparisons_are_known_but_not_compared(both: Advisor) -> None:
    answer = answer_to(both, "what is the difference between a data scientist and sqlite?")
    assert isinstance(answer, OutOfScope)
    assert [role.name for role in answer.apart] == ["Data Scientist", "SQLite"]
    assert wording.apart(["Data Scientist", "SQLite"]) in text.plain(describe(answer))


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("what does a data engineer do?", "data engineer"),
        ("data scientist or data analyst?", "data analyst"),
        ("do we need a product manager?", "product manager"),
    ],
)
def test_a_role_that_no_comparison_holds_is_named(both: Advisor, question: str, stranger: str) -> None:
    reply = text.plain(describe(answer_to(both, question)))
    assert stranger in reply
    for known in ("Data Scientist", "Machine Learning Engineer", "PostgreSQL", "SQLite"):
        assert known in reply


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("how do I register a model in MLflow", "tools"),
        ("MLflow or Weights & Biases for the offline tablets of our drivers?", ""),
        ("Does PyTorch run on SQLite?", ""),
        ("is Redis any good for a data scientist", ""),
        ("which cloud offers the cheapest instance for postgres", "price"),
    ],
)
def test_a_near_by_topic_of_a_comparison_speaks_only_for_that_one(
    both: Advisor, question: str, subject: str
) -> None:
    answer = answer_to(both, question)
    assert isinstance(answer, OutOfScope)
    assert answer.subject == subject


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("could somebody write a job advert for this position", "hiring-process"),
        ("what salary is usual per month?", "pay"),
        ("how many days at home office per week?", "workplace"),
    ],
)
def test_general_near_by_topics_serve_every_comparison(
    both: Advisor, databases: Advisor, therapists: Advisor, question: str, subject: str
) -> None:
    for advisor in (both, databases, therapists):
        answer = answer_to(advisor, question)
        assert isinstance(answer, OutOfScope)
        assert answer.subject == subject
        assert set(answer.owners) == {topic.owner for topic in advisor.topics if topic.owner}


def test_the_list_shows_every_topic_with_its_roles(both: Advisor) -> None:
    answer = both.list()
    assert isinstance(answer, TopicList)
    shown = text.plain(describe(answer))
    for comparison in BOTH.comparisons.values():
        assert comparison.title in shown
        assert all(role.name in shown for role in comparison.roles.values())


def test_whom_to_ask_is_said_when_the_bot_does_not_know(databases: Advisor) -> None:
    assert "#databases" in text.plain(describe(answer_to(databases, "where is the nearest bakery?")))


def test_an_old_review_is_said_with_whom_to_ask() -> None:
    fresh = Advisor(ONLY_DATABASES, lambda: date(2026, 10, 1))
    old = Advisor(ONLY_DATABASES, lambda: date(2027, 11, 1))
    assert wording.OLD_REVIEW not in text.plain(describe(answer_to(fresh, "postgres vs sqlite")))
    reply = text.plain(describe(answer_to(old, "postgres vs sqlite")))
    assert wording.OLD_REVIEW in reply
    assert "#databases" in reply


def test_an_answer_links_to_the_page_of_its_comparison() -> None:
    comparison = ONLY_DATABASES.comparisons[DATABASE].model_copy(update={"page": "https://example.com/db"})
    linked = Advisor(replace(ONLY_DATABASES, comparisons={DATABASE: comparison}))
    assert "https://example.com/db" in text.plain(describe(answer_to(linked, "postgres vs sqlite")))


def test_an_interview_on_a_topic_named_in_words_outlasts_a_question_about_another(
    both: Advisor,
) -> None:
    state, answer = reply(both, State(), "help me decide")
    assert isinstance(answer, WhichTopic)
    for said, number in (("PostgreSQL or SQLite", 1), ("yes", 2)):
        state, answer = reply(both, state, said)
        assert isinstance(answer, Clarification)
        assert answer.number == number
        assert answer.choices[0].topic == DATABASE
    state, answer = reply(both, state, "what is a data scientist?")
    assert isinstance(answer, Definition)
    state, answer = reply(both, state, "back")
    assert isinstance(answer, Clarification)
    assert answer.number == 1


def test_what_was_said_about_one_comparison_does_not_count_for_another(both: Advisor) -> None:
    state, answer = reply(both, State(), "our app has to work offline on the plane")
    for said, topic in (
        ("our predictions take 4 seconds in production", ROLES),
        ("forty clerks save at once", DATABASE),
    ):
        state, answer = reply(both, state, said)
        assert isinstance(answer, Recommendation)
        assert answer.topic.id == topic
