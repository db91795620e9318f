"""A comparison of one's own in a folder, edited and checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bot.check import Report, examine
from bot.check.coverage import Coverage
from tests.cache import CACHE
from tests.test_knowledge import replace

COMPARISON = "postgresql-vs-sqlite.yaml"
PHRASES = f"phrases/{COMPARISON}"
QUESTIONS = f"questions/{COMPARISON}"
THERAPIST = "physiotherapist-vs-massage-therapist"
TODAY = date(2026, 11, 1)
BAKERY = "questions:\n  - ask: where is the nearest bakery\n    roles: [sqlite]\n"


def said(report: Report, folder: Path) -> tuple[list[str], list[str]]:
    errors, warnings = (
        [str(problem).removeprefix(f"{folder}/") for problem in problems]
        for problems in (report.errors, report.warnings)
    )
    return errors, warnings


def checked(folder: Path, today: date = TODAY) -> tuple[list[str], list[str]]:
    return said(examine([folder], today, CACHE), folder)


def phrase_of(folder: Path, criterion: str) -> str:
    text = (folder / PHRASES).read_text(encoding="utf-8")
    found = re.search(rf"  {criterion}:\n\s+- (.*?)\n", text)
    assert found
    return found[1]


def criteria(folder: Path) -> list[str]:
    text = (folder / COMPARISON).read_text(encoding="utf-8")
    return re.findall(r"      - id: (.*)", text)


def more_asked(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Return errors and warnings when this is asked beside the questions, from line 2 on."""
    path = folder / "questions" / "more.yaml"
    path.write_text(f"comparison: postgresql-vs-sqlite\n{text}", encoding="utf-8")
    return checked(folder)


def as_asked(folder: Path, question: str) -> list[str]:
    """Return the lines of the errors when this question is the first one."""
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - {question}\n")
    errors, _ = checked(folder)
    return [line for error in errors for line in error.split("\n")]


def begin(folder: Path, criterion: str, *phrases: str) -> None:
    """Give a criterion these phrases in place of its own."""
    path = folder / PHRASES
    pattern = rf"(  {criterion}:\n)(?: {{4}}- [^\n]*\n)+"
    lines = "".join(f"    - {phrase}\n" for phrase in phrases)
    text, count = re.subn(pattern, rf"\g<1>{lines}", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


def covered(folder: Path) -> dict[str, Coverage]:
    (found,) = examine([folder], TODAY, CACHE).coverage.values()
    return {one.criterion: one for one in found}
