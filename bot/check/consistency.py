"""What the files mean together: errors that would give wrong or cut answers, and signs of a hidden bias."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from pydantic import BaseModel

from bot.advice.answer_builder import Composer
from bot.advice.answers import Answer, Confidence, OutOfScope, SmallTalk, Talk, TopicList
from bot.advice.reasons import MAX_REASONS
from bot.errors import Problem
from bot.knowledge.models import Comparison, Language
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document, Location
from bot.reading.templates import Notation, TemplateError
from bot.reading.words import Reader
from bot.replies import blocks

UNEQUAL = 1.5
"""From how many times as many phrases or criteria a role is favoured without anybody saying so."""
LOPSIDED = 3.0
"""From how many times as long as the other a cell of a difference is lopsided."""
TO_WRITE = "TODO"
"""How `whichrole new` marks what is still to be written."""

REFUSED = {"not_covered", "near_by"}
"""Sides that come to the same: nothing is known of either."""

Place = tuple[str, Location]
"""The name of a comparison, empty for the language, and a place in its file."""


def errors(reading: Reading) -> Iterator[Problem]:
    """Yield what would make answers wrong or incomplete."""
    if reading.knowledge is None:
        return
    reader = Reader(reading.knowledge.language)
    yield from _templates(reading, reading.knowledge.language)
    yield from _pairs_twice(reading)
    yield from _phrases_of_two_sides(reading, reader)
    yield from _names_of_two_roles(reading, reader)
    yield from _topics_twice(reading, reading.knowledge.language)
    for name, comparison in reading.knowledge.comparisons.items():
        for location in _too_long(name, comparison):
            yield reading.comparisons[name].problem(location, "is too long to be shown in Slack; shorten it")


def _templates(reading: Reading, language: Language) -> Iterator[Problem]:
    """Yield the rules and templates that cannot be understood, unless the shipped ones stand in for them."""
    if reading.language.problems:
        return
    notation = Notation(language)
    for name in language.rules:
        try:
            notation.rule(name)
        except TemplateError as error:
            yield reading.language.problem(("rules", name), str(error))
    for field, templates in (("statuses", language.statuses), ("acts", language.acts)):
        for name, lines in templates.items():
            for index, line in enumerate(lines):
                try:
                    notation.pattern(line)
                except TemplateError as error:
                    yield reading.language.problem((field, name, index), str(error))


def _topics_twice(reading: Reading, language: Language) -> Iterator[Problem]:
    """Yield the general near-by topics whose id stands twice, unless the shipped ones stand in for them."""
    if reading.language.problems:
        return
    counts = Counter(near_by.id for near_by in language.near_by)
    for index, near_by in enumerate(language.near_by):
        if counts[near_by.id] > 1:
            message = f"the near_by id `{near_by.id}` is used {counts[near_by.id]} times; rename all but one"
            yield reading.language.problem(("near_by", index, "id"), message)


def warnings(reading: Reading, today: date) -> Iterator[Problem]:
    """Yield what should be looked at."""
    if reading.knowledge is None:
        return
    reader = Reader(reading.knowledge.language)
    for name, comparison in reading.knowledge.comparisons.items():
        document = reading.comparisons[name]
        noted = [
            *((location, "is still to be written") for location in unwritten(comparison)),
            *_unequal(comparison),
            *_lopsided(comparison),
            *_without_a_word(comparison, reader),
            *_said_twice(comparison, reader),
            *_unasked(name, comparison, reading),
            *_reviewed(comparison, today),
        ]
        if comparison.draft and reading.replaces(document):
            message = (
                "takes the place of the comparison of this name, which is answered from no more; rename it"
            )
            noted.append((("draft",), message))
        for location, message in noted:
            if not location or document.is_whole(location):
                yield document.problem(location, message)
    for name, questions in reading.knowledge.questions.items():
        for location in unwritten(questions):
            yield reading.questions[name].problem(location, "is still to be written")


def _reviewed(comparison: Comparison, today: date) -> Iterator[tuple[Location, str]]:
    if comparison.source.is_old(today):
        yield ("source", "reviewed"), "is more than 12 months ago; review it and write the new month"
    if comparison.source.reviewed > f"{today:%Y-%m}":
        yield ("source", "reviewed"), "is still to come; write the month of the last review"


def _unasked(name: str, comparison: Comparison, reading: Reading) -> Iterator[tuple[Location, str]]:
    """Yield the criteria that no question asks for, unless a file of questions could not be read."""
    questions = reading.knowledge.questions if reading.knowledge else {}
    asked = [expected for expected in questions.values() if expected.comparison == name]
    if any(document.problems for document in reading.questions.values()):
        return
    if not asked:
        yield (), f"has no questions; write questions/{name}.yaml, so that its answers are tested"
        return
    known = {question.criterion for expected in asked for question in expected.questions}
    for location, _, criterion in _criteria(comparison):
        if criterion.id not in known:
            yield location, "no question asks for this criterion; write one"


def unwritten(value: BaseModel) -> Iterator[Location]:
    """Yield the places that hold a text to be written."""
    return (location for location, text in _texts(value) if text.startswith(TO_WRITE))


def _texts(value: Any, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text below a value, with its place."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, BaseModel):
        for field, info in type(value).model_fields.items():
            yield from _texts(getattr(value, field), (*at, info.alias or field))
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*at, key))
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            yield from _texts(below, (*at, index))


def _criteria(comparison: Comparison) -> Iterator[tuple[Location, str, Any]]:
    for role_id, role in comparison.roles.items():
        for index, criterion in enumerate(role.choose_when):
            yield ("roles", role_id, "choose_when", index), role_id, criterion


def _phrases_of_two_sides(reading: Reading, reader: Reader) -> Iterator[Problem]:
    said: dict[tuple[str, ...], list[tuple[str, str, Place]]] = defaultdict(list)
    for name, location, side, holder in _holders(reading):
        for index, phrase in enumerate(holder.phrases):
            if not phrase.startswith(TO_WRITE):
                place = name, (*location, "phrases", index)
                said[reader.forms(phrase)].append((side, holder.id, place))
    for found in said.values():
        side, holder_id, (file, at) = found[0]
        first = _document(reading, file)
        line = first.problem(at, "").line
        for other, _, (name, location) in found[1:]:
            if other != side and not {other, side} <= REFUSED:
                message = (
                    f"stands under `{holder_id}` of {side} as well ({first.path.name}:{line}); "
                    "a phrase speaks for one role or for none, keep one"
                )
                yield _document(reading, name).problem(location, message)


def _holders(reading: Reading) -> Iterator[tuple[str, Location, str, Any]]:
    """Yield everything that phrases speak for, the general first: file, place, side, and what holds them.

    The language has no name, unlike a comparison.
    """
    if reading.knowledge and not reading.language.problems:
        for index, near_by in enumerate(reading.knowledge.language.near_by):
            yield "", ("near_by", index), "near_by", near_by
    for name, comparison in reading.by_folder().items():
        for location, side, holder in _sides(comparison):
            yield name, location, side, holder


def _document(reading: Reading, name: str) -> Document:
    """Return the file of a comparison, or that of the language, which has no name."""
    return reading.comparisons[name] if name else reading.language


def _sides(comparison: Comparison) -> Iterator[tuple[Location, str, Any]]:
    """Yield what phrases speak for, with its place: criteria of a role, and topics that are not covered."""
    yield from _criteria(comparison)
    for index, near_by in enumerate(comparison.not_covered):
        yield ("not_covered", index), "not_covered", near_by


def _pairs_twice(reading: Reading) -> Iterator[Problem]:
    """Yield the comparisons of roles that another one compares already: nobody could ask for just one."""
    compared: dict[frozenset[str], str] = {}
    for name, comparison in reading.by_folder().items():
        other = compared.setdefault(frozenset(comparison.roles), name) if not comparison.draft else name
        if other != name:
            message = f"are those of {other}.yaml as well; keep one of the two files"
            yield reading.comparisons[name].problem(("roles",), message)


def _names_of_two_roles(reading: Reading, reader: Reader) -> Iterator[Problem]:
    called: dict[tuple[str, ...], str] = {}
    for name, comparison in reading.by_folder().items():
        for role_id, role in comparison.roles.items():
            names: list[tuple[Location, str]] = [(("name",), role.name)]
            names += [(("aliases", index), alias) for index, alias in enumerate(role.aliases)]
            for place, alias in names:
                location: Location = ("roles", role_id, *place)
                if not reading.comparisons[name].is_whole(location):
                    continue
                owner = called.setdefault(reader.stems(alias), role_id)
                if owner != role_id:
                    message = f"`{alias}` is a name of {owner} as well; a name stands for one role, keep one"
                    yield reading.comparisons[name].problem(location, message)


def _too_long(name: str, comparison: Comparison) -> set[Location]:
    """Return the places of what Slack would cut, by rendering the answers that show it."""
    texts = {at: blocks.escape(text) for at, text in _texts(comparison) if _is_shown(at)}
    crowded = chain.from_iterable(map(blocks.crowded, _answers(name, comparison)))
    return {_fullest(texts, shown) for shown in crowded}


def _is_shown(location: Location) -> bool:
    return location[-1] not in ("id", "first") and location[-2:-1] not in (("phrases",), ("aliases",))


def _fullest(texts: Mapping[Location, str], shown: str) -> Location:
    """Return the place of what takes most of the room: one text, or the part that holds many."""
    sizes: Counter[Location] = Counter()
    for location, text in sorted(texts.items(), key=lambda item: -len(item[1])):
        if text in shown:  # once found it is taken out, so that no other text is found inside it
            shown = shown.replace(text, "", 1)
            sizes[location] = len(text)
    parts: Counter[Location] = Counter()
    for location, size in sizes.items():
        parts.update({location[:depth]: size for depth in range(1, len(location) + 1)})
    fullest = parts.most_common(1)[0][0]
    heavy = [location for location, size in parts.items() if size > parts[fullest] / 2]
    return max((place for place in heavy if place[: len(fullest)] == fullest), key=len)


def _answers(name: str, comparison: Comparison) -> Iterator[Answer]:
    """Yield the longest answers of each kind, such as a comparison with mistakes can give."""
    composer = Composer({name: comparison}, date.today)
    topics = tuple(composer.topics.values())
    yield from (TopicList(topics), SmallTalk(Talk.HELP, topics), composer.definition(name))
    yield from (
        OutOfScope(topics, near_by.text, owners=(comparison.owner or "",))
        for near_by in comparison.not_covered
    )
    reasons = sorted(composer.criteria.values(), key=lambda reason: -len(reason.text))
    of_role = {role: [r for r in reasons if r.role == role][:MAX_REASONS] for role in topics[0].roles}
    for role, mine in of_role.items():
        others = [reason for reason in reasons if reason.role != role]
        yield composer.recommendation(name, (role.id,), Confidence.CLEAR, tuple(mine), others=others)
    together = tuple(chain.from_iterable(of_role.values()))
    yield composer.recommendation(name, [role.id for role in of_role], Confidence.CLEAR, together)
    if comparison.sequence.first in comparison.roles:
        yield composer.sequence(name)
    if all(row.cells.keys() == comparison.roles.keys() for row in comparison.differences):
        yield composer.difference(name)


def _unequal(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    (one, other), counts = comparison.roles, {}
    for role_id, role in comparison.roles.items():
        counts[role_id] = len(role.choose_when), sum(len(c.phrases) for c in role.choose_when)
    for position, things in enumerate(("criteria", "phrases")):
        few, many = sorted((one, other), key=lambda role_id: (counts[role_id][position], role_id))
        less, more = counts[few][position], counts[many][position]
        if more >= UNEQUAL * less:
            message = (
                f"{few} has {less} {things}, {many} has {more}: this favours one role; write about as many"
            )
            yield ("roles", few, "choose_when"), message


def _lopsided(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    for index, row in enumerate(comparison.differences):
        lengths = [len(cell) for cell in row.cells.values()]
        short, long = min(lengths, default=1), max(lengths, default=1)
        if long >= LOPSIDED * short:
            message = f"one cell has {short} characters, the other {long}; write about as much for each"
            yield ("differences", index, "cells"), message


def _without_a_word(comparison: Comparison, reader: Reader) -> Iterator[tuple[Location, str]]:
    for location, phrase in _matched(comparison):
        if all(word.is_function_word for word in reader.words(phrase)):
            yield location, f'"{phrase}" is made only of words that decide nothing; say what is needed'


def _said_twice(comparison: Comparison, reader: Reader) -> Iterator[tuple[Location, str]]:
    seen: set[tuple[Location, tuple[str, ...]]] = set()
    for location, phrase in _matched(comparison):
        said = location[:-1], reader.forms(phrase)
        if said in seen and not phrase.startswith(TO_WRITE):
            yield location, f'"{phrase}" stands here twice; keep one'
        seen.add(said)


def _matched(comparison: Comparison) -> Iterable[tuple[Location, str]]:
    """Yield every phrase that is matched on, with its place."""
    holders: list[tuple[Location, Any]] = [
        (location, criterion) for location, _, criterion in _criteria(comparison)
    ]
    holders += [(("differences", index), row) for index, row in enumerate(comparison.differences)]
    holders.append((("sequence",), comparison.sequence))
    holders += [(("not_covered", index), near_by) for index, near_by in enumerate(comparison.not_covered)]
    for location, holder in holders:
        for index, phrase in enumerate(holder.phrases):
            yield (*location, "phrases", index), phrase
