"""Reading the knowledge strictly: every problem of every file at once, and nothing half-loaded.

Several folders are read as one: see `overlay`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cache import NOTHING_KEPT, Cache
from bot.config import shipped_knowledge
from bot.errors import Problem
from bot.knowledge import files
from bot.knowledge.agreement import (
    check_comparison,
    check_phrases,
    check_questions,
    check_role_names,
    matched_ids,
)
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.files import Folder, listed
from bot.knowledge.language import Language
from bot.knowledge.merging import merged
from bot.knowledge.old_form import refuse_old_form
from bot.knowledge.overlay import all_of_each_name, last_of_each_name, merged_language, merged_phrases
from bot.knowledge.phrases import ComparisonPhrases, NearByField
from bot.knowledge.questions import Questions
from bot.knowledge.validation import Model, parse
from bot.knowledge.yaml_documents import Document, load
from bot.progress import steps


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and from where.

    With problems, `knowledge` has stand-ins for what is wrong and lacks what is beyond that: it serves for
    finding further problems only. It is None without a language.
    """

    folders: tuple[Path, ...]
    knowledge: Knowledge | None
    comparisons: dict[str, Document]
    phrases: dict[str, Document]
    """By the id of the comparison, for each that could be read."""
    near_by: dict[str, Document]
    """By the name of the field."""
    questions: dict[str, Document]
    language: Document
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def is_foreign(self, document: Document) -> bool:
        """Tell whether a file comes with whichrole while others are one's own."""
        if len(self.folders) < 2:
            return False
        return document.path.is_relative_to(shipped_knowledge())

    def replaces(self, document: Document) -> bool:
        """Tell whether a comparison's file takes the place of one in an earlier folder."""
        name = document.path.name
        for folder in self.folders:
            path = folder / name
            if path != document.path and path.exists():
                return True
        return False

    def by_folder(self) -> dict[str, Comparison]:
        """Return the comparisons, those of earlier folders first: what contradicts them is to be mended."""
        if self.knowledge is None:
            return {}
        return _by_folder(self.knowledge.comparisons, self.comparisons, self.folders)


def read(folders: Sequence[Path], cache: Cache = NOTHING_KEPT) -> Reading:
    """Read the folders as one set, over the shipped language and near-by topics.

    Files that are in the cache need not be parsed.
    """
    found = [listed(folder) for folder in folders]
    with_shipped = found
    if shipped_knowledge() not in folders:
        # Also where the shipped comparisons are left out, their language serves.
        shipped = listed(shipped_knowledge())
        with_shipped = [shipped, *found]

    every_file = _documents(with_shipped, cache)
    documents = last_of_each_name(found, files.COMPARISONS, every_file)
    for document in documents.values():
        refuse_old_form(document)
    comparisons = _parse_all(documents, Comparison)
    # Of a comparison whose roles are partly stand-ins, other files say nothing that can be checked.
    sound = {name: one for name, one in comparisons.items() if documents[name].is_whole(("roles",))}

    shared = all_of_each_name(with_shipped, files.NEAR_BY, every_file)
    topics = {name: merged(parts) for name, parts in shared.items()}
    near_by = _parse_all(topics, NearByField)
    spoken = merged_language(with_shipped, every_file)
    language = parse(spoken, Language)
    if language is None:
        # Other problems are looked for with the shipped one.
        first = with_shipped[:1]
        language = parse(merged_language(first, every_file), Language)

    said = merged_phrases(
        found,
        every_file,
        documents,
        sound,
        folders,
    )
    phrases = _parse_all(said, ComparisonPhrases)
    asked = last_of_each_name(found, files.QUESTIONS, every_file)
    questions = _questions(asked, documents, folders)

    for name, comparison in comparisons.items():
        check_comparison(documents[name], comparison, topics)
    ordered = _by_folder(comparisons, documents, folders)
    check_role_names(documents, ordered)
    _check_all_phrases(documents, sound, said, phrases)
    _check_all_questions(asked, questions, documents, sound)

    everything = [spoken]
    for several in (documents, said, topics, asked):
        everything += several.values()
    problems, warnings = _noted(found, everything)
    knowledge = None
    if language:
        knowledge = Knowledge(
            comparisons,
            _completed(phrases, comparisons),
            near_by,
            language,
            questions,
        )
    return Reading(
        folders=tuple(folders),
        knowledge=knowledge,
        comparisons=documents,
        phrases=said,
        near_by=topics,
        questions=asked,
        language=spoken,
        problems=problems,
        warnings=warnings,
    )


def _documents(folders: Iterable[Folder], cache: Cache) -> dict[Path, Document]:
    """Return every file of the knowledge as it is written."""
    paths: list[Path] = []
    for folder in folders:
        for place in files.PLACES:
            paths += folder.files_at(place)
    documents = {}
    for path in steps("Reading files", paths):
        documents[path] = load(path, cache)
    return documents


def _noted(
    folders: Iterable[Folder], documents: Iterable[Document]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return all problems and all warnings, each once."""
    strays = files.strays(folders)
    problems = set(strays)
    warnings: set[Problem] = set()
    for folder in folders:
        problems.update(folder.problems)
    for document in documents:
        problems.update(document.problems)
        warnings.update(document.warnings)

    problems_in_order = sorted(problems)
    warnings_in_order = sorted(warnings)
    return tuple(problems_in_order), tuple(warnings_in_order)


def _questions(
    asked: dict[str, Document], comparisons: Mapping[str, Document], folders: Sequence[Path]
) -> dict[str, Questions]:
    """Return the files of questions, but those of a comparison that a later folder replaced."""
    questions = {}
    for name, expected in _parse_all(asked, Questions).items():
        comparison = comparisons.get(expected.comparison)
        if comparison is not None:
            replaced_in = folders.index(comparison.path.parent)
            folder = asked[name].path.parent.parent
            if folders.index(folder) < replaced_in:
                continue
        questions[name] = expected
    return questions


def _check_all_questions(
    asked: Mapping[str, Document],
    questions: Mapping[str, Questions],
    documents: Mapping[str, Document],
    sound: Mapping[str, Comparison],
) -> None:
    known = ", ".join(documents)
    for name, expected in questions.items():
        document = asked[name]
        of = expected.comparison
        if of not in documents:
            place = ("comparison",)
            message = f"is not the name of a comparison file; use one of {known}"
            document.add(place, message)
        comparison = sound.get(of)
        check_questions(document, expected, comparison)


def _check_all_phrases(
    documents: Mapping[str, Document],
    sound: Mapping[str, Comparison],
    said: Mapping[str, Document],
    phrases: Mapping[str, ComparisonPhrases],
) -> None:
    for name, document in said.items():
        if name not in documents:
            message = f"there is no comparison {name}.yaml; name the file as the comparison is named"
            document.add((), message)

    for name, comparison in sound.items():
        if name in phrases:
            check_phrases(
                said[name],
                phrases[name],
                name,
                comparison,
            )
            continue
        document = documents[name]
        if name in said or document.problems:
            continue
        message = f"has no phrases; write phrases/{name}.yaml"
        document.add((), message)


def _completed(
    phrases: Mapping[str, ComparisonPhrases],
    comparisons: Mapping[str, Comparison],
) -> dict[str, ComparisonPhrases]:
    """Return the phrases with an entry for everything that needs one, if only an empty one."""
    complete = {}
    for name, comparison in comparisons.items():
        written = phrases.get(name)
        if written is None:
            written = ComparisonPhrases(
                criteria={},
                differences={},
            )
        entries = {}
        for field, ids in matched_ids(comparison).items():
            known = getattr(written, field)
            entries[field] = {key: known.get(key, ()) for key in ids}
        complete[name] = written.model_copy(update=entries)
    return complete


def _by_folder(
    comparisons: dict[str, Comparison], documents: dict[str, Document], folders: Sequence[Path]
) -> dict[str, Comparison]:
    def place(name: str) -> int:
        folder = documents[name].path.parent
        return folders.index(folder)

    names = sorted(comparisons, key=place)
    return {name: comparisons[name] for name in names}


def _parse_all(documents: dict[str, Document], model: type[Model]) -> dict[str, Model]:
    parsed: dict[str, Model] = {}
    for name, document in documents.items():
        read = parse(document, model)
        if read is not None:
            parsed[name] = read
    return parsed
