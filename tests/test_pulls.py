"""`whichrole check` says which phrases and words pull a question away from its answer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.check import examine
from bot.check.phrasebook import Phrasebook
from bot.knowledge.reader import read
from bot.reading import RECOMMENDATION, Feature, Matcher, Outcome
from tests.cache import CACHE
from tests.checking import COMPARISON, PHRASES, QUESTIONS, TODAY, as_asked, begin, checked, said
from tests.conftest import DATABASES, KNOWLEDGE
from tests.test_knowledge import replace


def test_the_phrase_that_pulls_a_question_away_is_quoted_with_its_line(folder: Path) -> None:
    line = replace(
        folder / PHRASES,
        "many-writers:\n",
        "many-writers:\n    - the zebra keeper and the zebra count the stripes of zebras\n",
    )
    question = "{ask: the zebra keeper wants stripes, roles: [sqlite], criterion: offline-device}"
    said, _, pulled = as_asked(folder, question)
    assert said.endswith("must get offline-device, but gets many-writers")
    quoted = f'"the zebra keeper and the zebra count the stripes of zebras" ({PHRASES}:{line + 1})'
    assert pulled.startswith(f"    pulled away by {quoted}")


def test_only_phrases_of_the_wrong_criterion_are_quoted_those_with_most_words_first(folder: Path) -> None:
    begin(folder, "inside-an-app", "a giraffe is in fashion", "the keeper of a giraffe counts stripes")
    begin(
        folder,
        "no-administrator",
        "stripes without signal, which the keeper counts, and nobody to look after it",
    )
    question = "{ask: keeper of giraffe counts stripes, roles: [sqlite], criterion: no-administrator}"
    said, why, pulled, *_ = as_asked(folder, question)
    assert said.endswith("must get no-administrator, but gets inside-an-app")
    assert why.startswith("    for inside-an-app: ")
    assert pulled.startswith('    pulled away by "the keeper of a giraffe counts stripes" (')
    assert "signal" not in pulled


@pytest.mark.parametrize(
    ("role", "criterion", "other", "pulling"),
    [
        ("postgresql", "many-writers", "sqlite", "the plane has no signal"),
        ("sqlite", "offline-device", "postgresql", "at the same moment"),
    ],
)
def test_of_two_roles_in_place_of_one_the_other_one_is_what_pulls(
    folder: Path, role: str, criterion: str, other: str, pulling: str
) -> None:
    message = (
        "clerks save at the same moment and wait for each other. The app must also keep its notes while the "
        "plane has no signal."
    )
    said, why, pulled = as_asked(folder, f"{{ask: {message}, roles: [{role}], criterion: {criterion}}}")
    assert said.endswith(f"must get {criterion}, but gets postgresql and sqlite")
    assert why.startswith(f"    for recommendation {other}: ")
    assert pulling in pulled


def test_a_phrase_that_shares_only_function_words_is_not_blamed(folder: Path) -> None:
    reading = read([folder])
    assert reading.knowledge
    book = Phrasebook(reading.knowledge, reading, Matcher(reading.knowledge, cache=CACHE))
    role = Outcome(RECOMMENDATION, "postgresql-vs-sqlite", "postgresql")
    assert book.pulling(role, [(1.0, Feature("the", 0, 3))]) == []
    assert book.pulling(role, [(1.0, Feature("clerk", 0, 5, is_content=True))])


def test_no_phrase_is_blamed_where_nothing_is_missing(folder: Path) -> None:
    message = "two checkouts at the same moment were fixed last week"
    said, why = as_asked(folder, f"{{ask: {message}, roles: [sqlite], criterion: offline-device}}")
    assert said.endswith("must get offline-device, but gets acknowledgement")
    assert why.startswith('    for many-writers: "')
    assert "; recommends nothing because all that it says of needs is there" in why


@pytest.fixture(scope="module")
def beside_shipped(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the lines of errors where shipped phrases pull questions of one's own."""
    own = Path(shutil.copytree(DATABASES, tmp_path_factory.mktemp("beside") / "own"))
    question = "our models work in notebooks but never reach customers"
    asked = f"  - {{ask: {question}, roles: [sqlite], criterion: offline-device}}\n  - not: {question}\n"
    replace(own / QUESTIONS, "questions:\n", f"questions:\n{asked}")
    report = examine([KNOWLEDGE, own], TODAY, CACHE)
    assert set(report.coverage) == {"postgresql-vs-sqlite"}, "of the shipped phrases nothing is reported"
    errors, _ = said(report, own)
    return [line for error in errors for line in error.split("\n")]


def test_where_shipped_phrases_pull_their_criterion_is_named_and_what_to_do(
    beside_shipped: list[str],
) -> None:
    first, _, pulled = beside_shipped[:3]
    assert "in data-scientist-vs-ml-engineer" in first
    named = r'    pulled away by data-scientist-vs-ml-engineer, stuck-models, with the words .*notebooks"'
    assert re.match(named, pulled)
    assert "write situations with content words of your own; if it truly fits both" in pulled
    assert ".yaml:" not in pulled


def test_what_must_be_refused_and_is_not_needs_a_near_by_topic(beside_shipped: list[str]) -> None:
    first, _, last = beside_shipped[3:]
    assert "must get no advice, but gets stuck-models in data-scientist-vs-ml-engineer" in first
    assert last.startswith("    add a topic under `not_covered`, or phrases to one, with words such as ")


def test_phrases_that_keep_a_question_from_being_refused_are_quoted(folder: Path) -> None:
    replace(folder / QUESTIONS, "questions:\n", "questions:\n  - not: clerks save at once and wait\n")
    errors, _ = checked(folder)
    *_, last = errors[0].split("\n")
    assert last.startswith('    pulled away by "')
    assert "; add a topic under `not_covered`, or phrases to one, with its words" in last


def test_a_near_by_topic_that_refuses_a_question_is_named(folder: Path) -> None:
    question = "what would the cheapest hosted instance cost"
    *_, last = as_asked(folder, f"{{ask: {question}, roles: [sqlite], criterion: offline-device}}")
    assert re.match(rf'    pulled away by the near-by topic `price`: ".*" \(phrases/{COMPARISON}:\d+\)', last)


def test_words_are_quoted_as_they_were_written(folder: Path) -> None:
    question = "Clerks were saving at the same moments, waiting"
    _, why, *_ = as_asked(folder, f"{{ask: '{question}', roles: [sqlite], criterion: offline-device}}")
    quoted = re.findall(r'"([^"]*)"', why)
    assert quoted
    assert all(words in question for words in quoted)
