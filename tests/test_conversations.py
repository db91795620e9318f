"""What is said and what is answered: the examples that every release must get right."""

from __future__ import annotations

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Acknowledgement,
    Definition,
    Difference,
    Noted,
    Order,
    OutOfScope,
    Recommendation,
    SmallTalk,
    Talk,
)
from bot.conversation import answer_to
from bot.reading import Status
from bot.replies import advice_wording as advice
from bot.replies import text
from bot.replies.describe import describe

ENGINEER, SCIENTIST = "ml-engineer", "data-scientist"


@pytest.mark.parametrize(
    ("question", "role", "criterion"),
    [
        ("our data scientists build great models but nothing reaches production", ENGINEER, "stuck-models"),
        (
            "we have three years of orders in a warehouse and no idea what they tell us",
            SCIENTIST,
            "understand-data",
        ),
        ("fraud scoring must answer in 20 ms", ENGINEER, None),
        ("our models never leave the notebook", ENGINEER, None),
        ("no model so far, only raw logs", SCIENTIST, "early-maturity"),
        ("enough charts, we need the thing online", ENGINEER, None),
        ("our analyst's scoring works on her machine only", ENGINEER, None),
        # The best criterion is told though only another one is found in words.
        (
            "We already have a feature store and a cluster that could run half of Europe, we just don't know "
            "what our visitors do and why.",
            SCIENTIST,
            "understand-data",
        ),
    ],
)
def test_a_need_gets_the_role_and_the_criterion_that_decided(
    advisor: Advisor, question: str, role: str, criterion: str | None
) -> None:
    answer = answer_to(advisor, question)
    assert isinstance(answer, Recommendation)
    assert [r.id for r in answer.roles] == [role]
    assert criterion is None or answer.reasons[0].criterion == criterion


def test_a_recommendation_holds_everything_that_a_reader_needs(advisor: Advisor) -> None:
    question = "our data scientists build great models but nothing reaches production"
    answer = answer_to(advisor, question)
    assert isinstance(answer, Recommendation)
    assert all(words in question for words in answer.reasons[0].words)
    assert answer.reasons[0].words
    assert {change.role.id for change in answer.would_change} == {SCIENTIST}
    in_short = text.plain(describe(answer))
    in_full = text.plain(describe(answer, in_full=True))
    parts = "Machine Learning Engineer", answer.reasons[0].words[-1], "James Chae", "March 2026"
    assert [part for part in parts if part not in in_short] == []
    assert [part for part in (*parts, advice.WHY, advice.BOTTOM_LINE) if part not in in_full] == []
    assert "%" not in in_full


def test_two_needs_in_one_message_get_both_roles_with_reasons_for_each(advisor: Advisor) -> None:
    answer = answer_to(advisor, "learn what our riders want, and make the matching answer in a blink")
    assert isinstance(answer, Recommendation)
    assert {role.id for role in answer.roles} == {ENGINEER, SCIENTIST}
    assert {reason.role.id for reason in answer.reasons} == {ENGINEER, SCIENTIST}


@pytest.mark.parametrize(
    "said",
    [
        "Deployment is automated. Still missing: insight",
        "Deployment is automated, something's missing",
        "The fall detection model is deployed in all wards and answers instantly; only, nurses get forty "
        "false alarms per night.",
    ],
)
def test_what_is_missing_is_heard_after_what_is_settled(advisor: Advisor, said: str) -> None:
    answer = answer_to(advisor, said)
    assert isinstance(answer, Recommendation)
    assert [role.id for role in answer.roles] == [SCIENTIST]


def test_a_mere_no_after_what_is_settled_names_no_need(advisor: Advisor) -> None:
    answer = answer_to(advisor, "Deployment is automated, no")
    assert isinstance(answer, Acknowledgement)
    assert answer.noted is Noted.NO_NEED


def test_what_was_taken_for_no_need_is_told_in_its_words(advisor: Advisor) -> None:
    answer = answer_to(
        advisor, "no we dont need more analysis, we need the pricing model running in the booking engine"
    )
    assert isinstance(answer, Recommendation)
    (part,) = answer.understood
    assert part.words == "no we dont need more analysis"
    assert part.status is Status.DENIED


def test_statements_that_open_alike_announce_two_needs(advisor: Advisor) -> None:
    answer = answer_to(advisor, "no insight into churn, no insight into drift")
    assert isinstance(answer, Recommendation)
    assert {role.id for role in answer.roles} == {ENGINEER, SCIENTIST}


def test_what_a_colon_leads_to_is_just_what_is_missing(advisor: Advisor) -> None:
    lacked = "What we lack is this: insight into our customer data."
    answer = answer_to(advisor, f"{lacked} And the app gets slower with each user.")
    assert isinstance(answer, Recommendation)
    assert [role.id for role in answer.roles] == [SCIENTIST]


def test_an_occupation_that_sounds_like_a_need_is_unknown(advisor: Advisor) -> None:
    answer = answer_to(advisor, "we want to hire a statistician")
    assert isinstance(answer, OutOfScope)
    assert answer.strangers == ("statistician",)


def test_asking_for_the_order_may_mention_an_unknown_role(advisor: Advisor) -> None:
    answer = answer_to(advisor, "Before we hire a product manager: which of the two comes first?")
    assert isinstance(answer, Order)


@pytest.mark.parametrize(
    "asked", ["Where is the bakery?", "Can you recommend a restaurant near the station?"]
)
def test_what_is_not_known_is_refused_beside_what_is_settled(advisor: Advisor, asked: str) -> None:
    answer = answer_to(advisor, f"Latency is not a problem. {asked}")
    assert isinstance(answer, OutOfScope)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        (
            "Which database suits a mobile app for hikers that must show and save routes in flight mode?",
            "software-work",
        ),
        ("do we need both postgres and sqlite", ""),
    ],
)
def test_a_near_by_topic_is_meant_by_what_is_asked_for_and_not_by_how(
    advisor: Advisor, question: str, subject: str
) -> None:
    answer = answer_to(advisor, question)
    assert isinstance(answer, OutOfScope)
    assert answer.subject == subject


def test_asking_for_both_explains_the_order(advisor: Advisor) -> None:
    answer = answer_to(advisor, "do we need both?")
    assert isinstance(answer, Order)
    assert answer.first.id == SCIENTIST


def test_a_difference_in_one_aspect_shows_that_aspect_alone(advisor: Advisor) -> None:
    answer = answer_to(advisor, "what's the difference in output?")
    assert isinstance(answer, Difference)
    assert [aspect.id for aspect in answer.aspects] == ["primary-output"]


@pytest.mark.parametrize(
    "question", ["what is the difference?", "data scientist vs ml engineer", "DS or MLE, how do they differ?"]
)
def test_a_general_difference_shows_every_aspect(advisor: Advisor, question: str) -> None:
    answer = answer_to(advisor, question)
    assert isinstance(answer, Difference)
    assert len(answer.aspects) >= 6
    assert answer.quick_answer


@pytest.mark.parametrize(
    ("question", "role"),
    [("what is an ML engineer?", ENGINEER), ("what does a data scientist do all day?", SCIENTIST)],
)
def test_a_role_is_defined(advisor: Advisor, question: str, role: str) -> None:
    answer = answer_to(advisor, question)
    assert isinstance(answer, Definition)
    assert [r.id for r in answer.roles] == [role]


def test_pay_is_not_answered_with_a_role_but_with_an_honest_sentence(advisor: Advisor) -> None:
    answer = answer_to(advisor, "what would an ML engineer cost us a year?")
    assert isinstance(answer, OutOfScope)
    assert answer.text
    assert "salaries" in answer.text


@pytest.mark.parametrize("question", ["where is the nearest bakery", "asdf qwer zxcv", "机器学习", "🎉🎉"])
def test_what_is_not_known_gets_no_advice(advisor: Advisor, question: str) -> None:
    assert isinstance(answer_to(advisor, question), OutOfScope | SmallTalk)


@pytest.mark.parametrize(
    ("said", "talk"),
    [
        ("hi", Talk.GREETING),
        ("Hello!", Talk.GREETING),
        ("thanks", Talk.THANKS),
        ("help", Talk.HELP),
        ("bye", Talk.GOODBYE),
    ],
)
def test_small_talk_is_answered_in_kind(advisor: Advisor, said: str, talk: Talk) -> None:
    answer = answer_to(advisor, said)
    assert isinstance(answer, SmallTalk)
    assert answer.talk is talk


@pytest.mark.parametrize("question", ["", "   ", "...", "\n"])
def test_nothing_said_gets_help(advisor: Advisor, question: str) -> None:
    assert answer_to(advisor, question) == advisor.help()


def test_every_example_that_the_bot_suggests_is_answered(advisor: Advisor) -> None:
    for topic in advisor.topics:
        for example in topic.examples:
            assert not isinstance(answer_to(advisor, example), OutOfScope | SmallTalk), example
