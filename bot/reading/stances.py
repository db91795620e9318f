"""Whether words stand for something that is there, or for something that is missing or wanted.

The cues come from the language's `polarity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from bot.knowledge.models import Polarity

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
        have = [(forms(cue), Stance.HAVE) for cue in polarity.have]
        lack = [(forms(cue), Stance.LACK) for cue in polarity.lack]
        negations = [(forms(cue), Stance.LACK) for cue in polarity.negation]
        self._cues = _by_first([*have, *lack])
        self._negations = _by_first(negations)

    def is_negation(self, form: str) -> bool:
        """Tell whether a word negates, or begins what does."""
        return form in self._negations

    def stances(self, forms: Forms) -> list[Stance]:
        """Return the stance of each word of a clause.

        It is that of the last cue up to the word, else that of the first one after it.
        """
        marks = dict(self._marks(forms))
        stance = marks[min(marks)] if marks else Stance.NEUTRAL
        found = []
        for index in range(len(forms)):
            stance = marks.get(index, stance)
            found.append(stance)
        return found

    def _marks(self, forms: Forms) -> Iterator[tuple[int, Stance]]:
        """Yield where a cue begins, and the stance that it gives."""
        negated_until = index = 0
        while index < len(forms):
            cue = _cue_at(self._cues, forms, index)
            is_negation = _cue_at(self._negations, forms, index) is not None
            is_negated = index < negated_until and not is_negation
            if is_negation:
                negated_until = index + 1 + NEGATION_REACH
            if cue is None:
                if is_negation:
                    yield index, Stance.LACK
                index += 1
                continue
            words, stance = cue
            yield index, OPPOSITE[stance] if is_negated else stance
            index += len(words)


def _cue_at(cues: CuesByFirst, forms: Forms, index: int) -> Cue | None:
    """Return the longest cue that begins at this word."""
    for cue in cues.get(forms[index], ()):
        words, _ = cue
        if forms[index : index + len(words)] == words:
            return cue
    return None


def _by_first(cues: Iterable[Cue]) -> CuesByFirst:
    """Index cues by their first word, the longest first."""
    index: CuesByFirst = {}
    for cue in cues:
        words, _ = cue
        index.setdefault(words[0], []).append(cue)
    for found in index.values():
        found.sort(key=lambda cue: (-len(cue[0]), cue))
    return index
