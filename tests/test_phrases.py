"""What is matched stands in files of its own: they add to the shipped ones, or take their place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.advice.advisor import Advisor
from bot.check import read_knowledge
from bot.knowledge.phrases import ComparisonPhrases
from bot.knowledge.reader import read
from tests.conftest import DATABASES, KNOWLEDGE
from tests.test_knowledge import problems
from tests.test_knowledge import replace as replace_text

SHIPPED = "data-scientist-vs-ml-engineer"
NAME = "postgresql-vs-sqlite"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder beside the copied fixture, whose files are added to it."""
    return tmp_path / "own"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATABASES, tmp_path / "first"))


def test_phrases_of_ones_own_are_added_to_those_of_the_same_name(first: Path, own: Path) -> None:
    phrase = "everybody edits the same table at once"
    write(own / "phrases" / f"{NAME}.yaml", f"criteria:\n  many-writers: [zebras wait, {phrase}]\n")
    before = read_knowledge(first).phrases[NAME]
    after = read_knowledge(first, own).phrases[NAME]
    assert after.criteria["many-writers"] == (*before.criteria["many-writers"], "zebras wait")
    assert after.criteria["access-rights"] == before.criteria["access-rights"]
    assert after.differences == before.differences


def test_phrases_that_replace_take_the_place_of_all_of_the_same_name(first: Path, own: Path) -> None:
    written = (first / "phrases" / f"{NAME}.yaml").read_text(encoding="utf-8")
    write(own / "phrases" / f"{NAME}.yaml", f"replace: true\n{written}")
    replace_text(own / "phrases" / f"{NAME}.yaml", "- forty clerks save bookings in the same second", "- one")
    phrases = read_knowledge(first, own).phrases[NAME].criteria["many-writers"]
    assert phrases[0] == "one"
    assert "forty clerks save bookings in the same second" not in phrases


def test_a_mistake_in_added_phrases_is_named_in_the_file_that_adds_them(first: Path, own: Path) -> None:
    path = own / "phrases" / f"{NAME}.yaml"
    write(path, "criteria:\n  many-writers:\n    - zebras wait\n    -\n  no-writers: [one]\n")
    found = [str(problem) for problem in read([first, own]).problems]
    assert found == [
        f"{path}:4:6 criteria.many-writers[2]: is empty; write a text or delete the line",
        f"{path}:5:15 criteria.no-writers: `no-writers` is not under criteria of {NAME}; use many-writers,"
        " several-servers, access-rights, heavy-queries, inside-an-app, no-administrator, offline-device,"
        " tests-and-prototypes",
    ]


def test_a_comparison_that_takes_the_place_of_another_keeps_the_phrases_of_what_it_keeps(
    first: Path, own: Path
) -> None:
    write(own / f"{NAME}.yaml", (first / f"{NAME}.yaml").read_text(encoding="utf-8"))
    replace_text(own / f"{NAME}.yaml", "- id: many-writers", "- id: elephants")
    write(own / "phrases" / f"{NAME}.yaml", "criteria:\n  elephants: [elephants write]\n")
    phrases = read_knowledge(first, own).phrases[NAME].criteria
    assert phrases["elephants"] == ("elephants write",)
    assert "many-writers" not in phrases
    assert phrases["access-rights"] == read_knowledge(first).phrases[NAME].criteria["access-rights"]


def test_what_has_no_phrases_is_named(first: Path) -> None:
    replace_text(first / "phrases" / f"{NAME}.yaml", "  many-writers:\n", "  many-readers:\n")
    lacking, unknown = sorted(problems(first), key=lambda problem: "has no phrases" not in problem)
    assert lacking.endswith(" criteria: `many-writers` has no phrases; write some under its id")
    assert f" criteria.many-readers: `many-readers` is not under criteria of {NAME}; use " in unknown
    (first / "phrases" / f"{NAME}.yaml").unlink()
    (found,) = problems(first)
    assert found == f"{NAME}.yaml:2:1 -: has no phrases; write phrases/{NAME}.yaml"


def test_phrases_of_no_comparison_are_named(first: Path) -> None:
    shutil.copy(first / "phrases" / f"{NAME}.yaml", first / "phrases" / "a-vs-b.yaml")
    (found,) = problems(first)
    assert found.startswith("phrases/a-vs-b.yaml:2:1 -: there is no comparison a-vs-b.yaml")


def test_a_file_with_phrases_in_the_comparison_is_refused_with_how_to_split_it(first: Path) -> None:
    path = first / f"{NAME}.yaml"
    criterion = "        text: Many people or programs write at the same time.\n"
    line = replace_text(path, criterion, f"{criterion}        phrases: [zebras wait]\n") + 1
    replace_text(path, "  price: I know nothing about prices and hosting.\n", "")
    replace_text(path, "not_covered:\n", "not_covered_before:\n")
    write(path, path.read_text(encoding="utf-8").partition("not_covered_before:")[0])
    with path.open("a", encoding="utf-8") as file:
        file.write("not_covered:\n  - {id: price, text: I know nothing., phrases: [what does it cost]}\n")
    (first / "phrases" / f"{NAME}.yaml").unlink()
    (found,) = problems(first)
    place = f"{path.name}:{line}:18 roles.postgresql.choose_when[1].phrases: "
    assert found.startswith(f"{place}phrases stand in a file of their own: move them to phrases/{NAME}.yaml")


def test_topics_of_a_field_are_shared_by_the_comparisons_that_name_it(first: Path) -> None:
    write(
        first / "near_by" / "storage.yaml",
        "topics:\n  disks:\n    text: I know no disks.\n    phrases: [ssd]\n",
    )
    assert "storage" in read_knowledge(first).near_by
    assert "ssd" not in Advisor(read_knowledge(first)).matcher.index.forms["s3"].split()
    replace_text(first / f"{NAME}.yaml", "not_covered:\n", "near_by: [storage]\nnot_covered:\n")
    advisor = Advisor(read_knowledge(first))
    assert "ssd" in advisor.matcher.index.forms["s3"].split()
    replace_text(first / f"{NAME}.yaml", "near_by: [storage]", "near_by: [store]")
    (found,) = problems(first)
    assert " near_by[1]: there is no near_by/store.yaml; use data-teams, storage" in found


def test_a_language_file_of_ones_own_adds_to_the_shipped_language(first: Path, own: Path) -> None:
    write(own / "language" / "en" / "ours.yaml", "small_talk:\n  greeting: [ahoy there]\n")
    before, after = read_knowledge(first).language, read_knowledge(first, own).language
    assert after.small_talk["greeting"] == (*before.small_talk["greeting"], "ahoy there")
    assert after.model_copy(update={"small_talk": before.small_talk}) == before


def test_a_text_that_two_files_of_one_folder_hold_is_named(first: Path) -> None:
    for name in ("a", "b"):
        write(first / "language" / "en" / f"{name}.yaml", "stemmer: porter\n")
    (found,) = problems(first)
    assert found == "language/en/b.yaml:1:10 stemmer: is written in a.yaml as well; keep one"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title: "One\nowner: two\nquick_answer: "Three"\n', 1),
        ("title: One\nowner: 'two\n", 2),
        ('examples:\n  - one\n  - "two\n  - "three"\n', 3),
    ],
)
def test_a_quote_that_is_left_open_is_named_at_its_own_line(first: Path, text: str, line: int) -> None:
    write(first / "odd.yaml", text)
    (found,) = problems(first)
    assert found.startswith(f"odd.yaml:{line}:")
    assert found.endswith("the quote that opens here is not closed on this line; close it")


@pytest.mark.parametrize(
    ("line", "is_cut"),
    [
        ("owner: Ask in the channel #delivery", True),
        ("owner: Ask Jo # who knows", True),
        ("owner: Jo #delivery", True),
        ('owner: "Ask in the channel #delivery"', False),
        ("owner: Jo # who knows", False),
        ("draft: false # soon", False),
        ("owner: Jo#delivery", False),
    ],
)
def test_a_text_that_a_comment_cuts_is_a_warning(first: Path, line: str, is_cut: bool) -> None:
    replace_text(first / f"{NAME}.yaml", 'owner: "#databases"', line)
    warnings = read([first]).warnings
    assert bool(warnings) is is_cut
    assert all("ends before ` #" in warning.message for warning in warnings)


def test_the_order_of_phrases_does_not_matter_to_what_they_speak_for() -> None:
    knowledge = read_knowledge(DATABASES)
    written = knowledge.phrases[NAME]
    turned = ComparisonPhrases(
        criteria={key: phrases[::-1] for key, phrases in reversed(written.criteria.items())},
        differences={key: phrases[::-1] for key, phrases in reversed(written.differences.items())},
        sequence=written.sequence[::-1],
        not_covered={key: phrases[::-1] for key, phrases in reversed(written.not_covered.items())},
    )
    questions = [question.text for question in knowledge.questions[NAME].questions]
    one = Advisor(knowledge).matcher
    other = Advisor(replace(knowledge, phrases={NAME: turned})).matcher
    for question in questions:
        assert one.match(question).about == other.match(question).about


def test_the_shipped_comparison_names_the_field_of_data_teams() -> None:
    knowledge = read_knowledge(KNOWLEDGE)
    assert knowledge.comparisons[SHIPPED].near_by == ("data-teams",)
    lines = (KNOWLEDGE / f"{SHIPPED}.yaml").read_text(encoding="utf-8").count("\n")
    assert lines < 140
