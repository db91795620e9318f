"""Reading the knowledge strictly: every problem of every file at once, and nothing half-loaded.

One YAML file a comparison, one for the language, one of questions for each comparison. Several folders are
read as one: a file replaces the one of the same name in an earlier folder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from bot.config import shipped_knowledge
from bot.errors import Problem
from bot.knowledge.files import LANGUAGE_FILE, QUESTIONS_FOLDER, Folder, listed
from bot.knowledge.models import KEBAB_CASE, Comparison, Knowledge, Language, Questions
from bot.knowledge.validation import Model, parse
from bot.knowledge.yaml_documents import Document, Location, load


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and from where.

    With problems, `knowledge` has stand-ins for what is wrong and lacks what is beyond that: it serves for
    finding further problems only. It is None without a language.
    """

    folders: tuple[Path, ...]
    knowledge: Knowledge | None
    comparisons: dict[str, Document]
    questions: dict[str, Document]
    language: Document
    problems: tuple[Problem, ...]

    def is_foreign(self, document: Document) -> bool:
        """Tell whether a file comes with whichrole while others are one's own."""
        return len(self.folders) > 1 and document.path.is_relative_to(shipped_knowledge())

    def replaces(self, document: Document) -> bool:
        """Tell whether a comparison's file takes the place of one in an earlier folder."""
        places = [folder / document.path.name for folder in self.folders]
        return any(path.exists() for path in places if path != document.path)

    def by_folder(self) -> dict[str, Comparison]:
        """Return the comparisons, those of earlier folders first: what contradicts them is to be mended."""
        return (
            _by_folder(self.knowledge.comparisons, self.comparisons, self.folders) if self.knowledge else {}
        )


def read(folders: Sequence[Path]) -> Reading:
    """Read the folders as one set; the language is the shipped one where no folder has it."""
    found = [listed(folder) for folder in folders]
    documents = _documents(found)
    asked = _documents(found, QUESTIONS_FOLDER)
    spoken = load(_language_file(found))

    comparisons = _parse_all(documents, Comparison)
    questions = {
        name: expected
        for name, expected in _parse_all(asked, Questions).items()
        if not _is_replaced(asked[name], documents.get(expected.comparison), folders)
    }
    # With a broken language, other problems are looked for with the shipped one.
    language = parse(spoken, Language) or parse(load(shipped_knowledge() / LANGUAGE_FILE), Language)
    for name, comparison in comparisons.items():
        _check_comparison(documents[name], comparison)
    _check_role_names(documents, _by_folder(comparisons, documents, folders))
    sound = {name: read for name, read in comparisons.items() if documents[name].is_whole(("roles",))}
    for name, expected in questions.items():
        _check_questions(asked[name], expected, sound, known=documents.keys())

    everything = [*documents.values(), *asked.values(), spoken]
    problems = [problem for document in everything for problem in document.problems]
    problems += [problem for folder in found for problem in (*folder.problems, *_strays(folder))]
    knowledge = Knowledge(comparisons, language, questions) if language else None
    return Reading(tuple(folders), knowledge, documents, asked, spoken, tuple(sorted(set(problems))))


def _documents(folders: Iterable[Folder], below: Path = Path()) -> dict[str, Document]:
    paths = {
        path.stem: path
        for folder in folders
        for path in folder.files
        if path.suffix == ".yaml" and path.parent == folder.path / below
    }
    return {name: load(paths[name]) for name in sorted(paths)}


def _by_folder(
    comparisons: dict[str, Comparison], documents: dict[str, Document], folders: Sequence[Path]
) -> dict[str, Comparison]:
    names = sorted(comparisons, key=lambda name: folders.index(documents[name].path.parent))
    return {name: comparisons[name] for name in names}


def _language_file(folders: Iterable[Folder]) -> Path:
    places = [
        folder.path / LANGUAGE_FILE for folder in folders if folder.path / LANGUAGE_FILE in folder.files
    ]
    return places[-1] if places else shipped_knowledge() / LANGUAGE_FILE


def _is_replaced(asked: Document, comparison: Document | None, folders: Sequence[Path]) -> bool:
    """Tell whether the comparison was replaced by a later folder: then these questions are of another one."""
    if comparison is None:
        return False
    return folders.index(comparison.path.parent) > folders.index(asked.path.parent.parent)


def _strays(folder: Folder) -> Iterator[Problem]:
    """Yield the YAML files that would be passed over, because of their ending or their place."""
    places = (folder.path, folder.path / QUESTIONS_FOLDER)
    for path in folder.files:
        if path.suffix == ".yml":
            yield Problem(path, 1, 1, "-", "is not read; rename it to end in .yaml")
        if path.suffix == ".yaml" and path.parent not in places and path != folder.path / LANGUAGE_FILE:
            yield Problem(path, 1, 1, "-", "is not read; move it to where its kind of file belongs")


def _parse_all(documents: dict[str, Document], model: type[Model]) -> dict[str, Model]:
    parsed = {name: parse(document, model) for name, document in documents.items()}
    return {name: read for name, read in parsed.items() if read is not None}


def _check_comparison(document: Document, comparison: Comparison) -> None:
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


def _check_role_names(documents: dict[str, Document], comparisons: dict[str, Comparison]) -> None:
    names: dict[str, tuple[str, str]] = {}
    for file, comparison in comparisons.items():
        for role_id, role in comparison.roles.items():
            location = ("roles", role_id, "name")
            if not documents[file].is_whole(location):
                continue
            name, other = names.setdefault(role_id, (role.name, file))
            if name != role.name:
                message = f"`{role_id}` is called `{name}` in {other}.yaml; one id has one name"
                documents[file].add(location, message)


def _check_questions(
    document: Document, asked: Questions, comparisons: dict[str, Comparison], known: Set[str]
) -> None:
    if asked.comparison not in known:
        message = f"is not the name of a comparison file; use one of {', '.join(known)}"
        document.add(("comparison",), message)
    _check_names(document, asked)
    comparison = comparisons.get(asked.comparison)
    if comparison is None:
        return
    owners = {criterion.id: role_id for role_id, criterion in comparison.criteria()}
    for index, question in enumerate(asked.questions):
        _check_roles(document, ("questions", index), question.roles, asked.comparison, comparison)
        if question.criterion is not None and owners.get(question.criterion) not in question.roles:
            owner = owners.get(question.criterion)
            mine = ", ".join(name for name, role_id in owners.items() if role_id in question.roles)
            fault = f"speaks for {owner}, which is not under `roles`" if owner else "is not a criterion"
            message = f"`{question.criterion}` {fault}" + (f"; use one of {mine}" if mine else "")
            document.add(("questions", index, "criterion"), message)
    for index, conversation in enumerate(asked.conversations):
        for turn_index, turn in enumerate(conversation.turns):
            for number, accepted in enumerate(turn.accept):
                place = ("conversations", index, "turns", turn_index, "accept", number)
                _check_roles(document, place, accepted.roles, asked.comparison, comparison)


def _check_roles(
    document: Document, place: Location, roles: Sequence[str], name: str, comparison: Comparison
) -> None:
    """Note the roles of an expected answer that the comparison does not have."""
    for number, role_id in enumerate(roles):
        if role_id not in comparison.roles:
            message = f"`{role_id}` is not a role of {name}; use {', '.join(comparison.roles)}"
            document.add((*place, "roles", number), message)


def _check_names(document: Document, asked: Questions) -> None:
    """Note conversations of one name: reports tell them apart by it."""
    counts = Counter(conversation.name for conversation in asked.conversations)
    for index, conversation in enumerate(asked.conversations):
        count = counts[conversation.name]
        if count > 1:
            message = f'"{conversation.name}" is the name of {count} conversations; rename all but one'
            document.add(("conversations", index, "name"), message)
