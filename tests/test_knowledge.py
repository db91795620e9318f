"""The knowledge files: every shipped one is valid, and whatever is wrong with one is named with its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.check import read_knowledge
from bot.errors import KnowledgeError
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.files import LANGUAGE
from tests.conftest import KNOWLEDGE

SHIPPED = sorted(path.relative_to(KNOWLEDGE).as_posix() for path in KNOWLEDGE.rglob("*.yaml"))
COMPARISON = "data-scientist-vs-ml-engineer"
CRITERIA = {
    "data-scientist": ["understand-data", "validate-approach", "analysis-and-experiments", "early-maturity"],
    "ml-engineer": [
        "deploy-models",
        "latency-and-scale",
        "ml-infrastructure",
        "stuck-models",
        "real-time-features",
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge"))


def replace(path: Path, old: str, new: str) -> int:
    """Change a file once and return the number of the changed line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        read_knowledge(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_is_read(name: str, knowledge: Knowledge) -> None:
    path = Path(name)
    read = {*knowledge.comparisons, *(f"questions/{stem}" for stem in knowledge.questions)}
    read |= {f"phrases/{stem}" for stem in knowledge.phrases}
    read |= {f"near_by/{stem}" for stem in knowledge.near_by}
    assert path.with_suffix("").as_posix() in read or path.parent == LANGUAGE


def test_the_shipped_comparison_has_the_fixed_ids(knowledge: Knowledge) -> None:
    roles = knowledge.comparisons[COMPARISON].roles
    assert {role_id: [c.id for c in role.choose_when] for role_id, role in roles.items()} == CRITERIA


@pytest.mark.parametrize("criterion", [name for names in CRITERIA.values() for name in names])
def test_every_criterion_has_at_least_fifteen_different_phrases(knowledge: Knowledge, criterion: str) -> None:
    phrases = knowledge.phrases[COMPARISON].criteria[criterion]
    assert len({phrase.casefold() for phrase in phrases}) >= 15


def test_the_shipped_comparison_shows_at_least_six_differences_without_an_empty_cell(
    knowledge: Knowledge,
) -> None:
    comparison: Comparison = knowledge.comparisons[COMPARISON]
    assert len(comparison.differences) >= 6
    assert all(all(difference.cells.values()) for difference in comparison.differences)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("quick_answer: >-", "quick_anwser: >-", "quick_anwser: is not a field of this format"),
        ("title: Data", "title: yes #", "title: must be text; put it in quotes"),
        ("title: Data", "title: #", "title: is empty; write a text or delete the line"),
        ("title: Data", 'title: "" #', "title: is empty; write a text"),
        ("title: Data", "title: One\ntitle: Data", "title: the key `title` stands here twice"),
        ('reviewed: "2026-03"', "reviewed: March", "source.reviewed: must be a month such as 2026-03"),
        ("first: data-scientist", "first: nobody", "sequence.first: is not a role of this file"),
        (
            "- id: validate-approach",
            "- id: understand-data",
            "roles.data-scientist.choose_when[2].id: the criterion id `understand-data` is used 2 times",
        ),
        (
            "cells:\n      data-scientist:",
            "cells:\n      data-wizard:",
            "differences[1].cells.data-wizard: `data-wizard` is not a role of this file",
        ),
        ("- id: stuck-models", "- id: Stuck Models", "choose_when[4].id: must be kebab-case"),
        ("  author: James Chae\n", "", "source.author: is missing; add it"),
        ("  title: ", "\ttitle: ", "tabs are not allowed for indentation, use spaces"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(folder: Path, old: str, new: str, expected: str) -> None:
    replace(folder / f"{COMPARISON}.yaml", old, new)
    found = [p for p in problems(folder) if expected in p]
    assert found
    assert re.match(rf"{COMPARISON}\.yaml:\d+:\d+ ", found[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: ä\nowner: x\x07y\n", "odd.yaml:2:9 -: is a character that text does not have (U+0007)"),
        ("title: ä\n? [a]\n: b\n", "odd.yaml:2:3 -: cannot be read as YAML (a key must be plain text)"),
    ],
)
def test_what_yaml_or_this_format_does_not_allow_is_named_with_its_place(
    folder: Path, text: str, expected: str
) -> None:
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    assert [p for p in problems(folder) if p.startswith(expected)]


def test_the_line_is_the_line_of_the_mistake(folder: Path) -> None:
    path = folder / f"{COMPARISON}.yaml"
    line = replace(path, 'reviewed: "2026-03"', "reviewed: 2026-13")
    assert problems(folder)[0].startswith(f"{path.name}:{line}:")


def test_problems_of_all_files_are_reported_together(folder: Path) -> None:
    replace(folder / f"{COMPARISON}.yaml", "title: Data", "titel: Data")
    replace(folder / LANGUAGE / "words.yaml", "stemmer: english", "stemmer: 7")
    replace(folder / "questions" / f"{COMPARISON}.yaml", f"comparison: {COMPARISON}", "comparison: other")
    found = problems(folder)
    assert len([p for p in found if p.startswith(f"{COMPARISON}.yaml")]) == 2
    assert any(p.startswith("language/en/words.yaml") for p in found)
    assert any(p.startswith("questions/") for p in found)


@pytest.mark.parametrize(
    ("question", "place", "expected"),
    [
        ("{ask: Hm}", "", "names no role"),
        (
            "{ask: Hm, roles: [nobody]}",
            ".roles[1]",
            "`nobody` is not a role of data-scientist-vs-ml-engineer; use data-scientist, ml-engineer",
        ),
        (
            "{ask: Hm, roles: [ml-engineer], criterion: luck}",
            ".criterion",
            "`luck` is not a criterion; use one of deploy-models, latency-and-scale",
        ),
        (
            "{ask: Hm, roles: [ml-engineer], criterion: understand-data}",
            ".criterion",
            "`understand-data` speaks for data-scientist, which is not under `roles`",
        ),
        ("{not: Hm, roles: [ml-engineer]}", "", "gets no advice"),
        ("{not: Hm, answer: difference}", "", "gets no advice"),
        ("{ask: Hm, roles: [ml-engineer], topic: pay}", "", "remove `topic`"),
        ("{ask: Hm, not: Ha}", "", "write either `ask` or `not`"),
    ],
)
def test_a_question_that_can_never_be_right_is_named(
    folder: Path, question: str, place: str, expected: str
) -> None:
    path = folder / "questions" / f"{COMPARISON}.yaml"
    line = replace(path, "questions:\n", f"questions:\n  - {question}\n") + 1
    (found,) = problems(folder)
    assert re.match(rf"questions/{path.name}:{line}:\d+ questions\[1\]{re.escape(place)}: ", found)
    assert expected in found


TURN = "conversations[1].turns[1]"


@pytest.mark.parametrize(
    ("turn", "place", "expected"),
    [
        ("{say: Hm, accept: []}", f"{TURN}.accept", "has too few entries; write at least 1"),
        ("{say: Hm, accept: [{answer: recommendation}]}", f"{TURN}.accept[1]", "names no role"),
        (
            "{say: Hm, accept: [{answer: source, roles: [ml-engineer]}]}",
            f"{TURN}.accept[1]",
            "`roles` says nothing of the answer `source`; remove it",
        ),
        (
            "{say: Hm, accept: [{answer: source}, {answer: definition, roles: [nobody]}]}",
            f"{TURN}.accept[2].roles[1]",
            "`nobody` is not a role of data-scientist-vs-ml-engineer; use data-scientist, ml-engineer",
        ),
        ("{say: Hm, accept: [{answer: not-known}]}", f"{TURN}.accept[1].answer", "must be one of"),
        ("{accept: [{answer: source}]}", f"{TURN}.say", "is missing; add it"),
        ("{say: Hm, accept: [{answer: source}], gap: true}", f"{TURN}.gap", "is not a field"),
    ],
)
def test_a_turn_that_can_never_be_right_is_named(folder: Path, turn: str, place: str, expected: str) -> None:
    path = folder / "questions" / "more.yaml"
    text = f"comparison: {COMPARISON}\nconversations:\n  - name: One\n    turns:\n      - {turn}\n"
    path.write_text(text, encoding="utf-8")
    (found,) = problems(folder)
    assert re.match(rf"questions/more\.yaml:5:\d+ {re.escape(place)}: ", found)
    assert expected in found


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("conversations: [{name: One, turns: []}]", "conversations[1].turns", "has too few entries"),
        ("clauses: [{say: Hm, status: stated}]", "clauses[1].status", "must be one of 'missing', 'there'"),
        ("clauses: [{say: Hm}]", "clauses[1].status", "is missing; add it"),
        ("", "-", "asks nothing; write `questions`, `conversations` or `clauses`"),
        ("clauses: []", "-", "asks nothing; write `questions`, `conversations` or `clauses`"),
    ],
)
def test_what_a_file_of_questions_cannot_hold_is_named(
    folder: Path, text: str, place: str, expected: str
) -> None:
    path = folder / "questions" / "more.yaml"
    path.write_text(f"comparison: {COMPARISON}\n{text}\n", encoding="utf-8")
    (found,) = problems(folder)
    assert re.match(rf"questions/more\.yaml:\d+:\d+ {re.escape(place)}: ", found)
    assert expected in found


def test_conversations_of_one_name_are_named(folder: Path) -> None:
    one = "  - {name: One, turns: [{say: Hm, accept: [{answer: source}]}]}\n"
    path = folder / "questions" / "more.yaml"
    path.write_text(f"comparison: {COMPARISON}\nconversations:\n{one}{one}", encoding="utf-8")
    first, second = problems(folder)
    message = '"One" is the name of 2 conversations; rename all but one'
    assert first == f"questions/more.yaml:3:12 conversations[1].name: {message}"
    assert second == f"questions/more.yaml:4:12 conversations[2].name: {message}"


def test_one_role_id_has_one_name_in_all_files(folder: Path) -> None:
    other = folder / "other.yaml"
    shutil.copy(folder / f"{COMPARISON}.yaml", other)
    replace(other, "name: Data Scientist", "name: Data Wizard")
    assert any("`data-scientist` is called `Data Scientist`" in problem for problem in problems(folder))


def test_without_a_language_file_the_shipped_one_is_read(folder: Path, knowledge: Knowledge) -> None:
    shutil.rmtree(folder / "language")
    assert read_knowledge(folder) == knowledge


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE / "language", tmp_path / "language")
    assert problems(tmp_path)[0].endswith(
        "holds only drafts, or nothing; finish one, or add one with `whichrole new`"
    )


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "broken.yaml").write_bytes(b"\xff\xfe\x00")
    assert any(p.startswith("broken.yaml:1:1") and "UTF-8" in p for p in problems(folder))


@pytest.mark.parametrize(
    "text",
    [
        "? [a, b]\n: c",
        "title: !!bool maybe",
        'title: !!int ""',
        "title: !!timestamp foo",
        "[" * 5000 + "]" * 5000,
        "[" * 200_000,
        "a: &a [x]\nb: *a",
        "- a list",
        "just text",
        "",
        "\ufeff# nothing",
    ],
    ids=lambda text: text[:20],
)
def test_a_file_of_another_shape_is_a_problem_and_never_a_crash(folder: Path, text: str) -> None:
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    assert any(p.startswith("odd.yaml:") for p in problems(folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("words", "stemmer: english", "stemmer: klingon", "stemmer: is not a Snowball stemmer"),
        ("small_talk", "  greeting:", "  weather:", "small_talk.weather"),
        ("words", "[we have, ", "['!!!', we have, ", "polarity.have[1]: holds no word; write one"),
        (
            "statuses",
            "statuses:\n  opinion:\n",
            "statuses:\n  opinion:\n    - is <nowhere> now\n",
            "opinion[1]: there is no rule <nowhere>",
        ),
        (
            "statuses",
            "statuses:\n  opinion:\n",
            "statuses:\n  opinion:\n    - (is now\n",
            "opinion[1]: `(is now` opens a bracket",
        ),
    ],
)
def test_a_mistake_in_the_language_is_named_with_its_file(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    path = LANGUAGE / f"{file}.yaml"
    line = replace(folder / path, old, new)
    (found,) = [p for p in problems(folder) if expected in p]
    assert line <= int(found.removeprefix(f"{path}:").split(":")[0]) <= line + 2


@pytest.mark.parametrize(
    "name", ["other.yml", "other.YAML", "language/en.yaml", "language/de/words.yaml", "drafts/new.yaml"]
)
def test_a_file_that_would_be_passed_over_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    shutil.copy(folder / f"{COMPARISON}.yaml", path)
    assert any(p.startswith(f"{name}:1:1") and "is not read" in p for p in problems(folder))


def test_a_draft_is_read_but_not_served(folder: Path) -> None:
    text = (folder / f"{COMPARISON}.yaml").read_text(encoding="utf-8")
    (folder / "draft.yaml").write_text(f"draft: true\n{text}", encoding="utf-8")
    shutil.copy(folder / "phrases" / f"{COMPARISON}.yaml", folder / "phrases" / "draft.yaml")
    knowledge = read_knowledge(folder)
    assert set(knowledge.comparisons) == {COMPARISON, "draft"}
    assert set(knowledge.served()) == {COMPARISON}
