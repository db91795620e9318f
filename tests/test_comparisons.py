"""Several comparisons side by side: each question goes to the one that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence
from bot.advice.answers import (
    Clarification,
    Definition,
    Difference,
    Order,
    OutOfScope,
    Recommendation,
    SmallTalk,
    Talk,
    TopicList,
    WhichTopic,
)
from bot.advice.choices import DECISION, Asked, CriterionChoice, Reply, TopicChoice
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
FOUR_SECONDS_AND_FORTY_CLERKS = "our predictions take four seconds and forty clerks save at once"
"""A need of each of two comparisons."""


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
        ("which first, sqlite or postgres?", DATABASE, Order),
        ("our models never leave the notebook", ROLES, Recommendation),
    ],
)
def test_a_question_goes_to_the_comparison_that_it_names(
    both: Advisor, question: str, topic: str, kind: type[Difference | Definition | Order | Recommendation]
) -> None:
    answer = answer_to(both, question)
    assert isinstance(answer, kind)
    assert answer.topic.id == topic


@pytest.mark.parametrize(
    ("question", "kind"), [("what is the difference?", Difference), ("do we need both?", Order)]
)
def test_a_question_that_fits_two_comparisons_asks_which(
    both: Advisor, question: str, kind: type[Difference | Order]
) -> None:
    asked_back = answer_to(both, question)
    assert isinstance(asked_back, WhichTopic)
    assert {topic.id for topic in asked_back.topics} == {ROLES, DATABASE}
    answer = both.whole(Asked(asked_back.asked), DATABASE)
    assert isinstance(answer, kind)
    assert answer.topic.id == DATABASE


@pytest.mark.parametrize(
    "said", ["the second", "SQLite", "postgres please", "the SQLite database comparison"]
)
def test_a_comparison_on_offer_is_chosen_by_its_place_or_by_a_role(both: Advisor, said: str) -> None:
    state, _ = reply(both, State(), "do we need both?")
    state, answer = reply(both, state, said)
    assert isinstance(answer, Order)
    assert answer.topic.id == DATABASE
    assert not state.options


@pytest.mark.parametrize("question", ["do we need both?", "help me decide", FOUR_SECONDS_AND_FORTY_CLERKS])
@pytest.mark.parametrize("said", ["the third", "yes", "what do you mean?"])
def test_what_chooses_nothing_on_offer_gets_the_same_question_again(
    both: Advisor, question: str, said: str
) -> None:
    state, asked_back = reply(both, State(), question)
    _, again = reply(both, state, said)
    assert again == asked_back


@pytest.mark.parametrize("question", ["do we need both?", FOUR_SECONDS_AND_FORTY_CLERKS])
@pytest.mark.parametrize("said", ["neither", "no"])
def test_who_chooses_nothing_on_offer_gets_help_and_is_not_asked_any_more(
    both: Advisor, question: str, said: str
) -> None:
    state, _ = reply(both, State(), question)
    state, answer = reply(both, state, said)
    assert answer == both.help()
    assert not state.options
    _, answer = reply(both, state, "so which one?")
    assert isinstance(answer, SmallTalk)
    assert answer.talk is Talk.NOTHING_SAID


def test_stopping_before_a_comparison_is_chosen_calls_for_no_role(both: Advisor) -> None:
    state, _ = reply(both, State(), "help me decide")
    _, answer = reply(both, state, "stop")
    assert isinstance(answer, SmallTalk)
    assert answer.talk is Talk.NOTHING_ASKED


def test_a_question_about_a_role_leaves_the_comparisons_on_offer(both: Advisor) -> None:
    state, asked_back = reply(both, State(), "do we need both?")
    state, answer = reply(both, state, "what is SQLite?")
    assert isinstance(answer, Definition)
    _, answer = reply(both, state, "what do you mean?")
    assert answer == asked_back


@pytest.mark.parametrize(
    "choice",
    [
        TopicChoice(Asked.DIFFERENCE, "gone"),
        TopicChoice(DECISION, "gone"),
        TopicChoice("gone", DATABASE),
    ],
)
def test_a_button_that_offers_what_is_no_longer_known_gets_help(both: Advisor, choice: TopicChoice) -> None:
    _, answer = reply(both, State(), choice)
    assert answer == both.help()


def test_a_description_is_not_of_the_comparison_that_was_only_asked_about(both: Advisor) -> None:
    state, _ = reply(both, State(), "what is SQLite?")
    _, question = reply(both, state, "we have a churn model")
    assert isinstance(question, Clarification)
    assert {choice.topic for choice in question.choices} == {ROLES}


@pytest.mark.parametrize(("said", "number"), [("the first", 0), ("the second", 1)])
def test_one_of_the_needs_on_offer_is_advised_on(both: Advisor, said: str, number: int) -> None:
    state, asked_back = reply(both, State(), FOUR_SECONDS_AND_FORTY_CLERKS)
    assert isinstance(asked_back, Clarification)
    _, answer = reply(both, state, said)
    assert isinstance(answer, Recommendation)
    chosen = asked_back.choices[number]
    assert answer.topic.id == chosen.topic
    assert answer.reasons[0].criterion == chosen.criterion


def test_what_was_advised_on_one_comparison_is_no_advice_on_another(both: Advisor) -> None:
    state, _ = reply(both, State(), "our predictions take 4 seconds in production")
    state, _ = reply(both, state, "what is SQLite?")
    _, answer = reply(both, state, "which first?")
    assert isinstance(answer, Order)
    assert answer.topic.id == DATABASE
    assert not answer.needed


@pytest.mark.parametrize(
    ("said", "role"), [("and SQLite?", "sqlite"), ("and an ML engineer?", "ml-engineer")]
)
def test_a_short_question_about_a_role_is_answered_by_the_comparison_that_has_it(
    both: Advisor, said: str, role: str
) -> None:
    state, _ = reply(both, State(), "what is a data scientist?")
    _, answer = reply(both, state, said)
    assert isinstance(answer, Definition)
    assert [named.id for named in answer.roles] == [role]


def test_a_click_on_one_comparison_is_not_advised_on_with_the_needs_of_another(both: Advisor) -> None:
    state, _ = reply(both, State(), "our predictions take 4 seconds in production")
    _, answer = reply(both, state, CriterionChoice(DATABASE, "many-writers", Reply.YES))
    assert isinstance(answer, Recommendation)
    assert answer.topic.id == DATABASE
    assert [reason.words for reason in answer.reasons] == [()]


def test_what_was_denied_is_not_said_to_settle_a_tie(databases: Advisor) -> None:
    denied = {"many-writers", "inside-an-app"}
    state = State()
    criteria = {criterion.id for _, criterion in ONLY_DATABASES.comparisons[DATABASE].criteria()}
    for criterion in sorted(criteria - denied):
        state, _ = reply(databases, state, CriterionChoice(DATABASE, criterion, Reply.UNSURE))
    for criterion in sorted(denied):
        state, answer = reply(databases, state, CriterionChoice(DATABASE, criterion, Reply.NO))
    assert isinstance(answer, Recommendation)
    assert answer.confidence is Confidence.TIE
    assert {reason.role.id for reason in answer.settles} == {"postgresql", "sqlite"}
    assert denied.isdisjoint(reason.criterion for reason in answer.settles)


def test_a_role_may_be_defined_by_any_comparison_that_has_it(both: Advisor) -> None:
    question = Question(ask="what is SQLite?", answer="definition", roles=("sqlite",))
    assert is_answered(question, answer_to(both, question.text), "sqlite-vs-another")


def test_needs_of_two_comparisons_are_asked_back_with_a_choice_of_each(both: Advisor) -> None:
    asked_back = answer_to(both, FOUR_SECONDS_AND_FORTY_CLERKS)
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
        # "Drivers" is a near-by topic of the other comparison, and none of its needs.
        ("What is a good Kaggle course for offline drivers?", "learning"),
        # One word of its needs, beside the topic, does not tell of them clearly.
        ("Which Kaggle course is best for clerks?", "learning"),
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
