"""Every number that decides does decide: at half or at double of it, some answer is another one."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence
from bot.advice.answers import Answer
from bot.advice.case import Case
from bot.advice.decision import Verdict, confidence, decide
from bot.advice.opposition import opposition
from bot.advice.thresholds import THRESHOLDS, Thresholds
from bot.check import read_knowledge
from bot.conversation import State, reply
from bot.knowledge.collection import Knowledge
from tests.benchmarks.thresholds import ask_everything, rows, trials, values_around
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS

SHIPPED = read_knowledge(KNOWLEDGE)
THREE = read_knowledge(KNOWLEDGE, DATABASES, THERAPISTS)
"""The shipped comparison with two others beside it."""

TURNS: dict[str, tuple[float, tuple[str, ...]]] = {
    "clear_margin": (
        1.5,
        ("mlops sorted. a/b testing not",),
    ),
    "likely_margin": (
        2.0,
        ("analysis done, model done, live too, but its sooo slow",),
    ),
    "ask_margin": (
        0.8,
        ("last yr latency was killing us, fixed it. now its: why do users leave?",),
    ),
    "vague_margin": (
        1.0,
        ("We have a working prediction model and would like our website to use it from next month on.",),
    ),
    "refuse_margin": (
        0.35,
        ("Is a full-stack data scientist who does it all a realistic hire?",),
    ),
    "need_tolerance": (
        1.6,
        ("How can I deploy a model with Docker?",),
    ),
    "support_weight": (
        0.6,
        ("who looks at data?",),
    ),
    "min_support": (
        4,
        ("need instant fraud chek at checkout, DS or MLE?",),
    ),
    "short_statement": (
        1,
        ("We have good models and pipelines",),
    ),
    "both_margin": (
        3.8,
        ("poc for new idea, prod for the old one. who do we need for wich",),
    ),
    "maybe_margin": (
        0.85,
        ("nothing has to go into production for now!! just wanna see if ML can read these old maps at all",),
    ),
    "torn_margin": (
        1.2,
        ("who looks after retraing & drift once a model is in prod",),
    ),
    "min_part": (
        2,
        ("ab testing AND deploymnt of models we alrdy validated, one DS enough?",),
    ),
    "part_weight": (
        0.225,
        ("poc for new idea, prod for the old one. who do we need for wich",),
    ),
    "max_part": (
        3.0,
        ("poc for new idea, prod for the old one. who do we need for wich",),
    ),
    "coordinator_weight": (
        0.1,
        ("no1 gets our data and there's no pipeline or feature store either, help",),
    ),
    "torn_coordinator_weight": (
        0.8,
        (
            "Job: you'll look at our ticket sales, merchandise and attendance, and tell the club "
            "why the stands are emptier.",
        ),
    ),
    "max_coordinators": (
        1,
        (
            "suppose we get funding then sure, a big ml platform. today: no one knows if our idea "
            "even works w/ machine learning and we need that tested",
        ),
    ),
    "focus_weight": (
        1.6,
        (
            "The test whether it works is done and it works. Now it has to run in 60 clinics and "
            "we have nobody for that.",
        ),
    ),
    "missing_weight": (
        0.6,
        ("no1 gets our data and there's no pipeline or feature store either, help",),
    ),
    "pair_weight": (
        1.6,
        (
            "Game studio, 30 ppl. Missing: (a) someone doing experiments on shop prices (b) "
            "someone building live cheater detection across all matches",
        ),
    ),
    "clear_evidence": (
        10.0,
        ("compare the two roles for me",),
    ),
    "clear_lead": (
        4.0,
        ("compare the two roles for me",),
    ),
    "near_by_margin": (
        1.5,
        ("Do you like football?",),
    ),
    "short_aspect": (
        5.0,
        (
            "nothing reaches production",
            "success?",
        ),
    ),
    "evidence_margin": (
        0.5,
        (
            "customers leave",
            "the forecasts are off by 40 percent",
        ),
    ),
    "thin_lead": (
        1.0,
        (
            "customers leave",
            "no",
        ),
    ),
    "replied_lead": (
        3.0,
        (
            "our predictions take four seconds in production",
            "help me decide",
        ),
    ),
    "max_questions": (
        6,
        (
            "customers leave",
            "not sure",
            "not sure",
            "not sure",
        ),
    ),
    "interview_questions": (
        12,
        ("help me decide",),
    ),
    "max_closing": (
        4,
        (
            "nothing reaches production",
            "ok, we will post a job",
        ),
    ),
    "max_act": (
        8,
        (
            "nothing reaches production",
            "and the other one, when would we want that?",
        ),
    ),
    "act_margin": (
        1.0,
        (
            "nothing reaches production",
            "what did you base this on",
        ),
    ),
    "near_by_act_margin": (
        0.5,
        (
            "nothing reaches production",
            "is that one expensive?",
        ),
    ),
    "max_short_question": (
        3,
        (
            "nothing reaches production",
            "and the biggest risk?",
        ),
    ),
    "max_short_question_content": (
        1,
        (
            "nothing reaches production",
            "and the biggest risk?",
        ),
    ),
    "max_challenge": (
        4,
        (
            "nothing reaches production",
            "does the canteen close at noon?",
        ),
    ),
    "max_opening": (
        2,
        (
            "nothing reaches production",
            "is it what we eat?",
        ),
    ),
    "max_naming": (
        1,
        (
            "what is the difference?",
            "about the postgres database",
        ),
    ),
    "max_pointing": (
        1,
        (
            "what does a data scientist earn?",
            "what makes you think so",
        ),
    ),
    "max_pointing_to_order": (
        2,
        (
            "what does a data scientist earn?",
            "who do we hire first?",
        ),
    ),
    "max_settling": (
        0,
        (
            "we lack monitoring for models",
            "those are fixed by now",
        ),
    ),
    "min_shared": (
        0,
        (
            "we lack monitoring for models",
            "nobody understands our customers",
        ),
    ),
    "max_reasons": (
        1,
        ("need pipelines, monitoring, a registry and retraining for our models",),
    ),
    "reason_margin": (
        3.0,
        ("need pipelines, monitoring, a registry and retraining for our models",),
    ),
    "opposed_margin": (
        4.0,
        (
            "we lack monitoring for models",
            "help me decide",
            "yes",
            "yes",
            "no",
            "no",
            "yes",
        ),
    ),
    "max_quote": (
        40,
        (
            "the support model chokes at 200 users. oh, ps: marketing wants proper a/b tests and "
            "none of us has ever set one up",
        ),
    ),
    "max_quotes": (
        1,
        ("who does customer segmntation and clv stuff? DS or MLE",),
    ),
    "max_changes": (
        1,
        ("mlops sorted. a/b testing not",),
    ),
    "understood_lead": (
        1.0,
        ("Enough charts and insights, we have plenty. What we need is to get the tested model live.",),
    ),
    "min_understood": (
        4,
        ("mlops sorted. a/b testing not",),
    ),
    "agrees_same": (
        0.45,
        (
            "predictions are slow at times",
            "help me decide",
        ),
    ),
    "agrees_role": (
        0.725,
        (
            "predictions are slow at times",
            "help me decide",
            "no",
        ),
    ),
    "agrees_other": (
        0.575,
        ("help me decide",),
    ),
    "nearly": (
        0.4,
        (
            "help me decide",
            "no",
        ),
    ),
    "criterion_leads": (
        1.5,
        (
            "predictions are slow at times",
            "help me decide",
        ),
    ),
}
"""Another value of each threshold, and a conversation whose last message is then answered otherwise."""
UNASKED = "unasked_margin"
"""Decides whether there is an answer at all; `tests/test_unasked.py` holds what turns on it."""
OF_THREE = frozenset({"torn_margin", "torn_coordinator_weight", "max_naming"})
"""Thresholds that need more than one comparison."""


@pytest.fixture(scope="module")
def advisors() -> dict[bool, Advisor]:
    """The advisors whose index all others share: of the shipped comparison alone, and of three."""
    return {False: Advisor(SHIPPED), True: Advisor(THREE)}


def last_answer(advisor: Advisor, messages: tuple[str, ...]) -> Answer:
    state = State()
    for message in messages:
        state, answer = reply(advisor, state, message)
    return answer


def changed(name: str, value: float) -> Thresholds:
    changes: dict[str, Any] = {name: value}
    return replace(THRESHOLDS, **changes)


@pytest.mark.parametrize("name", [field.name for field in fields(THRESHOLDS) if field.name != UNASKED])
def test_an_answer_turns_on_each_threshold(advisors: dict[bool, Advisor], name: str) -> None:
    value, messages = TURNS[name]
    knowledge: Knowledge = THREE if name in OF_THREE else SHIPPED
    usual = advisors[name in OF_THREE]
    other = Advisor(knowledge, thresholds=changed(name, value), matcher=usual.matcher)
    assert last_answer(usual, messages) != last_answer(other, messages)


@pytest.mark.parametrize("name", sorted(TURNS))
def test_each_threshold_is_turned_at_half_or_double(name: str) -> None:
    value, _ = TURNS[name]
    usual = getattr(THRESHOLDS, name)
    half = usual // 2 if isinstance(usual, int) else usual / 2
    # Of a probability what is left to 1 is halved instead of doubling it.
    assert value in (half, usual * 2, 1 - (1 - usual) / 2)


@pytest.mark.parametrize(
    ("least", "called", "below"),
    [
        (THRESHOLDS.clear_margin, Confidence.CLEAR, Confidence.LIKELY),
        (THRESHOLDS.likely_margin, Confidence.LIKELY, Confidence.TENTATIVE),
    ],
)
def test_an_answer_that_leads_by_just_the_margin_is_called_so(
    least: float, called: Confidence, below: Confidence
) -> None:
    assert confidence(least, THRESHOLDS) is called
    assert confidence(math.nextafter(least, 0), THRESHOLDS) is below


def test_parts_that_are_opposed_by_just_the_margin_are_two_needs(advisors: dict[bool, Advisor]) -> None:
    matcher = advisors[False].matcher
    _, (said,) = TURNS["both_margin"]
    match = matcher.match(said)
    decision = decide(matcher, match, THRESHOLDS)
    one, other = decision.outcomes
    opposed = opposition(Case(matcher, match, THRESHOLDS), one, other, decision.parts)
    assert decide(matcher, match, changed("both_margin", opposed)).verdict is Verdict.BOTH_ROLES
    more = math.nextafter(opposed, math.inf)
    assert decide(matcher, match, changed("both_margin", more)).verdict is not Verdict.BOTH_ROLES


def test_the_benchmark_counts_every_question_at_every_value() -> None:
    one, *_ = SHIPPED.questions.values()
    few = one.model_copy(update={"questions": one.questions[:3], "conversations": one.conversations[:1]})
    knowledge = replace(SHIPPED, questions={few.comparison: few})
    tried = trials(knowledge, ["ask_margin"])
    ask_everything(knowledge, tried)
    assert [trial.value for trial in tried] == values_around("ask_margin")
    assert all(trial.counts.total() >= 3 for trial in tried)
    head, *lines = rows(tried)
    assert "ask_margin" in head
    assert [line.startswith("*") for line in lines].count(True) == 1
