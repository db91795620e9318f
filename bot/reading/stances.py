"""Whether words stand for something that is there, or for something that is missing or wanted.

The cues come from the language's `polarity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from bot.knowledge.language import Polarity

NEGATION_REACH = 3
"""Words after a negation in which it turns a cue into its opposite."""


class Stance(StrEnum):
    """Whether a word stands for something that is there, that is missing or wanted, or neither."""

    HAVE = "have"
    LACK = "lack"
    NEUTRAL = "neutral"


OPPOSITE = {Stance.HAVE: Stance.LACK, Stance.LACK: Stance.HAVE}

Forms = tuple[str, ...]
Cue = tuple[Forms, Stance]
CuesByFirst = dict[str, list[Cue]]


class StanceCues:
    """The cues of one language, ready to be looked up."""

    def __init__(self, polarity: Polarity, forms: Callable[[str], Forms]) -> None:
        """Take the cues; `forms` splits one into its words."""
        lacking = map(forms, polarity.lack)
        having = map(forms, polarity.have)
        cues = dict.fromkeys(lacking, Stance.LACK)
        # What stands in both lists says that something is there.
        cues |= dict.fromkeys(having, Stance.HAVE)
        self._cues = _by_first(cues.items())

        negating = map(forms, polarity.negation)
        negations = dict.fromkeys(negating, Stance.LACK)
        self._negations = _by_first(negations.items())

        # Nearly all words begin neither.
        self._first_words = self._cues.keys() | self._negations.keys()

    def is_negation(self, form: str) -> bool:
        """Tell whether a word negates, or begins what does."""
        return form in self._negations

    def stances(self, forms: Forms) -> list[Stance]:
        """Return the stance of each word of a clause.

        It is that of the last cue up to the word, else that of the first one after it.
        """
        # Most clauses hold no word that a cue begins with.
        if self._first_words.isdisjoint(forms):
            return [Stance.NEUTRAL] * len(forms)
        marks = dict(self._marks(forms))
        if not marks:
            return [Stance.NEUTRAL] * len(forms)

        # Before the first cue a clause is about what the cue says: "the data is there".
        first = min(marks)
        stance = marks[first]
        stances = []
        for index in range(len(forms)):
            stance = marks.get(index, stance)
            stances.append(stance)
        return stances

    def _marks(self, forms: Forms) -> Iterator[tuple[int, Stance]]:
        """Yield where a cue begins, and the stance that it gives."""
        index = 0
        negated_until = 0
        while index < len(forms):
            cue = _cue_at(self._cues, forms, index)
            negation = _cue_at(self._negations, forms, index)
            # What negates and is a cue itself, such as "nobody", is not turned by a negation before it.
            is_negated = negation is None and index < negated_until
            if negation is not None:
                negated_until = index + 1 + NEGATION_REACH
                cue = cue or (negation[0][:1], Stance.LACK)
            if cue is None:
                index += 1
                continue

            words, stance = cue
            if is_negated:
                stance = OPPOSITE[stance]
            yield index, stance
            index += len(words)


def _cue_at(cues: CuesByFirst, forms: Forms, index: int) -> Cue | None:
    """Return the longest cue that begins at this word."""
    candidates = cues.get(forms[index], ())
    for cue in candidates:
        words, _ = cue
        end = index + len(words)
        if forms[index:end] == words:
            return cue
    return None


def _by_first(cues: Iterable[Cue]) -> CuesByFirst:
    """Index cues by their first word, the longest first."""
    index: CuesByFirst = {}
    for cue in cues:
        words, _ = cue
        first = words[0]
        index.setdefault(first, []).append(cue)

    for alike in index.values():
        alike.sort(key=lambda cue: (-len(cue[0]), cue))
    return index
