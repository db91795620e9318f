"""`whichrole check`: every mistake is named with its place, and signs of a hidden bias are pointed out."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.advice.advisor import Advisor
from bot.check import Report, examine, read_knowledge
from bot.check.coverage import Coverage, advice
from bot.check.grading import Grade, table
from bot.check.phrasebook import Phrasebook
from bot.knowledge.reader import read
from bot.reading import RECOMMENDATION, Feature, Matcher, Outcome
from tests.cache import CACHE
from tests.command import whichrole
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS
from tests.test_knowledge import replace

COMPARISON = "postgresql-vs-sqlite.yaml"
PHRASES = f"phrases/{COMPARISON}"
QUESTIONS = f"questions/{COMPARISON}"
TODAY = date(2026, 11, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATABASES, tmp_path / "own"))


def said(report: Report, folder: Path) -> tuple[list[str], list[str]]:
    errors, warnings = (
        [str(problem).removeprefix(f"{folder}/") for problem in problems]
        for problems in (report.errors, report.warnings)
    )
    return errors, warnings


def checked(folder: Path, today: date = TODAY) -> tuple[list[str], list[str]]:
    return said(examine([folder], today, CACHE), folder)


BAKERY = "questions:\n  - ask: where is the nearest bakery\n    roles: [sqlite]\n"


def phrase_of(folder: Path, criterion: str) -> str:
    text = (folder / PHRASES).read_text(encoding="utf-8")
    found = re.search(rf"  {criterion}:\n\s+- (.*?)\n", text)
    assert found
    return found[1]


def criteria(folder: Path) -> list[str]:
    text = (folder / COMPARISON).read_text(encoding="utf-8")
    return re.findall(r"      - id: (.*)", text)


def test_a_complete_comparison_of_another_field_has_no_problem(folder: Path) -> None:
    assert checked(folder) == ([], [])


def test_a_phrase_under_criteria_of_two_roles_is_an_error(folder: Path) -> None:
    first, *_, last = criteria(folder)
    phrase = phrase_of(folder, first)
    line = replace(folder / PHRASES, f"  {last}:\n", f"  {last}:\n    - {phrase}\n")
    errors, _ = checked(folder)
    assert len(errors) == 1
    (place,) = re.findall(rf"stands under `{first}` of postgresql as well \({PHRASES}:(\d+)\)", errors[0])
    assert phrase in (folder / PHRASES).read_text(encoding="utf-8").splitlines()[int(place) - 1]
    assert errors[0].startswith(f"{PHRASES}:{line + 1}:7 criteria.{last}[1]: ")


def test_one_alias_of_different_roles_in_two_comparisons_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(DATABASES, own)
    for place in ("", "phrases", "questions"):
        shutil.copy(KNOWLEDGE / place / "data-scientist-vs-ml-engineer.yaml", own / place)
    line = replace(own / COMPARISON, "aliases: [", "aliases: [DS, ")
    errors, _ = checked(own)
    assert [
        e for e in errors if e.startswith(f"{COMPARISON}:{line}:") and "`DS` is a name of data-scientist" in e
    ]


def beside_the_shipped(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """Return the errors of a file that comes before the shipped one in the alphabet."""
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    (own / COMPARISON).rename(own / "a-database.yaml")
    (own / PHRASES).rename(own / "phrases" / "a-database.yaml")
    (own / QUESTIONS).unlink()
    replace(own / file, old, new)
    errors, _ = said(examine([KNOWLEDGE, own], TODAY, CACHE), own)
    return errors


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("a-database.yaml", "aliases: [", "aliases: [DS, "),
        (
            "phrases/a-database.yaml",
            "many-writers:\n",
            "many-writers:\n    - our data scientists build great models that never leave the notebook\n",
        ),
    ],
)
def test_what_contradicts_the_shipped_knowledge_is_to_be_mended_in_ones_own_file(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    (error,) = beside_the_shipped(tmp_path, file, old, new)
    assert error.startswith(f"{file}:")
    assert " as well" in error


def test_a_shipped_question_that_repeats_a_phrase_of_ones_own_is_no_error(tmp_path: Path) -> None:
    phrase = "many-writers:\n    - is a masters in DS worth it\n"
    assert beside_the_shipped(tmp_path, "phrases/a-database.yaml", "many-writers:\n", phrase) == []


def test_a_phrase_of_a_criterion_that_is_not_covered_as_well_is_an_error(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    replace(folder / COMPARISON, "not_covered:\n", "not_covered:\n  more: I know nothing of it.\n")
    replace(folder / PHRASES, "not_covered:\n", f"not_covered:\n  more: [{phrase}]\n")
    errors, _ = checked(folder)
    (error,) = errors
    assert " not_covered.more[1]: stands under `many-writers` of postgresql as well" in error


def test_two_comparisons_of_the_same_roles_are_an_error(folder: Path) -> None:
    for place in (folder, folder / "phrases"):
        shutil.copy(place / COMPARISON, place / "sqlite-vs-postgresql.yaml")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith("sqlite-vs-postgresql.yaml:")
    assert f"roles: are those of {COMPARISON} as well" in error


def test_a_text_that_slack_would_cut_is_an_error(folder: Path) -> None:
    line = replace(folder / COMPARISON, "handoff: ", f"handoff: {'words ' * 600}")
    errors, _ = checked(folder)
    assert errors == [
        f"{COMPARISON}:{line}:12 bottom_line.handoff: is too long to be shown in Slack; shorten it"
    ]


TOO_LONG = "is too long to be shown in Slack; shorten it"


def test_a_table_that_fills_the_message_is_one_error(folder: Path) -> None:
    row = "{aspect: Cost, cells: {postgresql: &, sqlite: &}}".replace("&", "much " * 40)
    rows = "".join(f"  - {row}\n".replace("{aspect", f"{{id: row-{n}, aspect") for n in range(40))
    phrases = "".join(f"  row-{n}: [the cost of {n}]\n" for n in range(40))
    replace(folder / COMPARISON, "differences:\n", f"differences:\n{rows}")
    replace(folder / PHRASES, "differences:\n", f"differences:\n{phrases}")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" differences: {TOO_LONG}")


def test_many_criteria_that_fill_one_section_are_one_error(folder: Path) -> None:
    more = "".join(f"      - {{id: more-{n}, text: {'so much to do ' * 12}}}\n" for n in range(20))
    phrases = "".join(f"  more-{n}: [elephants number {n}]\n" for n in range(20))
    replace(folder / COMPARISON, "choose_when:\n", f"choose_when:\n{more}")
    replace(folder / PHRASES, "criteria:\n", f"criteria:\n{phrases}")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" roles.postgresql.choose_when: {TOO_LONG}")


def test_a_short_text_beside_a_long_one_is_not_too_long(folder: Path) -> None:
    criterion = f"{{id: talk, text: {'talk ' * 700}}}"
    replace(folder / COMPARISON, "choose_when:\n", f"choose_when:\n      - {criterion}\n")
    replace(folder / PHRASES, "criteria:\n", "criteria:\n  talk: [elephants that talk]\n")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith(f" roles.postgresql.choose_when[1].text: {TOO_LONG}")


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "warning"),
    [
        (
            PHRASES,
            "many-writers:\n",
            "many-writers:\n    - which of these do we have\n",
            "criteria.many-writers[1]",
            "decide nothing",
        ),
        (COMPARISON, 'reviewed: "2026-09"', 'reviewed: "2026-12"', "source.reviewed", "is still to come"),
        (
            PHRASES,
            "many-writers:\n",
            "many-writers:\n    - writes queue up, behind each other!\n",
            "criteria.many-writers[5]",
            '"writes queue up behind each other" stands here twice; keep one',
        ),
        (COMPARISON, "quick_answer: ", "quick_answer: TODO ", "quick_answer", "is still to be written"),
        (COMPARISON, "quick_answer: ", "quick_answer: Ask <!channel>, ", "quick_answer", "calls nobody"),
        (COMPARISON, "price: I", "price: Ask <@U012ABC>, I", "not_covered.price", "calls nobody"),
        (
            COMPARISON,
            "summary: A database",
            "summary: The best, #1 as they say, database",
            "-",
            "ends before ` #1`",
        ),
    ],
)
def test_what_should_be_looked_at_is_a_warning(
    folder: Path, file: str, old: str, new: str, place: str, warning: str
) -> None:
    line = replace(folder / file, old, new)
    errors, warnings = checked(folder)
    assert errors == []
    (found,) = [w for w in warnings if f"{place}: " in w and warning in w]
    assert line <= int(found.removeprefix(f"{file}:").split(":")[0]) <= line + 5


def test_a_role_with_many_more_phrases_is_a_warning(folder: Path) -> None:
    more = "".join(f"    - elephants on rack {chr(97 + n % 26)}{chr(97 + n // 26)}\n" for n in range(120))
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{more}")
    _, warnings = checked(folder)
    assert [
        w for w in warnings if "roles.sqlite.choose_when: sqlite has" in w and "this favours one role" in w
    ]


def test_a_difference_with_one_long_cell_is_a_warning(folder: Path) -> None:
    text = (folder / COMPARISON).read_text(encoding="utf-8")
    place = text.index("cells:\n")
    longer = re.sub(r"sqlite: .*", f"sqlite: {'much to say ' * 40}", text[place:], count=1)
    (folder / COMPARISON).write_text(text[:place] + longer, encoding="utf-8")
    _, warnings = checked(folder)
    assert [w for w in warnings if "differences[1].cells: one cell has" in w]


def test_a_comparison_without_questions_is_a_warning(folder: Path) -> None:
    (folder / QUESTIONS).unlink()
    _, warnings = checked(folder)
    assert [w for w in warnings if "has no questions" in w]


def test_a_criterion_that_no_question_asks_for_is_a_warning(folder: Path) -> None:
    path = folder / QUESTIONS
    path.write_text(
        re.sub(rf"\n    criterion: {criteria(folder)[0]}", "", path.read_text()), encoding="utf-8"
    )
    _, warnings = checked(folder)
    assert [w for w in warnings if "roles.postgresql.choose_when[1]: no question asks" in w]


def test_a_question_that_does_not_get_its_answer_is_explained_with_what_to_write(folder: Path) -> None:
    line = replace(folder / QUESTIONS, "questions:\n", BAKERY)
    errors, _ = checked(folder)
    first, second, third = errors[0].split("\n")
    assert first.startswith(f"{QUESTIONS}:{line + 1}:10 questions[1].ask: ")
    assert first.endswith("must get sqlite, but gets no advice")
    assert second.startswith('    for refusal: "')
    words = '"nearest", "bakery"'
    assert third == f"    pulled away by everyday talk, with the words {words}: write situations with them"


def test_words_that_no_phrase_holds_are_said_to_be_unknown(folder: Path) -> None:
    question = "{ask: frobnicating zorblaxes, roles: [sqlite], criterion: offline-device}"
    *_, last = as_asked(folder, question)
    assert last == '    no phrase holds "frobnicating", "zorblaxes"; write situations with such words'


@pytest.mark.parametrize(
    ("topic", "wrong"),
    [
        ("price", None),
        ("syntax", "must get no advice on syntax, but gets no advice on price"),
        ("none", "must get no advice, no topic, but gets no advice on price"),
    ],
)
def test_a_refusal_must_name_the_topic_that_a_question_is_to_get(
    folder: Path, topic: str, wrong: str | None
) -> None:
    question = f"questions:\n  - not: what would the cheapest hosted instance cost\n    topic: {topic}\n"
    replace(folder / QUESTIONS, "questions:\n", question)
    errors, _ = checked(folder)
    assert [error.split("\n")[0].partition('" ')[2] for error in errors] == ([wrong] if wrong else [])


def test_a_phrase_of_a_criterion_that_is_a_general_near_by_topic_as_well_is_an_error(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    near_by = f"near_by:\n  more: {{text: I know nothing of it., phrases: [{phrase}]}}\n"
    (folder / "language" / "en").mkdir(parents=True)
    (folder / "language" / "en" / "ours.yaml").write_text(near_by, encoding="utf-8")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith(f"{PHRASES}:")
    assert " stands under `more` of near_by as well (language/en/ours.yaml:2)" in error


def as_asked(folder: Path, question: str) -> list[str]:
    """Return the lines of the errors when this question is the first one."""
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - {question}\n")
    errors, _ = checked(folder)
    return [line for error in errors for line in error.split("\n")]


@pytest.mark.parametrize("roles", ["postgresql, sqlite", "sqlite, postgresql"])
def test_one_role_in_place_of_both_is_told_from_both_and_no_phrase_is_blamed(
    folder: Path, roles: str
) -> None:
    question = f"{{ask: clerks save at the same moment and wait, roles: [{roles}], criterion: many-writers}}"
    said, _ = as_asked(folder, question)
    assert said.endswith("must get postgresql and sqlite, but gets many-writers")


def test_the_wrong_role_of_a_definition_is_named(folder: Path) -> None:
    said, why = as_asked(folder, "{ask: explain what sqlite does, answer: definition, roles: [postgresql]}")
    assert said.endswith("must get definition of postgresql, but gets definition of sqlite")
    assert why.startswith("    answers with definition, which leads by ")


def test_a_question_that_is_asked_back_is_explained_by_what_it_is_torn_between(folder: Path) -> None:
    said, why, _ = as_asked(folder, "{ask: save, roles: [sqlite], criterion: offline-device}")
    assert said.endswith("must get offline-device, but gets clarification")
    assert re.match(
        r"    for recommendation \w+: .*; for recommendation \w+: .*; asks back because too few", why
    )


def test_an_answer_from_another_comparison_is_named(folder: Path) -> None:
    for place in ("", "phrases"):
        shutil.copy(KNOWLEDGE / place / "data-scientist-vs-ml-engineer.yaml", folder / place)
    question = "{ask: how does a data scientist differ from an ml engineer, answer: difference}"
    said, why = as_asked(folder, question)[:2]
    assert said.endswith("must get difference, but gets difference in data-scientist-vs-ml-engineer")
    assert why.startswith("    answers with difference, which leads by ")


@pytest.mark.parametrize(
    ("example", "given"),
    [("where is the nearest bakery", "no advice"), ("hello there", "smalltalk"), ("save", "clarification")],
)
def test_an_example_that_gets_no_answer_is_an_error(folder: Path, example: str, given: str) -> None:
    line = replace(folder / COMPARISON, "examples:\n", f"examples:\n  - {example}\n") + 1
    errors, _ = checked(folder)
    expected = f'examples[1]: "{example}" is suggested, but gets {given}; reword it'
    assert errors == [f"{COMPARISON}:{line}:5 {expected}"]


def test_a_known_gap_is_counted_as_such_and_not_as_wrong(folder: Path) -> None:
    replace(folder / QUESTIONS, "questions:\n", f"{BAKERY}    gap: true\n")
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    (row,) = [row for row in rows if row.expected == "sqlite"]
    assert (row.gaps, row.verdicts[Grade.WRONG]) == (1, 0)
    shown = whichrole("check", "--all", str(folder), SHIPPED_KNOWLEDGE="off").stdout
    assert re.search(r"must get +right +asked back +wrong +gaps +gets instead", shown)
    assert re.search(r'^gap: .*"where is the nearest bakery" must get sqlite', shown, flags=re.MULTILINE)


def test_a_question_that_repeats_a_phrase_is_an_error(folder: Path) -> None:
    first = criteria(folder)[0]
    phrase = phrase_of(folder, first)
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - ask: {phrase}\n    roles: [postgresql]\n")
    errors, _ = checked(folder)
    assert [e for e in errors if "questions[1].ask: repeats the phrase" in e]


def test_a_gap_that_is_none_any_more_is_a_warning(folder: Path) -> None:
    replace(
        folder / QUESTIONS,
        "questions:\n",
        "questions:\n  - ask: is an order of both needed?\n    answer: sequence\n    gap: true\n",
    )
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "remove its `gap: true`" in w]


def more_asked(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Return errors and warnings when this is asked beside the questions, from line 2 on."""
    path = folder / "questions" / "more.yaml"
    path.write_text(f"comparison: postgresql-vs-sqlite\n{text}", encoding="utf-8")
    return checked(folder)


CONVERSATION = """\
conversations:
  - name: one need and its reason
    turns:
      - say: clerks save at the same moment and wait
        accept:
          - answer: recommendation
            roles: [postgresql]
      - say: why?
        accept: [{answer: explanation}, {answer: definition, roles: [sqlite]}]
        not_quoted: [printing labels]
clauses:
  - say: clerks lack a database
    status: missing
"""


def changed(old: str, new: str) -> str:
    assert old in CONVERSATION
    return CONVERSATION.replace(old, new, 1)


def test_a_conversation_and_a_clause_that_are_understood_are_counted_as_right(folder: Path) -> None:
    assert more_asked(folder, CONVERSATION) == ([], [])
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    counts = {row.expected: row.verdicts[Grade.RIGHT] for row in rows}
    assert (counts["conversations"], counts["clauses"]) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "roles: [postgresql]",
            "roles: [sqlite, postgresql]",
            ':5:14 conversations[1].turns[1].say: "clerks save at the same moment and wait" must get '
            "postgresql and sqlite, but gets postgresql",
        ),
        (
            "{answer: explanation}",
            "{answer: out-of-scope}",
            ':9:14 conversations[1].turns[2].say: "why?" must get no advice or definition of sqlite, '
            "but gets explanation",
        ),
        (
            "printing labels",
            "moment  and Wait",
            ':9:14 conversations[1].turns[2].say: "why?" gets explanation, '
            'but must not quote "moment  and Wait"',
        ),
        (
            "status: missing",
            "status: past",
            ':13:10 clauses[1].say: "clerks lack a database" must be read as past, but is read as missing',
        ),
    ],
)
def test_a_turn_or_a_clause_that_is_taken_otherwise_is_an_error_at_its_place(
    folder: Path, old: str, new: str, problem: str
) -> None:
    assert more_asked(folder, changed(old, new)) == ([f"questions/more.yaml{problem}"], [])


def test_a_conversation_that_is_a_known_gap_is_counted_as_such(folder: Path) -> None:
    text = changed("roles: [postgresql]", "roles: [sqlite]")
    text = text.replace("    turns:", "    gap: true\n    turns:")
    text = text.replace("status: missing", "status: past\n    gap: true")
    assert more_asked(folder, text) == ([], [])
    (rows,) = table(examine([folder], TODAY, CACHE).asked).values()
    gaps = {row.expected: (row.gaps, row.confusions) for row in rows}
    assert gaps["conversations"] == (1, {"postgresql": 1})
    assert gaps["clauses"] == (1, {"missing": 1})


def test_a_conversation_that_is_no_gap_any_more_is_a_warning(folder: Path) -> None:
    text = changed("    turns:", "    gap: true\n    turns:")
    text = text.replace("status: missing", "status: missing\n    gap: true")
    place, end = "questions/more.yaml", "remove its `gap: true`"
    of_conversation = f'3:11 conversations[1].name: "one need and its reason" goes as it should; {end}'
    of_clause = f'14:10 clauses[1].say: "clerks lack a database" is read as it should be; {end}'
    errors, warnings = more_asked(folder, text)
    assert errors == []
    assert warnings == [f"{place}:{of_conversation}", f"{place}:{of_clause}"]


def test_a_wrong_conversation_of_a_draft_is_a_warning(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    text = changed("roles: [postgresql]", "roles: [sqlite]")
    (folder / "questions" / "more.yaml").write_text(f"comparison: postgresql-vs-sqlite\n{text}", "utf-8")
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "must get sqlite, but gets postgresql" in w]


def test_wrong_answers_of_a_draft_are_warnings(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    replace(folder / QUESTIONS, "questions:\n", BAKERY)
    errors, warnings = checked(folder)
    assert errors == []
    assert [w for w in warnings if "must get sqlite" in w]


THERAPIST = "physiotherapist-vs-massage-therapist"


def beside_therapists(folder: Path, *stolen: str) -> Report:
    """Return the report on a draft that begins with these phrases, beside another comparison."""
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    lines = "".join(f"    - {phrase}\n" for phrase in stolen)
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{lines}")
    return examine([folder], TODAY, CACHE)


def test_a_finished_draft_is_checked_as_if_it_were_served(folder: Path) -> None:
    phrase = phrase_of(folder, "many-writers")
    replace(folder / QUESTIONS, "questions:\n", f"questions:\n  - {{ask: {phrase}, roles: [postgresql]}}\n")
    errors, warnings = said(beside_therapists(folder), folder)
    assert errors == []
    assert [w for w in warnings if "questions[1].ask: repeats the phrase" in w]


def test_what_a_draft_costs_other_comparisons_is_shown_while_it_is_a_draft(folder: Path) -> None:
    asked = read_knowledge(THERAPISTS).questions[THERAPIST].questions
    stolen = [one.text.replace(":", ",") for one in asked if one.ask and len(one.roles) == 1][:4]
    (cost,) = beside_therapists(folder, *stolen).costs
    assert cost.is_draft
    assert cost.takers()["many-writers"] >= 3
    first, takers, *quoted, last = cost.lines()
    assert first.startswith(
        f"Once served, postgresql-vs-sqlite changes {len(cost.changed)} of {cost.before} "
    )
    assert "many-writers " in takers
    assert len(quoted) == 3
    assert all("but gets many-writers in postgresql-vs-sqlite" in line for line in quoted)
    assert "`--all` lists every one" in last


def test_a_draft_that_changes_nothing_costs_nothing(folder: Path) -> None:
    assert beside_therapists(folder, "zebras queue at the waterhole").costs == ()


def test_a_draft_that_takes_the_place_of_what_is_answered_from_is_a_warning(tmp_path: Path) -> None:
    name = "data-scientist-vs-ml-engineer.yaml"
    shutil.copy(KNOWLEDGE / name, tmp_path)
    replace(tmp_path / name, "title: ", "draft: true\ntitle: ")
    shutil.copytree(DATABASES, tmp_path, dirs_exist_ok=True)
    _, warnings = said(examine([KNOWLEDGE, tmp_path], TODAY, CACHE), tmp_path)
    assert [w for w in warnings if " draft: takes the place of" in w]


TEN_MISTAKES = [
    (COMPARISON, "quick_answer:", "quick_anwser:", "quick_anwser: is not a field"),
    (COMPARISON, 'reviewed: "2026-09"', "reviewed: September", "source.reviewed: must be a month"),
    (COMPARISON, "first: sqlite", "first: nobody", "sequence.first: is not a role"),
    (
        COMPARISON,
        "aliases: [sqlite3",
        "aliases: [Postgres, sqlite3",
        "roles.sqlite.aliases[1]: `Postgres` is a name of postgresql as well",
    ),
    (
        COMPARISON,
        "postgresql: In a server",
        "postgres: In a server",
        "cells.postgres: `postgres` is not a role",
    ),
    (COMPARISON, "handoff: ", f"handoff: {'words ' * 600}", "bottom_line.handoff: is too long"),
    (COMPARISON, 'owner: "#databases"', "owner: 7", "owner: must be text"),
    (QUESTIONS, "roles: [", "rolls: [", "rolls: is not a field"),
    (QUESTIONS, "comparison: postgresql-vs-sqlite", "comparison: 7", "comparison: must be text"),
]


def test_ten_different_mistakes_are_found_in_one_run_each_with_file_and_line(folder: Path) -> None:
    (folder / "other.yml").write_text("title: Other\n", encoding="utf-8")
    places = [("other.yml", 1, "is not read")]
    for file, old, new, expected in TEN_MISTAKES:
        places.append((file, replace(folder / file, old, new), expected))
    errors, _ = checked(folder)
    for file, line, expected in places:
        assert [e for e in errors if e.startswith(f"{file}:{line}:") and expected in e], (line, expected)


@pytest.mark.parametrize(
    "mistakes",
    [
        [("name: PostgreSQL", "nam: PostgreSQL"), ("name: SQLite", "nam: SQLite")],
        [("- id: many-writers", '- id: ""'), ("- id: several-servers", '- id: ""')],
        [("first: sqlite", "first: 7")],
        [("postgresql: ", "postgresql: 7 #")],
    ],
)
def test_nothing_is_said_about_text_that_nobody_wrote(folder: Path, mistakes: list[tuple[str, str]]) -> None:
    for old, new in mistakes:
        replace(folder / COMPARISON, old, new)
    errors, warnings = checked(folder)
    assert warnings == []
    assert not [error for error in errors if "stand-in" in error or "used 2 times" in error]
    assert len({error.split(" ")[1] for error in errors}) == len(errors)


def test_a_role_without_a_name_is_not_called_otherwise_elsewhere(folder: Path) -> None:
    shutil.copy(folder / COMPARISON, folder / "a-copy.yaml")
    shutil.copy(folder / PHRASES, folder / "phrases" / "a-copy.yaml")
    replace(folder / "a-copy.yaml", "name: PostgreSQL", 'name: ""')
    replace(folder / "a-copy.yaml", "title: ", "draft: true\ntitle: ")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.endswith("name: is empty; write a text")


def test_a_comparison_whose_questions_cannot_be_read_is_not_told_to_lack_them(folder: Path) -> None:
    replace(folder / QUESTIONS, "questions:\n", "questions:\n  - ask: A question without a role\n")
    errors, warnings = checked(folder)
    assert len(errors) == 1
    assert warnings == []


def test_the_questions_of_one_comparison_may_stand_in_two_files(folder: Path) -> None:
    more = "comparison: postgresql-vs-sqlite\nquestions:\n  - not: who baked this cake\n"
    (folder / "questions" / "a-second.yaml").write_text(more, encoding="utf-8")
    (folder / "questions" / "z-third.yaml").write_text(more, encoding="utf-8")
    assert checked(folder) == ([], [])


def test_a_phrase_of_an_order_that_holds_only_general_words_is_a_warning(folder: Path) -> None:
    replace(folder / PHRASES, "sequence: [should we start", "sequence: [which of these, should we start")
    _, warnings = checked(folder)
    assert [w for w in warnings if "sequence[1]: " in w and "decide nothing" in w]


@pytest.mark.parametrize(
    ("today", "is_old"),
    [(date(2027, 9, 30), False), (date(2027, 10, 1), True)],
    ids=["after 12 months", "after 13 months"],
)
def test_a_review_is_old_after_more_than_twelve_months(folder: Path, today: date, is_old: bool) -> None:
    _, warnings = checked(folder, today)
    assert any("source.reviewed: is more than 12 months ago" in w for w in warnings) is is_old


def test_strict_treats_warnings_as_errors(folder: Path) -> None:
    month = f"{date.today():%Y-%m}"
    replace(folder / COMPARISON, 'reviewed: "2026-09"', f'reviewed: "{month}"')
    assert whichrole("check", "--strict", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 0
    replace(folder / COMPARISON, f'reviewed: "{month}"', 'reviewed: "2020-09"')
    assert whichrole("check", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 0
    assert whichrole("check", "--strict", str(folder), SHIPPED_KNOWLEDGE="off").returncode == 1


def test_a_file_that_is_to_be_checked_is_answered_with_its_folder(folder: Path) -> None:
    result = whichrole("check", str(folder / COMPARISON))
    assert result.returncode == 2
    assert "give its folder" in result.stderr


def test_annotations_name_file_line_and_column(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "titel: ")
    shown = whichrole(
        "check", "--format", "github", "own", folder=folder.parent, SHIPPED_KNOWLEDGE="off"
    ).stdout
    assert f"::error file=own/{COMPARISON},line=2,col=8::titel: is not a field of this format" in shown


def test_a_channel_without_quotes_is_no_owner_and_said_to_be_none(folder: Path) -> None:
    line = replace(folder / COMPARISON, 'owner: "#databases"', "owner: #databases")
    errors, _ = checked(folder)
    (error,) = errors
    assert error.startswith(f"{COMPARISON}:{line}:")
    assert "owner: is empty; write a text, in quotes if it begins with #" in error


def test_a_draft_alone_is_checked_in_full(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    report = examine([folder], TODAY, CACHE)
    errors, warnings = said(report, folder)
    assert errors == []
    assert [warning for warning in warnings if "holds only drafts" in warning]
    assert len(report.asked) == 27
    answer = whichrole(
        "ask", "--drafts", "postgres vs sqlite", KNOWLEDGE_DIR=str(folder), SHIPPED_KNOWLEDGE="off"
    )
    assert "Writers at a time" in answer.stdout


STOLEN = "our models work in notebooks and never reach customers"


def test_the_shipped_knowledge_beside_ones_own_takes_a_line_and_its_cost_a_few(folder: Path) -> None:
    more = "".join(f"    - {STOLEN} on {day}\n" for day in ("monday", "tuesday", "friday"))
    replace(folder / PHRASES, "many-writers:\n", f"many-writers:\n{more}")
    result = whichrole("check", "--strict", str(folder))
    assert result.returncode == 0, "nobody can edit what is shipped"
    lines = result.stdout.splitlines()
    (shipped,) = [line for line in lines if line.startswith("data-scientist-vs-ml-engineer ")]
    assert re.search(r" comes with whichrole: \d+ checks: \d+ right, \d+ known gaps\.$", shipped)
    begin = next(n for n, line in enumerate(lines) if line.startswith("Beside the shipped knowledge, "))
    assert " changes " in lines[begin]
    assert "many-writers " in lines[begin + 1]
    assert re.fullmatch(r"27 checks: \d+ right, 0 known gaps\. 0 errors, 0 warnings\.", lines[-1])
    assert len(lines) == begin + 7
    assert not [line for line in lines if "warning: " in line]


WHOLE = (
    "we are a hotel with {n} rooms, and since the clerks at both desks book in the same minute the last room "
    "is sold twice almost every weekend"
)


def covered(folder: Path) -> dict[str, Coverage]:
    (found,) = examine([folder], TODAY, CACHE).coverage.values()
    return {one.criterion: one for one in found}


def begin(folder: Path, criterion: str, *phrases: str) -> None:
    """Give a criterion these phrases in place of its own."""
    path = folder / PHRASES
    pattern = rf"(  {criterion}:\n)(?: {{4}}- [^\n]*\n)+"
    lines = "".join(f"    - {phrase}\n" for phrase in phrases)
    text, count = re.subn(pattern, rf"\g<1>{lines}", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


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


def test_a_question_that_repeats_a_phrase_does_not_count_as_right(folder: Path) -> None:
    question = f"{{ask: {phrase_of(folder, 'many-writers')}, roles: [postgresql], criterion: many-writers}}"
    before = covered(folder)["many-writers"]
    as_asked(folder, question)
    report = examine([folder], TODAY, CACHE)
    (rows,) = table(report.asked).values()
    (row,) = [row for row in rows if row.expected == "many-writers"]
    after = covered(folder)["many-writers"]
    assert (row.verdicts[Grade.RIGHT], row.verdicts[Grade.REPEATS]) == (before.right, 1)
    assert (after.right, after.questions, after.missed) == (before.right, before.questions + 1, 0)
    assert "repeats" in whichrole("check", str(folder), SHIPPED_KNOWLEDGE="off").stdout.split("must get")[1]


@pytest.mark.parametrize(
    ("aliases", "is_warned"),
    [("Postgres", True), ("Postgres, the clusterbox", False), ("Postgres, clusterboxes", False)],
)
def test_the_last_word_of_a_role_that_is_no_alias_is_a_warning(
    folder: Path, aliases: str, is_warned: bool
) -> None:
    replace(folder / COMPARISON, "name: PostgreSQL", "name: PostgreSQL Clusterbox")
    replace(folder / COMPARISON, "aliases: [Postgres", f"aliases: [{aliases}")
    _, warnings = checked(folder)
    found = [w for w in warnings if "roles.postgresql.aliases: people will also say just `clusterbox`" in w]
    assert bool(found) is is_warned


def test_the_last_word_of_two_roles_need_be_no_alias(folder: Path) -> None:
    replace(folder / COMPARISON, "name: PostgreSQL", "name: PostgreSQL Clusterbox")
    replace(folder / COMPARISON, "name: SQLite", "name: SQLite Clusterbox")
    assert not [warning for warning in checked(folder)[1] if "people will also say" in warning]


def test_a_turn_that_is_answered_from_another_comparison_is_wrong(folder: Path) -> None:
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    turn = "{say: what does a physiotherapist do and how do they differ, accept: [{answer: difference}]}"
    text = f"conversations:\n  - name: another subject\n    turns: [{turn}]\n"
    errors, _ = more_asked(folder, text)
    assert [error for error in errors if f"must get difference, but gets difference in {THERAPIST}" in error]


GATES = [
    ("We run a", "asks back because too few content words speak for a role: 1, at least 2 needed"),
    ("Hotel prices on", "asks back because two answers are too close, ml-engineer and data-scientist: 0."),
    ("gpu costs r", "refuses because it names no need clearly: that leads by 0."),
    ("Our CEO came", "asks back because it does not say that something is missing: only 0."),
    ("model is done", "asks back because it says what is there, and nothing that is missing"),
    ("What is the", "refuses because definition leads over refusing by only 0."),
    ("where is the nearest bakery", "refuses because no answer fits: that leads by "),
    ("what does a data scientist do", "answers with definition, which leads by "),
    ("our predictions take four seconds", "recommends ml-engineer, which leads by "),
]


@pytest.mark.parametrize(("message", "gate"), GATES)
def test_a_gate_says_what_it_does_and_why(advisor: Advisor, message: str, gate: str) -> None:
    decision = advisor.decide(advisor.matcher.match(message))
    assert decision.gate.startswith(gate)
