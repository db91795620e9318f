"""Several folders as one: which files of a name count, and what stays of those of earlier folders.

A comparison or a file of questions takes the place of the one of the same name in an earlier folder; what is
matched on (phrases, near-by topics, the language) is added to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.knowledge import files
from bot.knowledge.agreement import matched_ids
from bot.knowledge.comparison import Comparison
from bot.knowledge.files import Folder
from bot.knowledge.merging import from_last_replacement, merged
from bot.knowledge.yaml_documents import Document

Documents = Mapping[Path, Document]
"""Every file of all folders, as it was read."""


def all_of_each_name(
    folders: Iterable[Folder], place: Path, documents: Documents
) -> dict[str, list[Document]]:
    """Return the files of each name that count, those of earlier folders first."""
    found: dict[str, list[Document]] = defaultdict(list)
    for folder in folders:
        for path in folder.files_at(place):
            of_name = found[path.stem]
            of_name.append(documents[path])

    counting = {}
    for name in sorted(found):
        of_name = found[name]
        counting[name] = from_last_replacement(of_name)
    return counting


def last_of_each_name(folders: Iterable[Folder], place: Path, documents: Documents) -> dict[str, Document]:
    """Return the file of each name in the last folder that has one."""
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in folder.files_at(place):
            paths[path.stem] = path
    last = {}
    for name in sorted(paths):
        path = paths[name]
        last[name] = documents[path]
    return last


def merged_language(folders: Sequence[Folder], documents: Documents) -> Document:
    """Return the language of all folders as one document."""
    parts: list[Document] = []
    for of_name in all_of_each_name(folders, files.LANGUAGE, documents).values():
        parts += of_name
    order = [folder.path / files.LANGUAGE for folder in folders]

    def place(part: Document) -> int:
        return order.index(part.path.parent)

    # Of two texts the later one stays: that of the later folder, whatever the files are called.
    parts.sort(key=place)
    return merged(parts)


def merged_phrases(
    found: Sequence[Folder],
    documents: Documents,
    comparisons: Mapping[str, Document],
    sound: Mapping[str, Comparison],
    folders: Sequence[Path],
) -> dict[str, Document]:
    """Return the phrases of each name as one document, without what a replaced comparison alone had."""
    whole = {}
    for name, parts in all_of_each_name(found, files.PHRASES, documents).items():
        comparison = sound.get(name)
        if comparison is None:
            whole[name] = merged(parts)
            continue

        since = folders.index(comparisons[name].path.parent)
        fitting = []
        for part in parts:
            folder = part.path.parent.parent
            if folders.index(folder) < since:
                part = _fitting(part, comparison)
            fitting.append(part)
        whole[name] = merged(fitting)
    return whole


def _fitting(part: Document, comparison: Comparison) -> Document:
    """Return a file of phrases without ids that the comparison, which replaced its own, does not have."""
    if not isinstance(part.data, dict):
        return part
    data = dict(part.data)
    for field, ids in matched_ids(comparison).items():
        phrases = data.get(field)
        if not isinstance(phrases, dict):
            continue
        fitting = {}
        for key in phrases:
            if key in ids:
                fitting[key] = phrases[key]
        data[field] = fitting
    return replace(part, data=data)
