"""`whichrole check` asks every question, plays every conversation, and says what gets another answer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.advice.advisor import Advisor
from bot.check import examine
from bot.check.grading import Grade, table
from tests.cache import CACHE
from tests.checking import (
    BAKERY,
    COMPARISON,
    QUESTIONS,
    THERAPIST,
    TODAY,
    as_asked,
    checked,
    covered,
    criteria,
    more_asked,
    phrase_of,
)
from tests.command import whichrole
from tests.conftest import KNOWLEDGE, THERAPISTS
from tests.test_knowledge import replace


def test_a_question_that_does_not_get_its_answer_is_explained_with_what_to_write(folder: Path) -> None:
    line = replace(folder / QUESTIONS, "questions:\n", BAKERY)
    errors, _ = checked(folder)
    first, second, third = errors[0].split("\n")
    assert first.startswith(f"{QUESTIONS}:{line + 1}:10 questions[1].ask: ")
    assert first.endswith("must get sqlite, but gets no advice")
    assert second.startswith('    for refusal: "')
    words = '"nearest", "bakery"'
    assert third == f"    pulled away by everyday talk, with the words {words}: write situations with them"


def test_words_that_no_phrase_holds_are_said_to_be_unknown(folder: Path) -> None:
    question = "{ask: frobnicating zorblaxes, roles: [sqlite], criterion: offline-device}"
    *_, last = as_asked(folder, question)
    assert last == '    no phrase holds "frobnicating", "zorblaxes"; write situations with such words'


@pytest.mark.parametrize(
    ("topic", "wrong"),
    [
        ("price", None),
        ("syntax", "must get no advice on syntax, but gets no advice on price"),
        ("none", "must get no advice, no topic, but gets no advice on price"),
    ],
)
def test_a_refusal_must_name_the_topic_that_a_question_is_to_get(
    folder: Path, topic: str, wrong: str | None
) -> None:
    question = f"questions:\n  - not: what would the cheapest hosted instance cost\n    topic: {topic}\n"
    replace(folder / QUESTIONS, "questions:\n", question)
    errors, _ = checked(folder)
    assert [error.split("\n")[0].partition('" ')[2] for error in errors] == ([wrong] if wrong else [])


@pytest.mark.parametrize("roles", ["postgresql, sqlite", "sqlite, postgresql"])
def test_one_role_in_place_of_both_is_told_from_both_and_no_phrase_is_blamed(
    folder: Path, roles: str
) -> None:
    question = f"{{ask: clerks save at the same moment and wait, roles: [{roles}], criterion: many-writers}}"
    said, _ = as_asked(folder, question)
    assert said.endswith("must get postgresql and sqlite, but gets many-writers")


def test_the_wrong_role_of_a_definition_is_named(folder: Path) -> None:
    said, why = as_asked(folder, "{ask: explain what sqlite does, answer: definition, roles: [postgresql]}")
    assert said.endswith("must get definition of postgresql, but gets definition of sqlite")
    assert why.startswith("    answers with definition, which leads by ")


def test_a_question_that_is_asked_back_is_explained_by_what_it_is_torn_between(folder: Path) -> None:
    said, why, _ = as_asked(folder, "{ask: save, roles: [sqlite], criterion: offline-device}")
    assert said.endswith("must get offline-device, but gets clarification")
    assert re.match(
        r"    for recommendation \w+: .*; for recommendation \w+: .*; asks back because too few", why
    )


def test_an_answer_from_another_comparison_is_named(folder: Path) -> None:
    for place in ("", "phrases"):
        shutil.copy(KNOWLEDGE / place / "data-scientist-vs-ml-engineer.yaml", folder / place)
    question = "{ask: how does a data scientist differ from an ml engineer, answer: difference}"
    said, why = as_asked(folder, question)[:2]
    assert said.endswith("must get difference, but gets difference in data-scientist-vs-ml-engineer")
    assert why.startswith("    answers with difference, which leads by ")


@pytest.mark.parametrize(
    ("example", "given"),
    [("where is the nearest bakery", "no advice"), ("hello there", "smalltalk"), ("save", "clarification")],
)
def test_an_example_that_gets_no_answer_is_an_error(folder: Path, example: str, given: str) -> None:
    line = replace(folder / COMPARISON, "examples:\n", f"examples:\n  - {example}\n") + 1
    errors, _ = checked(folder)
    expected = f'examples[1]: "{example}" is suggested, but gets {given}; reword it'
    assert errors == [f"{COMPARISON}:{line}:5 {expected}"]


def test_a_known_gap_is_counted_as_such_and_not_as_wrong(folder: Path) -> None:
    replace(folder / QUESTIONS, "questions:\n", f"{BAKERY}    gap: true\n")
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    (row,) = [row for row in rows if row.expected == "sqlite"]
    assert (row.gaps, row.verdicts[Grade.WRONG]) == (1, 0)
    shown = whichrole("check", "--all", str(folder), SHIPPED_KNOWLEDGE="off").stdout
    assert re.search(r"must get +right +asked back +wrong +gaps +gets instead", shown)
    assert re.search(r'^gap: .*"where is the nearest bakery" must get sqlite', shown, flags=re.MULTILINE)


def test_a_question_that_repeats_a_phrase_is_an_error(folder: Path) -> None:
    first = criteria(folder)[0]
    phrase = phrase_of(folder, first)
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - ask: {phrase}\n    roles: [postgresql]\n")
    errors, _ = checked(folder)
    assert [e for e in errors if "questions[1].ask: repeats the phrase" in e]


def test_a_gap_that_is_none_any_more_is_a_warning(folder: Path) -> None:
    replace(
        folder / QUESTIONS,
        "questions:\n",
        "questions:\n  - ask: is an order of both needed?\n    answer: sequence\n    gap: true\n",
    )
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "remove its `gap: true`" in w]


CONVERSATION = """\
conversations:
  - name: one need and its reason
    turns:
      - say: clerks save at the same moment and wait
        accept:
          - answer: recommendation
            roles: [postgresql]
      - say: why?
        accept: [{answer: explanation}, {answer: definition, roles: [sqlite]}]
        not_quoted: [printing labels]
clauses:
  - say: clerks lack a database
    status: missing
"""


def changed(old: str, new: str) -> str:
    assert old in CONVERSATION
    return CONVERSATION.replace(old, new, 1)


def test_a_conversation_and_a_clause_that_are_understood_are_counted_as_right(folder: Path) -> None:
    assert more_asked(folder, CONVERSATION) == ([], [])
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    counts = {row.expected: row.verdicts[Grade.RIGHT] for row in rows}
    assert (counts["conversations"], counts["clauses"]) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "roles: [postgresql]",
            "roles: [sqlite, postgresql]",
            ':5:14 conversations[1].turns[1].say: "clerks save at the same moment and wait" must get '
            "postgresql and sqlite, but gets postgresql",
        ),
        (
            "{answer: explanation}",
            "{answer: out-of-scope}",
            ':9:14 conversations[1].turns[2].say: "why?" must get no advice or definition of sqlite, '
            "but gets explanation",
        ),
        (
            "printing labels",
            "moment  and Wait",
            ':9:14 conversations[1].turns[2].say: "why?" gets explanation, '
            'but must not quote "moment  and Wait"',
        ),
        (
            "status: missing",
            "status: past",
            ':13:10 clauses[1].say: "clerks lack a database" must be read as past, but is read as missing',
        ),
    ],
)
def test_a_turn_or_a_clause_that_is_taken_otherwise_is_an_error_at_its_place(
    folder: Path, old: str, new: str, problem: str
) -> None:
    assert more_asked(folder, changed(old, new)) == ([f"questions/more.yaml{problem}"], [])


def test_a_conversation_that_is_a_known_gap_is_counted_as_such(folder: Path) -> None:
    text = changed("roles: [postgresql]", "roles: [sqlite]")
    text = text.replace("    turns:", "    gap: true\n    turns:")
    text = text.replace("status: missing", "status: past\n    gap: true")
    assert more_asked(folder, text) == ([], [])
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    gaps = {row.expected: (row.gaps, row.confusions) for row in rows}
    assert gaps["conversations"] == (1, {"postgresql": 1})
    assert gaps["clauses"] == (1, {"missing": 1})


def test_a_conversation_that_is_no_gap_any_more_is_a_warning(folder: Path) -> None:
    text = changed("    turns:", "    gap: true\n    turns:")
    text = text.replace("status: missing", "status: missing\n    gap: true")
    place, end = "questions/more.yaml", "remove its `gap: true`"
    of_conversation = f'3:11 conversations[1].name: "one need and its reason" goes as it should; {end}'
    of_clause = f'14:10 clauses[1].say: "clerks lack a database" is read as it should be; {end}'
    errors, warnings = more_asked(folder, text)
    assert errors == []
    assert warnings == [f"{place}:{of_conversation}", f"{place}:{of_clause}"]


def test_a_wrong_conversation_of_a_draft_is_a_warning(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    text = changed("roles: [postgresql]", "roles: [sqlite]")
    (folder / "questions" / "more.yaml").write_text(f"comparison: postgresql-vs-sqlite\n{text}", "utf-8")
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "must get sqlite, but gets postgresql" in w]


def test_a_question_that_repeats_a_phrase_does_not_count_as_right(folder: Path) -> None:
    question = f"{{ask: {phrase_of(folder, 'many-writers')}, roles: [postgresql], criterion: many-writers}}"
    before = covered(folder)["many-writers"]
    as_asked(folder, question)
    report = examine([folder], TODAY, CACHE)
    (rows,) = table(report.asked).values()
    (row,) = [row for row in rows if row.expected == "many-writers"]
    after = covered(folder)["many-writers"]
    assert (row.verdicts[Grade.RIGHT], row.verdicts[Grade.REPEATS]) == (before.right, 1)
    assert (after.right, after.questions, after.missed) == (before.right, before.questions + 1, 0)
    assert "repeats" in whichrole("check", str(folder), SHIPPED_KNOWLEDGE="off").stdout.split("must get")[1]


def test_a_turn_that_is_answered_from_another_comparison_is_wrong(folder: Path) -> None:
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    turn = "{say: what does a physiotherapist do and how do they differ, accept: [{answer: difference}]}"
    text = f"conversations:\n  - name: another subject\n    turns: [{turn}]\n"
    errors, _ = more_asked(folder, text)
    assert [error for error in errors if f"must get difference, but gets difference in {THERAPIST}" in error]


GATES = [
    ("We run a", "asks back because too few content words speak for a role: 1, at least 2 needed"),
    ("Hotel prices on", "asks back because two answers are too close, ml-engineer and data-scientist: 0."),
    ("gpu costs r", "refuses because it names no need clearly: that leads by 0."),
    ("Our CEO came", "asks back because it does not say that something is missing: only 0."),
    ("model is done", "asks back because it says what is there, and nothing that is missing"),
    ("What is the", "refuses because definition leads over refusing by only 0."),
    ("where is the nearest bakery", "refuses because no answer fits: that leads by "),
    ("what does a data scientist do", "answers with definition, which leads by "),
    ("our predictions take four seconds", "recommends ml-engineer, which leads by "),
]


@pytest.mark.parametrize(("message", "gate"), GATES)
def test_a_gate_says_what_it_does_and_why(advisor: Advisor, message: str, gate: str) -> None:
    decision = advisor.decide(advisor.matcher.match(message))
    assert decision.gate.startswith(gate)
