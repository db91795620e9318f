"""Short messages that lean on what was said before, such as "why?" or "yes": recognised as a whole.

A message is one of these only if all of it is (nearly) one of the phrases in the language file; anything else
is weighed by its words. Likeness is the normalised Indel similarity of rapidfuzz, in percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz, process

from bot.language import ROLE_SLOT, Clause

ALIKE = 92.0
MIN_FUZZY = 6
"""Characters from which a message need only be nearly a phrase; in short ones every letter counts."""


class FollowUp(StrEnum):
    """What a short message wants; the names are those of the lists in the language file."""

    WHY = "why"
    WHY_NOT = "why-not"
    SURE = "sure"
    THAT_ONE = "that-one"
    OTHER_ONE = "other-one"
    ORDER = "order"
    DIFFERENCE = "difference"
    SOURCE = "source"
    MORE = "more"
    REPEAT = "repeat"
    START_OVER = "start-over"
    RETRACT = "retract"
    DECIDE = "decide"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    NEITHER = "neither"
    BACK = "back"
    STOP = "stop"


class FollowUps:
    """The phrases of all follow-ups, ready to be looked up."""

    def __init__(
        self, phrases: Mapping[str, Iterable[tuple[str, tuple[Clause, ...]]]], fillers: Iterable[str]
    ) -> None:
        """Take each list's phrases, as written and as read, and the words to be passed over at both ends."""
        self._fillers = frozenset(fillers)
        self._verbatim: dict[str, FollowUp] = {}
        self._known: dict[str, FollowUp] = {}
        for name, written in phrases.items():
            for phrase, clauses in written:
                self._verbatim.setdefault(phrase.casefold(), FollowUp(name))
                if phrase[0].isalnum() or phrase.startswith(ROLE_SLOT):  # of ":+1:" only "1" could be spoken
                    spoken = self._spoken(clauses)
                    if spoken == phrase or spoken not in self._fillers:  # "n" is read as "and"
                        self._known.setdefault(spoken, FollowUp(name))

    def find(self, text: str, clauses: Sequence[Clause]) -> FollowUp | None:
        """Return what a message wants, or None when it says more than that."""
        if exact := self._verbatim.get(text.strip().casefold()):
            return exact
        spoken = self._spoken(clauses)
        if spoken in self._known or len(spoken) < MIN_FUZZY:
            return self._known.get(spoken)
        found = process.extractOne(spoken, self._known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._known[found[0]] if found else None

    def _spoken(self, clauses: Iterable[Clause]) -> str:
        words = [word for clause in clauses for word in clause]
        forms = [ROLE_SLOT if word.role else word.form for word in words]
        core = [form for form, after in pairwise([*forms, ""]) if not self._is_article(form, after)]
        while core and core[0] in self._fillers:
            core.pop(0)
        while core and core[-1] in self._fillers:
            core.pop()
        return " ".join(core or forms)

    def _is_article(self, form: str, after: str) -> bool:
        return form in self._fillers and after == ROLE_SLOT
