"""Every text of a file with its place, and which of them are still to be written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from bot.knowledge.collection import Knowledge
from bot.knowledge.yaml_documents import Location

UNWRITTEN = "is still to be written"
TO_WRITE = "TODO"
"""How `whichrole new` marks what is still to be written."""


def is_written(name: str, knowledge: Knowledge) -> bool:
    """Tell whether a comparison and its phrases hold no text that is still to be written."""
    to_write = [
        *unwritten(knowledge.comparisons[name]),
        *unwritten(knowledge.phrases[name]),
    ]
    return not to_write


def unwritten(value: BaseModel) -> Iterator[Location]:
    """Yield the places that hold a text to be written."""
    for location, text in texts(value):
        if text.startswith(TO_WRITE):
            yield location


def texts(value: Any, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text below a value, with its place."""
    if isinstance(value, str):
        yield at, value
        return
    below: dict[Any, Any] = {}
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for field, info in fields.items():
            name = info.alias or field  # as the file writes it
            below[name] = getattr(value, field)
    elif isinstance(value, dict):
        below = value
    elif isinstance(value, tuple):
        below = dict(enumerate(value))

    for key, part in below.items():
        location = (*at, key)
        yield from texts(part, location)
