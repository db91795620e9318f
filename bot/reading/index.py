"""The index: everything that is worked out of the phrases, and nothing that is not.

It is built part by part, a part for each comparison, each field of near-by topics and the language, and the
parts are added up: after an edit only the part that was edited is read anew.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.cache import NOTHING_KEPT, Cache, Entry, digest
from bot.knowledge.collection import Knowledge
from bot.knowledge.language import Language
from bot.processes import processes
from bot.progress import steps
from bot.reading.acts import Sayings, act_terms, sayings_of
from bot.reading.features import features_of
from bot.reading.labels import Kind, Label, Outcome, sources
from bot.reading.role_names import RoleNames
from bot.reading.spelling import grouped
from bot.reading.terms import Terms, counted, merged
from bot.reading.words import Reader

NO_ACT = ""
"""What stands for no act among the acts."""
DOING_NOTHING = frozenset({Kind.CRITERION, Kind.NOT_COVERED, Kind.EVERYDAY})
"""What phrases speak for that do none of the acts of a conversation."""
NOT_READ_BY = frozenset(
    {"acts", "cues", "everyday", "follow_ups", "near_by", "rules", "small_talk", "statuses"}
)
"""Fields of the language on which it does not depend how the words of a phrase are read."""
MANY_PARTS = 8
"""From how many parts on it pays to start processes, which takes about a second."""
READING = "Reading phrases"

Phrases = Sequence[tuple[Label, str]]

_readers: tuple[Reader, RoleNames]
"""Of a process that only reads phrases; see `_prepare`."""


@dataclass(frozen=True, slots=True)
class Index:
    """How often each term stands in the phrases for each label and each act."""

    labels: tuple[Label, ...]
    terms: Terms
    acts: tuple[str, ...]
    """Ids of acts, NO_ACT first."""
    act_terms: Terms
    sayings: Sayings
    phrases: Mapping[str, int]
    """How many phrases each comparison has."""
    forms: Mapping[str, str]
    """All words as they are written, by first letter and length, such as "m5"."""
    key: str
    """Another text as soon as any phrase is another."""


@dataclass(frozen=True, slots=True)
class IndexPart:
    """What the phrases of one source add to the index."""

    labels: tuple[Label, ...]
    terms: Terms
    act_terms: Terms
    phrases: Mapping[str, int]
    forms: tuple[str, ...]


class _Acts(NamedTuple):
    """The acts, none of them first, the terms of their phrases, and the phrases."""

    names: tuple[str, ...]
    terms: Terms
    sayings: Sayings


def build(knowledge: Knowledge, reader: Reader, role_names: RoleNames, cache: Cache = NOTHING_KEPT) -> Index:
    """Build the index from every phrase; parts that are in the cache are taken from there."""
    reading = _reading_key(knowledge.language)
    found: dict[str, IndexPart | None] = {}
    missing = {}
    for phrases in sources(knowledge):
        key = digest(reading, role_names.key, phrases)
        found[key] = _part_in(cache, key)
        if found[key] is None:
            missing[key] = phrases

    built = _parts(
        list(missing.values()),
        knowledge,
        reader,
        role_names,
    )
    for key, part in zip(missing, built, strict=True):
        _keep(part, cache, key)
        found[key] = part

    acts = _acts(knowledge.language, reader, role_names)
    parts = [part for part in found.values() if part is not None]
    return _joined(
        parts,
        acts,
        role_names.forms,
        digest(*found, acts.sayings),
    )


def _parts(
    sources: Sequence[Phrases], knowledge: Knowledge, reader: Reader, role_names: RoleNames
) -> Iterator[IndexPart]:
    """Yield the part of each source; many are read in several processes."""
    if len(sources) < MANY_PARTS:
        for phrases in steps(READING, sources):
            yield _part(phrases, reader, role_names)
        return

    # Each process reads the words of the language once.
    said = replace(knowledge, phrases={}, questions={})
    done = 0
    with processes(initializer=_prepare, initargs=(said,)) as pool:
        parts = pool.map(_part_apart, sources)
        with contextlib.suppress(BrokenProcessPool):
            for _, part in zip(steps(READING, sources), parts, strict=True):
                done += 1
                yield part
    # Where processes are killed, or none may be begun, this one reads what is left.
    for phrases in sources[done:]:
        yield _part(phrases, reader, role_names)


def _prepare(knowledge: Knowledge) -> None:
    """Set up a process that reads phrases."""
    global _readers
    reader = Reader(knowledge.language)
    _readers = (reader, RoleNames(reader, knowledge))


def _part_apart(phrases: Phrases) -> IndexPart:
    return _part(phrases, *_readers)


def _reading_key(language: Language) -> str:
    """Return a text that is another one whenever phrases are read in another way."""
    return language.model_dump_json(exclude=set(NOT_READ_BY))


def _part(phrases: Phrases, reader: Reader, role_names: RoleNames) -> IndexPart:
    labels: dict[Label, int] = {}
    forms: set[str] = set()
    light: set[str] = set()
    texts = []
    of_no_act = []
    numbers: Counter[str] = Counter()
    for label, phrase in phrases:
        numbers[label.comparison] += 1
        clauses = reader.clauses(phrase)
        for clause in clauses:
            forms.update([word.form for word in clause])
        clauses = role_names.replaced(clauses)

        names = []
        for feature in features_of(clauses):
            names.append(feature.name)
            if not feature.is_content:
                light.add(feature.name)
        next_place = len(labels)
        place = labels.setdefault(label, next_place)
        texts.append((place, names))
        if label.kind in DOING_NOTHING:
            terms = list(act_terms(clauses))
            of_no_act.append((0, terms))

    return IndexPart(
        labels=tuple(labels),
        terms=counted(texts, len(labels), light),
        act_terms=counted(of_no_act, 1),
        phrases=dict(numbers),
        forms=tuple(sorted(forms)),
    )


def _acts(language: Language, reader: Reader, role_names: RoleNames) -> _Acts:
    # Phrases that do nothing count too: a message need not do anything.
    names: list[str] = [NO_ACT]
    texts = []
    read = []
    for act, sayings in language.follow_ups.items():
        place = len(names)
        names.append(act)
        for saying in sayings:
            clauses = reader.clauses(saying)
            clauses = role_names.replaced(clauses)
            terms = list(act_terms(clauses))
            texts.append((place, terms))
            read.append((act, saying, clauses))

    fillers = reader.lists.fillers
    return _Acts(
        tuple(names),
        counted(texts, len(names)),
        sayings_of(read, fillers),
    )


def _joined(parts: Sequence[IndexPart], acts: _Acts, names: Iterable[str], key: str) -> Index:
    every_label: set[Label] = set()
    for part in parts:
        every_label.update(part.labels)

    def place_of(label: Label) -> tuple[Outcome, Label]:
        # Those of one outcome are neighbours, so that their counts are added up as they stand.
        return label.outcome, label

    labels = tuple(sorted(every_label, key=place_of))
    places = {label: place for place, label in enumerate(labels)}

    of_labels = []
    of_acts: list[tuple[Terms, Sequence[int]]] = [(acts.terms, range(len(acts.names)))]
    phrases: Counter[str] = Counter()
    # The knowledge holds the names of roles, but no phrase need spell them.
    forms = set(names)
    for part in parts:
        meaning = [places[label] for label in part.labels]
        of_labels.append((part.terms, meaning))
        of_acts.append((part.act_terms, [0]))
        phrases.update(part.phrases)
        forms.update(part.forms)

    return Index(
        labels=labels,
        terms=merged(of_labels, len(labels)),
        acts=acts.names,
        act_terms=merged(of_acts, len(acts.names)),
        sayings=acts.sayings,
        phrases=dict(phrases),
        forms=grouped(forms),
        key=key,
    )


def _part_in(cache: Cache, key: str) -> IndexPart | None:
    entry = cache.get("parts", key)
    if entry is None:
        return None
    return IndexPart(
        labels=labels_of(entry.info["labels"]),
        terms=Terms.of(entry.arrays, "labels"),
        act_terms=Terms.of(entry.arrays, "no-act"),
        phrases=entry.info["phrases"],
        forms=tuple(entry.info["forms"].split()),
    )


def _keep(part: IndexPart, cache: Cache, key: str) -> None:
    info = {
        "labels": part.labels,
        "phrases": part.phrases,
        "forms": " ".join(part.forms),
    }
    arrays = part.terms.arrays("labels")
    arrays |= part.act_terms.arrays("no-act")
    entry = Entry(info, arrays)
    cache.put("parts", key, entry)


def as_entry(index: Index) -> Entry:
    """Return an index as it is kept."""
    info = {
        "labels": index.labels,
        "acts": index.acts,
        "sayings": index.sayings,
        "phrases": index.phrases,
        "forms": index.forms,
        "key": index.key,
    }
    arrays = index.terms.arrays("labels")
    arrays |= index.act_terms.arrays("acts")
    return Entry(info, arrays)


def of_entry(entry: Entry) -> Index:
    """Return the index that was kept."""
    info = entry.info
    return Index(
        labels=labels_of(info["labels"]),
        terms=Terms.of(entry.arrays, "labels"),
        acts=tuple(info["acts"]),
        act_terms=Terms.of(entry.arrays, "acts"),
        sayings=Sayings(*info["sayings"]),
        phrases=info["phrases"],
        forms=info["forms"],
        key=info["key"],
    )


def labels_of(lists: Iterable[Sequence[str]]) -> tuple[Label, ...]:
    """Return the labels that these lists of their fields stand for."""
    labels = []
    for kind, *rest in lists:
        labels.append(Label(Kind(kind), *rest))
    return tuple(labels)
