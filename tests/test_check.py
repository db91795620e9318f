"""`whichrole check` names every mistake in the files with its place."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.check import examine
from tests.cache import CACHE
from tests.checking import COMPARISON, PHRASES, QUESTIONS, TODAY, checked, criteria, phrase_of, said
from tests.command import whichrole
from tests.conftest import DATABASES, KNOWLEDGE
from tests.test_knowledge import replace


def test_a_complete_comparison_of_another_field_has_no_problem(folder: Path) -> None:
    assert checked(folder) == ([], [])


def test_a_phrase_under_criteria_of_two_roles_is_an_error(folder: Path) -> None:
    first, *_, last = criteria(folder)
    phrase = phrase_of(folder, first)
    line = replace(folder / PHRASES, f"  {last}:\n", f"  {last}:\n    - {phrase}\n")
    errors, _ = checked(folder)
    assert len(errors) == 1
    (place,) = re.findall(rf"stands under `{first}` of postgresql as well \({PHRASES}:(\d+)\)", errors[0])
    assert phrase in (folder / PHRASES).read_text(encoding="utf-8").splitlines()[int(place) - 1]
    assert errors[0].startswith(f"{PHRASES}:{line + 1}:7 criteria.{last}[1]: ")


def test_one_alias_of_different_roles_in_two_comparisons_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(DATABASES, own)
    for place in ("", "phrases", "questions"):
        shutil.copy(KNOWLEDGE / place / "data-scientist-vs-ml-engineer.yaml", own / place)
    line = replace(own / COMPARISON, "aliases: [", "aliases: [DS, ")
    errors, _ = checked(own)
    assert [
        e for e in errors if e.startswith(f"{COMPARISON}:{line}:") and "`DS` is a name of data-scientist" in e
    ]


def beside_the_shipped(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """Return the errors of a file that comes before the shipped one in the alphabet."""
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    (own / COMPARISON).rename(own / "a-database.yaml")
    (own / PHRASES).rename(own / "phrases" / "a-database.yaml")
    (own / QUESTIONS).unlink()
    replace(own / file, old, new)
    errors, _ = said(examine([KNOWLEDGE, own], TODAY, CACHE), own)
    return errors


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("a-database.yaml", "aliases: [", "aliases: [DS, "),
        (
            "phrases/a-database.yaml",
            "many-writers:\n",
            "many-writers:\n    - our data scientists build great models that never leave the notebook\n",
        ),
    ],
)
def test_what_contradicts_the_shipped_knowledge_is_to_be_mended_in_ones_own_file(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    (error,) = beside_the_shipped(tmp_path, file, old, new)
    assert error.startswith(f"{file}:")
    assert " as well" in error


def test_a_shipped_question_that_repeats_a_phrase_of_ones_own_is_no_error(tmp_path: Path) -> None:
    phrase = "many-writers:\n    - is a masters in DS worth it\n"
    assert beside_the_shipped(tmp_path, "phrases/a-database.yaml", "many-writers:\n", phrase) == []


def test_a_phrase_of_a_criterion_that_is_not_covered_as_well_is_an_error(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    replace(folder / COMPARISON, "not_covered:\n", "not_covered:\n  more: I know nothing of it.\n")
    replace(folder / PHRASES, "not_covered:\n", f"not_covered:\n  more: [{phrase}]\n")
    errors, _ = checked(folder)
    (error,) = errors
    assert " not_covered.more[1]: stands under `many-writers` of postgresql as well" in error


def test_two_comparisons_of_the_same_roles_are_an_error(folder: Path) -> None:
    for place in (folder, folder / "phrases"):
        shutil.copy(place / COMPARISON, place / "sqlite-vs-postgresql.yaml")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith("sqlite-vs-postgresql.yaml:")
    assert f"roles: are those of {COMPARISON} as well" in error


def test_a_text_that_slack_would_cut_is_an_error(folder: Path) -> None:
    line = replace(folder / COMPARISON, "handoff: ", f"handoff: {'words ' * 600}")
    errors, _ = checked(folder)
    assert errors == [
        f"{COMPARISON}:{line}:12 bottom_line.handoff: is too long to be shown in Slack; shorten it"
    ]


TOO_LONG = "is too long to be shown in Slack; shorten it"


def test_a_table_that_fills_the_message_is_one_error(folder: Path) -> None:
    row = "{aspect: Cost, cells: {postgresql: &, sqlite: &}}".replace("&", "much " * 40)
    rows = "".join(f"  - {row}\n".replace("{aspect", f"{{id: row-{n}, aspect") for n in range(40))
    phrases = "".join(f"  row-{n}: [the cost of {n}]\n" for n in range(40))
    replace(folder / COMPARISON, "differences:\n", f"differences:\n{rows}")
    replace(folder / PHRASES, "differences:\n", f"differences:\n{phrases}")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" differences: {TOO_LONG}")


def test_many_criteria_that_fill_one_section_are_one_error(folder: Path) -> None:
    more = "".join(f"      - {{id: more-{n}, text: {'so much to do ' * 12}}}\n" for n in range(20))
    phrases = "".join(f"  more-{n}: [elephants number {n}]\n" for n in range(20))
    replace(folder / COMPARISON, "choose_when:\n", f"choose_when:\n{more}")
    replace(folder / PHRASES, "criteria:\n", f"criteria:\n{phrases}")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" roles.postgresql.choose_when: {TOO_LONG}")


def test_a_short_text_beside_a_long_one_is_not_too_long(folder: Path) -> None:
    criterion = f"{{id: talk, text: {'talk ' * 700}}}"
    replace(folder / COMPARISON, "choose_when:\n", f"choose_when:\n      - {criterion}\n")
    replace(folder / PHRASES, "criteria:\n", "criteria:\n  talk: [elephants that talk]\n")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" roles.postgresql.choose_when[1].text: {TOO_LONG}")


def test_a_phrase_of_a_criterion_that_is_a_general_near_by_topic_as_well_is_an_error(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    near_by = f"near_by:\n  more: {{text: I know nothing of it., phrases: [{phrase}]}}\n"
    (folder / "language" / "en").mkdir(parents=True)
    (folder / "language" / "en" / "ours.yaml").write_text(near_by, encoding="utf-8")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith(f"{PHRASES}:")
    assert " stands under `more` of near_by as well (language/en/ours.yaml:2)" in error


TEN_MISTAKES = [
    (COMPARISON, "quick_answer:", "quick_anwser:", "quick_anwser: is not a field"),
    (COMPARISON, 'reviewed: "2026-09"', "reviewed: September", "source.reviewed: must be a month"),
    (COMPARISON, "first: sqlite", "first: nobody", "sequence.first: is not a role"),
    (
        COMPARISON,
        "aliases: [sqlite3",
        "aliases: [Postgres, sqlite3",
        "roles.sqlite.aliases[1]: `Postgres` is a name of postgresql as well",
    ),
    (
        COMPARISON,
        "postgresql: In a server",
        "postgres: In a server",
        "cells.postgres: `postgres` is not a role",
    ),
    (COMPARISON, "handoff: ", f"handoff: {'words ' * 600}", "bottom_line.handoff: is too long"),
    (COMPARISON, 'owner: "#databases"', "owner: 7", "owner: must be text"),
    (QUESTIONS, "roles: [", "rolls: [", "rolls: is not a field"),
    (QUESTIONS, "comparison: postgresql-vs-sqlite", "comparison: 7", "comparison: must be text"),
]


def test_ten_different_mistakes_are_found_in_one_run_each_with_file_and_line(folder: Path) -> None:
    (folder / "other.yml").write_text("title: Other\n", encoding="utf-8")
    places = [("other.yml", 1, "is not read")]
    for file, old, new, expected in TEN_MISTAKES:
        places.append((file, replace(folder / file, old, new), expected))
    errors, _ = checked(folder)
    for file, line, expected in places:
        assert [e for e in errors if e.startswith(f"{file}:{line}:") and expected in e], (line, expected)


@pytest.mark.parametrize(
    "mistakes",
    [
        [("name: PostgreSQL", "nam: PostgreSQL"), ("name: SQLite", "nam: SQLite")],
        [("- id: many-writers", '- id: ""'), ("- id: several-servers", '- id: ""')],
        [("first: sqlite", "first: 7")],
        [("postgresql: ", "postgresql: 7 #")],
    ],
)
def test_nothing_is_said_about_text_that_nobody_wrote(folder: Path, mistakes: list[tuple[str, str]]) -> None:
    for old, new in mistakes:
        replace(folder / COMPARISON, old, new)
    errors, warnings = checked(folder)
    assert warnings == []
    assert not [error for error in errors if "stand-in" in error or "used 2 times" in error]
    assert len({error.split(" ")[1] for error in errors}) == len(errors)


def test_a_role_without_a_name_is_not_called_otherwise_elsewhere(folder: Path) -> None:
    shutil.copy(folder / COMPARISON, folder / "a-copy.yaml")
    shutil.copy(folder / PHRASES, folder / "phrases" / "a-copy.yaml")
    replace(folder / "a-copy.yaml", "name: PostgreSQL", 'name: ""')
    replace(folder / "a-copy.yaml", "title: ", "draft: true\ntitle: ")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith("name: is empty; write a text")


def test_a_comparison_whose_questions_cannot_be_read_is_not_told_to_lack_them(folder: Path) -> None:
    replace(folder / QUESTIONS, "questions:\n", "questions:\n  - ask: A question without a role\n")
    errors, warnings = checked(folder)
    assert len(errors) == 1
    assert warnings == []


def test_the_questions_of_one_comparison_may_stand_in_two_files(folder: Path) -> None:
    more = "comparison: postgresql-vs-sqlite\nquestions:\n  - not: who baked this cake\n"
    (folder / "questions" / "a-second.yaml").write_text(more, encoding="utf-8")
    (folder / "questions" / "z-third.yaml").write_text(more, encoding="utf-8")
    assert checked(folder) == ([], [])


def test_strict_treats_warnings_as_errors(folder: Path) -> None:
    month = f"{date.today():%Y-%m}"
    replace(folder / COMPARISON, 'reviewed: "2026-09"', f'reviewed: "{month}"')
    assert whichrole("check", "--strict", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 0
    replace(folder / COMPARISON, f'reviewed: "{month}"', 'reviewed: "2020-09"')
    assert whichrole("check", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 0
    assert whichrole("check", "--strict", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 1


def test_a_file_that_is_to_be_checked_is_answered_with_its_folder(folder: Path) -> None:
    result = whichrole("check", str(folder / COMPARISON))
    assert result.returncode == 2
    assert "give its folder" in result.stderr


def test_annotations_name_file_line_and_column(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "titel: ")
    shown = whichrole(
        "check", "--format", "github", "own", folder=folder.parent, SHIPPED_KNOWLEDGE="off"
    ).stdout
    assert f"::error file=own/{COMPARISON},line=2,col=8::titel: is not a field of this format" in shown


def test_a_channel_without_quotes_is_no_owner_and_said_to_be_none(folder: Path) -> None:
    line = replace(folder / COMPARISON, 'owner: "#databases"', "owner: #databases")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith(f"{COMPARISON}:{line}:")
    assert "owner: is empty; write a text, in quotes if it begins with #" in error
