"""The form that comparisons had before their phrases stood apart: how to split such a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.knowledge.yaml_documents import Document, Location


def refuse_old_form(document: Document) -> None:
    """Note how a file with phrases in it is split, and take these out, so that the rest can be checked."""
    data = document.data
    if not isinstance(data, dict):
        return
    places = _take_phrases(data, ())
    topics = data.get("not_covered")
    if isinstance(topics, list):
        places.append(("not_covered",))
        del data["not_covered"]
    if not places:
        return

    message = (
        f"phrases stand in a file of their own: move them to phrases/{document.path.name}, under "
        "`criteria:`, `differences:` and `not_covered:` each below the id that they stand at here, and under "
        "`sequence:`; here `not_covered:` keeps lines such as `tools: I do not compare tools.`"
    )
    document.add(places[0], message)


def _take_phrases(value: Any, at: Location) -> list[Location]:
    """Remove every list of phrases at and below a value, and return where they stood."""
    places: list[Location] = []
    steps: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        phrases = value.get("phrases")
        if isinstance(phrases, list):
            place = (*at, "phrases")
            places.append(place)
            del value["phrases"]
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)

    for step, below in steps:
        place_below = (*at, step)
        places += _take_phrases(below, place_below)
    return places
