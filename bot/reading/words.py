"""Text to words: normalising, clauses, and whether a word is said to be there or to be missing.

All words that are matched on come from `knowledge/language/`; nothing here knows of roles.
Words are stemmed with Snowball (Porter 2), so that inflections of one word are one term.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from bot.knowledge.language import Language

READ_LIMIT = 2000
"""Characters of a message that are read; what follows is ignored."""

MAX_SPELLINGS = 50_000
NUMBER = "<number>"
ROLE_SLOT = "{role}"
ROLE = "<role>"
"""Stands for any role's name; cues in the language file write it as `{role}`."""

MIN_CLAUSE = 3
NEGATION_REACH = 3

_TOKEN = re.compile(r"\{role\}|[^\W_]+(?:['/&-][^\W_]+)*/?|(?<!\S)[&=+](?=\s|$)")
_PART = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_HARD_BREAK = re.compile(r"[.!?;:\n()\u2013\u2014]|\s-+\s")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})


class Stance(StrEnum):
    """Whether a word stands for something that is there, that is missing or wanted, or neither."""

    HAVE = "have"
    LACK = "lack"
    NEUTRAL = "neutral"


class Word(NamedTuple):
    """One word of a text; `start` and `end` are the characters of the text that it was read from.

    `form` is the word in small letters with abbreviations written out, `term` its stem.
    """

    form: str
    term: str
    start: int = 0
    end: int = 0
    stance: Stance = Stance.NEUTRAL
    is_function_word: bool = False
    is_negation: bool = False
    role: str = ""


Clause = tuple[Word, ...]
Cue = tuple[tuple[str, ...], Stance]
CueIndex = dict[str, list[Cue]]


class Reader:
    """Reads texts by the rules of one language."""

    def __init__(self, language: Language) -> None:
        """Prepare the stemmed word lists; raises KeyError for a stemmer that Snowball does not have."""
        stem = snowballstemmer.stemmer(language.stemmer).stemWord
        self._stem = stem
        self._spell = lru_cache(maxsize=MAX_SPELLINGS)(self._spell_out)
        self._abbreviations = {
            key.casefold(): value.casefold() for key, value in language.abbreviations.items()
        }
        self._function_words = {self._stem(word.casefold()) for word in language.function_words}
        self.coordinators = frozenset(self._stem(word) for word in language.coordinators)
        self._occupations = tuple(word.casefold() for word in language.occupations)
        self._occupation_terms = frozenset(self._stem(word) for word in self._occupations)
        self.additions = tuple(" ".join(self.forms(phrase)) for phrase in language.additions)
        self.corrections = tuple(" ".join(self.forms(phrase)) for phrase in language.corrections)
        self.fillers = frozenset(word.casefold() for word in language.fillers)
        self.open_questions = frozenset(word.casefold() for word in language.open_questions)
        self.parallels = frozenset(word.casefold() for word in language.parallels)
        self.foreign_words = frozenset(word.casefold() for word in language.foreign_words)
        self.references = frozenset(word.casefold() for word in language.references)
        self.question_words = frozenset(word.casefold() for word in language.question_words)
        self.possessives = frozenset(word.casefold() for word in language.possessives)
        self._breaks = {self._stem(word) for word in language.clause_breaks}
        polarity = language.polarity
        self.framing = frozenset(
            self._stem(form) for cue in (*polarity.have, *polarity.lack) for form in self.forms(cue)
        )
        """Stems of the words that say that something is there or missing; they are part of no name."""
        self._cues = _by_first(
            (self.forms(cue), stance)
            for stance, cues in ((Stance.HAVE, polarity.have), (Stance.LACK, polarity.lack))
            for cue in cues
        )
        self._negations = _by_first((self.forms(cue), Stance.LACK) for cue in polarity.negation)

    def is_occupation(self, word: Word) -> bool:
        """Tell whether a word ends the name of a job: "officer" does, "office" of the same stem does not."""
        if word.term not in self._occupation_terms:
            return False
        is_misspelled = self._stem(word.form) != word.term
        return is_misspelled or word.form.startswith(self._occupations)

    def forms(self, text: str) -> tuple[str, ...]:
        """Return the words of a short text as they stand."""
        return tuple(form for token in _TOKEN.findall(_fold(text)) for form in self._forms_of(token))

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the stems of a short text, such as a name."""
        return tuple(word.term for word in self.words(text))

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """Split the first READ_LIMIT characters into clauses whose words carry their stance."""
        text = text[:READ_LIMIT]
        words = list(self.words(text))
        return tuple(self._take_stance(clause) for clause in self._split(text, words))

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of a text, abbreviations written out."""
        for token in _TOKEN.finditer(_fold(text)):
            start, end = token.span()
            for form, term, is_function_word, is_negation in self._spell(token.group()):
                yield Word(form, term, start, end, Stance.NEUTRAL, is_function_word, is_negation)

    def _spell_out(self, token: str) -> tuple[tuple[str, str, bool, bool], ...]:
        """Return form, stem, and whether it is a function word or negates, of each word of a token."""
        if token == ROLE_SLOT:
            return ((token, ROLE, False, False),)
        spelled = []
        for form in self._forms_of(token):
            term = NUMBER if form.isdigit() else self._stem(form)
            spelled.append((form, term, term in self._function_words, form in self._negations))
        return tuple(spelled)

    def _forms_of(self, token: str) -> list[str]:
        if expansion := self._abbreviations.get(token) or self._abbreviations.get(token.rstrip("/")):
            return _PART.findall(expansion)
        forms = _PART.findall(token)
        if len(forms) == 1:
            return forms
        return [form for part in forms for form in self._abbreviations.get(part, part).split()]

    def _split(self, text: str, words: list[Word]) -> list[list[Word]]:
        clauses: list[list[Word]] = [[]]
        for index, word in enumerate(words):
            gap = text[words[index - 1].end : word.start] if index else ""
            soft = "," in gap and len(clauses[-1]) >= MIN_CLAUSE
            if _HARD_BREAK.search(gap) or soft or word.term in self._breaks:
                clauses.append([])
            clauses[-1].append(word)
        return [clause for clause in clauses if clause]

    def _take_stance(self, clause: list[Word]) -> Clause:
        """Give each word the stance of the last cue before it, else of the first one after it."""
        marks = dict(self._stance_marks(clause))
        stance = marks[min(marks)] if marks else Stance.NEUTRAL
        taken = []
        for index, word in enumerate(clause):
            stance = marks.get(index, stance)
            taken.append(word if stance is word.stance else word._replace(stance=stance))
        return tuple(taken)

    def _stance_marks(self, clause: list[Word]) -> Iterator[tuple[int, Stance]]:
        forms = [word.form for word in clause]
        negated_until = index = 0
        while index < len(forms):
            cue = _cue_at(self._cues, forms, index)
            if _cue_at(self._negations, forms, index):
                negated_until = index + 1 + NEGATION_REACH
                if cue is None:
                    yield index, Stance.LACK
            elif cue is not None and index < negated_until:
                cue = (cue[0], Stance.LACK if cue[1] is Stance.HAVE else Stance.HAVE)
            if cue is not None:
                yield index, cue[1]
            index += len(cue[0]) if cue else 1


def _fold(text: str) -> str:
    """Return the text in small letters and plain forms, character for character, so that places stay."""
    if text.isascii():
        return text.translate(_APOSTROPHES).lower()
    folded = []
    for character in text.translate(_APOSTROPHES):
        plain = unicodedata.normalize("NFKC", character).casefold()
        folded.append(plain if len(plain) == 1 else character)
    return "".join(folded)


def _cue_at(cues: CueIndex, forms: list[str], index: int) -> Cue | None:
    """Return the longest cue that begins at this word."""
    found = cues.get(forms[index], ())
    return next((cue for cue in found if tuple(forms[index : index + len(cue[0])]) == cue[0]), None)


def _by_first(cues: Iterable[Cue]) -> CueIndex:
    """Index cues by their first word, the longest first."""
    index: CueIndex = {}
    for cue in cues:
        index.setdefault(cue[0][0], []).append(cue)
    for found in index.values():
        found.sort(key=lambda cue: (-len(cue[0]), cue))
    return index
