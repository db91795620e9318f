"""What should be looked at in the files: signs of a hidden bias, and what is forgotten or out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from bot.check.places import NEAR_BY, Holder, Place, criteria, holders
from bot.errors import Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison, RoleEntry
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Kind
from bot.reading.words import Reader

UNEQUAL = 1.5
"""From how many times as many phrases or criteria a role is favoured without anybody saying so."""
LOPSIDED = 3.0
"""From how many times as long as the other a cell of a difference is lopsided."""
UNWRITTEN = "is still to be written"
TO_WRITE = "TODO"
"""How `whichrole new` marks what is still to be written."""

MENTION = re.compile(r"<[!@#][^<>]+>")
"""How Slack's own messages write a channel, a person, or everybody."""

Noted = tuple[Place, str]
"""A place, and what is to be said of it."""


def warnings(reading: Reading, today: date) -> Iterator[Problem]:
    """Yield what should be looked at."""
    yield from reading.warnings
    if reading.knowledge is None:
        return
    reader = Reader(reading.knowledge.language)
    for name, comparison in reading.knowledge.comparisons.items():
        for place, message in _of_comparison(reading, name, comparison, reader, today):
            # The place of a whole file has no location: it is written even if something in it is not.
            if not place.location or place.is_written():
                yield place.problem(message)

    for name, written in reading.knowledge.phrases.items():
        document = reading.phrases.get(name)
        if document is None:
            continue  # nothing was read of it: the comparison has no phrases file
        for location in unwritten(written):
            yield document.problem(location, UNWRITTEN)
    yield from _mentions(reading, reading.knowledge)

    for name, questions in reading.knowledge.questions.items():
        document = reading.questions[name]
        for location in unwritten(questions):
            yield document.problem(location, UNWRITTEN)


def _of_comparison(
    reading: Reading, name: str, comparison: Comparison, reader: Reader, today: date
) -> Iterator[Noted]:
    document = reading.comparisons[name]
    matched = list(holders(reading, name, comparison))
    yield from _phrases_without_content(matched, reader)
    yield from _said_twice(matched, reader)

    of_comparison = [
        *_unequal(comparison, matched),
        *_lopsided(comparison),
        *_unasked(reading, name, comparison),
        *_reviewed(comparison, today),
        *_last_words(reading, comparison, reader),
    ]
    for location, message in of_comparison:
        place = Place(document, location)
        yield place, message
    for location in unwritten(comparison):
        place = Place(document, location)
        yield place, UNWRITTEN

    if comparison.draft and reading.replaces(document):
        message = "takes the place of the comparison of this name, which is answered from no more; rename it"
        yield Place(document, ("draft",)), message


def _mentions(reading: Reading, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield the texts that hold Slack's code for a mention: it is shown as it stands."""
    for document, location, text in _shown(reading, knowledge):
        found = MENTION.search(text)
        if found is None:
            continue
        message = f"`{found[0]}` is shown as it stands and calls nobody; write the name in words"
        yield document.problem(location, message)


def _shown(reading: Reading, knowledge: Knowledge) -> Iterator[tuple[Document, Location, str]]:
    for name, comparison in knowledge.comparisons.items():
        for location, text in texts(comparison):
            yield reading.comparisons[name], location, text
    for field, shared in knowledge.near_by.items():
        for topic, near_by in shared.topics.items():
            yield reading.near_by[field], ("topics", topic, "text"), near_by.text
    for topic, near_by in knowledge.language.near_by.items():
        yield reading.language, (NEAR_BY, topic, "text"), near_by.text


def _reviewed(comparison: Comparison, today: date) -> Iterator[tuple[Location, str]]:
    place = ("source", "reviewed")
    if comparison.source.is_old(today):
        # Answers say so too, from the same month on.
        yield place, "is more than 12 months ago; review it and write the new month"
    if comparison.source.reviewed > f"{today:%Y-%m}":
        yield place, "is still to come; write the month of the last review"


def _unasked(reading: Reading, name: str, comparison: Comparison) -> Iterator[tuple[Location, str]]:
    """Yield the criteria that no question asks for, unless a file of questions could not be read."""
    if reading.knowledge is None:
        return
    if any(document.problems for document in reading.questions.values()):
        return

    has_questions = False
    asked_for: set[str | None] = set()
    for asked in reading.knowledge.questions.values():
        if asked.comparison != name:
            continue
        has_questions = True
        for question in asked.questions:
            asked_for.add(question.criterion)
    if not has_questions:
        message = f"has no questions; write questions/{name}.yaml, so that its answers are tested"
        yield (), message
        return

    for location, _, criterion in criteria(comparison):
        if criterion.id not in asked_for:
            yield location, "no question asks for this criterion; write one"


def _last_words(reading: Reading, comparison: Comparison, reader: Reader) -> Iterator[tuple[Location, str]]:
    """Yield the roles that people will call by their last word alone, which nobody has written down.

    It may not be an alias if it ends the name of another role too: it would not tell the two apart.
    """
    for role_id, role in comparison.roles.items():
        if any(alias.startswith(TO_WRITE) for alias in role.aliases):
            continue

        # "Designer or researcher?" is how people write who have read both names a moment ago.
        *_, last = reader.words(role.name)
        names = [_content(name, reader) for name in (role.name, *role.aliases)]
        if [last.stem] in names:
            continue
        others = _ends_of_others(reading, role_id, reader)
        if last.stem in others:
            continue

        message = f"people will also say just `{last.form}`, and no other role's name ends so; add it"
        location = ("roles", role_id, "aliases")
        yield location, message


def _ends_of_others(reading: Reading, role_id: str, reader: Reader) -> set[str]:
    """Return the last words of all names of all other roles."""
    ends: set[str] = set()
    for role in _other_roles(reading, role_id):
        for name in (role.name, *role.aliases):
            terms = _content(name, reader)
            last = terms[-1:]  # a name of function words has none
            ends.update(last)
    return ends


def _other_roles(reading: Reading, role_id: str) -> Iterator[RoleEntry]:
    known = reading.knowledge.comparisons if reading.knowledge else {}
    for comparison in known.values():
        for other_id, role in comparison.roles.items():
            if other_id != role_id:
                yield role


def _content(name: str, reader: Reader) -> list[str]:
    """Return the stems of a name without articles and the like: "the engineer" is called "engineer"."""
    return [word.stem for word in reader.words(name) if not word.is_function_word]


def is_written(name: str, knowledge: Knowledge) -> bool:
    """Tell whether a comparison and its phrases hold no text that is still to be written."""
    places = [*unwritten(knowledge.comparisons[name]), *unwritten(knowledge.phrases[name])]
    return not places


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
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for field, info in fields.items():
            below = getattr(value, field)
            name = info.alias or field  # as the file writes it
            yield from texts(below, (*at, name))
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from texts(below, (*at, key))
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            yield from texts(below, (*at, index))


def _unequal(comparison: Comparison, matched: list[Holder]) -> Iterator[tuple[Location, str]]:
    """Yield the role that has much fewer criteria, or phrases, than the other."""
    number_of_criteria = dict.fromkeys(comparison.roles, 0)
    number_of_phrases = dict.fromkeys(comparison.roles, 0)
    for holder in matched:
        if holder.label.kind is not Kind.CRITERION:
            continue
        role_id = holder.side
        number_of_criteria[role_id] += 1
        number_of_phrases[role_id] += len(holder.phrases)

    counted = {"criteria": number_of_criteria, "phrases": number_of_phrases}
    for things, counts in counted.items():
        # Of two that have as many, the id decides, so that reports do not change by chance.
        few, many = sorted(counts, key=lambda role_id: (counts[role_id], role_id))
        less = counts[few]
        more = counts[many]
        if more == 0 or more < UNEQUAL * less:
            continue
        message = f"{few} has {less} {things}, {many} has {more}: this favours one role; write about as many"
        location = ("roles", few, "choose_when")
        yield location, message


def _lopsided(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    for index, row in enumerate(comparison.differences):
        lengths = [len(cell) for cell in row.cells.values()]
        shortest = min(lengths, default=1)
        longest = max(lengths, default=1)

        if longest < LOPSIDED * shortest:
            continue
        message = f"one cell has {shortest} characters, the other {longest}; write about as much for each"
        yield ("differences", index, "cells"), message


def _phrases_without_content(matched: list[Holder], reader: Reader) -> Iterator[Noted]:
    for holder in matched:
        for number, phrase in enumerate(holder.phrases):
            words = reader.words(phrase)
            if not all(word.is_function_word for word in words):
                continue
            place = holder.place_of(number)
            message = "is made only of words that decide nothing; say what is needed"
            yield place, f'"{phrase}" {message}'


def _said_twice(matched: list[Holder], reader: Reader) -> Iterator[Noted]:
    for holder in matched:
        seen: set[tuple[str, ...]] = set()
        for number, phrase in enumerate(holder.phrases):
            # A draft has the same TODO in many places.
            if phrase.startswith(TO_WRITE):
                continue
            forms = reader.forms(phrase)
            if forms in seen:
                place = holder.place_of(number)
                yield place, f'"{phrase}" stands here twice; keep one'
            seen.add(forms)
