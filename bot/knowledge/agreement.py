"""Whether the files fit together: a name that one of them uses stands in another, and for one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.knowledge.comparison import Comparison
from bot.knowledge.phrases import ComparisonPhrases
from bot.knowledge.questions import Questions
from bot.knowledge.strict import KEBAB_CASE
from bot.knowledge.yaml_documents import Document, Location


def check_comparison(document: Document, comparison: Comparison, fields: Collection[str]) -> None:
    """Note ids that stand twice or nowhere; `fields` are the known fields of near-by topics."""
    criteria: list[tuple[Location, str]] = []
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            criteria.append((("roles", role_id, "choose_when", index, "id"), criterion.id))
    _check_unique(document, "criterion", criteria)
    differences: list[tuple[Location, str]] = []
    for index, row in enumerate(comparison.differences):
        differences.append((("differences", index, "id"), row.id))
    _check_unique(document, "difference", differences)

    _check_cells(document, comparison)
    for index, field in enumerate(comparison.near_by):
        if field not in fields:
            document.add(("near_by", index), f"there is no near_by/{field}.yaml{_use(fields)}")
    if not re.match(KEBAB_CASE, document.path.stem):
        document.add((), "the file's name is the comparison's id: small letters, digits and single hyphens")


def _check_cells(document: Document, comparison: Comparison) -> None:
    roles = comparison.roles.keys()
    known = ", ".join(roles)
    for index, row in enumerate(comparison.differences):
        place = ("differences", index, "cells")
        for role_id in row.cells.keys() - roles:
            document.add((*place, role_id), f"`{role_id}` is not a role of this file; use {known}")
        for role_id in roles - row.cells.keys():
            document.add(place, f"the cell of `{role_id}` is missing; write it")
    if comparison.sequence.first not in roles:
        document.add(("sequence", "first"), f"is not a role of this file; use {known}")


def _check_unique(document: Document, kind: str, places: Sequence[tuple[Location, str]]) -> None:
    counts = Counter(name for _, name in places)
    for location, name in places:
        if counts[name] > 1:
            document.add(location, f"the {kind} id `{name}` is used {counts[name]} times; rename all but one")


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
        for unknown in phrases.keys() - set(ids):
            document.add((field, unknown), f"`{unknown}` is not under {field} of {name}{_use(ids)}")
        for lacking in ids:
            if lacking not in phrases:
                document.add((field,), f"`{lacking}` has no phrases; write some under its id")


def check_role_names(documents: Mapping[str, Document], comparisons: Mapping[str, Comparison]) -> None:
    """Note roles of one id that are called otherwise in an earlier comparison."""
    names: dict[str, tuple[str, str]] = {}
    for file, comparison in comparisons.items():
        for role_id, role in comparison.roles.items():
            location = ("roles", role_id, "name")
            if not documents[file].is_whole(location):
                continue
            name, other = names.setdefault(role_id, (role.name, file))
            if name != role.name:
                message = f"`{role_id}` is called `{name}` in {other}.yaml; one id has one name"
                documents[file].add(location, message)


def check_questions(document: Document, asked: Questions, comparison: Comparison | None) -> None:
    """Note what can never be answered as expected; without a comparison what can be said without it."""
    _check_names(document, asked)
    if comparison is None:
        return
    owners = {criterion.id: role_id for role_id, criterion in comparison.criteria()}
    for index, question in enumerate(asked.questions):
        place: Location = ("questions", index)
        _check_roles(document, place, question.roles, asked.comparison, comparison)
        criterion = question.criterion
        if criterion is None or owners.get(criterion) in question.roles:
            continue
        fault = "is not a criterion"
        if criterion in owners:
            fault = f"speaks for {owners[criterion]}, which is not under `roles`"
        mine = [name for name, role_id in owners.items() if role_id in question.roles]
        document.add((*place, "criterion"), f"`{criterion}` {fault}{_use(mine, 'one of ')}")
    for index, conversation in enumerate(asked.conversations):
        for turn_index, turn in enumerate(conversation.turns):
            for number, accepted in enumerate(turn.accept):
                place = ("conversations", index, "turns", turn_index, "accept", number)
                _check_roles(document, place, accepted.roles, asked.comparison, comparison)


def _check_roles(
    document: Document, place: Location, roles: Sequence[str], name: str, comparison: Comparison
) -> None:
    """Note the roles of an expected answer that the comparison does not have."""
    for number, role_id in enumerate(roles):
        if role_id not in comparison.roles:
            message = f"`{role_id}` is not a role of {name}{_use(comparison.roles)}"
            document.add((*place, "roles", number), message)


def _check_names(document: Document, asked: Questions) -> None:
    """Note conversations of one name: reports tell them apart by it."""
    counts = Counter(conversation.name for conversation in asked.conversations)
    for index, conversation in enumerate(asked.conversations):
        count = counts[conversation.name]
        if count > 1:
            message = f'"{conversation.name}" is the name of {count} conversations; rename all but one'
            document.add(("conversations", index, "name"), message)


def _use(names: Iterable[str], of: str = "") -> str:
    """Return what can be written instead, if anything."""
    known = ", ".join(names)
    return f"; use {of}{known}" if known else ""
