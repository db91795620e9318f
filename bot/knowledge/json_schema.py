"""JSON schemas of the kinds of knowledge files, for editors, and their fields as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.knowledge.comparison import Comparison
from bot.knowledge.language import Language
from bot.knowledge.phrases import ComparisonPhrases, NearByField
from bot.knowledge.questions import Questions

FOLDER = Path("schemas")
KINDS: dict[str, type[BaseModel]] = {
    "comparison": Comparison,
    "phrases": ComparisonPhrases,
    "near_by": NearByField,
    "questions": Questions,
    "language": Language,
}
ADDED_UP = ("phrases", "near_by", "language")
"""Kinds of which several files count as one: none of them has to hold every field."""


def schema(kind: str) -> str:
    """Return the JSON schema (draft 2020-12) of a kind of file."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **KINDS[kind].model_json_schema(by_alias=True),
    }
    if kind in ADDED_UP:
        content.pop("required", None)
    written = json.dumps(content, indent=2, ensure_ascii=False)
    return written + "\n"


def write(folder: Path) -> list[Path]:
    """Write all schemas into the folder `schemas` of a knowledge folder and return their files."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for kind in KINDS:
        path = target / f"{kind}.json"
        path.write_text(schema(kind), encoding="utf-8")
        paths.append(path)
    return paths


def fields(kind: str) -> Iterator[str]:
    """Yield the lines of a Markdown table of every field of a kind of file, in the file's order."""
    yield "| field | | meaning |"
    yield "|---|---|---|"
    content = KINDS[kind].model_json_schema(by_alias=True)
    yield from _rows(content, content.get("$defs", {}), "")


def _rows(model: dict[str, Any], definitions: dict[str, Any], above: str) -> Iterator[str]:
    required = model.get("required", ())
    for name, field in model["properties"].items():
        path = above + name
        needed = "required" if name in required else "optional"
        models = list(_models_below(field, definitions))
        text = field.get("description")
        if not text:
            # A field without a docstring of its own is described by the model that it holds.
            _, held = models[0]
            text = held["description"]
        meaning = " ".join(text.split())
        yield f"| `{path}` | {needed} | {meaning} |"

        for suffix, below in models:
            yield from _rows(
                below,
                definitions,
                f"{path}{suffix}.",
            )


def _models_below(field: dict[str, Any], definitions: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the models that a field holds: itself, in a list (`[]`), or each under an id (`.<id>`)."""
    places = {
        "": field,
        "[]": field.get("items", {}),
        ".<id>": field.get("additionalProperties", {}),
    }
    patterns = field.get("patternProperties", {})
    for pattern in patterns.values():
        # Keys of a fixed form; a field has one kind of key.
        places[".<id>"] = pattern

    for suffix, place in places.items():
        if not isinstance(place, dict):
            continue  # `additionalProperties: false`
        references = [place, *place.get("allOf", ())]
        for reference in references:
            if "$ref" not in reference:
                continue
            *_, name = reference["$ref"].split("/")
            yield suffix, definitions[name]
