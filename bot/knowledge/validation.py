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
    data = document.data
    if data is None:
        if not document.problems:
            document.add((), "the file is empty; write it or delete it")
        return None

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
    found = []
    for detail in details:
        if detail["type"] == "too_short":
            place = detail["loc"]
            depth = len(place)
            wrong = [other for other in places if other != place and other[:depth] == place]
            if wrong:
                continue
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
    kind = detail["type"]
    try:
        for step in way:
            data = data[step]
        if kind == "extra_forbidden":
            del data[last]
            return
        if kind == "bool_type":
            data[last] = False
        elif kind in _TEXT_ERRORS:
            pattern = detail.get("ctx", {}).get("pattern", "")
            stand_in = f"stand-in-{next(_numbers)}"
            data[last] = _PATTERN_STAND_INS.get(pattern, stand_in)
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
    "enum": "must be one of {expected}",
    "value_error": "{error}",
}


_PATTERN_ADVICE = {
    KEBAB_CASE: "must be kebab-case: small letters, digits and single hyphens",
    ADDRESS: "must be an address such as https://example.com/roles",
    MONTH: "must be a month such as 2026-03",
    SOME_WORD: "holds no word; write one",
}


def _advice(detail: ErrorDetails) -> str:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "string_type" and detail["input"] is None:
        return "is empty; write a text or delete the line"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return _PATTERN_ADVICE[pattern]
    advice = _ADVICE.get(kind)
    if advice is None:
        return f"{detail['msg']}; correct it"
    return advice.format(**context)
