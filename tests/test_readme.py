"""What the README, the manual and the documents show and name is so."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from bot.cli import MODULES
from tests.command import whichrole
from tests.conftest import KNOWLEDGE

ROOT = KNOWLEDGE.parent
README = ROOT / "README.md"
DOCUMENTS = (README, ROOT / "CONTRIBUTING.md", KNOWLEDGE / "README.md", *sorted((ROOT / "docs").glob("*.md")))

MADE_LATER = {"whichrole.db", "whichrole.db-wal", "copy.db", "picture.png"}
"""Files that the documents name, and that come into being only where the bot runs."""

_LINK = re.compile(r"\]\(([^)#]+)\)")
_CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
_PATH = re.compile(r"(?<![\w/.~=:-])\.?\w[\w./-]*(?:/|\.(?:md|py|yaml|json|png|toml|example|db)\b)[\w./-]*")
# Neither the slash command nor a mention; ".venv/bin/whichrole" is meant too.
_COMMAND = re.compile(
    r"(?:(?<=\w/)|(?<![\w/@]))(?:whichrole|python -m bot) ([a-z]\w*)((?: +(?:\"[^\"]*\"|[\w./-]+))*)"
)
_MODULE = re.compile(r"python -m ([\w.]+)")
_SETTING = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")


def names(documents: tuple[Path, ...] = DOCUMENTS) -> list[Any]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in documents]


def code_of(path: Path) -> Iterator[str]:
    """Yield what stands in code spans and blocks, but not the examples of files."""
    for code in _CODE.findall(path.read_text(encoding="utf-8")):
        if code.startswith("```yaml"):
            continue
        content = code.strip("`")
        yield content if code.startswith("```") else " ".join(content.split())


def transcripts() -> Iterator[Any]:
    for path in DOCUMENTS:
        for block in code_of(path):
            if found := re.match(r"\n\$ whichrole (ask .*)\n", block):
                yield pytest.param(found[1], block[found.end() :], id=f"{path.name}: {found[1]}")


def conversations() -> Iterator[Any]:
    for path in DOCUMENTS:
        blocks = (block for block in code_of(path) if block.startswith("\n> "))
        yield from (pytest.param(block, id=path.name) for block in blocks)


@pytest.mark.parametrize(("command", "shown"), list(transcripts()))
def test_a_transcript_is_what_the_command_prints(command: str, shown: str) -> None:
    *arguments, question = re.findall(r'"[^"]*"|\S+', command)
    assert whichrole(*arguments, question.strip('"')).stdout.split() == shown.split()


@pytest.mark.parametrize("shown", list(conversations()))
def test_a_conversation_runs_as_it_is_shown(shown: str) -> None:
    said = re.findall(r"^> (.*)$", shown, flags=re.MULTILINE)
    replies = " ".join(whichrole("chat", said="\n".join(said)).stdout.split())
    for part in re.split(r"^(?:> .*|…)$", shown, flags=re.MULTILINE):
        words = " ".join(part.split())
        assert words in replies, f"not said, or not in this order: {words}"
        replies = replies[replies.index(words) + len(words) :]


def test_the_readme_fits_on_three_screens() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 110


@pytest.mark.parametrize("path", names())
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith("http")]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", names())
def test_every_file_that_is_named_exists(path: Path) -> None:
    named = {found for code in code_of(path) if "://" not in code for found in _PATH.findall(code)}
    meant = {name for name in named if not name.startswith(".venv/") and name not in MADE_LATER}
    places = (ROOT, path.parent)
    assert sorted(name for name in meant if not any((place / name).exists() for place in places)) == []


MODULES_OF_COMMANDS = [importlib.import_module(f"bot.cli.{module}") for module in set(MODULES.values())]
COMMANDS: dict[str, click.Command] = {
    command.name: command for module in MODULES_OF_COMMANDS for command in module.COMMANDS
}


@pytest.mark.parametrize("path", names())
def test_every_command_that_is_named_exists_with_its_options(path: Path) -> None:
    for code in code_of(path):
        for name, arguments in _COMMAND.findall(code):
            assert name in COMMANDS, f"whichrole {name}"
            taken = {option for parameter in COMMANDS[name].params for option in parameter.opts}
            given = {word for word in arguments.split() if word.startswith("--")}
            assert given <= taken | {"--help"}, f"whichrole {name} {arguments}"
        for module in _MODULE.findall(code):
            assert importlib.util.find_spec(module), f"python -m {module}"


@pytest.mark.parametrize("path", names())
def test_every_setting_that_is_named_is_read(path: Path) -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    read = {name for source in sources for name in _SETTING.findall(source.read_text(encoding="utf-8"))}
    named = {name for code in code_of(path) for name in _SETTING.findall(code)}
    assert named - read - {"_WHICHROLE_COMPLETE"} == set()


def test_every_command_is_in_the_readme() -> None:
    described = {name for code in code_of(README) for name, _ in _COMMAND.findall(code)}
    assert set(COMMANDS) == described


def test_every_setting_of_the_example_is_explained() -> None:
    settings = set(_SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert settings <= set(_SETTING.findall(operations))


def test_ci_finds_the_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    found = re.search(r"sed -n '(/\^## Run the tests\$/),/\^## /\{/(\^[^/]*)/p;\}' README\.md", script)
    assert found is not None
    section = README.read_text(encoding="utf-8").partition("\n## Run the tests\n")[2].partition("\n## ")[0]
    assert len(re.findall(found[2], section, flags=re.MULTILINE)) == 1


def test_every_command_can_be_called() -> None:
    assert set(COMMANDS) == set(MODULES)
