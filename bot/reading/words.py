"""Text to words: normalised, stemmed, split into clauses, each word with its stance.

All words that are matched on come from `knowledge/language/`; nothing here knows of roles.
Words are stemmed with Snowball (Porter 2), so that inflections of one word have one stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from bot.knowledge.language import Language
from bot.reading.stances import Stance, StanceCues
from bot.reading.word_lists import WordLists

READ_LIMIT = 2000
"""Characters of a message that are read; what follows is ignored."""
MIN_CLAUSE = 3
"""Words that a clause must have for a comma to end it; fewer are an item of a list, or an address."""
MAX_SPELLINGS = 15_000
"""Tokens whose stem and kind are remembered: the shipped knowledge has about 11,000, each takes 250 bytes."""

NUMBER = "<number>"
"""The stem of every number."""
ROLE_SLOT = "{role}"
"""How the language writes the name of any role."""
ROLE = "<role>"
"""The stem of a role's name, whichever it is."""

_TOKEN = re.compile(r"\{role\}|[^\W_]+(?:['/&-][^\W_]+)*/?|(?<!\S)[&=+](?=\s|$)")
_PART = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_HARD_BREAK = re.compile(r"[.!?;:\n()\u2013\u2014]|\s-+\s")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})


class Word(NamedTuple):
    """One word of a text; `start` and `end` are the characters of the text that it was read from.

    `form` is the word in small letters with abbreviations written out.
    """

    form: str
    stem: str
    start: int
    end: int
    stance: Stance
    is_function_word: bool
    is_negation: bool
    role: str = ""


Clause = tuple[Word, ...]


class _Spelled(NamedTuple):
    """A word wherever it stands."""

    form: str
    stem: str
    is_function_word: bool
    is_negation: bool


class Reader:
    """Reads texts by the rules of one language."""

    def __init__(self, language: Language) -> None:
        """Prepare the word lists; raises KeyError for a stemmer that Snowball does not have."""
        stemmer = Stemmer.Stemmer(language.stemmer)
        self.stem = stemmer.stemWord
        self._abbreviations: dict[str, str] = {}
        for short, long in language.abbreviations.items():
            key = short.casefold()
            self._abbreviations[key] = long.casefold()

        self.lists = WordLists(
            language,
            self.forms,
            self.stem,
        )
        self._cues = StanceCues(language.polarity, self.forms)
        remembering = lru_cache(maxsize=MAX_SPELLINGS)
        self._spell = remembering(self._spell_anew)

    def forms(self, text: str) -> tuple[str, ...]:
        """Return the words of a short text as they stand."""
        forms: list[str] = []
        folded = _fold(text)
        for token in _TOKEN.findall(folded):
            forms += self._forms_of(token)
        return tuple(forms)

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a short text, such as a name."""
        words = self.words(text)
        return tuple(word.stem for word in words)

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of a text, abbreviations written out."""
        folded = _fold(text)
        for token in _TOKEN.finditer(folded):
            start, end = token.span()
            # The same words come again and again, and stemming takes most of the time.
            spelled = self._spell(token.group())
            for form, stem, is_function_word, is_negation in spelled:
                yield Word(
                    form,
                    stem,
                    start,
                    end,
                    Stance.NEUTRAL,
                    is_function_word,
                    is_negation,
                )

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """Split the first READ_LIMIT characters into clauses whose words carry their stance."""
        clauses = []
        for words in self._split(text[:READ_LIMIT]):
            clause = self._with_stances(words)
            clauses.append(clause)
        return tuple(clauses)

    def _spell_anew(self, token: str) -> tuple[_Spelled, ...]:
        if token == ROLE_SLOT:
            slot = _Spelled(
                token,
                ROLE,
                is_function_word=False,
                is_negation=False,
            )
            return (slot,)

        spelled = []
        for form in self._forms_of(token):
            stem = NUMBER if form.isdigit() else self.stem(form)
            word = _Spelled(
                form,
                stem,
                is_function_word=stem in self.lists.function_stems,
                is_negation=self._cues.is_negation(form),
            )
            spelled.append(word)
        return tuple(spelled)

    def _forms_of(self, token: str) -> list[str]:
        """Return the words of a token: those it is short for, else its parts and what they are short for."""
        # "w/" is an abbreviation, while of "and/" only the word is meant.
        bare = token.rstrip("/")
        whole = self._abbreviations.get(token) or self._abbreviations.get(bare)
        if whole:
            return _PART.findall(whole)

        parts = _PART.findall(token)
        if len(parts) == 1:
            return parts

        forms = []
        for part in parts:
            written_out = self._abbreviations.get(part, part)
            forms += written_out.split()
        return forms

    def _split(self, text: str) -> Iterator[list[Word]]:
        clause: list[Word] = []
        end = 0
        for word in self.words(text):
            gap = text[end : word.start]
            if clause and self._ends_clause(gap, len(clause), word):
                yield clause
                clause = []
            clause.append(word)
            end = word.end

        if clause:
            yield clause

    def _ends_clause(self, gap: str, length: int, word: Word) -> bool:
        """Tell whether a clause of this length ends before a word; `gap` is what stands between."""
        if word.stem in self.lists.break_stems:
            return True
        if gap == " ":  # nearly always: the search is for the rest
            return False
        if "," in gap and length >= MIN_CLAUSE:
            return True
        return _HARD_BREAK.search(gap) is not None

    def _with_stances(self, clause: list[Word]) -> Clause:
        forms = tuple(word.form for word in clause)
        stances = self._cues.stances(forms)
        words = []
        for word, stance in zip(clause, stances, strict=True):
            if stance is Stance.NEUTRAL:
                words.append(word)
            else:
                with_stance = word._replace(stance=stance)
                words.append(with_stance)
        return tuple(words)


def _fold(text: str) -> str:
    """Return the text in small letters and plain forms, character for character, so that places stay."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower()

    folded = []
    for character in text:
        compatible = unicodedata.normalize("NFKC", character)
        small = compatible.casefold()
        # A sharp s would become two letters, and all places after it would be wrong.
        if len(small) == 1:
            folded.append(small)
        else:
            folded.append(character)
    return "".join(folded)
