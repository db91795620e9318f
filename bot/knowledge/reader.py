"""Reading the knowledge strictly: every problem of every file at once, and nothing half-loaded.

Several folders are read as one. A comparison or a file of questions takes the place of the one of the same
name in an earlier folder; what is matched on (phrases, near-by topics, the language) is added to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

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
from bot.knowledge.merging import from_last_replacement, merged
from bot.knowledge.old_form import refuse_old_form
from bot.knowledge.phrases import ComparisonPhrases, NearByField
from bot.knowledge.questions import Questions
from bot.knowledge.validation import Model, parse
from bot.knowledge.yaml_documents import Document, load


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
        return len(self.folders) > 1 and document.path.is_relative_to(shipped_knowledge())

    def replaces(self, document: Document) -> bool:
        """Tell whether a comparison's file takes the place of one in an earlier folder."""
        places = [folder / document.path.name for folder in self.folders]
        return any(path.exists() for path in places if path != document.path)

    def by_folder(self) -> dict[str, Comparison]:
        """Return the comparisons, those of earlier folders first: what contradicts them is to be mended."""
        if self.knowledge is None:
            return {}
        return _by_folder(self.knowledge.comparisons, self.comparisons, self.folders)


def read(folders: Sequence[Path]) -> Reading:
    """Read the folders as one set, over the shipped language and near-by topics."""
    found = [listed(folder) for folder in folders]
    with_shipped = found
    if shipped_knowledge() not in folders:
        # Also where the shipped comparisons are left out, their language serves.
        with_shipped = [listed(shipped_knowledge()), *found]

    documents = _last_of_each_name(found, files.COMPARISONS)
    for document in documents.values():
        refuse_old_form(document)
    comparisons = _parse_all(documents, Comparison)
    # Of a comparison whose roles are partly stand-ins, other files say nothing that can be checked.
    sound = {name: one for name, one in comparisons.items() if documents[name].is_whole(("roles",))}

    shared = _all_of_each_name(with_shipped, files.NEAR_BY)
    topics = {name: merged(parts) for name, parts in shared.items()}
    near_by = _parse_all(topics, NearByField)
    spoken = _merged_language(with_shipped)
    language = parse(spoken, Language)
    if language is None:
        # Other problems are looked for with the shipped one.
        shipped = _merged_language(with_shipped[:1])
        language = parse(shipped, Language)

    said = _phrases_documents(found, documents, sound, folders)
    phrases = _parse_all(said, ComparisonPhrases)
    asked = _last_of_each_name(found, files.QUESTIONS)
    questions = _questions(asked, documents, folders)

    for name, comparison in comparisons.items():
        check_comparison(documents[name], comparison, topics)
    check_role_names(documents, _by_folder(comparisons, documents, folders))
    _check_all_phrases(documents, sound, said, phrases)
    _check_all_questions(asked, questions, documents, sound)

    everything = [*documents.values(), *said.values(), *topics.values(), *asked.values(), spoken]
    problems, warnings = _noted(found, everything)
    knowledge = None
    if language:
        complete = {name: _complete(phrases.get(name), one) for name, one in comparisons.items()}
        knowledge = Knowledge(comparisons, complete, near_by, language, questions)
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


def _noted(
    folders: Iterable[Folder], documents: Iterable[Document]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return all problems and all warnings, each once."""
    problems = set(files.strays(folders))
    warnings: set[Problem] = set()
    for folder in folders:
        problems.update(folder.problems)
    for document in documents:
        problems.update(document.problems)
        warnings.update(document.warnings)
    return tuple(sorted(problems)), tuple(sorted(warnings))


def _all_of_each_name(folders: Iterable[Folder], place: Path) -> dict[str, list[Document]]:
    """Return the files of each name that count, those of earlier folders first."""
    documents: dict[str, list[Document]] = defaultdict(list)
    for folder in folders:
        for path in folder.files_at(place):
            documents[path.stem].append(load(path))
    return {name: from_last_replacement(documents[name]) for name in sorted(documents)}


def _last_of_each_name(folders: Iterable[Folder], place: Path) -> dict[str, Document]:
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in folder.files_at(place):
            paths[path.stem] = path
    return {name: load(paths[name]) for name in sorted(paths)}


def _merged_language(folders: Sequence[Folder]) -> Document:
    named = _all_of_each_name(folders, files.LANGUAGE)
    parts = list(chain.from_iterable(named.values()))
    # Of two texts the later one stays: that of the later folder, whatever the files are called.
    order = [folder.path / files.LANGUAGE for folder in folders]
    parts.sort(key=lambda part: order.index(part.path.parent))
    return merged(parts)


def _phrases_documents(
    found: Sequence[Folder],
    documents: Mapping[str, Document],
    sound: Mapping[str, Comparison],
    folders: Sequence[Path],
) -> dict[str, Document]:
    """Return the phrases of each name as one document, without what a replaced comparison alone had."""
    whole: dict[str, Document] = {}
    for name, parts in _all_of_each_name(found, files.PHRASES).items():
        fitting = list(parts)
        comparison = sound.get(name)
        if comparison is not None:
            since = folders.index(documents[name].path.parent)
            for index, part in enumerate(parts):
                folder = part.path.parent.parent
                if folders.index(folder) < since:
                    fitting[index] = _fitting(part, comparison)
        whole[name] = merged(fitting)
    return whole


def _fitting(part: Document, comparison: Comparison) -> Document:
    """Return a file of phrases without ids that the comparison, which replaced its own, does not have."""
    if not isinstance(part.data, dict):
        return part
    data = dict(part.data)
    for field, ids in matched_ids(comparison).items():
        phrases = data.get(field)
        if isinstance(phrases, dict):
            data[field] = {key: phrases[key] for key in phrases if key in ids}
    return replace(part, data=data)


def _questions(
    asked: dict[str, Document], comparisons: Mapping[str, Document], folders: Sequence[Path]
) -> dict[str, Questions]:
    """Return the files of questions, but those of a comparison that a later folder replaced."""
    questions = _parse_all(asked, Questions)
    for name, expected in list(questions.items()):
        comparison = comparisons.get(expected.comparison)
        if comparison is None:
            continue
        replaced_in = folders.index(comparison.path.parent)
        folder = asked[name].path.parent.parent
        if replaced_in > folders.index(folder):
            del questions[name]
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
        if expected.comparison not in documents:
            message = f"is not the name of a comparison file; use one of {known}"
            document.add(("comparison",), message)
        comparison = sound.get(expected.comparison)
        check_questions(document, expected, comparison)


def _check_all_phrases(
    documents: Mapping[str, Document],
    sound: Mapping[str, Comparison],
    said: Mapping[str, Document],
    phrases: Mapping[str, ComparisonPhrases],
) -> None:
    for name in said.keys() - documents.keys():
        said[name].add((), f"there is no comparison {name}.yaml; name the file as the comparison is named")
    for name, comparison in sound.items():
        if name in phrases:
            check_phrases(said[name], phrases[name], name, comparison)
        elif name not in said and not documents[name].problems:
            documents[name].add((), f"has no phrases; write phrases/{name}.yaml")


def _complete(written: ComparisonPhrases | None, comparison: Comparison) -> ComparisonPhrases:
    """Return the phrases with an entry for everything that needs one, if only an empty one."""
    known = written or ComparisonPhrases(criteria={}, differences={})
    entries: dict[str, dict[str, tuple[str, ...]]] = {}
    for field, ids in matched_ids(comparison).items():
        phrases: Mapping[str, tuple[str, ...]] = getattr(known, field)
        entries[field] = {key: phrases.get(key, ()) for key in ids}
    return known.model_copy(update=entries)


def _by_folder(
    comparisons: dict[str, Comparison], documents: dict[str, Document], folders: Sequence[Path]
) -> dict[str, Comparison]:
    names = sorted(comparisons, key=lambda name: folders.index(documents[name].path.parent))
    return {name: comparisons[name] for name in names}


def _parse_all(documents: dict[str, Document], model: type[Model]) -> dict[str, Model]:
    parsed: dict[str, Model] = {}
    for name, document in documents.items():
        read = parse(document, model)
        if read is not None:
            parsed[name] = read
    return parsed
