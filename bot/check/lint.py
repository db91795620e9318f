"""What should be looked at in the files: signs of a hidden bias, and what is forgotten or out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel

from bot.check.places import NEAR_BY, Holder, Place, criteria, holders
from bot.check.texts import TO_WRITE, UNWRITTEN, texts, unwritten
from bot.errors import Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading import Kind
from bot.reading.words import Reader

UNEQUAL = 1.5
"""From how many times as many phrases or criteria a role is favoured without anybody saying so."""
LOPSIDED = 3.0
"""From how many times as long as the other a cell of a difference is lopsided."""

MENTION = re.compile(r"<[!@#][^<>]+>")
"""How Slack's own messages write a channel, a person, or everybody."""

PlacedMessage = tuple[Place, str]
"""A place, and what is to be said of it."""


def warnings(reading: Reading, today: date) -> Iterator[Problem]:
    """Yield what should be looked at."""
    yield from reading.warnings
    if reading.knowledge is None:
        return
    knowledge = reading.knowledge
    reader = Reader(knowledge.language)
    for name in knowledge.comparisons:
        for place, message in _of_comparison(reading, knowledge, name, reader, today):
            # The place of a whole file has no location: it is written even if something in it is not.
            if not place.location or place.is_written():
                yield place.problem(message)

    yield from _mentions(reading, knowledge)
    for name, phrases in knowledge.phrases.items():
        document = reading.phrases.get(name)
        # Of a comparison without a phrases file nothing was read; that is a problem of its own.
        if document is not None:
            yield from _still_to_write(document, phrases)
    for name, questions in knowledge.questions.items():
        document = reading.questions[name]
        yield from _still_to_write(document, questions)


def _still_to_write(document: Document, value: BaseModel) -> Iterator[Problem]:
    for location in unwritten(value):
        yield document.problem(location, UNWRITTEN)


def _of_comparison(
    reading: Reading, knowledge: Knowledge, name: str, reader: Reader, today: date
) -> Iterator[PlacedMessage]:
    comparison = knowledge.comparisons[name]
    document = reading.comparisons[name]
    matched = list(holders(reading, name, comparison))
    yield from _phrases_without_content(matched, reader)
    yield from _said_twice(matched, reader)

    of_comparison = [
        *_unequal(comparison, matched),
        *_lopsided(comparison),
        *_unasked(reading, knowledge, name),
        *_reviewed(comparison, today),
        *_last_words(knowledge, comparison, reader),
    ]
    for location, message in of_comparison:
        place = Place(document, location)
        yield place, message
    for location in unwritten(comparison):
        place = Place(document, location)
        yield place, UNWRITTEN

    if comparison.draft and reading.replaces(document):
        place = Place(document, ("draft",))
        message = "takes the place of the comparison of this name, which is answered from no more; rename it"
        yield place, message


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
        document = reading.comparisons[name]
        for location, text in texts(comparison):
            yield document, location, text

    for field, shared in knowledge.near_by.items():
        document = reading.near_by[field]
        for topic, near_by in shared.topics.items():
            location = ("topics", topic, "text")
            yield document, location, near_by.text

    document = reading.language
    language = knowledge.language
    for topic, near_by in language.near_by.items():
        location = (NEAR_BY, topic, "text")
        yield document, location, near_by.text


def _reviewed(comparison: Comparison, today: date) -> Iterator[tuple[Location, str]]:
    place = ("source", "reviewed")
    if comparison.source.is_old(today):
        # Answers say so too, from the same month on.
        yield place, "is more than 12 months ago; review it and write the new month"
    if comparison.source.reviewed > f"{today:%Y-%m}":
        yield place, "is still to come; write the month of the last review"


def _unasked(reading: Reading, knowledge: Knowledge, name: str) -> Iterator[tuple[Location, str]]:
    """Yield the criteria that no question asks for, unless a file of questions could not be read."""
    if any(document.problems for document in reading.questions.values()):
        return

    has_questions = False
    asked_for = set()
    for asked in knowledge.questions.values():
        if asked.comparison != name:
            continue
        has_questions = True
        for question in asked.questions:
            asked_for.add(question.criterion)

    if not has_questions:
        message = f"has no questions; write questions/{name}.yaml, so that its answers are tested"
        yield (), message
        return

    comparison = knowledge.comparisons[name]
    for location, _, criterion in criteria(comparison):
        if criterion.id not in asked_for:
            yield location, "no question asks for this criterion; write one"


def _last_words(
    knowledge: Knowledge, comparison: Comparison, reader: Reader
) -> Iterator[tuple[Location, str]]:
    """Yield the roles that people will call by their last word alone, which nobody has written down.

    It may not be an alias if it ends the name of another role too: it would not tell the two apart.
    """
    for role_id, role in comparison.roles.items():
        if any(alias.startswith(TO_WRITE) for alias in role.aliases):
            continue

        # "Designer or researcher?" is how people write who have read both names a moment ago.
        *_, last = reader.words(role.name)
        names = (role.name, *role.aliases)
        written = [_content(name, reader) for name in names]
        by_itself = [last.stem]
        if by_itself in written:
            continue
        others = _ends_of_others(knowledge, role_id, reader)
        if last.stem in others:
            continue

        message = f"people will also say just `{last.form}`, and no other role's name ends so; add it"
        location = ("roles", role_id, "aliases")
        yield location, message


def _ends_of_others(knowledge: Knowledge, role_id: str, reader: Reader) -> set[str]:
    """Return the last words of all names of all other roles."""
    ends = set()
    for comparison in knowledge.comparisons.values():
        for other_id, role in comparison.roles.items():
            if other_id == role_id:
                continue
            for name in (role.name, *role.aliases):
                terms = _content(name, reader)
                # A name of function words has none.
                if terms:
                    ends.add(terms[-1])
    return ends


def _content(name: str, reader: Reader) -> list[str]:
    """Return the stems of a name without articles and the like: "the engineer" is called "engineer"."""
    stems = []
    for word in reader.words(name):
        if not word.is_function_word:
            stems.append(word.stem)
    return stems


def _unequal(comparison: Comparison, matched: list[Holder]) -> Iterator[tuple[Location, str]]:
    """Yield the role that has much fewer criteria, or phrases, than the other."""
    criteria_of = dict.fromkeys(comparison.roles, 0)
    phrases_of = dict.fromkeys(comparison.roles, 0)
    for holder in matched:
        if holder.label.kind is not Kind.CRITERION:
            continue
        role_id = holder.side
        criteria_of[role_id] += 1
        phrases_of[role_id] += len(holder.phrases)

    counted = {"criteria": criteria_of, "phrases": phrases_of}
    for things, counts in counted.items():
        # Of two that have as many, the id decides, so that reports do not change by chance.
        numbered = zip(counts.values(), counts, strict=True)
        (less, few), (more, many) = sorted(numbered)
        # Where nothing is written yet, nobody is favoured.
        if more == 0:
            continue
        if more < UNEQUAL * less:
            continue

        message = f"{few} has {less} {things}, {many} has {more}: this favours one role; write about as many"
        location = ("roles", few, "choose_when")
        yield location, message


def _lopsided(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    for index, row in enumerate(comparison.differences):
        cells = row.cells.values()
        lengths = list(map(len, cells))
        shortest = min(lengths, default=1)
        longest = max(lengths, default=1)
        if longest < LOPSIDED * shortest:
            continue
        message = f"one cell has {shortest} characters, the other {longest}; write about as much for each"
        location = ("differences", index, "cells")
        yield location, message


def _phrases_without_content(matched: list[Holder], reader: Reader) -> Iterator[PlacedMessage]:
    for holder in matched:
        for number, phrase in enumerate(holder.phrases):
            words = reader.words(phrase)
            if not all(word.is_function_word for word in words):
                continue

            place = holder.place_of(number)
            message = f'"{phrase}" is made only of words that decide nothing; say what is needed'
            yield place, message


def _said_twice(matched: list[Holder], reader: Reader) -> Iterator[PlacedMessage]:
    for holder in matched:
        seen = set()
        for number, phrase in enumerate(holder.phrases):
            # A draft has the same TODO in many places.
            if phrase.startswith(TO_WRITE):
                continue
            forms = reader.forms(phrase)
            if forms in seen:
                place = holder.place_of(number)
                yield place, f'"{phrase}" stands here twice; keep one'
            seen.add(forms)
