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
    criteria: list[tuple[Location, str]] = []
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            place: Location = ("roles", role_id, "choose_when", index, "id")
            criteria.append((place, criterion.id))
    _check_unique(document, "criterion", criteria)

    differences: list[tuple[Location, str]] = []
    for index, row in enumerate(comparison.differences):
        place = ("differences", index, "id")
        differences.append((place, row.id))
    _check_unique(document, "difference", differences)

    _check_cells(document, comparison)
    for index, field in enumerate(comparison.near_by):
        if field in fields:
            continue
        instead = _use(fields)
        document.add(("near_by", index), f"there is no near_by/{field}.yaml{instead}")
    if not re.match(KEBAB_CASE, document.path.stem):
        document.add((), "the file's name is the comparison's id: small letters, digits and single hyphens")


def _check_cells(document: Document, comparison: Comparison) -> None:
    roles = comparison.roles.keys()
    known = ", ".join(roles)
    for index, row in enumerate(comparison.differences):
        place = ("differences", index, "cells")
        written = row.cells.keys()
        for role_id in written - roles:
            unknown = (*place, role_id)
            document.add(unknown, f"`{role_id}` is not a role of this file; use {known}")
        for role_id in roles - written:
            document.add(place, f"the cell of `{role_id}` is missing; write it")
    if comparison.sequence.first not in roles:
        document.add(("sequence", "first"), f"is not a role of this file; use {known}")


def _check_unique(document: Document, kind: str, places: Sequence[tuple[Location, str]]) -> None:
    counts = Counter(name for _, name in places)
    for location, name in places:
        count = counts[name]
        if count == 1:
            continue
        document.add(location, f"the {kind} id `{name}` is used {count} times; rename all but one")


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
        known = set(ids)
        instead = _use(ids)
        for unknown in phrases.keys() - known:
            place = (field, unknown)
            document.add(place, f"`{unknown}` is not under {field} of {name}{instead}")
        for lacking in known - phrases.keys():
            document.add((field,), f"`{lacking}` has no phrases; write some under its id")


def check_role_names(documents: Mapping[str, Document], comparisons: Mapping[str, Comparison]) -> None:
    """Note roles of one id that are called otherwise in an earlier comparison."""
    names: dict[str, tuple[str, str]] = {}
    for file, comparison in comparisons.items():
        document = documents[file]
        for role_id, role in comparison.roles.items():
            location = ("roles", role_id, "name")
            if not document.is_whole(location):
                continue  # a stand-in for something wrong is nobody's name
            called = (role.name, file)
            name, other = names.setdefault(role_id, called)
            if name == role.name:
                continue
            document.add(location, f"`{role_id}` is called `{name}` in {other}.yaml; one id has one name")


def check_questions(document: Document, asked: Questions, comparison: Comparison | None) -> None:
    """Note what can never be answered as expected; without a comparison what can be said without it."""
    _check_names(document, asked)
    if comparison is None:
        return
    owners = {criterion.id: role_id for role_id, criterion in comparison.criteria()}
    for index, question in enumerate(asked.questions):
        place: Location = ("questions", index)
        _check_roles(document, place, question.roles, asked.comparison, comparison)
        _check_criterion(document, place, question, owners)

    for index, conversation in enumerate(asked.conversations):
        for number, turn in enumerate(conversation.turns):
            place = ("conversations", index, "turns", number)
            for choice, accepted in enumerate(turn.accept):
                at = (*place, "accept", choice)
                _check_roles(document, at, accepted.roles, asked.comparison, comparison)


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
    fault = f"speaks for {owner}, which is not under `roles`" if owner else "is not a criterion"
    mine = [name for name, role_id in owners.items() if role_id in question.roles]
    instead = _use(mine, "one of ")
    document.add((*place, "criterion"), f"`{criterion}` {fault}{instead}")


def _check_roles(
    document: Document, place: Location, roles: Sequence[str], name: str, comparison: Comparison
) -> None:
    """Note the roles of an expected answer that the comparison does not have."""
    for number, role_id in enumerate(roles):
        if role_id in comparison.roles:
            continue
        at = (*place, "roles", number)
        instead = _use(comparison.roles)
        document.add(at, f"`{role_id}` is not a role of {name}{instead}")


def _check_names(document: Document, asked: Questions) -> None:
    """Note conversations of one name: reports tell them apart by it."""
    counts = Counter(conversation.name for conversation in asked.conversations)
    for index, conversation in enumerate(asked.conversations):
        name = conversation.name
        count = counts[name]
        if count == 1:
            continue
        place = ("conversations", index, "name")
        document.add(place, f'"{name}" is the name of {count} conversations; rename all but one')


def _use(names: Iterable[str], of: str = "") -> str:
    """Return what can be written instead, if anything."""
    known = ", ".join(names)
    return f"; use {of}{known}" if known else ""
