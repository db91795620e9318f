"""What a message does beside describing a need: it asks why, objects, takes something back, says yes.

A message does one of these only if all of it is (nearly) a phrase, or all of it is described by a template,
of the language file; words such as "ok" and "so" at both ends are passed over. Likeness is the normalised
Indel similarity of rapidfuzz, in percent. A few acts are also looked for in part of a message: see `holds`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz, process

from bot.knowledge.language import ActId, Language
from bot.reading.statements import Statement, spoken_forms
from bot.reading.templates import Templates
from bot.reading.weights import Weights
from bot.reading.words import ROLE_SLOT, Clause

BEGIN, END = "^", "$"
ALIKE = 92.0
SMOOTHING = 6.0
"""Of the weights of words for acts: nearly all phrases do none, beside which those of an act are few."""
MIN_FUZZY = 6
"""Characters from which a message need only be nearly a phrase; in short ones every letter counts."""


class Act(StrEnum):
    """What a message does; the names are those of the lists in the language file."""

    DEFINE = "define"
    WHY = "why"
    WHY_NOT = "why-not"
    SURE = "sure"
    CHALLENGE = "challenge"
    THAT_ONE = "that-one"
    OTHER_ONE = "other-one"
    ORDER = "order"
    BOTH = "both"
    ONE_PERSON = "one-person"
    DIFFERENCE = "difference"
    SOURCE = "source"
    MORE = "more"
    REPEAT = "repeat"
    START_OVER = "start-over"
    RETRACT = "retract"
    OBJECT = "object"
    AGREE = "agree"
    THANK = "thank"
    CONFIRM = "confirm"
    ASIDE = "aside"
    SUPPOSE = "suppose"
    LIMIT = "limit"
    STAFF = "staff"
    WHO = "who"
    OTHER_JOB = "other-job"
    PAIR = "pair"
    FOCUS = "focus"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
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


PREAMBLES = frozenset({Act.AGREE, Act.THANK, Act.ASIDE})
"""Acts after which a message may go on to do something else."""

MAX_PREAMBLES = 3
"""Statements that only agree or think aloud and are passed over before what a message does."""
IN_PART = frozenset(
    {Act.PAIR, Act.FOCUS, Act.WITHDRAW, Act.CORRECT, Act.LIMIT, Act.STAFF, Act.WHO, Act.OTHER_JOB}
)
"""Acts that part of a message does, whatever else it says."""

GUESS_MARGIN = 0.5
SURE_GUESS = 1.0
"""Leads (scaled log odds) from which words tell what a message does: a message alone, and part of one."""

FAMILIES = (
    {Act.WHY, Act.SURE, Act.CHALLENGE, Act.WHY_NOT},
    {Act.ORDER, Act.BOTH, Act.ONE_PERSON, Act.LIMIT},
    {Act.AGREE, Act.THANK, Act.ASIDE, Act.YES},
    {Act.OBJECT, Act.NO},
    {Act.RETRACT, Act.WITHDRAW},
)
"""Acts that are met alike: it matters little which of them a message does."""

ReadPhrase = tuple[str, tuple[Clause, ...]]
"""A phrase of the language file, as it is written and as it is read."""


class Acts:
    """The phrases and templates of all acts, ready to be looked up."""

    def __init__(
        self,
        language: Language,
        phrases: Mapping[ActId, Iterable[ReadPhrase]],
        others: Iterable[tuple[Clause, ...]],
    ) -> None:
        """Take each act's phrases, and phrases that are none.

        Raises TemplateError for a template that cannot be understood.
        """
        self._fillers = frozenset(language.fillers)
        self._templates = Templates(language, language.acts)
        self._verbatim: dict[str, Act] = {}
        self._known: dict[str, Act] = {}
        texts: list[tuple[Act | None, list[str]]] = []
        for name, written in phrases.items():
            for phrase, clauses in written:
                self._add(Act(name), phrase, clauses)
                texts.append((Act(name), list(_features(clauses))))
        texts += [(None, list(_features(clauses))) for clauses in others]
        self._weights = Weights[Act | None](texts, frozenset(), lambda act: 1.0, SMOOTHING)

    def _add(self, act: Act, phrase: str, clauses: tuple[Clause, ...]) -> None:
        self._verbatim.setdefault(phrase.casefold(), act)
        is_spoken = phrase[0].isalnum() or phrase.startswith(ROLE_SLOT)  # of ":+1:" only "1" could be spoken
        if not is_spoken:
            return
        spoken = " ".join(self._core(clauses))
        if spoken == ROLE_SLOT:
            return
        if spoken == phrase or spoken not in self._fillers:  # "n" is read as "and"
            self._known.setdefault(spoken, act)

    def find(self, text: str, statements: Sequence[Statement]) -> Act | None:
        """Return what a message does, or None when it says more than that.

        What only agrees or thinks aloud before it is passed over: "Understood. And who wrote that?"
        """
        if exact := self._verbatim.get(text.strip().casefold()):
            return exact
        for first in range(min(len(statements), MAX_PREAMBLES + 1)):
            clauses = [statement.words for statement in statements[first:]]
            if act := self._find(clauses):
                return act
            if not self.is_preamble(statements[first]):
                return None
        return None

    def is_preamble(self, statement: Statement) -> bool:
        """Tell whether a statement only agrees, thanks or thinks aloud."""
        return self._find([statement.words]) in PREAMBLES

    def does(self, act: Act, statement: Statement) -> bool:
        """Tell whether a statement by itself does this, and nothing else."""
        return self._find([statement.words]) is act

    def _find(self, clauses: Sequence[Clause]) -> Act | None:
        core = self._core(clauses)
        spoken = " ".join(core)
        if spoken in self._known:
            return self._known[spoken]
        for act in Act:
            if act not in IN_PART and self._templates.is_all(act, core):
                return act
        if len(spoken) < MIN_FUZZY:
            return None
        found = process.extractOne(spoken, self._known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._known[found[0]] if found else None

    def guess(self, clauses: Sequence[Clause], least: float = GUESS_MARGIN) -> Act | None:
        """Return what the words of a short message most likely do, or None if that is not clear.

        Clear is a lead (scaled log odds) of at least `least`.

        The method is that of the matcher, complement naive Bayes, over words as they stand.
        """
        features = list(_features(clauses))
        scores = self._weights.scores(features)
        best = max(scores, key=lambda act: scores[act])
        alike = next((family for family in FAMILIES if best in family), {best})
        rival = max(score for act, score in scores.items() if act not in alike)
        lead = (scores[best] - rival) / math.sqrt(len(features) or 1)
        return best if lead >= least else None

    def holds(self, act: Act, clauses: Sequence[Clause]) -> bool:
        """Tell whether part of a message does this."""
        forms = spoken_forms([word for clause in clauses for word in clause])
        return self._templates.is_found(act, forms)

    def _core(self, clauses: Iterable[Clause]) -> list[str]:
        """Return the words without the fillers at both ends; all of them if there are no others."""
        forms = spoken_forms([word for clause in clauses for word in clause])
        core = [form for form, after in pairwise([*forms, ""]) if not self._is_article(form, after)]
        while core and core[0] in self._fillers:
            core.pop(0)
        while core and core[-1] in self._fillers:
            core.pop()
        return core or forms

    def _is_article(self, form: str, after: str) -> bool:
        return form in self._fillers and after == ROLE_SLOT


def _features(clauses: Iterable[Clause]) -> Iterator[str]:
    """Yield the words of a message as they stand, and each pair of them."""
    forms = spoken_forms([word for clause in clauses for word in clause])
    yield from dict.fromkeys(forms)
    yield from dict.fromkeys(f"{before} {after}" for before, after in pairwise([BEGIN, *forms, END]))
