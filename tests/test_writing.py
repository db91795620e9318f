"""What people who write knowledge are given: skeletons, schemas, documentation, pages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.check import examine, read_knowledge
from bot.knowledge import json_schema
from bot.knowledge.comparison import Comparison
from bot.knowledge.phrases import ComparisonPhrases
from bot.replies.docs_page import page
from tests.cache import CACHE
from tests.command import whichrole
from tests.conftest import DATABASES, KNOWLEDGE

FILES = sorted(path for folder in (KNOWLEDGE, DATABASES) for path in folder.rglob("*.yaml"))
MANUAL = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", MANUAL, flags=re.DOTALL)
TODAY = date(2026, 11, 1)


def test_a_new_draft_is_accepted_with_warnings_that_name_what_to_write(tmp_path: Path) -> None:
    made = whichrole("new", "Data Engineer", 'Data "Wizard"', folder=tmp_path)
    assert made.returncode == 0, made.stderr
    own = tmp_path / "knowledge"
    report = examine([KNOWLEDGE, own], TODAY, CACHE)
    assert report.errors == ()
    unwritten = [problem for problem in report.warnings if problem.message == "is still to be written"]
    todos = sum(
        line.count('"TODO') for path in own.rglob("*.yaml") for line in path.read_text("utf-8").splitlines()
    )
    assert len(unwritten) == todos > 10
    assert "data-engineer-vs-data-wizard" not in read_knowledge(KNOWLEDGE, own).served()


def test_a_written_draft_is_served_once_its_mark_is_deleted(tmp_path: Path) -> None:
    whichrole("new", "Bicycle", "Van", "--into", str(tmp_path), SHIPPED_KNOWLEDGE="off")
    path = tmp_path / "bicycle-vs-van.yaml"
    path.write_text(
        path.read_text("utf-8").replace("TODO: ", "").replace("draft: true", ""), encoding="utf-8"
    )
    assert set(read_knowledge(tmp_path).served()) == {"bicycle-vs-van"}


def test_a_known_role_keeps_its_id_its_name_and_its_other_names(tmp_path: Path) -> None:
    whichrole("new", "Data Engineer", "MLE", folder=tmp_path)
    known = read_knowledge(KNOWLEDGE, tmp_path / "knowledge").comparisons
    name = "data-engineer-vs-ml-engineer"
    shipped = known["data-scientist-vs-ml-engineer"].roles["ml-engineer"]
    assert known[name].roles["ml-engineer"].aliases == shipped.aliases


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("Team Gardener", "Pastry Cook"), (["gardener", "gardeners"], ["cook", "cooks"])),
        (("Night Nurse", "Day Nurse"), ([], [])),
        (("Data Engineer", "Data Scribe"), ([], ["scribe", "scribes"])),
        (("Van", "Bicycle"), ([], [])),
    ],
)
def test_new_proposes_the_last_word_of_a_name_where_it_means_nobody_else(
    tmp_path: Path, names: tuple[str, str], short: tuple[list[str], list[str]]
) -> None:
    whichrole("new", *names, "--into", str(tmp_path))
    known = read_knowledge(KNOWLEDGE, tmp_path, with_drafts=True).comparisons
    (comparison,) = [one for name, one in known.items() if name != "data-scientist-vs-ml-engineer"]
    aliases = [list(role.aliases[1:]) for role in comparison.roles.values()]
    assert aliases == list(short)


def test_new_does_not_write_among_the_shipped_files_unless_they_are_named() -> None:
    result = whichrole("new", "Bicycle", "Van", folder=KNOWLEDGE.parent)
    assert result.returncode == 2
    assert "--into our-knowledge, and set KNOWLEDGE_DIR" in " ".join(result.stderr.split())
    assert not list(KNOWLEDGE.rglob("bicycle-vs-van.yaml"))


def test_new_never_overwrites(tmp_path: Path) -> None:
    whichrole("new", "A", "B", folder=tmp_path)
    path = tmp_path / "knowledge" / "a-vs-b.yaml"
    path.write_text("mine", encoding="utf-8")
    result = whichrole("new", "A", "B", folder=tmp_path)
    assert result.returncode == 1
    assert "exists already" in result.stderr
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "names", [("A", "a"), ("数据", "B"), ("C++", "C#"), ("Data Engineer", "Data Engineers")]
)
def test_new_refuses_names_that_give_no_two_ids(tmp_path: Path, names: tuple[str, str]) -> None:
    result = whichrole("new", *names, folder=tmp_path)
    assert result.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "names",
    [("Data Scientist", "Machine Learning Engineer"), ("MLE", "DS"), ("Bicycle", "Van"), ("Van", "Bicycle")],
)
def test_new_refuses_roles_that_are_compared_already(tmp_path: Path, names: tuple[str, str]) -> None:
    whichrole("new", "Bicycle", "Van", folder=tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = whichrole("new", *names, folder=tmp_path)
    assert result.returncode == 1
    assert ".yaml exists already" in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("names", [("On", "Off"), ("Yes", "42"), ("2026-01-01", "Null")])
def test_a_name_that_yaml_takes_for_something_else_gives_a_valid_draft(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    whichrole("new", *names, "--into", str(tmp_path))
    assert examine([KNOWLEDGE, tmp_path], TODAY, CACHE).errors == ()
    assert len(list(tmp_path.glob("*.yaml"))) == 1


def test_new_writes_nothing_when_it_cannot_write_all(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("in the way", encoding="utf-8")
    result = whichrole("new", "A", "B", "--into", str(tmp_path))
    assert result.returncode == 1
    assert "schemas cannot be written" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["schemas"]


def test_new_does_not_make_a_folder_that_may_be_misspelled(tmp_path: Path) -> None:
    result = whichrole("new", "A", "B", folder=tmp_path, KNOWLEDGE_DIR=str(tmp_path / "a" / "b"))
    assert result.returncode == 2
    assert "KNOWLEDGE_DIR names" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("setting", "place"), [({}, "knowledge"), ({"KNOWLEDGE_DIR": "a"}, "a")])
def test_schemas_and_drafts_are_written_to_the_same_folder(
    tmp_path: Path, setting: dict[str, str], place: str
) -> None:
    if setting:
        (tmp_path / place).mkdir()
    whichrole("schema", folder=tmp_path, **setting)
    assert sorted(path.name for path in tmp_path.iterdir()) == [place]
    whichrole("new", "Bicycle", "Van", folder=tmp_path, **setting)
    assert sorted(path.name for path in tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("kind", json_schema.KINDS)
def test_the_schemas_are_those_of_the_models(kind: str) -> None:
    kept = (KNOWLEDGE / json_schema.FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    assert json.loads(kept) == json.loads(json_schema.schema(kind)), "run `whichrole schema`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_first_line_of_every_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    kinds = {"en": "language", "questions": "questions", "phrases": "phrases", "near_by": "near_by"}
    kind = kinds.get(path.parent.name, "comparison")
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (path.parent / named[1]).resolve() == KNOWLEDGE / json_schema.FOLDER / f"{kind}.json"


@pytest.mark.parametrize("kind", json_schema.KINDS)
def test_the_manual_documents_every_field(kind: str) -> None:
    assert "\n".join(json_schema.fields(kind)) in MANUAL, (
        "replace it by the output of `whichrole schema --fields`"
    )


def test_the_example_of_the_manual_is_complete_and_right(tmp_path: Path) -> None:
    for place, text in zip(("", "phrases", "near_by", "questions"), EXAMPLES, strict=True):
        (tmp_path / place).mkdir(exist_ok=True)
        name = "fleet" if place == "near_by" else "bicycle-vs-van"
        (tmp_path / place / f"{name}.yaml").write_text(text, encoding="utf-8")
    report = examine([tmp_path], TODAY, CACHE)
    assert (report.errors, report.warnings) == ((), ())
    comparison, phrases, *_ = EXAMPLES
    assert all(re.search(rf"^{field}:", comparison, flags=re.MULTILINE) for field in Comparison.model_fields)
    fields = ComparisonPhrases.model_fields.keys() - {"replace"}
    assert all(re.search(rf"^{field}:", phrases, flags=re.MULTILINE) for field in fields)


def test_every_field_of_every_model_says_what_it_means() -> None:
    for model in json_schema.KINDS.values():
        for below in model.model_json_schema().get("$defs", {}).values():
            assert below["description"]
    assert "|  |" not in "".join(line for kind in json_schema.KINDS for line in json_schema.fields(kind))


def test_the_shipped_page_is_the_one_that_docs_prints() -> None:
    name = "data-scientist-vs-ml-engineer"
    kept = (KNOWLEDGE / f"{name}.md").read_text(encoding="utf-8")
    assert whichrole("docs", f"{name}.yaml").stdout == kept
    assert whichrole("docs", name).stdout == kept, f"run `whichrole docs {name} > knowledge/{name}.md`"


def test_a_page_shows_every_criterion_and_every_cell_and_no_phrase() -> None:
    knowledge = read_knowledge(DATABASES)
    comparison = knowledge.comparisons["postgresql-vs-sqlite"]
    phrases = knowledge.phrases["postgresql-vs-sqlite"].criteria
    shown = page(comparison)
    for _, criterion in comparison.criteria():
        assert criterion.text in shown
        assert phrases[criterion.id][0] not in shown
    assert all(cell in shown for row in comparison.differences for cell in row.cells.values())


def test_a_page_shows_text_as_it_stands() -> None:
    comparison = read_knowledge(DATABASES).comparisons["postgresql-vs-sqlite"]
    shown = page(comparison.model_copy(update={"quick_answer": "1. ~one~ & - two", "owner": "# 7"}))
    assert r"1\. \~one\~ \& - two" in shown
    shown = page(comparison.model_copy(update={"quick_answer": "- one\n- two"}))
    assert "\n\\- one - two\n" in shown


def test_docs_of_an_unknown_name_says_which_there_are() -> None:
    result = whichrole("docs", "nothing")
    assert result.returncode == 2
    assert "data-scientist-vs-ml-engineer" in result.stderr
