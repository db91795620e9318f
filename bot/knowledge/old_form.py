"""The form that comparisons had before their phrases stood apart: how to split such a file."""

from __future__ import annotations

from typing import Any

from bot.knowledge.yaml_documents import Document, Location


def refuse_old_form(document: Document) -> None:
    """Note how a file with phrases in it is split, and take these out, so that the rest can be checked."""
    if not isinstance(document.data, dict):
        return
    places = [*_take_phrases(document.data, ())]
    topics = document.data.get("not_covered")
    if isinstance(topics, list):
        places.append(("not_covered",))
        del document.data["not_covered"]
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
    if isinstance(value, dict):
        if isinstance(value.get("phrases"), list):
            del value["phrases"]
            places.append((*at, "phrases"))
        for key, below in value.items():
            places += _take_phrases(below, (*at, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            places += _take_phrases(below, (*at, index))
    return places
