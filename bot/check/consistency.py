"""What the files mean together: errors that would give wrong answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.check.places import NEAR_BY, NOT_COVERED, Holder, Place, holders, shared_topics
from bot.check.texts import TO_WRITE
from bot.check.too_long import too_long
from bot.errors import Problem
from bot.knowledge.comparison import Comparison
from bot.knowledge.language import Language
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Location
from bot.reading import Kind
from bot.reading.templates import Notation, TemplateError
from bot.reading.words import Reader

REFUSED = {NOT_COVERED, NEAR_BY}
"""Sides that come to the same: nothing is known of either."""
OF_ONE_SIDE = frozenset({Kind.CRITERION, Kind.NOT_COVERED})
"""What a phrase can speak for only if it speaks for nothing else."""


class _SaidAt(NamedTuple):
    """A phrase that stands somewhere: what it speaks for, and where."""

    side: str
    id: str
    place: Place


def errors(reading: Reading) -> Iterator[Problem]:
    """Yield what would make answers wrong or incomplete."""
    knowledge = reading.knowledge
    if knowledge is None:
        return

    reader = Reader(knowledge.language)
    yield from _templates(reading, knowledge.language)
    yield from _pairs_twice(reading)
    yield from _phrases_of_two_sides(reading, reader)
    yield from _names_of_two_roles(reading, reader)
    for name, comparison in knowledge.comparisons.items():
        document = reading.comparisons[name]
        for location in too_long(name, comparison):
            message = "is too long to be shown in Slack; shorten it"
            yield document.problem(location, message)


def _templates(reading: Reading, language: Language) -> Iterator[Problem]:
    """Yield the rules and templates that cannot be understood, unless the shipped ones stand in for them."""
    if reading.language.problems:
        return

    notation = Notation(language)
    for name in language.rules:
        try:
            notation.rule(name)
        except TemplateError as error:
            location: Location = ("rules", name)
            message = str(error)
            yield reading.language.problem(location, message)

    # A template may hold a rule that is wrong: then both are named.
    for location, template in _written_templates(language):
        try:
            notation.check(template)
        except TemplateError as error:
            message = str(error)
            yield reading.language.problem(location, message)


def _written_templates(language: Language) -> Iterator[tuple[Location, str]]:
    for status, templates in language.statuses.items():
        for index, template in enumerate(templates):
            location: Location = ("statuses", status, index)
            yield location, template

    for act, templates in language.acts.items():
        for index, template in enumerate(templates):
            location = ("acts", act, index)
            yield location, template


def _phrases_of_two_sides(reading: Reading, reader: Reader) -> Iterator[Problem]:
    """Yield the phrases that speak for one thing and also for another, at the later place."""
    first_said: dict[tuple[str, ...], _SaidAt] = {}
    for phrase, said in _all_said(reading):
        # Case and punctuation make no other phrase.
        forms = reader.forms(phrase)
        first = first_said.setdefault(forms, said)
        if first.side == said.side:
            continue
        sides = {first.side, said.side}
        if sides <= REFUSED:
            continue

        message = (
            f"stands under `{first.id}` of {first.side} as well ({first.place});"
            " a phrase speaks for one role or for none, keep one"
        )
        yield said.place.problem(message)


def _all_said(reading: Reading) -> Iterator[tuple[str, _SaidAt]]:
    """Yield the phrases that may speak for one side only, the general ones first, then by folder.

    What contradicts an earlier folder is to be mended in the later one.
    """
    for holder in shared_topics(reading):
        yield from _said_by(holder)
    for name, comparison in reading.by_folder().items():
        for holder in holders(reading, name, comparison):
            if holder.label.kind in OF_ONE_SIDE:
                yield from _said_by(holder)


def _said_by(holder: Holder) -> Iterator[tuple[str, _SaidAt]]:
    for number, phrase in enumerate(holder.phrases):
        # A draft has the same TODO in many places.
        if phrase.startswith(TO_WRITE):
            continue
        said = _SaidAt(
            side=holder.side,
            id=holder.label.id,
            place=holder.place_of(number),
        )
        yield phrase, said


def _pairs_twice(reading: Reading) -> Iterator[Problem]:
    """Yield the comparisons of roles that another one compares already: nobody could ask for just one."""
    compared: dict[frozenset[str], str] = {}
    for name, comparison in reading.by_folder().items():
        if comparison.draft:
            continue  # it may become what takes the other's place
        # In whichever order they stand.
        roles = frozenset(comparison.roles)
        other = compared.setdefault(roles, name)
        if other == name:
            continue

        document = reading.comparisons[name]
        location = ("roles",)
        message = f"are those of {other}.yaml as well; keep one of the two files"
        yield document.problem(location, message)


def _names_of_two_roles(reading: Reading, reader: Reader) -> Iterator[Problem]:
    owners: dict[tuple[str, ...], str] = {}
    for name, comparison in reading.by_folder().items():
        document = reading.comparisons[name]
        for location, role_id, alias in _names(comparison):
            # A stand-in for something wrong is nobody's name.
            if not document.is_whole(location):
                continue
            # Singular and plural are one name.
            terms = reader.stems(alias)
            owner = owners.setdefault(terms, role_id)
            if owner == role_id:
                continue

            message = f"`{alias}` is a name of {owner} as well; a name stands for one role, keep one"
            yield document.problem(location, message)


def _names(comparison: Comparison) -> Iterator[tuple[Location, str, str]]:
    """Yield every name of every role, with its place and the role's id."""
    for role_id, role in comparison.roles.items():
        location: Location = ("roles", role_id, "name")
        yield location, role_id, role.name

        for index, alias in enumerate(role.aliases):
            location = ("roles", role_id, "aliases", index)
            yield location, role_id, alias
