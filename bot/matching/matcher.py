"""A text against all served knowledge: its words corrected, its roles named, and what all that weighs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge import Knowledge
from bot.language import ROLE, Clause, Reader, Stance, Word
from bot.matching.follow_ups import FollowUp, FollowUps
from bot.matching.labels import EVERYDAY, REFUSAL, Label, Outcome, phrases
from bot.matching.weights import Weights

UNKNOWN_WEIGHT = 1.5
"""How much each word that stands in no phrase speaks for refusing; it can never speak for an answer."""
MAX_CORRECTIONS = 40
"""Unknown words of one text that are looked up as misspellings, so that the cost stays bounded."""
TYPO_MIN_LENGTH = 5
TYPO_TWO_ERRORS_LENGTH = 9
MAX_NAME = 2
"""Words before an occupation that belong to the name of a job, such as two in "machine learning engineer"."""
COVERAGE = 0.2
"""Exponent of a comparison's share of the phrases of the largest one: what its lack of a word counts."""
SEPARATOR = "\n"
BEGIN = "^"
_MARKS = frozenset("_|~")
SEVERAL_ROLES = "<roles>"


class Term(NamedTuple):
    """A feature of a text: a word, a word with its stance, or two words in a row, and where it stands."""

    name: str
    start: int
    end: int
    is_content: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Everything that was found in a text."""

    text: str
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    labels: dict[Label, float]
    outcomes: dict[Outcome, float]
    unknown: int
    """How many words stand in no phrase."""
    roles: tuple[str, ...]
    """Ids of the roles that are named, in order."""
    strangers: tuple[str, ...]
    """Names of roles that the knowledge does not hold, as the text writes them."""


def together(older: Match, newer: Match, weight: float) -> Match:
    """Return the evidence of two messages as that of one text; what was said before counts `weight`."""
    gap = len(older.text) + len(SEPARATOR)
    terms = {term.name: term for term in older.terms}
    terms |= {term.name: term._replace(start=term.start + gap, end=term.end + gap) for term in newer.terms}
    moved = tuple(
        tuple(word._replace(start=word.start + gap, end=word.end + gap) for word in clause)
        for clause in newer.clauses
    )
    return Match(
        text=f"{older.text}{SEPARATOR}{newer.text}",
        clauses=older.clauses + moved,
        terms=tuple(terms.values()),
        labels={label: weight * older.labels[label] + score for label, score in newer.labels.items()},
        outcomes={o: weight * older.outcomes[o] + score for o, score in newer.outcomes.items()},
        unknown=older.unknown + newer.unknown,
        roles=tuple(dict.fromkeys(older.roles + newer.roles)),
        strangers=tuple(dict.fromkeys(older.strangers + newer.strangers)),
    )


class Matcher:
    """Weighs texts against all served knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Build the term index from every phrase."""
        self.reader = Reader(knowledge.language)
        self.phrases = tuple(phrases(knowledge))
        self._aliases = self._role_aliases(knowledge)
        read = [(label, self.reader.clauses(phrase)) for label, phrase in self.phrases]
        termed = [(label, self._terms(self._named(clauses))) for label, clauses in read]
        light = {term.name for _, terms in termed for term in terms if not term.is_content}
        texts = [(label, [term.name for term in terms]) for label, terms in termed]
        coverage = _coverage(self.phrases)
        self.label_weights = Weights[Label](texts, light, coverage)
        by_outcome = [(label.outcome, names) for label, names in texts]
        self.outcome_weights = Weights[Outcome](by_outcome, light, coverage)
        self._vocabulary = frozenset(name for _, names in texts for name in names if _is_word(name))
        spelled = {word.form: word.term for _, clauses in read for clause in clauses for word in clause}
        spelled |= {
            word.form: word.term for name in _role_names(knowledge) for word in self.reader.words(name)
        }
        self._follow_ups = FollowUps(
            {
                name: [(phrase, self._named(self.reader.clauses(phrase))) for phrase in phrases]
                for name, phrases in knowledge.language.follow_ups.items()
            },
            knowledge.language.fillers,
        )
        self._spellings: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
        for form, term in sorted(spelled.items()):
            self._spellings[form[0], len(form)][form] = term

    def match(self, text: str) -> Match:
        """Return the evidence in a text; the same text gives the same evidence everywhere."""
        clauses = self._named(self._corrected(self.reader.clauses(text)))
        terms = self._terms(clauses)
        names = [term.name for term in terms]
        unknown = sum(_is_word(name) and name not in self._vocabulary for name in names)
        labels = self.label_weights.scores(names)
        outcomes = self.outcome_weights.scores(names)
        labels[EVERYDAY] += UNKNOWN_WEIGHT * unknown
        outcomes[REFUSAL] += UNKNOWN_WEIGHT * unknown
        return Match(
            text=text,
            clauses=clauses,
            terms=terms,
            labels=labels,
            outcomes=outcomes,
            unknown=unknown,
            roles=tuple(dict.fromkeys(word.role for clause in clauses for word in clause if word.role)),
            strangers=tuple(
                dict.fromkeys(name for clause in clauses for name in self._strangers(text, clause))
            ),
        )

    def follow_up(self, match: Match) -> FollowUp | None:
        """Return what a message wants that only leans on what was said before, if that is all it does."""
        return self._follow_ups.find(match.text, match.clauses)

    def adds(self, match: Match) -> bool:
        """Tell whether a message says that its need comes on top of what was said before."""
        words = [word for clause in match.clauses for word in clause]
        begins = any(word.term in self.reader.coordinators for word in words[:1])
        return begins or _holds(words, self.reader.additions)

    def corrects(self, match: Match) -> bool:
        """Tell whether a message says that it corrects what was said before."""
        return _holds([word for clause in match.clauses for word in clause], self.reader.corrections)

    def opposition(self, match: Match, one: Outcome, other: Outcome) -> float:
        """Return how strongly one part of the text speaks for `one` and the rest for `other`, in log odds.

        The text is cut at the place that separates the two best; zero when it speaks for one throughout.
        """
        weight = self.outcome_weights.weight
        leanings = sorted(
            (term.start, weight(term.name, one) - weight(term.name, other)) for term in match.terms
        )
        whole = math.fsum(leaning for _, leaning in leanings)
        strongest = before = 0.0
        for _, leaning in leanings:
            before += leaning
            after = whole - before
            strongest = max(strongest, min(before, -after), min(-before, after))
        return strongest

    def _role_aliases(self, knowledge: Knowledge) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        aliases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for comparison in knowledge.served().values():
            for role_id, role in comparison.roles.items():
                for name in {role.name, *role.aliases}:
                    terms = self.reader.terms(name)
                    aliases[terms[0]].append((terms, role_id))
        for found in aliases.values():
            found.sort(key=lambda alias: (-len(alias[0]), alias))
        return aliases

    def _named(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Replace the names of roles by ROLE, so that phrases on one role serve for every other."""
        return tuple(tuple(self._name_roles(clause)) for clause in clauses)

    def _name_roles(self, clause: Clause) -> Iterator[Word]:
        terms = tuple(word.term for word in clause)
        index = 0
        while index < len(clause):
            word, step = clause[index], 1
            for alias, role_id in self._aliases.get(word.term, ()):
                if terms[index : index + len(alias)] == alias:
                    step = len(alias)
                    word = word._replace(term=ROLE, end=clause[index + step - 1].end, role=role_id)
                    break
            yield word
            index += step

    def _strangers(self, text: str, clause: Clause) -> Iterator[str]:
        """Yield the names of jobs that no alias knows: an occupation and the content words before it."""
        for index, word in enumerate(clause):
            if word.term not in self.reader.occupations or word.role:
                continue
            first = index
            while first > max(0, index - MAX_NAME) and self._is_part_of_name(clause[first - 1]):
                first -= 1
            if first and clause[first - 1].form in self.reader.possessives:
                continue  # "our manager" is a person, not a role that is asked for
            yield " ".join(text[clause[first].start : word.end].split())

    def _is_part_of_name(self, word: Word) -> bool:
        return not (word.is_function_word or word.role or word.term in self.reader.framing)

    def _terms(self, clauses: Sequence[Clause]) -> tuple[Term, ...]:
        """Return the distinct features of a text, each with its first place."""
        found: dict[str, Term] = {}
        for clause in clauses:
            for term in _clause_terms(clause):
                found.setdefault(term.name, term)
        named = [word for clause in clauses for word in clause if word.term == ROLE]
        if len(named) > 1:
            found[SEVERAL_ROLES] = Term(SEVERAL_ROLES, named[0].start, named[0].end)
        return tuple(found.values())

    def _corrected(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Give misspelled words the term of the known word that they are most likely meant to be."""
        words = (word for clause in clauses for word in clause)
        unknown = (w for w in words if w.term not in self._vocabulary and not w.is_function_word)
        forms = islice(dict.fromkeys(word.form for word in unknown), MAX_CORRECTIONS)
        meant = {form: term for form in forms if (term := self._nearest(form))}
        return tuple(
            tuple(word._replace(term=meant.get(word.form, word.term)) for word in clause)
            for clause in clauses
        )

    def _nearest(self, form: str) -> str | None:
        """Return the term of the known word with the fewest errors; the first by length and alphabet."""
        if len(form) < TYPO_MIN_LENGTH:
            return None
        errors = 2 if len(form) >= TYPO_TWO_ERRORS_LENGTH else 1
        best: tuple[float, str] | None = None
        for length in range(len(form) - errors, len(form) + errors + 1):
            known = self._spellings.get((form[0], length), {})
            found = process.extractOne(form, known.keys(), scorer=OSA.distance, score_cutoff=errors)
            if found and (best is None or found[1] < best[0]):
                best = found[1], known[found[0]]
        return best[1] if best else None


def _holds(words: Sequence[Word], phrases: Iterable[str]) -> bool:
    """Tell whether one of the phrases stands among the words."""
    said = f" {' '.join(word.form for word in words)} "
    return any(f" {phrase} " in said for phrase in phrases)


def _coverage(phrases: Iterable[tuple[Label, str]]) -> Callable[[Label | Outcome], float]:
    """Return how much it says that a category lacks a word: by how many phrases its comparison has.

    A comparison that was just begun cannot know every general word; beside a large one this would be held
    against it.
    """
    counts = Counter(label.comparison for label, _ in phrases if label.comparison)
    most = max(counts.values(), default=1)

    def coverage(category: Label | Outcome) -> float:
        share = counts[category.comparison] / most if category.comparison else 1.0
        return math.pow(share, COVERAGE)

    return coverage


def _role_names(knowledge: Knowledge) -> Iterator[str]:
    for comparison in knowledge.served().values():
        for role in comparison.roles.values():
            yield from (role.name, *role.aliases)


def _is_word(term: str) -> bool:
    return _MARKS.isdisjoint(term)


def _clause_terms(clause: Clause) -> Iterator[Term]:
    previous, previous_is_content, content = BEGIN, False, None
    for word in clause:
        yield Term(word.term, word.start, word.end, is_content=not word.is_function_word)
        with_content = not word.is_function_word or previous_is_content
        yield Term(f"{previous}_{word.term}", word.start, word.end, is_content=with_content)
        previous, previous_is_content = word.term, not word.is_function_word
        if word.is_function_word:
            continue
        if word.stance is not Stance.NEUTRAL:
            yield Term(f"{word.term}|{word.stance}", word.start, word.end, is_content=True)
        if content is not None:
            yield Term(f"{content.term}~{word.term}", content.start, word.end, is_content=True)
        content = word
