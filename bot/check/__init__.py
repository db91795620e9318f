"""Is the knowledge right as a whole? Every problem with its place, and every question with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.advice.advisor import Advisor
from bot.check.consistency import errors, is_written, warnings
from bot.check.conversation_checks import play_all, read_all
from bot.check.coverage import Coverage, coverage
from bot.check.phrasebook import Phrasebook
from bot.check.question_checks import (
    Checked,
    Grade,
    ask_all,
    repeated_phrases,
    shortened,
    silent_examples,
    wrong_answers,
)
from bot.check.question_files import asked_files
from bot.errors import KnowledgeError, Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.reader import Reading, read

__all__ = ["Report", "examine", "read_knowledge"]


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, what should be looked at, and how every question was answered."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    asked: tuple[Checked, ...] = ()
    coverage: Mapping[str, Sequence[Coverage]] = field(default_factory=dict)
    """What the phrases of one's own comparisons cover, by the comparison's name."""


def read_knowledge(*folders: Path, with_drafts: bool = False) -> Knowledge:
    """Read the folders as one set, on demand with the drafts as if they were none.

    Raises KnowledgeError with every problem that keeps it out of service.
    """
    reading = read(folders)
    found = _problems(reading)
    if found or reading.knowledge is None:
        raise KnowledgeError(found)
    known = reading.knowledge
    knowledge = known.with_drafts(known.comparisons) if with_drafts else known
    if not knowledge.served():
        raise KnowledgeError([_nothing_served(folders)])
    return knowledge


def examine(folders: Sequence[Path], today: date) -> Report:
    """Read the folders, look for everything that is wrong, and ask every question if nothing is."""
    reading = read(folders)
    found = _problems(reading)
    noted = tuple(sorted(warnings(reading, today)))
    if found or reading.knowledge is None:
        return Report(found, noted)
    knowledge = reading.knowledge
    covered: dict[str, Sequence[Coverage]] = {}
    if knowledge.served():
        advisor = Advisor(knowledge)
        asked, wrong, doubtful = _as_served(reading, knowledge, advisor)
        for name in knowledge.served():
            if not reading.is_foreign(reading.comparisons[name]):
                covered[name] = coverage(knowledge, name, asked, advisor.matcher)
    elif knowledge.comparisons:
        asked, wrong, doubtful = (), [], [_nothing_served(folders)]
    else:
        return Report((_nothing_served(folders),), noted)
    for name, comparison in knowledge.comparisons.items():
        if comparison.draft and is_written(name, knowledge):
            advisor = Advisor(knowledge.with_drafts([name]))
            of_draft, changes = _as_if_served(name, reading, knowledge, advisor, asked)
            covered[name] = coverage(knowledge, name, of_draft, advisor.matcher)
            asked += of_draft
            doubtful += changes
    return Report(tuple(sorted(set(wrong))), tuple(sorted({*noted, *doubtful})), asked, covered)


def _nothing_served(folders: Sequence[Path]) -> Problem:
    message = "holds only drafts, or nothing; finish one, or add one with `whichrole new`"
    return Problem(folders[-1], 1, 1, "-", message)


def _as_served(
    reading: Reading, knowledge: Knowledge, advisor: Advisor
) -> tuple[tuple[Checked, ...], list[Problem], list[Problem]]:
    """Return how the questions are answered, what is wrong with that, and what is doubtful."""
    asked = tuple(_everything_asked(knowledge, advisor, reading))
    wrong, doubtful = wrong_answers(asked)
    wrong += (*repeated_phrases(knowledge, advisor, reading), *silent_examples(knowledge, advisor, reading))
    return asked, wrong, doubtful


def _as_if_served(
    name: str, reading: Reading, knowledge: Knowledge, advisor: Advisor, before: Sequence[Checked]
) -> tuple[tuple[Checked, ...], list[Problem]]:
    """Return how a finished draft's questions are answered, and all that would be wrong were it no draft."""
    finished = knowledge.with_drafts([name])
    asked = tuple(_everything_asked(finished, advisor, reading))
    mine = tuple(one for one in asked if one.comparison == name)
    noted = [problem for found in wrong_answers(mine) for problem in found]
    noted += (*repeated_phrases(finished, advisor, reading), *silent_examples(finished, advisor, reading))
    right = {(one.comparison, one.question) for one in before if one.verdict is Grade.RIGHT}
    wrong = [one for one in asked if one.verdict is not Grade.RIGHT]
    changed = [one for one in wrong if (one.comparison, one.question) in right]
    if changed:
        message = (
            f"once served, this changes the answers to {len(changed)} other questions, such as "
            f'"{shortened(changed[0].question.text)}"; make its phrases more specific, or live with it'
        )
        noted.append(reading.comparisons[name].problem((), message))
    return mine, noted


def _everything_asked(knowledge: Knowledge, advisor: Advisor, reading: Reading) -> Iterator[Checked]:
    """Ask all questions, play all conversations and read all clauses."""
    book = Phrasebook(knowledge, reading, advisor.matcher)
    for file in asked_files(knowledge, reading):
        yield from ask_all(file, advisor, book)
        yield from play_all(file, advisor)
        yield from read_all(file, advisor)


def _problems(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with the files each, and with what they mean together."""
    return tuple(sorted({*reading.problems, *errors(reading)}))
