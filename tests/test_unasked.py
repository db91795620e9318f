"""What is said to nobody in a channel: only what surely asks for a role is a question for the bot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advice.advisor import Advisor
from bot.advice.thresholds import THRESHOLDS
from bot.check import read_knowledge
from bot.conversation import asks_role_question
from tests.conftest import DATABASES, FIXTURES, KNOWLEDGE, THERAPISTS

ENGINEER_OR_SCIENTIST = "do we need a data scientist or an ML engineer to get our models into production?"


def written_in(name: str) -> list[str]:
    """The messages of a file, one a line."""
    file = FIXTURES / "listening" / name
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


TALK = written_in("talk.txt")
QUESTIONS = written_in("questions.txt")


def with_margin(advisor: Advisor, margin: float) -> Advisor:
    """The same advisor with another margin for what is answered unasked."""
    thresholds = replace(THRESHOLDS, unasked_margin=margin)
    return Advisor(read_knowledge(KNOWLEDGE), thresholds=thresholds, matcher=advisor.matcher)


def test_none_of_480_lines_of_everyday_talk_is_taken_for_a_question(advisor: Advisor) -> None:
    assert len(TALK) >= 480
    assert [line for line in TALK if asks_role_question(advisor, line)] == []


def test_nor_where_three_comparisons_are_served() -> None:
    advisor = Advisor(read_knowledge(KNOWLEDGE, DATABASES, THERAPISTS))
    assert [line for line in TALK if asks_role_question(advisor, line)] == []


def test_four_in_five_questions_about_roles_are_heard(advisor: Advisor) -> None:
    heard = [line for line in QUESTIONS if asks_role_question(advisor, line)]
    assert len(heard) >= len(QUESTIONS) * 4 / 5


def test_at_half_the_margin_everyday_talk_is_taken_for_questions(advisor: Advisor) -> None:
    lenient = with_margin(advisor, THRESHOLDS.unasked_margin / 2)
    assert any(asks_role_question(lenient, line) for line in TALK)


def test_at_double_the_margin_many_questions_are_not_heard(advisor: Advisor) -> None:
    strict = with_margin(advisor, THRESHOLDS.unasked_margin * 2)
    heard = [line for line in QUESTIONS if asks_role_question(strict, line)]
    assert len(heard) < len(QUESTIONS) * 2 / 3


@pytest.mark.parametrize(
    "said",
    [
        ENGINEER_OR_SCIENTIST,
        "hi all, " + ENGINEER_OR_SCIENTIST,
        ENGINEER_OR_SCIENTIST + " They only run in notebooks.",
        ENGINEER_OR_SCIENTIST.removesuffix("?"),
        'we want to "productionise" our models and monitor them. Which role do we need?',
    ],
)
def test_a_question_is_heard_among_other_words(advisor: Advisor, said: str) -> None:
    assert asks_role_question(advisor, said)


@pytest.mark.parametrize(
    "said",
    [
        "Anna, " + ENGINEER_OR_SCIENTIST,
        "hey Anna: " + ENGINEER_OR_SCIENTIST,
        "@anna " + ENGINEER_OR_SCIENTIST,
        ENGINEER_OR_SCIENTIST.removesuffix("?") + ", Anna?",
        f'he asked "{ENGINEER_OR_SCIENTIST}" and nobody knew',
        f"> {ENGINEER_OR_SCIENTIST}\nno idea",
        "topic of today: " + ENGINEER_OR_SCIENTIST,
        "do we need a data scientist or a lawyer to get our models into production?",
        "we need a data scientist or an ML engineer to get our models into production",
        "brauchen wir einen data scientist oder einen ML engineer um unsere Modelle zu deployen?",
        "which role do we need?",
        "do we need a data scientist?",
        "help",
        "",
        "?",
    ],
)
def test_what_is_said_to_somebody_or_quoted_or_vague_is_left_alone(advisor: Advisor, said: str) -> None:
    assert not asks_role_question(advisor, said)
