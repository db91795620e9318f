"""`whichrole check` of drafts and of what is shipped: what a comparison of one's own costs the others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bot.check import Report, examine, read_knowledge
from tests.cache import CACHE
from tests.checking import (
    BAKERY,
    COMPARISON,
    PHRASES,
    QUESTIONS,
    THERAPIST,
    TODAY,
    checked,
    phrase_of,
    said,
)
from tests.command import whichrole
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS
from tests.test_knowledge import replace


def test_wrong_answers_of_a_draft_are_warnings(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    replace(folder / QUESTIONS, "questions:\n", BAKERY)
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "must get sqlite" in w]


def beside_therapists(folder: Path, *stolen: str) -> Report:
    """Return the report on a draft that begins with these phrases, beside another comparison."""
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    lines = "".join(f"    - {phrase}\n" for phrase in stolen)
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{lines}")
    return examine([folder], TODAY, CACHE)


def test_a_finished_draft_is_checked_as_if_it_were_served(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - {{ask: {phrase}, roles: [postgresql]}}\n")
    errors, warnings = said(beside_therapists(folder), folder)
    assert errors == []
    assert [w for w in warnings if "questions[1].ask: repeats the phrase" in w]


def test_what_a_draft_costs_other_comparisons_is_shown_while_it_is_a_draft(folder: Path) -> None:
    asked = read_knowledge(THERAPISTS).questions[THERAPIST].questions
    stolen = [one.text.replace(":", ",") for one in asked if one.ask and len(one.roles) == 1][:4]
    (cost,) = beside_therapists(folder, *stolen).costs
    assert cost.is_draft
    assert cost.takers()["many-writers"] >= 3
    first, takers, *quoted, last = cost.lines()
    assert first.startswith(
        f"Once served, postgresql-vs-sqlite changes {len(cost.changed)} of {cost.before} "
    )
    assert "many-writers " in takers
    assert len(quoted) == 3
    assert all("but gets many-writers in postgresql-vs-sqlite" in line for line in quoted)
    assert "`--all` lists every one" in last


def test_a_draft_that_changes_nothing_costs_nothing(folder: Path) -> None:
    assert beside_therapists(folder, "zebras queue at the waterhole").costs == ()


def test_a_draft_that_takes_the_place_of_what_is_answered_from_is_a_warning(tmp_path: Path) -> None:
    name = "data-scientist-vs-ml-engineer.yaml"
    shutil.copy(KNOWLEDGE / name, tmp_path)
    replace(tmp_path / name, "title: ", "draft: true\ntitle: ")
    shutil.copytree(DATABASES, tmp_path, dirs_exist_ok=True)
    _, warnings = said(examine([KNOWLEDGE, tmp_path], TODAY, CACHE), tmp_path)
    assert [w for w in warnings if " draft: takes the place of" in w]


def test_a_draft_alone_is_checked_in_full(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    report = examine([folder], TODAY, CACHE)
    errors, warnings = said(report, folder)
    assert errors == []
    assert [warning for warning in warnings if "holds only drafts" in warning]
    assert len(report.asked) == 27
    answer = whichrole(
        "ask", "--drafts", "postgres vs sqlite", KNOWLEDGE_DIR=str(folder), SHIPPED_KNOWLEDGE="off"
    )
    assert "Writers at a time" in answer.stdout


STOLEN = "our models work in notebooks and never reach customers"


def test_the_shipped_knowledge_beside_ones_own_takes_a_line_and_its_cost_a_few(folder: Path) -> None:
    more = "".join(f"    - {STOLEN} on {day}\n" for day in ("monday", "tuesday", "friday"))
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{more}")
    result = whichrole("check", "--strict", str(folder))
    assert result.returncode == 0, "nobody can edit what is shipped"
    lines = result.stdout.splitlines()
    (shipped,) = [line for line in lines if line.startswith("data-scientist-vs-ml-engineer ")]
    assert re.search(r" comes with whichrole: \d+ checks: \d+ right, \d+ known gaps\.$", shipped)
    begin = next(n for n, line in enumerate(lines) if line.startswith("Beside the shipped knowledge, "))
    assert " changes " in lines[begin]
    assert "many-writers " in lines[begin + 1]
    assert re.fullmatch(r"27 checks: \d+ right, 0 known gaps\. 0 errors, 0 warnings\.", lines[-1])
    assert len(lines) == begin + 7
    assert not [line for line in lines if "warning: " in line]
