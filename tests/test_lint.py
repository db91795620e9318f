"""`whichrole check` warns of signs of a hidden bias, and of what is forgotten or out of date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.checking import COMPARISON, PHRASES, QUESTIONS, checked, criteria
from tests.test_knowledge import replace


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "warning"),
    [
        (
            PHRASES,
            "many-writers:\n",
            "many-writers:\n    - which of these do we have\n",
            "criteria.many-writers[1]",
            "decide nothing",
        ),
        (COMPARISON, 'reviewed: "2026-09"', 'reviewed: "2026-12"', "source.reviewed", "is still to come"),
        (
            PHRASES,
            "many-writers:\n",
            "many-writers:\n    - writes queue up, behind each other!\n",
            "criteria.many-writers[5]",
            '"writes queue up behind each other" stands here twice; keep one',
        ),
        (COMPARISON, "quick_answer: ", "quick_answer: TODO ", "quick_answer", "is still to be written"),
        (COMPARISON, "quick_answer: ", "quick_answer: Ask <!channel>, ", "quick_answer", "calls nobody"),
        (COMPARISON, "price: I", "price: Ask <@U012ABC>, I", "not_covered.price", "calls nobody"),
        (
            COMPARISON,
            "summary: A database",
            "summary: The best, #1 as they say, database",
            "-",
            "ends before ` #1`",
        ),
    ],
)
def test_what_should_be_looked_at_is_a_warning(
    folder: Path, file: str, old: str, new: str, place: str, warning: str
) -> None:
    line = replace(folder / file, old, new)
    errors, warnings = checked(folder)
    assert errors == []
    (found,) = [w for w in warnings if f"{place}: " in w and warning in w]
    assert line <= int(found.removeprefix(f"{file}:").split(":")[0]) <= line + 5


def test_a_role_with_many_more_phrases_is_a_warning(folder: Path) -> None:
    more = "".join(f"    - elephants on rack {chr(97 + n % 26)}{chr(97 + n // 26)}\n" for n in range(120))
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{more}")
    _, warnings = checked(folder)
    assert [
        w for w in warnings if "roles.sqlite.choose_when: sqlite has" in w and "this favours one role" in w
    ]


def test_a_difference_with_one_long_cell_is_a_warning(folder: Path) -> None:
    text = (folder / COMPARISON).read_text(encoding="utf-8")
    place = text.index("cells:\n")
    longer = re.sub(r"sqlite: .*", f"sqlite: {'much to say ' * 40}", text[place:], count=1)
    (folder / COMPARISON).write_text(text[:place] + longer, encoding="utf-8")
    _, warnings = checked(folder)
    assert [w for w in warnings if "differences[1].cells: one cell has" in w]


def test_a_comparison_without_questions_is_a_warning(folder: Path) -> None:
    (folder / QUESTIONS).unlink()
    _, warnings = checked(folder)
    assert [w for w in warnings if "has no questions" in w]


def test_a_criterion_that_no_question_asks_for_is_a_warning(folder: Path) -> None:
    path = folder / QUESTIONS
    path.write_text(
        re.sub(rf"\n    criterion: {criteria(folder)[0]}", "", path.read_text()), encoding="utf-8"
    )
    _, warnings = checked(folder)
    assert [w for w in warnings if "roles.postgresql.choose_when[1]: no question asks" in w]


def test_a_phrase_of_an_order_that_holds_only_general_words_is_a_warning(folder: Path) -> None:
    replace(folder / PHRASES, "sequence: [should we start", "sequence: [which of these, should we start")
    _, warnings = checked(folder)
    assert [w for w in warnings if "sequence[1]: " in w and "decide nothing" in w]


@pytest.mark.parametrize(
    ("today", "is_old"),
    [(date(2027, 9, 30), False), (date(2027, 10, 1), True)],
    ids=["after 12 months", "after 13 months"],
)
def test_a_review_is_old_after_more_than_twelve_months(folder: Path, today: date, is_old: bool) -> None:
    _, warnings = checked(folder, today)
    assert any("source.reviewed: is more than 12 months ago" in w for w in warnings) is is_old


@pytest.mark.parametrize(
    ("aliases", "is_warned"),
    [("Postgres", True), ("Postgres, the clusterbox", False), ("Postgres, clusterboxes", False)],
)
def test_the_last_word_of_a_role_that_is_no_alias_is_a_warning(
    folder: Path, aliases: str, is_warned: bool
) -> None:
    replace(folder / COMPARISON, "name: PostgreSQL", "name: PostgreSQL Clusterbox")
    replace(folder / COMPARISON, "aliases: [Postgres", f"aliases: [{aliases}")
    _, warnings = checked(folder)
    found = [w for w in warnings if "roles.postgresql.aliases: people will also say just `clusterbox`" in w]
    assert bool(found) is is_warned


def test_the_last_word_of_two_roles_need_be_no_alias(folder: Path) -> None:
    replace(folder / COMPARISON, "name: PostgreSQL", "name: PostgreSQL Clusterbox")
    replace(folder / COMPARISON, "name: SQLite", "name: SQLite Clusterbox")
    assert not [warning for warning in checked(folder)[1] if "people will also say" in warning]
