"""The knowledge format as frozen models, and its strict reader.

One YAML file a comparison, one for the language, one of questions for each comparison. A file is read with
`safe_load` semantics. Everything wrong in every file is reported at once, and nothing is half-loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bot.errors import KnowledgeError, Problem

LANGUAGE_FILE = Path("language") / "en.yaml"
QUESTIONS_FOLDER = Path("questions")
CONSTRUCTOR_FAILURE = "cannot be read as YAML"
_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Texts = Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
Intent = Literal["recommendation", "difference", "definition", "sequence", "smalltalk"]

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]


class Strict(BaseModel):
    """A model that coerces nothing, ignores nothing and cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Strict):
    """Where the advice comes from, and the month (`YYYY-MM`) in which it was last reviewed."""

    title: Text
    author: Text
    publisher: Text
    reviewed: Month


class Criterion(Strict):
    """One reason to choose a role: what the reply says, and how people say it."""

    id: Id
    text: Text
    phrases: Texts


class Role(Strict):
    """One of the two roles that a comparison weighs."""

    name: Text
    aliases: Texts
    summary: Text
    choose_when: Annotated[tuple[Criterion, ...], Field(min_length=1, strict=False)]


class Difference(Strict):
    """One aspect in which the roles differ, with a cell for each role."""

    id: Id
    aspect: Text
    cells: dict[Id, Text]
    phrases: Texts


class Sequence(Strict):
    """Which role comes first, and why; `phrases` are added to the general ones of the language."""

    first: Id
    text: Text
    phrases: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class BottomLine(Strict):
    """The conclusion, what goes wrong with only one of the roles, and how work passes between them."""

    text: Text
    why: Text
    handoff: Text


class NotCovered(Strict):
    """A near-by topic that the source does not answer, with the honest sentence to say instead."""

    id: Id
    text: Text
    phrases: Texts


class Comparison(Strict):
    """One knowledge file: two roles, when to choose which, and the bottom line."""

    title: Text
    quick_answer: Text
    examples: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4, strict=False)]
    source: Source
    roles: Annotated[dict[Id, Role], Field(min_length=2, max_length=2)]
    differences: Annotated[tuple[Difference, ...], Field(min_length=1, strict=False)]
    sequence: Sequence
    bottom_line: BottomLine
    owner: Text | None = None
    draft: bool = False
    not_covered: Annotated[tuple[NotCovered, ...], Field(strict=False)] = ()

    def criteria(self) -> Iterator[tuple[str, Criterion]]:
        """Yield every criterion with the id of its role, in the file's order."""
        for role_id, role in self.roles.items():
            for criterion in role.choose_when:
                yield role_id, criterion


class Polarity(Strict):
    """How a clause says that something is there (`have`) or is missing and wanted (`lack`)."""

    have: Texts
    lack: Texts
    negation: Texts


class Cues(Strict):
    """Phrases that ask for something other than a recommendation; `{role}` stands for any role's name."""

    difference: Texts
    definition: Texts
    sequence: Texts


class Language(Strict):
    """The general words of one language that are matched on and belong to no comparison."""

    stemmer: Text
    abbreviations: dict[Text, Text]
    function_words: Texts
    clause_breaks: Texts
    coordinators: Texts
    polarity: Polarity
    cues: Cues
    small_talk: Annotated[dict[Id, Texts], Field(min_length=1)]
    everyday: Texts


class Question(Strict):
    """A question with the answer that it must get, or (`not`) one that must get no advice.

    `gap` marks one that is not answered as it should be yet; it says so as soon as it is.
    """

    ask: Text | None = None
    answer: Intent = "recommendation"
    roles: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    criterion: Id | None = None
    not_: Annotated[Text | None, Field(alias="not")] = None
    gap: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Question:
        if (self.ask is None) == (self.not_ is None):
            raise ValueError("write either `ask` or `not`, and exactly one of them")
        return self

    @property
    def text(self) -> str:
        """What is asked."""
        return self.ask or self.not_ or ""


class Questions(Strict):
    """The questions that one comparison must answer, and the near misses that it must not."""

    comparison: Id
    questions: Annotated[tuple[Question, ...], Field(min_length=1, strict=False)]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that was read; `comparisons` by id, sorted."""

    comparisons: dict[str, Comparison]
    language: Language
    questions: dict[str, Questions]

    def served(self) -> dict[str, Comparison]:
        """Return the comparisons that are answered from: all but the drafts."""
        return {name: comparison for name, comparison in self.comparisons.items() if not comparison.draft}


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
    documents = {path: _load(path) for path in _files(folder)}
    language_path = folder / LANGUAGE_FILE
    if language_path not in documents:
        documents[language_path] = missing = _Document(language_path)
        missing.add((), "the file does not exist; copy it from the shipped knowledge")

    comparisons: dict[str, Comparison] = {}
    questions: dict[str, Questions] = {}
    language = None
    for path, document in documents.items():
        if path == language_path:
            language = _parse(document, Language)
        elif path.parent.name == QUESTIONS_FOLDER.name:
            if parsed := _parse(document, Questions):
                questions[path.stem] = parsed
        elif comparison := _parse(document, Comparison):
            _check_comparison(document, comparison)
            comparisons[path.stem] = comparison
    _check_role_names(documents, comparisons)
    _check_questions(documents, questions, comparisons)

    problems = [problem for document in documents.values() for problem in document.problems]
    if not problems and all(comparison.draft for comparison in comparisons.values()):
        problems.append(Problem(folder, 1, 1, "-", "holds no comparison but drafts; finish or add one"))
    if problems or language is None:
        raise KnowledgeError(problems)
    return Knowledge(comparisons, language, questions)


def _files(folder: Path) -> list[Path]:
    places = (folder, (folder / LANGUAGE_FILE).parent, folder / QUESTIONS_FOLDER)
    return [path for place in places for path in sorted([*place.glob("*.yaml"), *place.glob("*.yml")])]


def _load(path: Path) -> _Document:
    document = _Document(path)
    loader: Any = None
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
        document.root = loader.get_single_node()
        for location, key in _duplicate_keys(document.root):
            document.add(location, f"the key `{key}` stands here twice; keep one")
        if document.root is not None:
            document.data = loader.construct_document(document.root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"{CONSTRUCTOR_FAILURE} ({error.problem}); check indentation, quotes and colons here"
        document.problems.append(Problem(path, line, column, "-", message))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        message = f"{CONSTRUCTOR_FAILURE} ({error}); save it as plain UTF-8 text"
        document.problems.append(Problem(path, 1, 1, "-", message))
    finally:
        if loader is not None:
            loader.dispose()
    return document


def _duplicate_keys(node: yaml.Node | None, at: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
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


def _advice(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        if "d{4}" in detail["ctx"]["pattern"]:
            return "must be a month such as 2026-03"
        return "must be kebab-case: small letters, digits and single hyphens"
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
    if not _ID.match(document.path.stem):
        document.add((), "the file's name is the comparison's id: small letters, digits and single hyphens")


def _check_role_names(documents: dict[Path, _Document], comparisons: dict[str, Comparison]) -> None:
    names: dict[str, tuple[str, str]] = {}
    for path, document in documents.items():
        comparison = comparisons.get(path.stem)
        if comparison is None or path.parent.name in (LANGUAGE_FILE.parent.name, QUESTIONS_FOLDER.name):
            continue
        for role_id, role in comparison.roles.items():
            name, other = names.setdefault(role_id, (role.name, path.name))
            if name != role.name:
                message = f"`{role_id}` is called `{name}` in {other}; one id has one name"
                document.add(("roles", role_id, "name"), message)


def _check_questions(
    documents: dict[Path, _Document], questions: dict[str, Questions], comparisons: dict[str, Comparison]
) -> None:
    for path, document in documents.items():
        if path.parent.name != QUESTIONS_FOLDER.name or path.stem not in questions:
            continue
        asked = questions[path.stem]
        comparison = comparisons.get(asked.comparison)
        if comparison is None:
            document.add(
                ("comparison",), "is not the name of a valid comparison file; use one, without .yaml"
            )
            continue
        criteria = {criterion.id for _, criterion in comparison.criteria()}
        for index, question in enumerate(asked.questions):
            for role_id in set(question.roles) - set(comparison.roles):
                document.add(
                    ("questions", index, "roles"), f"`{role_id}` is not a role of {asked.comparison}"
                )
            if question.criterion is not None and question.criterion not in criteria:
                message = f"`{question.criterion}` is not a criterion of {asked.comparison}"
                document.add(("questions", index, "criterion"), message)
