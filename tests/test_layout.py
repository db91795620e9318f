"""Imports point only downwards: the rooms of the house, from the street to the cellar."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot

ROOMS = [
    "__main__",
    "cli",
    "app",
    "listeners",
    "library",
    "check",
    "skeleton",
    "schema",
    "page",
    "explain",
    "blocks",
    "text",
    "phrasing",
    "wording",
    "conversation",
    "advisor",
    "composing",
    "near_by",
    "routing",
    "belief",
    "reasoning",
    "decision",
    "reading",
    "loading",
    "parsing",
    "documents",
    "folders",
    "knowledge",
    "answers",
    "store",
    "config",
    "errors",
]
FILES = sorted(Path(bot.__file__).parent.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(Path(bot.__file__).parent).with_suffix("").parts[0]


@pytest.mark.parametrize(
    "path", [path for path in FILES if room(path) != "__init__"], ids=lambda path: path.name
)
def test_a_room_imports_only_what_lies_below(path: Path) -> None:
    own = ROOMS.index(room(path))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("bot"):
            continue
        inside = (node.module or "").removeprefix("bot").lstrip(".").split(".")[0]
        for name in [inside] if inside else [alias.name for alias in node.names]:
            assert ROOMS.index(name) >= own, f"{path.name} imports {name}"
