"""Whether the files fit together: a name that one of them uses stands in another, and for one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.knowledge.comparison import Comparison
from bot.knowledge.phrases import ComparisonPhrases
from bot.knowledge.questions import Question, Questions
from bot.knowledge.strict import KEBAB_CASE
from bot.knowledge.yaml_documents import Document, Location


def check_comparison(document: Document, comparison: Comparison, fields: Collection[str]) -> None:
    """Note ids that stand twice or nowhere; `fields` are the known fields of near-by topics."""
    criteria: dict[Location, str] = {}
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            place: Location = ("roles", role_id, "choose_when", index, "id")
            criteria[place] = criterion.id
    _check_unique(document, "criterion", criteria)

    differences: dict[Location, str] = {}
    for index, row in enumerate(comparison.differences):
        place = ("differences", index, "id")
        differences[place] = row.id
    _check_unique(document, "difference", differences)
    _check_cells(document, comparison)

    instead = _use(fields)
    for index, field in enumerate(comparison.near_by):
        if field in fields:
            continue
        place = ("near_by", index)
        message = f"there is no near_by/{field}.yaml{instead}"
        document.add(place, message)

    name = document.path.stem
    if not re.match(KEBAB_CASE, name):
        message = "the file's name is the comparison's id: small letters, digits and single hyphens"
        document.add((), message)


def _check_cells(document: Document, comparison: Comparison) -> None:
    roles = comparison.roles
    known = ", ".join(roles)
    for index, row in enumerate(comparison.differences):
        place = ("differences", index, "cells")
        for role_id in row.cells:
            if role_id in roles:
                continue
            unknown = (*place, role_id)
            message = f"`{role_id}` is not a role of this file; use {known}"
            document.add(unknown, message)

        for role_id in roles:
            if role_id in row.cells:
                continue
            message = f"the cell of `{role_id}` is missing; write it"
            document.add(place, message)

    first = comparison.sequence.first
    if first not in roles:
        place_of_first = ("sequence", "first")
        message = f"is not a role of this file; use {known}"
        document.add(place_of_first, message)


def _check_unique(document: Document, kind: str, places: Mapping[Location, str]) -> None:
    counts = Counter(places.values())
    for location, name in places.items():
        count = counts[name]
        if count == 1:
            continue
        message = f"the {kind} id `{name}` is used {count} times; rename all but one"
        document.add(location, message)


def matched_ids(comparison: Comparison) -> dict[str, list[str]]:
    """Return the ids for which a comparison needs phrases, by the field of the phrases file."""
    return {
        "criteria": [criterion.id for _, criterion in comparison.criteria()],
        "differences": [row.id for row in comparison.differences],
        "not_covered": list(comparison.not_covered),
    }


def check_phrases(document: Document, written: ComparisonPhrases, name: str, comparison: Comparison) -> None:
    """Note phrases for what the comparison does not have, and what has no phrases."""
    for field, ids in matched_ids(comparison).items():
        phrases: Mapping[str, object] = getattr(written, field)
        instead = _use(ids)
        for key in phrases:
            if key in ids:
                continue
            place = (field, key)
            message = f"`{key}` is not under {field} of {name}{instead}"
            document.add(place, message)

        for lacking in ids:
            if lacking in phrases:
                continue
            message = f"`{lacking}` has no phrases; write some under its id"
            document.add((field,), message)


def check_role_names(documents: Mapping[str, Document], comparisons: Mapping[str, Comparison]) -> None:
    """Note roles of one id that are called otherwise in an earlier comparison."""
    names: dict[str, tuple[str, str]] = {}
    for file, comparison in comparisons.items():
        document = documents[file]
        for role_id, role in comparison.roles.items():
            place = ("roles", role_id, "name")
            # A stand-in for something wrong is nobody's name.
            if not document.is_whole(place):
                continue

            called_here = (role.name, file)
            name, other = names.setdefault(role_id, called_here)
            if name == role.name:
                continue
            message = f"`{role_id}` is called `{name}` in {other}.yaml; one id has one name"
            document.add(place, message)


def check_questions(document: Document, asked: Questions, comparison: Comparison | None) -> None:
    """Note what can never be answered as expected; without a comparison what can be said without it."""
    _check_names(document, asked)
    if comparison is None:
        return

    name = asked.comparison
    owners = {}
    for role_id, criterion in comparison.criteria():
        owners[criterion.id] = role_id
    for index, question in enumerate(asked.questions):
        place: Location = ("questions", index)
        _check_roles(document, place, question.roles, name, comparison)
        _check_criterion(document, place, question, owners)

    for index, conversation in enumerate(asked.conversations):
        for number, turn in enumerate(conversation.turns):
            said_at = ("conversations", index, "turns", number)
            for choice, accepted in enumerate(turn.accept):
                place = (*said_at, "accept", choice)
                _check_roles(
                    document,
                    place,
                    accepted.roles,
                    name,
                    comparison,
                )


def _check_criterion(
    document: Document, place: Location, question: Question, owners: Mapping[str, str]
) -> None:
    """Note a criterion that is none, or that speaks for a role which is not to be recommended."""
    criterion = question.criterion
    if criterion is None:
        return
    owner = owners.get(criterion)
    if owner in question.roles:
        return

    fault = "is not a criterion"
    if owner:
        fault = f"speaks for {owner}, which is not under `roles`"
    mine = []
    for name, role_id in owners.items():
        if role_id in question.roles:
            mine.append(name)
    instead = _use(mine, "one of ")
    at = (*place, "criterion")
    document.add(at, f"`{criterion}` {fault}{instead}")


def _check_roles(
    document: Document, place: Location, roles: Sequence[str], name: str, comparison: Comparison
) -> None:
    """Note the roles of an expected answer that the comparison does not have."""
    instead = _use(comparison.roles)
    for number, role_id in enumerate(roles):
        if role_id in comparison.roles:
            continue

        at = (*place, "roles", number)
        message = f"`{role_id}` is not a role of {name}{instead}"
        document.add(at, message)


def _check_names(document: Document, asked: Questions) -> None:
    """Note conversations of one name: reports tell them apart by it."""
    names = [conversation.name for conversation in asked.conversations]
    counts = Counter(names)
    for index, name in enumerate(names):
        count = counts[name]
        if count == 1:
            continue

        place = ("conversations", index, "name")
        message = f'"{name}" is the name of {count} conversations; rename all but one'
        document.add(place, message)


def _use(names: Iterable[str], of: str = "") -> str:
    """Return what can be written instead, if anything."""
    known = ", ".join(names)
    if not known:
        return ""
    return f"; use {of}{known}"
