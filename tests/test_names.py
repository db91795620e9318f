"""One word for a thing: no module and no class of the package has the name of another."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import bot

FILES = sorted(Path(bot.__file__).parent.rglob("*.py"))


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_no_module_has_the_name_of_another() -> None:
    assert repeated([path.stem for path in FILES if not path.stem.startswith("__")]) == []


def test_no_class_has_the_name_of_another() -> None:
    names = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert repeated(names) == []
