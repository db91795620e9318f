"""Several files as one: what people add to the shipped phrases, and a language in files by purpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.knowledge.yaml_documents import Document, Location

REPLACE = "replace"
"""The field by which a file takes the place of what it would be added to."""


def from_last_replacement(documents: Sequence[Document]) -> list[Document]:
    """Return the files of one name that count, earlier folders first: from the last that replaces on."""
    counting: list[Document] = []
    for document in documents:
        data = document.data
        if isinstance(data, dict) and data.get(REPLACE) is True:
            counting.clear()
        counting.append(document)
    return counting


def merged(documents: Sequence[Document]) -> Document:
    """Return the files, at least one, as one: mappings and lists add up, of two texts the later one stays."""
    if len(documents) == 1:
        return documents[0]
    last = documents[-1]
    # What is missing altogether is said of the last file, which is one's own if any is.
    whole = Document(last.path, data={}, origins={(): (last, ())})
    for document in documents:
        if document.data is None and not document.problems:
            document.add((), "the file is empty; write it or delete it")
        elif document.data is not None and not isinstance(document.data, dict):
            document.add((), "must be a mapping; write `key: value` lines below it")
        else:
            _add(whole, document)
        whole.problems += document.problems
        whole.warnings += document.warnings
    if not any(isinstance(document.data, dict) for document in documents):
        whole.data = None
    return whole


def _add(whole: Document, document: Document) -> None:
    for key, value in (document.data or {}).items():
        # Each file says for itself whether it replaces; anything but true and false is a mistake to be found.
        if key == REPLACE and isinstance(value, bool):
            continue
        if key in whole.data:
            whole.data[key] = _laid_over(whole, whole.data[key], value, document, (key,))
        else:
            whole.data[key] = value
            whole.origins[key,] = document, (key,)


def _laid_over(whole: Document, below: Any, above: Any, document: Document, at: Location) -> Any:
    """Return two values of one place as one, and note where each part of it was written."""
    owner, place = whole.origin(at)
    if isinstance(below, dict) and isinstance(above, dict):
        steps: Iterable[Any] = below
    elif isinstance(below, list) and isinstance(above, list):
        steps = range(len(below))
    else:
        if owner.path.parent == document.path.parent:
            document.add(at, f"is written in {owner.path.name} as well; keep one")
        whole.origins[at] = document, at
        return above
    # From here on the place itself belongs to the later file: what is missing there is missing in that one.
    for step in steps:
        whole.origins.setdefault((*at, step), (owner, (*place, step)))
    whole.origins[at] = document, at
    join = _joined_mappings if isinstance(below, dict) else _joined_lists
    return join(whole, below, above, document, at)


def _joined_mappings(
    whole: Document, below: dict[Any, Any], above: dict[Any, Any], document: Document, at: Location
) -> dict[Any, Any]:
    together = dict(below)
    for key, value in above.items():
        place = (*at, key)
        if key in below:
            together[key] = _laid_over(whole, below[key], value, document, place)
        else:
            together[key] = value
            whole.origins[place] = document, place
    return together


def _joined_lists(
    whole: Document, below: list[Any], above: list[Any], document: Document, at: Location
) -> list[Any]:
    together = list(below)
    # A phrase in two files counts once: it may have been taken over into the shipped ones.
    known = {item for item in below if isinstance(item, str)}
    for index, item in enumerate(above):
        if isinstance(item, str) and item in known:
            continue
        whole.origins[*at, len(together)] = document, (*at, index)
        together.append(item)
    return together
