"""The index: everything that is worked out of the phrases, and nothing that is not.

It is built part by part, a part for each comparison, each field of near-by topics and the language, and the
parts are added up: after an edit only the part that was edited is read anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.cache import NOTHING_KEPT, Cache, Entry, digest
from bot.knowledge.collection import Knowledge
from bot.knowledge.language import Language
from bot.reading.acts import Sayings, act_terms, sayings_of
from bot.reading.features import features_of
from bot.reading.labels import Kind, Label, Outcome, sources
from bot.reading.role_names import RoleNames
from bot.reading.terms import Terms, counted, merged
from bot.reading.words import Reader

NO_ACT = frozenset({Kind.CRITERION, Kind.NOT_COVERED, Kind.EVERYDAY})
"""What phrases speak for that do none of the acts of a conversation."""
NOT_READ_BY = frozenset(
    {"acts", "cues", "everyday", "follow_ups", "near_by", "rules", "small_talk", "statuses"}
)
"""Fields of the language on which it does not depend how the words of a phrase are read."""


@dataclass(frozen=True, slots=True)
class Index:
    """How often each term stands in the phrases for each label, each outcome and each act."""

    labels: tuple[Label, ...]
    of_labels: Terms
    outcomes: tuple[Outcome, ...]
    of_outcomes: Terms
    acts: tuple[str, ...]
    """Ids of acts; the first is empty and stands for none."""
    of_acts: Terms
    sayings: Sayings
    phrases: Mapping[str, int]
    """How many phrases each comparison has."""
    forms: tuple[str, ...]
    """All words of the phrases as they are written, sorted."""
    key: str
    """Another text as soon as any phrase is another."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the phrases of one source add to the index."""

    labels: tuple[Label, ...]
    of_labels: Terms
    of_no_act: Terms
    phrases: Mapping[str, int]
    forms: tuple[str, ...]


class _Acts(NamedTuple):
    """The acts, none of them first, the terms of their phrases, and the phrases."""

    names: tuple[str, ...]
    terms: Terms
    sayings: Sayings


def build(knowledge: Knowledge, reader: Reader, role_names: RoleNames, cache: Cache = NOTHING_KEPT) -> Index:
    """Build the index from every phrase; parts that are in the cache are taken from there."""
    reading = (_reading_key(knowledge.language), role_names.key)
    parts = []
    keys = []
    for phrases in sources(knowledge):
        key = digest(*reading, phrases)
        part = _part_in(cache, key)
        if part is None:
            part = _part(phrases, reader, role_names)
            _keep(part, cache, key)
        parts.append(part)
        keys.append(key)

    acts = _acts(knowledge.language, reader, role_names)
    return _joined(parts, acts, digest(*keys, acts.sayings))


def _reading_key(language: Language) -> str:
    """Return a text that is another one whenever phrases are read in another way."""
    return language.model_dump_json(exclude=set(NOT_READ_BY))


def _part(phrases: Sequence[tuple[Label, str]], reader: Reader, role_names: RoleNames) -> Part:
    labels: dict[Label, int] = {}
    forms: set[str] = set()
    light: set[str] = set()
    of_labels = []
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
        place = labels.setdefault(label, len(labels))
        of_labels.append((place, names))
        if label.kind in NO_ACT:
            of_no_act.append((0, list(act_terms(clauses))))

    return Part(
        labels=tuple(labels),
        of_labels=counted(of_labels, light),
        of_no_act=counted(of_no_act),
        phrases=dict(numbers),
        forms=tuple(sorted(forms)),
    )


def _acts(language: Language, reader: Reader, role_names: RoleNames) -> _Acts:
    # Phrases that do nothing count too: a message need not do anything.
    acts: list[str] = [""]
    texts = []
    read = []
    for act, sayings in language.follow_ups.items():
        place = len(acts)
        acts.append(act)
        for saying in sayings:
            clauses = role_names.replaced(reader.clauses(saying))
            texts.append((place, list(act_terms(clauses))))
            read.append((act, saying, clauses))
    return _Acts(tuple(acts), counted(texts), sayings_of(read, reader.lists.fillers))


def _joined(parts: Sequence[Part], acts: _Acts, key: str) -> Index:
    every_label = {label for part in parts for label in part.labels}
    labels = tuple(sorted(every_label))
    label_places = {label: place for place, label in enumerate(labels)}
    # An outcome speaks as all its labels do: their counts are added up, not counted anew.
    outcomes = tuple(sorted({label.outcome for label in labels}))
    outcome_places = {outcome: place for place, outcome in enumerate(outcomes)}

    of_labels = []
    of_outcomes = []
    of_every_act: list[tuple[Terms, Sequence[int]]] = [(acts.terms, range(len(acts.names)))]
    phrases: Counter[str] = Counter()
    forms: set[str] = set()
    for part in parts:
        of_labels.append((part.of_labels, [label_places[label] for label in part.labels]))
        of_outcomes.append((part.of_labels, [outcome_places[label.outcome] for label in part.labels]))
        of_every_act.append((part.of_no_act, [0]))
        phrases.update(part.phrases)
        forms.update(part.forms)

    return Index(
        labels=labels,
        of_labels=merged(of_labels),
        outcomes=outcomes,
        of_outcomes=merged(of_outcomes),
        acts=acts.names,
        of_acts=merged(of_every_act),
        sayings=acts.sayings,
        phrases=dict(phrases),
        forms=tuple(sorted(forms)),
        key=key,
    )


def _part_in(cache: Cache, key: str) -> Part | None:
    entry = cache.get("parts", key)
    if entry is None:
        return None
    return Part(
        labels=labels_of(entry.info["labels"]),
        of_labels=Terms.of(entry.arrays, "labels"),
        of_no_act=Terms.of(entry.arrays, "no-act"),
        phrases=entry.info["phrases"],
        forms=tuple(entry.info["forms"].split()),
    )


def _keep(part: Part, cache: Cache, key: str) -> None:
    info = {"labels": part.labels, "phrases": part.phrases, "forms": " ".join(part.forms)}
    arrays = part.of_labels.arrays("labels") | part.of_no_act.arrays("no-act")
    cache.put("parts", key, Entry(info, arrays))


def as_entry(index: Index) -> Entry:
    """Return an index as it is kept."""
    info = {
        "labels": index.labels,
        "outcomes": index.outcomes,
        "acts": index.acts,
        "sayings": index.sayings,
        "phrases": index.phrases,
        "forms": " ".join(index.forms),
        "key": index.key,
    }
    arrays = index.of_labels.arrays("labels")
    arrays |= index.of_outcomes.arrays("outcomes")
    arrays |= index.of_acts.arrays("acts")
    return Entry(info, arrays)


def of_entry(entry: Entry) -> Index:
    """Return the index that was kept."""
    info = entry.info
    return Index(
        labels=labels_of(info["labels"]),
        of_labels=Terms.of(entry.arrays, "labels"),
        outcomes=tuple(Outcome(*outcome) for outcome in info["outcomes"]),
        of_outcomes=Terms.of(entry.arrays, "outcomes"),
        acts=tuple(info["acts"]),
        of_acts=Terms.of(entry.arrays, "acts"),
        sayings=Sayings(*info["sayings"]),
        phrases=info["phrases"],
        forms=tuple(info["forms"].split(" ")),
        key=info["key"],
    )


def labels_of(lists: Iterable[Sequence[str]]) -> tuple[Label, ...]:
    """Return the labels that these lists of their fields stand for."""
    labels = []
    for kind, *rest in lists:
        labels.append(Label(Kind(kind), *rest))
    return tuple(labels)
