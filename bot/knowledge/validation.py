"""Documents to models: each mistake in words, and stand-ins for what is wrong, so that all are found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.strict import ADDRESS, KEBAB_CASE, MONTH, SOME_WORD
from bot.knowledge.yaml_documents import Document

MAX_REPAIRS = 5

Model = TypeVar("Model", bound=BaseModel)


def parse(document: Document, model: type[Model]) -> Model | None:
    """Return the model, with stand-ins for what is wrong, or None where nothing can stand in for it."""
    if document.data is None:
        if not document.problems:
            document.add((), "the file is empty; write it or delete it")
        return None
    data = document.data
    for attempt in range(MAX_REPAIRS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = _counted(error.errors(include_url=False))
        if attempt == 0:
            for detail in details:
                location = tuple(step for step in detail["loc"] if step != "[key]")
                document.add(location, _advice(detail))
            data = deepcopy(data)
        for detail in details:
            _repair(document, data, detail)
    return None


def _counted(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short where one of its entries is wrong, which pydantic does not count."""
    places = [detail["loc"] for detail in details]
    found: list[ErrorDetails] = []
    for detail in details:
        place = detail["loc"]
        has_wrong_entry = any(other != place and other[: len(place)] == place for other in places)
        if detail["type"] != "too_short" or not has_wrong_entry:
            found.append(detail)
    return found


_TEXT_ERRORS = {"missing", "string_too_short", "string_too_long", "string_type", "string_pattern_mismatch"}
_PATTERN_STAND_INS = {MONTH: "2999-12", ADDRESS: "https://example.com"}
_numbers = itertools.count(1)
"""One for each stand-in, so that no two of them are taken for the same name or id."""


def _repair(document: Document, data: Any, detail: ErrorDetails) -> None:
    """Put something of the right form where something is wrong, so that other problems can be looked for."""
    if not detail["loc"]:
        return  # the whole file is of another shape
    *way, last = detail["loc"]
    try:
        for step in way:
            data = data[step]
        if detail["type"] == "extra_forbidden":
            del data[last]
            return
        if detail["type"] == "bool_type":
            data[last] = False
        elif detail["type"] in _TEXT_ERRORS:
            stand_in = f"stand-in-{next(_numbers)}"
            data[last] = _PATTERN_STAND_INS.get(detail.get("ctx", {}).get("pattern", ""), stand_in)
        document.stand_ins.add(detail["loc"])
    except (LookupError, TypeError):
        return  # nothing can stand in for this


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


_PATTERN_ADVICE = {
    KEBAB_CASE: "must be kebab-case: small letters, digits and single hyphens",
    ADDRESS: "must be an address such as https://example.com/roles",
    MONTH: "must be a month such as 2026-03",
    SOME_WORD: "holds no word; write one",
}


def _advice(detail: ErrorDetails) -> str:
    if detail["type"] == "string_type" and detail["input"] is None:
        return "is empty; write a text or delete the line"
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERN_ADVICE[detail["ctx"]["pattern"]]
    advice = _ADVICE.get(detail["type"])
    return advice.format(**detail.get("ctx", {})) if advice else f"{detail['msg']}; correct it"
