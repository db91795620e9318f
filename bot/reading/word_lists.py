"""The language's lists of words, each entry written as the words of a message are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.knowledge.language import Language

Words = frozenset[str]


class WordLists:
    """Sets of word forms; those that are looked up by stem are called `..._stems`."""

    def __init__(
        self, language: Language, forms: Callable[[str], tuple[str, ...]], stem: Callable[[str], str]
    ) -> None:
        """Read every list; `forms` splits an entry into words."""

        def spoken(entries: Iterable[str]) -> Words:
            read = map(forms, entries)
            return frozenset(map(" ".join, read))

        def stems(entries: Iterable[str]) -> Words:
            read = spoken(entries)
            return frozenset(map(stem, read))

        self.function_stems = stems(language.function_words)
        self.foreign_words = spoken(language.foreign_words)
        self.fillers = spoken(language.fillers)
        self.addresses = spoken(language.addresses)

        self.breaks = spoken(language.clause_breaks)
        self.break_stems = stems(language.clause_breaks)
        self.soft_breaks = spoken(language.soft_breaks)
        self.contrasts = spoken(language.contrasts)
        self.joints = spoken(language.joints)
        self.coordinator_stems = stems(language.coordinators)

        self.question_words = spoken(language.question_words)
        self.open_questions = spoken(language.open_questions)
        self.own_voice = spoken(language.own_voice)
        self.parallels = spoken(language.parallels)
        self.present = spoken(language.present)
        self.references = spoken(language.references)
        self.possessives = spoken(language.possessives)
        self.additions = spoken(language.additions)
        self.corrections = spoken(language.corrections)

        # Both are looked up: "officer" begins as an occupation, "office" only has its stem.
        occupations = spoken(language.occupations)
        self.occupations = tuple(sorted(occupations))
        self.occupation_stems = stems(language.occupations)

        # Words that say that something is there or missing; they are part of no name.
        polarity = language.polarity
        framing: set[str] = set()
        cues = (*polarity.have, *polarity.lack)
        for cue in cues:
            framing.update(forms(cue))
        self.framing_stems = frozenset(map(stem, framing))
