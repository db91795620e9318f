"""Everything that is asked of one state of the knowledge: as it is served, or as if a draft were served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.advice.advisor import Advisor
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
from bot.knowledge.models import Knowledge
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

    def coverage(self, names: Iterable[str]) -> dict[str, Sequence[Coverage]]:
        """Return what the phrases of comparisons cover, of those that are one's own."""
        found: dict[str, Sequence[Coverage]] = {}
        for name in names:
            if not self._is_foreign(name):
                held = holders(self.reading, name, self.knowledge.comparisons[name])
                found[name] = coverage(held, name, self.asked, self.matcher, self.index)
        return found

    def cost(self) -> Cost | None:
        """Return what one's own comparisons cost those that come with whichrole."""
        own = [name for name in self.knowledge.served() if not self._is_foreign(name)]
        shipped = [one for one in self.asked if one.file.is_foreign and not one.question.gap]
        changed = [one for one in shipped if one.is_missed]
        path = self.reading.comparisons[own[0]].path if own else self.reading.folders[-1]
        return cost(own, path, is_draft=False, before=len(shipped), changed=changed)

    def cost_of_draft(self, name: str, served: Examination | None) -> Cost | None:
        """Return what a draft that is examined costs all others; without `served` these are as shipped."""
        others = [one for one in self.asked if one.comparison != name]
        if served is None:
            right = [one for one in others if not one.question.gap]
        else:
            was_right = {(one.comparison, one.question) for one in served.asked if one.verdict is Grade.RIGHT}
            right = [one for one in others if (one.comparison, one.question) in was_right]
        changed = [one for one in right if one.is_missed]
        path = self.reading.comparisons[name].path
        return cost([name], path, is_draft=True, before=len(right), changed=changed)

    def _is_foreign(self, name: str) -> bool:
        return self.reading.is_foreign(self.reading.comparisons[name])


def examined(reading: Reading, knowledge: Knowledge) -> Examination:
    """Ask all questions of the knowledge, play all conversations and read all clauses."""
    advisor = Advisor(knowledge)
    index = PhraseIndex(advisor.matcher)
    asked = tuple(_everything_asked(reading, knowledge, advisor, index))
    silent = tuple(silent_examples(knowledge, advisor, reading))
    return Examination(reading, knowledge, advisor.matcher, index, asked, silent)


def _everything_asked(
    reading: Reading, knowledge: Knowledge, advisor: Advisor, index: PhraseIndex
) -> Iterator[Checked]:
    book = Phrasebook(knowledge, reading, advisor.matcher)
    for file in asked_files(knowledge, reading):
        yield from ask_all(file, advisor, book, index)
        yield from play_all(file, advisor)
        yield from read_all(file, advisor)
