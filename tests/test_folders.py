"""Where knowledge is found: the shipped, one's own beside it, or one's own alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.check import read_knowledge
from bot.config import knowledge_folders, shipped_knowledge
from bot.errors import ConfigError, KnowledgeError
from tests.command import whichrole, whichrole_process
from tests.conftest import DATABASES, KNOWLEDGE
from tests.test_knowledge import replace

SHIPPED = "data-scientist-vs-ml-engineer"


def test_a_folder_of_ones_own_stands_beside_the_shipped() -> None:
    folders = knowledge_folders({"KNOWLEDGE_DIR": str(DATABASES)})
    assert set(read_knowledge(*folders).comparisons) == {SHIPPED, "postgresql-vs-sqlite"}


def test_several_folders_are_separated_as_in_path(tmp_path: Path) -> None:
    folders = knowledge_folders({"KNOWLEDGE_DIR": f"{DATABASES}{os.pathsep}{tmp_path}"})
    assert folders == (shipped_knowledge(), DATABASES, tmp_path)


def test_the_shipped_knowledge_can_be_left_out() -> None:
    folders = knowledge_folders({"KNOWLEDGE_DIR": str(DATABASES), "SHIPPED_KNOWLEDGE": "off"})
    knowledge = read_knowledge(*folders)
    assert set(knowledge.comparisons) == {"postgresql-vs-sqlite"}
    assert set(knowledge.questions) == {"postgresql-vs-sqlite"}


def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_and_of_its_questions(tmp_path: Path) -> None:
    shutil.copy(KNOWLEDGE / f"{SHIPPED}.yaml", tmp_path)
    replace(tmp_path / f"{SHIPPED}.yaml", "title: ", "title: Our own ")
    knowledge = read_knowledge(KNOWLEDGE, tmp_path)
    assert knowledge.comparisons[SHIPPED].title.startswith("Our own ")
    assert knowledge.questions == {}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SHIPPED_KNOWLEDGE": "maybe"}, "SHIPPED_KNOWLEDGE must be on or off"),
        ({"SHIPPED_KNOWLEDGE": "off"}, "KNOWLEDGE_DIR is not set"),
        ({"KNOWLEDGE_DIR": "/nowhere/at/all"}, "/nowhere/at/all, which is not a folder"),
    ],
)
def test_a_setting_that_cannot_be_is_named(environment: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        knowledge_folders(environment)


def test_every_command_reads_ones_own_folder() -> None:
    shown = whichrole("list", KNOWLEDGE_DIR=str(DATABASES)).stdout
    assert "PostgreSQL or SQLite" in shown
    assert "Data Scientist or Machine Learning Engineer" in shown


def test_a_wheel_installed_elsewhere_answers_from_the_knowledge_it_carries(tmp_path: Path) -> None:
    packaged = shutil.copytree(KNOWLEDGE.parent / "bot", tmp_path / "site" / "bot")
    shutil.copytree(KNOWLEDGE, packaged / "data" / "knowledge")
    shown = whichrole_process("list", folder=tmp_path, PYTHONPATH=str(tmp_path / "site")).stdout
    assert "Data Scientist or Machine Learning Engineer" in shown


def test_a_mounted_config_map_is_read_and_what_it_hides_is_not(tmp_path: Path) -> None:
    versions = tmp_path / "..2026_11_25"
    shutil.copytree(DATABASES, versions)
    (tmp_path / "..data").symlink_to(versions.name)
    for name in ("postgresql-vs-sqlite.yaml", "phrases", "questions"):
        (tmp_path / name).symlink_to(Path("..data") / name)
    assert read_knowledge(tmp_path) == read_knowledge(DATABASES)


@pytest.mark.parametrize("name", [".github/workflows/check.yml", ".pre-commit-config.yaml", ".#lock.yaml"])
def test_a_hidden_file_keeps_nothing_out_of_service(tmp_path: Path, name: str) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_text("on: push\n", encoding="utf-8")
    assert read_knowledge(own) == read_knowledge(DATABASES)


def test_a_folder_may_have_a_colon_in_its_name(tmp_path: Path) -> None:
    own = shutil.copytree(DATABASES, tmp_path / "one:two")
    result = whichrole("check", str(own), SHIPPED_KNOWLEDGE="off")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_pipe_is_named_and_never_waited_for(tmp_path: Path) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    os.mkfifo(own / "a-pipe.yaml")
    with pytest.raises(KnowledgeError, match="is not a plain file"):
        read_knowledge(own)


def test_a_link_in_a_circle_is_no_trap(tmp_path: Path) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    (own / "again").symlink_to(own)
    assert read_knowledge(own) == read_knowledge(DATABASES)


def test_a_folder_that_is_missing_is_a_problem_and_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be listed"):
        read_knowledge(KNOWLEDGE, tmp_path / "missing")
