"""The report on all knowledge: every problem with its place, and every question with its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.cache import NOTHING_KEPT, Cache
from bot.check.consistency import errors
from bot.check.cost import Cost
from bot.check.coverage import Coverage
from bot.check.examination import Examination, examined
from bot.check.grading import Checked, wrong_answers
from bot.check.lint import warnings
from bot.check.texts import is_written
from bot.errors import KnowledgeError, Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.reader import Reading, read


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, what should be looked at, and how every question was answered."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    asked: tuple[Checked, ...] = ()
    """The questions of all that is answered from, and those of finished drafts as if they were served.

    What comes with whichrole is left out while only drafts stand beside it: it gets its shipped answers.
    """
    coverage: Mapping[str, Sequence[Coverage]] = field(default_factory=dict)
    """What the phrases of one's own comparisons cover, by the comparison's name."""
    costs: tuple[Cost, ...] = ()
    """Which right answers change beside one's own comparisons: those that are served, and each draft."""


def read_knowledge(*folders: Path, with_drafts: bool = False, cache: Cache = NOTHING_KEPT) -> Knowledge:
    """Read the folders as one set, on demand with the drafts as if they were none.

    Raises KnowledgeError with every problem that keeps it out of service.
    """
    reading = read(folders, cache)
    found = _problems(reading)
    if found or reading.knowledge is None:
        raise KnowledgeError(found)

    knowledge = reading.knowledge
    if with_drafts:
        names = knowledge.comparisons
        knowledge = knowledge.with_drafts(names)
    if not knowledge.served():
        problem = _nothing_served(folders)
        raise KnowledgeError([problem])
    return knowledge


def examine(folders: Sequence[Path], today: date, cache: Cache) -> Report:
    """Read the folders, look for everything that is wrong, and ask every question if nothing is."""
    reading = read(folders, cache)
    knowledge = reading.knowledge
    found = _problems(reading)
    noted = list(warnings(reading, today))
    if knowledge and not knowledge.comparisons and not found:
        problem = _nothing_served(folders)
        found = (problem,)
    # What could be read beside a problem is not what would be served: answers from it mean nothing.
    if found or knowledge is None:
        return Report(found, _in_order(noted))

    asked: list[Checked] = []
    wrong: list[Problem] = []
    covered: dict[str, list[Coverage]] = {}
    costs = []

    served: Examination | None = None
    if not knowledge.served():
        noted.append(_nothing_served(folders))
    elif not _is_as_shipped(reading, knowledge):
        served = examined(reading, knowledge, cache)
        asked += served.asked
        names = knowledge.served()
        covered |= served.coverage(names)
        cost_of_own = served.cost()
        costs.append(cost_of_own)
        wrong, doubtful = wrong_answers(served.asked)
        wrong += served.silent
        noted += doubtful

    # Each draft by itself: finishing one must not depend on the others.
    for name in _finished_drafts(knowledge):
        with_draft = knowledge.with_drafts([name])
        draft = examined(reading, with_draft, cache)
        mine = [one for one in draft.asked if one.comparison == name]
        asked += mine
        covered |= draft.coverage([name])
        cost_of_draft = draft.cost_of_draft(name, served)
        costs.append(cost_of_draft)

        # Nothing of a draft is wrong: it is answered from only once its author says so.
        for problems in wrong_answers(mine):
            noted += problems
        noted += draft.silent

    return Report(
        errors=_in_order(wrong),
        warnings=_in_order(noted),
        asked=tuple(asked),
        coverage=covered,
        costs=tuple(cost for cost in costs if cost),
    )


def _problems(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with the files each, and with what they mean together."""
    found = [*reading.problems, *errors(reading)]
    return _in_order(found)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by their places, each once: the examination of each draft may find the same one."""
    different = set(problems)
    return tuple(sorted(different))


def _nothing_served(folders: Sequence[Path]) -> Problem:
    message = "holds only drafts, or nothing; finish one, or add one with `whichrole new`"
    return Problem(
        path=folders[-1],
        line=1,
        column=1,
        field="-",
        message=message,
    )


def _is_as_shipped(reading: Reading, knowledge: Knowledge) -> bool:
    """Tell whether all that is answered from comes with whichrole: its tests have asked its questions."""
    served = [reading.language, *reading.near_by.values()]
    for name in knowledge.served():
        served.append(reading.comparisons[name])
        served.append(reading.phrases[name])
    return all(map(reading.is_foreign, served))


def _finished_drafts(knowledge: Knowledge) -> list[str]:
    """Return the names of the drafts in which nothing is to be written any more."""
    names = []
    for name, comparison in knowledge.comparisons.items():
        if comparison.draft and is_written(name, knowledge):
            names.append(name)
    return names
