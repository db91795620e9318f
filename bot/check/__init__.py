"""Is the knowledge right as a whole? Every problem with its place, and every question with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.advisor import Advisor
from bot.check.asking import Asked, ask_all, repeated_phrases, silent_examples, wrong_answers
from bot.check.meaning import errors, unwritten, warnings
from bot.errors import KnowledgeError, Problem
from bot.knowledge import Knowledge
from bot.loading import Reading, read

__all__ = ["Report", "examine", "read_knowledge"]


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, what should be looked at, and how every question was answered."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    asked: tuple[Asked, ...] = ()


def read_knowledge(*folders: Path) -> Knowledge:
    """Read the folders as one set; raises KnowledgeError with every problem that keeps it out of service."""
    reading = read(folders)
    found = _problems(reading)
    if found or reading.knowledge is None:
        raise KnowledgeError(found)
    return reading.knowledge


def examine(folders: Sequence[Path], today: date) -> Report:
    """Read the folders, look for everything that is wrong, and ask every question if nothing is."""
    reading = read(folders)
    found = _problems(reading)
    noted = tuple(sorted(warnings(reading, today)))
    if found or reading.knowledge is None:
        return Report(found, noted)
    knowledge = reading.knowledge
    advisor = Advisor(knowledge)
    asked = tuple(ask_all(knowledge, advisor, reading))
    if drafts := _finished_drafts(knowledge):
        asked += tuple(one for one in ask_all(drafts, Advisor(drafts), reading) if one.is_draft)
    wrong, doubtful = wrong_answers(asked)
    repeated = repeated_phrases(knowledge, advisor, reading)
    silent = silent_examples(knowledge, advisor, reading)
    return Report(tuple(sorted((*wrong, *repeated, *silent))), tuple(sorted((*noted, *doubtful))), asked)


def _problems(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with the files each, and with what they mean together."""
    return tuple(sorted({*reading.problems, *errors(reading)}))


def _finished_drafts(knowledge: Knowledge) -> Knowledge | None:
    """Return the knowledge with those drafts in service in which nothing is still to be written."""
    finished = {
        name: comparison.model_copy(update={"draft": False})
        for name, comparison in knowledge.comparisons.items()
        if comparison.draft and not any(unwritten(comparison))
    }
    if not finished:
        return None
    return Knowledge(knowledge.comparisons | finished, knowledge.language, knowledge.questions)
