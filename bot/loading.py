"""Reading the knowledge files strictly, with `safe_load` semantics.

One YAML file a comparison, one for the language, one of questions for each comparison. Everything wrong in
every file is reported at once, and nothing is half-loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import KnowledgeError, Problem
from bot.knowledge import KEBAB_CASE, MONTH, SOME_WORD, Comparison, Knowledge, Language, Questions

LANGUAGE_FILE = Path("language") / "en.yaml"
QUESTIONS_FOLDER = Path("questions")
MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]


@dataclass(slots=True)
class _Document:
    """A YAML file as plain data, with the node at every location so that problems can name a line."""

    path: Path
    data: Any = None
    root: yaml.Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def add(self, location: Location, message: str) -> None:
        """Note a problem at the nearest node that exists."""
        node = _find(self.root, location)
        line, column = (node.start_mark.line, node.start_mark.column) if node else (0, 0)
        self.problems.append(Problem(self.path, line + 1, column + 1, _dotted(location), message))


def read_knowledge(folder: Path) -> Knowledge:
    """Read every comparison, the language and the questions under `folder`.

    Raises KnowledgeError with every problem of every file.
    """
    documents = _documents(folder)
    asked = _documents(folder / QUESTIONS_FOLDER)
    spoken = _document_or_missing(folder / LANGUAGE_FILE)

    comparisons = _parse_all(documents, Comparison)
    questions = _parse_all(asked, Questions)
    language = _parse(spoken, Language)
    for name, comparison in comparisons.items():
        _check_comparison(documents[name], comparison)
    _check_role_names(documents, comparisons)
    for name, expected in questions.items():
        _check_questions(asked[name], expected, comparisons, known=documents.keys())

    everything = [*documents.values(), *asked.values(), spoken]
    problems = [problem for document in everything for problem in document.problems] + list(_strays(folder))
    if not problems and all(comparison.draft for comparison in comparisons.values()):
        problems.append(Problem(folder, 1, 1, "-", "holds no comparison but drafts; finish or add one"))
    if problems or language is None:
        raise KnowledgeError(problems)
    return Knowledge(comparisons, language, questions)


def _documents(folder: Path) -> dict[str, _Document]:
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yaml"))}


def _document_or_missing(path: Path) -> _Document:
    if path.exists():
        return _load(path)
    document = _Document(path)
    document.add((), "the file does not exist; copy it from the shipped knowledge")
    return document


def _strays(folder: Path) -> Iterator[Problem]:
    """Yield the YAML files that would be passed over, because of their ending or their place."""
    for path in sorted(folder.rglob("*.yml")):
        yield Problem(path, 1, 1, "-", "is not read; rename it to end in .yaml")
    places = (folder, folder / QUESTIONS_FOLDER)
    for path in sorted(folder.rglob("*.yaml")):
        if path.parent not in places and path != folder / LANGUAGE_FILE:
            yield Problem(path, 1, 1, "-", "is not read; move it to where its kind of file belongs")


def _load(path: Path) -> _Document:
    document = _Document(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        if place := _refused(text):
            document.problems.append(Problem(path, *place))
            return document
        loader: Any = _LOADER(text)
        try:
            document.root = loader.get_single_node()
            for location, key in _duplicate_keys(document.root):
                document.add(location, f"the key `{key}` stands here twice; keep one")
            if document.root is not None and not document.problems:
                document.data = loader.construct_document(document.root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"cannot be read as YAML ({error.problem}); check indentation, quotes and colons here"
        document.problems.append(Problem(path, line, column, "-", message))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, yaml.YAMLError) as error:
        # PyYAML raises all of these for explicit tags such as `!!int ""`.
        message = f"cannot be read as YAML ({error}); save it as plain UTF-8 text without tags"
        document.problems.append(Problem(path, 1, 1, "-", message))
    return document


def _refused(text: str) -> tuple[int, int, str, str] | None:
    """Return place and message of what this format does without: aliases, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        place = mark.line + 1, mark.column + 1, "-"
        if isinstance(event, yaml.AliasEvent):
            return *place, "is an alias; write the value out where it belongs"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return *place, f"is nested more than {MAX_DEPTH} levels deep; this format needs no more than six"
    return None


def _duplicate_keys(node: yaml.Node | None, at: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ValueError(f"line {key.start_mark.line + 1}: a key must be plain text")
            if key.value in seen:
                yield (*at, str(key.value)), str(key.value)
            seen.add(str(key.value))
            yield from _duplicate_keys(value, (*at, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _duplicate_keys(item, (*at, index))


def _find(node: yaml.Node | None, location: Location) -> yaml.Node | None:
    """Return the node at `location`, or the deepest one on the way to it; of equal keys the last."""
    for step in location:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            below = next((v for k, v in reversed(node.value) if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        if below is None:
            return node
        node = below
    return node


def _dotted(location: Location) -> str:
    parts = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(parts).lstrip(".") or "-"


def _parse_all(documents: dict[str, _Document], model: type[Model]) -> dict[str, Model]:
    parsed = {name: _parse(document, model) for name, document in documents.items()}
    return {name: read for name, read in parsed.items() if read is not None}


def _parse(document: _Document, model: type[Model]) -> Model | None:
    if document.problems:
        return None
    if document.data is None:
        document.add((), "the file is empty; write it or delete it")
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            location = tuple(step for step in detail["loc"] if step != "[key]")
            document.add(location, _advice(detail))
        return None


_ADVICE = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a field of this format; remove it or correct its spelling",
    "string_too_short": "is empty; write a text",
    "too_short": "has too few entries; write at least {min_length}",
    "too_long": "has too many entries; keep {max_length}",
    "string_type": "must be text; put it in quotes",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list; start each entry with `- `",
    "dict_type": "must be a mapping; write `key: value` lines below it",
    "model_type": "must be a mapping; write `key: value` lines below it",
    "literal_error": "must be one of {expected}",
    "value_error": "{error}",
}


_PATTERN_ADVICE = {
    KEBAB_CASE: "must be kebab-case: small letters, digits and single hyphens",
    MONTH: "must be a month such as 2026-03",
    SOME_WORD: "holds no word; write one",
}


def _advice(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERN_ADVICE[detail["ctx"]["pattern"]]
    advice = _ADVICE.get(detail["type"])
    return advice.format(**detail.get("ctx", {})) if advice else f"{detail['msg']}; correct it"


def _check_comparison(document: _Document, comparison: Comparison) -> None:
    def unique(kind: str, places: Iterable[tuple[Location, str]]) -> None:
        places = list(places)
        counts = Counter(name for _, name in places)
        for location, name in places:
            if counts[name] > 1:
                document.add(
                    location, f"the {kind} id `{name}` is used {counts[name]} times; rename all but one"
                )

    roles = set(comparison.roles)
    unique(
        "criterion",
        (
            (("roles", role_id, "choose_when", index, "id"), criterion.id)
            for role_id, role in comparison.roles.items()
            for index, criterion in enumerate(role.choose_when)
        ),
    )
    unique("difference", ((("differences", i, "id"), d.id) for i, d in enumerate(comparison.differences)))
    unique("not_covered", ((("not_covered", i, "id"), n.id) for i, n in enumerate(comparison.not_covered)))
    known = ", ".join(comparison.roles)
    for index, difference in enumerate(comparison.differences):
        for role_id in set(difference.cells) - roles:
            location = ("differences", index, "cells", role_id)
            document.add(location, f"`{role_id}` is not a role of this file; use {known}")
        for role_id in roles - set(difference.cells):
            document.add(("differences", index, "cells"), f"the cell of `{role_id}` is missing; write it")
    if comparison.sequence.first not in roles:
        document.add(("sequence", "first"), f"is not a role of this file; use {known}")
    if not re.match(KEBAB_CASE, document.path.stem):
        document.add((), "the file's name is the comparison's id: small letters, digits and single hyphens")


def _check_role_names(documents: dict[str, _Document], comparisons: dict[str, Comparison]) -> None:
    names: dict[str, tuple[str, str]] = {}
    for file, comparison in comparisons.items():
        for role_id, role in comparison.roles.items():
            name, other = names.setdefault(role_id, (role.name, file))
            if name != role.name:
                message = f"`{role_id}` is called `{name}` in {other}.yaml; one id has one name"
                documents[file].add(("roles", role_id, "name"), message)


def _check_questions(
    document: _Document, asked: Questions, comparisons: dict[str, Comparison], known: Set[str]
) -> None:
    if asked.comparison not in known:
        document.add(("comparison",), "is not the name of a comparison file; use one, without .yaml")
    comparison = comparisons.get(asked.comparison)
    if comparison is None:
        return
    criteria = {criterion.id for _, criterion in comparison.criteria()}
    for index, question in enumerate(asked.questions):
        for role_id in sorted(set(question.roles) - set(comparison.roles)):
            document.add(("questions", index, "roles"), f"`{role_id}` is not a role of {asked.comparison}")
        if question.criterion is not None and question.criterion not in criteria:
            message = f"`{question.criterion}` is not a criterion of {asked.comparison}"
            document.add(("questions", index, "criterion"), message)
