"""What a message does beside describing a need: it asks why, objects, takes something back, says yes.

A message does one of these only if all of it is (nearly) a phrase, or all of it is described by a template,
of the language; words such as "ok" and "so" at both ends are passed over. A few acts are also looked
for in part of a message: see `holds`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.knowledge.language import Act, Language
from bot.reading.statements import Statement
from bot.reading.templates import Templates, as_said, spoken_forms
from bot.reading.weights import Weights
from bot.reading.word_lists import WordLists
from bot.reading.words import ROLE_SLOT, Clause, Word

ALIKE = 92.0
"""From which likeness on a message is nearly a phrase: normalised Indel similarity, in percent."""
MIN_FUZZY = 6
"""Characters from which a message need only be nearly a phrase; in short ones every letter counts."""
MAX_PREAMBLES = 3
"""Statements that only agree or think aloud and are passed over before what a message does."""
ACT_SMOOTHING = 6.0
"""Counts added to every term of an act: nearly all phrases do none, beside which those of an act are few."""
SURE_GUESS = 1.0
"""Lead (scaled log odds) from which the words of part of a message tell what that does.

For a message as a whole, such leads are among the thresholds of `advice`.
"""
MAX_REMEMBERED = 500
"""Messages and statements whose act is remembered."""
MAX_LENGTHS = 100
"""Lengths of messages for which the phrases about as long are remembered."""

BEGIN, END = "^", "$"
"""Stand for the ends of a message in a pair of words."""


PREAMBLES = frozenset({Act.AGREE, Act.THANK, Act.ASIDE})
"""Acts after which a message may go on to do something else."""
IN_PART = frozenset(
    {
        Act.PAIR,
        Act.FOCUS,
        Act.WITHDRAW,
        Act.CORRECT,
        Act.LIMIT,
        Act.STAFF,
        Act.WHO,
        Act.ASK_ROLE,
        Act.OTHER_JOB,
    }
)
"""Acts that part of a message does, whatever else it says."""
FAMILIES = (
    {Act.WHY, Act.SURE, Act.CHALLENGE, Act.WHY_NOT},
    {Act.ORDER, Act.BOTH, Act.ONE_PERSON, Act.LIMIT},
    {Act.AGREE, Act.THANK, Act.ASIDE, Act.YES},
    {Act.OBJECT, Act.NO},
    {Act.RETRACT, Act.WITHDRAW},
)
"""Acts that are met alike: it matters little which of them a message does."""


class Sayings(NamedTuple):
    """Which act phrases do, by their name: as they are written, and by their words without fillers."""

    verbatim: dict[str, str]
    spoken: dict[str, str]


class Acts:
    """The phrases and templates of all acts, ready to be looked up."""

    def __init__(
        self,
        language: Language,
        lists: WordLists,
        sayings: Sayings,
        weights: Weights[str],
    ) -> None:
        """Take the phrases of the acts, and what each word says for an act; for none it is empty."""
        self._fillers = lists.fillers
        self._templates = Templates(language, language.acts)
        self._sayings = sayings
        self._weights = weights
        # Each phrase with its place in the language.
        self._by_length: dict[int, list[tuple[int, str]]] = {0: []}
        for place, phrase in enumerate(sayings.spoken):
            length = len(phrase)
            of_length = self._by_length.setdefault(length, [])
            placed = (place, phrase)
            of_length.append(placed)

        remembering = lru_cache(maxsize=MAX_REMEMBERED)
        self._find = remembering(self._find_anew)
        remembering_lengths = lru_cache(maxsize=MAX_LENGTHS)
        self._as_long = remembering_lengths(self._about_as_long)

    def prepare(self) -> None:
        """Do what the first message would wait for."""
        self._templates.prepare()

    def find(self, text: str, statements: Sequence[Statement]) -> Act | None:
        """Return what a message does, or None when it says more than that.

        What only agrees or thinks aloud before it is passed over: "Understood. And who wrote that?"
        """
        message = text.strip().casefold()
        # Emoji and the like hold no words, and are found only as they are written.
        verbatim = self._sayings.verbatim.get(message)
        if verbatim:
            return Act(verbatim)

        for first, statement in enumerate(statements[: MAX_PREAMBLES + 1]):
            rest = statements[first:]
            clauses = [part.words for part in rest]
            act = self._act_of(clauses)
            if act:
                return act
            if not self.is_preamble(statement):
                return None
        return None

    def is_preamble(self, statement: Statement) -> bool:
        """Tell whether a statement only agrees, thanks or thinks aloud."""
        act = self._act_of([statement.words])
        return act in PREAMBLES

    def does(self, act: Act, statement: Statement) -> bool:
        """Tell whether a statement by itself does this, and nothing else."""
        return self._act_of([statement.words]) is act

    def holds(self, act: Act, clauses: Iterable[Clause]) -> bool:
        """Tell whether part of a message does this."""
        words = chain.from_iterable(clauses)
        forms = spoken_forms(words)
        said = as_said(forms)
        return self._templates.is_found(act, said)

    def guess(self, words: Iterable[Word], least: float) -> Act | None:
        """Return what the words of a short message most likely do, or None if that is not clear.

        Clear is a lead (scaled log odds) of at least `least`. The method is that of the classifier,
        complement naive Bayes, over words as they stand.
        """
        clause = tuple(words)
        terms = list(act_terms([clause]))
        weighed, _ = self._weights.scores(terms)
        acts = self._weights.categories
        scores = dict(zip(acts, weighed.tolist(), strict=True))
        best = max(acts, key=scores.__getitem__)

        alike: set[str] = {best}
        for family in FAMILIES:
            if best in family:
                alike |= family
        rivals = [score for act, score in scores.items() if act not in alike]
        strongest = max(rivals)
        lead = scores[best] - strongest

        # By the root of their number, for terms add up like steps of a random walk.
        size = len(terms) or 1
        lead /= math.sqrt(size)
        if lead < least or not best:
            return None
        return Act(best)

    def _act_of(self, clauses: Iterable[Clause]) -> Act | None:
        core = core_of(clauses, self._fillers)
        return self._find(tuple(core))

    def _find_anew(self, core: tuple[str, ...]) -> Act | None:
        """Return what all of these words do."""
        spoken = " ".join(core)
        known = self._sayings.spoken
        if spoken in known:
            return Act(known[spoken])

        said = as_said(core)
        for act in Act:
            # What part of a message does would need the rest to say something.
            if act in IN_PART:
                continue
            if self._templates.is_all(act, said):
                return act

        if len(spoken) < MIN_FUZZY:
            return None
        nearest = process.extractOne(
            spoken,
            self._as_long(len(spoken)),
            scorer=fuzz.ratio,
            score_cutoff=ALIKE,
        )
        if nearest is None:
            return None
        phrase, _, _ = nearest
        return Act(known[phrase])

    def _about_as_long(self, length: int) -> Sequence[str]:
        """Return the phrases that can be nearly what so many characters say."""
        # What one of the two has more of than the other is different in any case.
        share = ALIKE / (200 - ALIKE)
        shortest = math.floor(length * share)
        longest = math.ceil(length / share)
        longest_phrase = max(self._by_length)
        longest = min(longest, longest_phrase)
        found = []
        for phrases_length in range(shortest, longest + 1):
            found += self._by_length.get(phrases_length, [])
        # In the order of the language: of phrases that are equally alike, the first is meant.
        found.sort()
        return [phrase for _, phrase in found]


def sayings_of(phrases: Iterable[tuple[str, str, Sequence[Clause]]], fillers: Collection[str]) -> Sayings:
    """Return the phrases of acts, given with the act and as they are read, ready to be looked up."""
    sayings = Sayings({}, {})
    for act, phrase, clauses in phrases:
        verbatim = phrase.casefold()
        sayings.verbatim.setdefault(verbatim, act)
        # Of ":+1:" only "1" could be spoken.
        is_spoken = phrase[0].isalnum() or phrase.startswith(ROLE_SLOT)
        if not is_spoken:
            continue

        core = core_of(clauses, fillers)
        spoken = " ".join(core)
        # The name of a role may be anything, and "n" is read as "and".
        is_filler = spoken in fillers and spoken != phrase
        if spoken != ROLE_SLOT and not is_filler:
            sayings.spoken.setdefault(spoken, act)
    return sayings


def core_of(clauses: Iterable[Clause], fillers: Collection[str]) -> list[str]:
    """Return the words without the fillers at both ends; all of them if there are no others."""
    words = chain.from_iterable(clauses)
    forms = spoken_forms(words)
    core = []
    for form, after in pairwise([*forms, ""]):
        # Before a role "a" and "the" say nothing, and phrases need not be written with each.
        is_article = after == ROLE_SLOT and form in fillers
        if not is_article:
            core.append(form)

    while core and core[0] in fillers:
        core.pop(0)
    while core and core[-1] in fillers:
        core.pop()

    # Fillers alone say something after all: "right", "ok then".
    return core or forms


def act_terms(clauses: Iterable[Clause]) -> Iterator[str]:
    """Yield what tells an act: the words of a message as they stand, and each pair of them, once."""
    words = chain.from_iterable(clauses)
    forms = spoken_forms(words)
    yield from dict.fromkeys(forms)

    bounded = [BEGIN, *forms, END]
    pairs = []
    for before, after in pairwise(bounded):
        pair = f"{before} {after}"
        pairs.append(pair)
    yield from dict.fromkeys(pairs)
