"""Everything that is asked of one state of the knowledge: as it is served, or as if a draft were served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.advice.advisor import Advisor
from bot.cache import Cache
from bot.check.conversation_checks import play_all, read_all
from bot.check.cost import Cost, cost
from bot.check.coverage import Coverage, coverage
from bot.check.grading import Checked, Grade
from bot.check.phrase_index import PhraseIndex
from bot.check.phrasebook import Phrasebook
from bot.check.places import holders
from bot.check.question_checks import ask_all, silent_examples
from bot.check.question_files import asked_files
from bot.errors import Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.reader import Reading
from bot.reading import Matcher


@dataclass(frozen=True, slots=True)
class Examination:
    """How all questions are answered, and the examples that get no answer."""

    reading: Reading
    knowledge: Knowledge
    matcher: Matcher
    index: PhraseIndex
    asked: tuple[Checked, ...]
    silent: tuple[Problem, ...]

    def coverage(self, names: Iterable[str]) -> dict[str, list[Coverage]]:
        """Return what the phrases of comparisons cover, of those that are one's own."""
        found = {}
        for name in names:
            if self._is_foreign(name):
                continue
            comparison = self.knowledge.comparisons[name]
            found[name] = coverage(
                holders(self.reading, name, comparison),
                name,
                self.asked,
                self.matcher,
                self.index,
            )
        return found

    def cost(self) -> Cost | None:
        """Return what one's own comparisons cost those that come with whichrole."""
        own = []
        for name in self.knowledge.served():
            # Phrases of one's own may have been added to a shipped comparison.
            phrases = self.reading.phrases[name]
            if not self._is_foreign(name) or not self.reading.is_foreign(phrases):
                own.append(name)

        # A language of one's own, without a comparison, may change answers too.
        path = self.reading.folders[-1]
        if own:
            path = self._path(own[0])

        before = []
        for one in self.asked:
            # By itself the shipped knowledge answers all but its known gaps: its tests see to that.
            if one.file.is_foreign and not one.question.gap:
                before.append(one)
        return cost(own, path, before, is_draft=False)

    def cost_of_draft(self, name: str, served: Examination | None) -> Cost | None:
        """Return what a draft that is examined costs all others; without `served` these are as shipped."""
        # Each examination has objects of its own for the same question; its key is the same in both.
        was_right = set()
        for one in served.asked if served else ():
            if one.verdict is Grade.RIGHT:
                was_right.add(one.key)

        before = []
        for one in self.asked:
            if one.comparison == name:
                continue
            is_right = one.key in was_right if served else not one.question.gap
            if is_right:
                before.append(one)

        path = self._path(name)
        return cost([name], path, before, is_draft=True)

    def _path(self, name: str) -> Path:
        return self.reading.comparisons[name].path

    def _is_foreign(self, name: str) -> bool:
        document = self.reading.comparisons[name]
        return self.reading.is_foreign(document)


def examined(reading: Reading, knowledge: Knowledge, cache: Cache) -> Examination:
    """Ask all questions of the knowledge, play all conversations and read all clauses."""
    matcher = Matcher(knowledge, cache=cache)
    advisor = Advisor(knowledge, matcher=matcher)
    index = PhraseIndex(knowledge, advisor.matcher)
    asked = _everything_asked(reading, knowledge, advisor, index)
    silent = silent_examples(knowledge, advisor, reading)
    return Examination(
        reading=reading,
        knowledge=knowledge,
        matcher=advisor.matcher,
        index=index,
        asked=tuple(asked),
        silent=tuple(silent),
    )


def _everything_asked(
    reading: Reading,
    knowledge: Knowledge,
    advisor: Advisor,
    index: PhraseIndex,
) -> Iterator[Checked]:
    book = Phrasebook(knowledge, reading, advisor.matcher)
    for file in asked_files(knowledge, reading):
        yield from ask_all(file, advisor, book, index)
        yield from play_all(file, advisor)
        yield from read_all(file, advisor)
