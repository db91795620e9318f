"""Several files as one: what people add to the shipped phrases, and a language in files by purpose."""

from __future__ import annotations

from collections.abc import Sequence
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
    whole = Document(last.path, origins={(): (last, ())})
    for document in documents:
        data = document.data
        if isinstance(data, dict):
            below = whole.data or {}
            whole.data = _joined_mappings(whole, below, _to_add(data), document, ())
        elif data is not None:
            document.add((), "must be a mapping; write `key: value` lines below it")
        elif not document.problems:
            document.add((), "the file is empty; write it or delete it")
        whole.problems += document.problems
        whole.warnings += document.warnings
    return whole


def _to_add(data: dict[Any, Any]) -> dict[Any, Any]:
    """Return what a file adds, without the field that says whether it replaces: this is each file's own."""
    above = dict(data)
    # Anything but true and false is a mistake, which is to be found.
    if isinstance(above.get(REPLACE), bool):
        del above[REPLACE]
    return above


def _laid_over(whole: Document, below: Any, above: Any, document: Document, at: Location) -> Any:
    """Return two values of one place as one, and note where each part of it was written."""
    owner, place = whole.origin(at)
    are_mappings = isinstance(below, dict) and isinstance(above, dict)
    are_lists = isinstance(below, list) and isinstance(above, list)
    if not are_mappings and not are_lists:
        if owner.path.parent == document.path.parent:
            message = f"is written in {owner.path.name} as well; keep one"
            document.add(at, message)
        whole.origins[at] = document, at
        return above

    # From here on the place itself belongs to the later file: what is missing there is missing in that one.
    steps = below if are_mappings else range(len(below))
    for step in steps:
        here = (*at, step)
        if here not in whole.origins:
            there = (*place, step)
            whole.origins[here] = owner, there
    whole.origins[at] = document, at

    join = _joined_mappings if are_mappings else _joined_lists
    return join(
        whole,
        below,
        above,
        document,
        at,
    )


def _joined_mappings(
    whole: Document, below: dict[Any, Any], above: dict[Any, Any], document: Document, at: Location
) -> dict[Any, Any]:
    together = dict(below)
    for key, value in above.items():
        place = (*at, key)
        if key in below:
            together[key] = _laid_over(
                whole,
                below[key],
                value,
                document,
                place,
            )
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

        here = (*at, len(together))
        there = (*at, index)
        whole.origins[here] = document, there
        together.append(item)
    return together
