"""`whichrole check` counts what the phrases of each criterion cover, and says what to write next."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.check import examine
from bot.check.coverage import Coverage, advice
from tests.cache import CACHE
from tests.checking import COMPARISON, QUESTIONS, TODAY, begin, covered, criteria
from tests.command import whichrole
from tests.conftest import THERAPISTS
from tests.test_knowledge import replace

WHOLE = (
    "we are a hotel with {n} rooms, and since the clerks at both desks book in the same minute the last room "
    "is sold twice almost every weekend"
)


def ask_for(folder: Path, criterion: str, *questions: str) -> None:
    """Ask these questions, which must get a criterion of sqlite, and no others."""
    lines = "".join(
        f"  - ask: {question}\n    roles: [sqlite]\n    criterion: {criterion}\n" for question in questions
    )
    text = f"comparison: postgresql-vs-sqlite\nquestions:\n{lines}"
    (folder / QUESTIONS).write_text(text, encoding="utf-8")


def test_phrases_and_their_words_are_counted_for_every_criterion(folder: Path) -> None:
    begin(folder, "many-writers", "clerks wait", "the clerk is waiting", "the clerks wait for the clerk")
    found = covered(folder)
    assert list(found) == criteria(folder)
    one = found["many-writers"]
    assert (one.phrases, one.length) == (3, 4)
    begin(folder, "many-writers", "clerks wait")
    assert covered(folder)["many-writers"].words == one.words


@pytest.mark.parametrize(
    ("phrases", "to_write"),
    [
        (["clerks wait"], 20),
        (["clerks wait", WHOLE.format(n=3)], 19),
        ([WHOLE.format(n=n) for n in range(20)], 0),
        ([f"the clerks at desk {n} wait for a very long time" for n in range(40)], 0),
    ],
    ids=["a fragment", "a fragment and a situation", "situations", "many fragments"],
)
def test_it_is_counted_how_many_whole_situations_are_still_to_be_written(
    folder: Path, phrases: list[str], to_write: int
) -> None:
    begin(folder, "many-writers", *phrases)
    assert covered(folder)["many-writers"].to_write == to_write


def test_words_of_wrong_answers_come_before_those_of_right_ones(folder: Path) -> None:
    ask_for(
        folder,
        "offline-device",
        "the zebra app must work in the plane without any signal",
        "where is the nearest bakery",
    )
    one = covered(folder)["offline-device"]
    assert (one.questions, one.missed) == (2, 1)
    assert one.unknown.index("bakery") < one.unknown.index("zebra")


def test_a_word_that_another_criterion_knows_comes_before_one_that_none_knows(folder: Path) -> None:
    ask_for(folder, "offline-device", "may a giraffe meet the clerks")
    unknown = covered(folder)["offline-device"].unknown
    assert unknown.index("clerks") < unknown.index("giraffe")


def test_a_word_that_another_comparison_knows_counts_only_if_several_questions_share_it(
    folder: Path,
) -> None:
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    asked = ("an ankle of a giraffe", "a giraffe with swollen feet", "swollen eyes")
    ask_for(folder, "offline-device", *asked)
    found = examine([folder], TODAY, CACHE).coverage["postgresql-vs-sqlite"]
    (unknown,) = [one.unknown for one in found if one.criterion == "offline-device"]
    assert set(unknown[:2]) == {"giraffe", "swollen"}
    assert unknown.index("eyes") < unknown.index("ankle")


def test_words_that_a_phrase_holds_in_another_form_and_names_of_roles_are_not_unknown(folder: Path) -> None:
    begin(folder, "offline-device", "the giraffes are grazing")
    ask_for(folder, "offline-device", "does sqlite let a giraffe graze with 12 lamps")
    assert covered(folder)["offline-device"].unknown == ("lamps",)


def holding(
    criterion: str, *, to_write: int = 0, missed: int = 0, taken: int = 0, pulled: int = 0
) -> Coverage:
    """Return what nine phrases of 25 words hold, of whose six questions some are missed."""
    return Coverage(
        criterion=criterion,
        phrases=9,
        length=25,
        to_write=to_write,
        words=90,
        questions=6,
        right=6 - missed,
        missed=missed,
        taken=taken,
        pulled=pulled,
        unknown=tuple("abcdef"),
    )


def test_next_comes_the_criterion_with_most_wrong_answers() -> None:
    few = holding("few", to_write=20, missed=1)
    most = holding("most", to_write=11, missed=4)
    none = holding("none", to_write=20)
    *_, last = advice([few, most, none])
    facts = "(9 phrases, 25 words each; 4 of 6 questions not right yet)"
    assert last == f"Next: write whole situations for `most` {facts}, with words such as a, b, c, d, e."


def test_phrases_that_suffice_are_said_to_and_new_questions_are_asked_for() -> None:
    (line,) = advice([holding("a")])
    assert line.startswith("Next: ask somebody who has not read the phrases for new questions")
    (line,) = advice([holding("a"), holding("b", missed=1)])
    assert line.startswith("Next: look at what the questions of `b` get instead (1 of 6 ")


@pytest.mark.parametrize(
    ("taken", "pulled", "is_shipped", "is_own"),
    [(2, 0, True, False), (1, 1, False, True), (0, 2, False, True), (0, 0, False, False)],
    ids=["shipped phrases", "both", "own phrases", "none"],
)
def test_phrases_are_to_be_reworded_only_where_phrases_of_ones_own_pull(
    taken: int, pulled: int, is_shipped: bool, is_own: bool
) -> None:
    (line,) = advice([holding("a", missed=2, taken=taken, pulled=pulled)])
    assert ("only shipped phrases pull" in line) is is_shipped
    assert ("reword the phrases of yours" in line) is is_own


def test_the_phrases_of_a_draft_are_reported_once_it_is_finished(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    assert set(examine([folder], TODAY, CACHE).coverage) == {"postgresql-vs-sqlite"}
    replace(folder / COMPARISON, "quick_answer: ", "quick_answer: TODO ")
    assert examine([folder], TODAY, CACHE).coverage == {}


def test_the_report_on_phrases_fits_a_screen(folder: Path) -> None:
    shown = whichrole("check", str(folder), SHIPPED_KNOWLEDGE="off").stdout
    report = shown[shown.index("phrases of postgresql-vs-sqlite") :].splitlines()
    assert len(report) < 24
    assert re.match(r"many-writers +2 of 2 +15 +7 +20 +\d+  ", report[3])
    assert report[-2].startswith("Next: ")
