"""The report: what is grouped, what is to be written for it, and how a terminal and Slack show it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.advice.advisor import Advisor
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import blocks, limits
from bot.replies import feedback_wording as words
from bot.replies.description import Code
from bot.report import Group, Snippet, grouped, nearest_topic, report_description, since, snippet
from bot.store import AskedInVain, EntryKind, RatedAnswer, ReportEntry, Store, Suggestion, Vote, Votes
from tests.command import whichrole
from tests.conftest import KNOWLEDGE, running_bot
from tests.slack_server import CHANNEL, IM, USER, SlackServer

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
TOPIC = "data-scientist-vs-ml-engineer"
STUCK = "our models never leave the notebook"
BOILER = "who fixes the boiler?"


def unanswered(text: str, minutes: int = 0, channel: str = CHANNEL) -> ReportEntry:
    return ReportEntry(EntryKind.UNANSWERED, NOW + timedelta(minutes=minutes), text, channel)


def rated(text: str, reason: str, *roles: str, intent: str = "recommendation") -> ReportEntry:
    return ReportEntry(
        EntryKind.RATED_BADLY, NOW, text, CHANNEL, TOPIC, intent=intent, roles=roles, reason=reason
    )


def suggested(text: str, proposal: str, about: str = "") -> ReportEntry:
    return ReportEntry(EntryKind.SUGGESTED, NOW, text, CHANNEL, comment=proposal, about=about)


def one_group(advisor: Advisor, *entries: ReportEntry) -> Group:
    (group,) = grouped(advisor.matcher, entries)
    return group


def piece_for(advisor: Advisor, *entries: ReportEntry) -> Snippet:
    piece = snippet(advisor, one_group(advisor, *entries))
    assert piece is not None
    return piece


@pytest.mark.parametrize(
    "alike",
    [
        [
            "who fixes the boiler?",
            "Who is fixing our boilers",
            "the boiler, who fixes it",
            "who fixxes the boiler",
        ],
        ["what does an ML engineer earn", "What do machine learning engineers earn?"],
        ["pay?", "PAY"],
        ["why", "why?"],
    ],
)
def test_questions_with_the_same_content_words_are_one_group(advisor: Advisor, alike: list[str]) -> None:
    assert one_group(advisor, *map(unanswered, alike)).asked == len(alike)


@pytest.mark.parametrize(
    "different",
    [
        ["who fixes the boiler?", "who fixes the bicycle?", "who paints the boiler room?"],
        ["what does an ML engineer earn", "what does a data scientist earn"],
        ["is Airflow better than Dagster", "is Kafka better than RabbitMQ"],
        ["...", "!?"],
    ],
)
def test_questions_about_something_else_are_groups_of_their_own(
    advisor: Advisor, different: list[str]
) -> None:
    assert len(grouped(advisor.matcher, [*map(unanswered, different)])) == len(different)


def test_what_is_asked_most_comes_first_and_of_these_the_newest(advisor: Advisor) -> None:
    entries = [
        unanswered("is Airflow better than Dagster", 0),
        unanswered(BOILER, 1),
        unanswered("who fixes our boilers", 2),
        unanswered("what does it cost", 3),
    ]
    texts = [group.text for group in grouped(advisor.matcher, entries)]
    assert texts == ["who fixes our boilers", "what does it cost", "is Airflow better than Dagster"]


def test_a_group_tells_how_often_when_where_and_what_people_say(advisor: Advisor) -> None:
    group = one_group(
        advisor,
        unanswered(BOILER),
        unanswered(BOILER, channel=""),
        unanswered("who fixes\nour boilers", 5),
        suggested(BOILER, "The caretaker does."),
    )
    assert (group.asked, group.text, group.channels) == (3, BOILER, (CHANNEL, ""))
    assert group.texts == (BOILER, "who fixes our boilers")
    assert group.proposals == ("The caretaker does.",)


def test_a_refusal_that_is_voted_on_counts_once(advisor: Advisor) -> None:
    assert one_group(advisor, unanswered(BOILER), rated(BOILER, "other", intent="out-of-scope")).asked == 1
    assert one_group(advisor, rated(BOILER, "other", intent="out-of-scope")).asked == 1
    assert one_group(advisor, unanswered(BOILER), rated(BOILER, "other", "ml-engineer")).asked == 2


def test_votes_of_which_nothing_else_is_known_are_no_group(advisor: Advisor) -> None:
    assert grouped(advisor.matcher, [rated("", ""), rated("", "other")]) == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("is Airflow better than Dagster", "tools of data-teams"),
        ("what does a data scientist earn", "pay"),
        (BOILER, ""),
        ("...", ""),
        ("we want to know what makes policyholders walk away at renewal", f"understand-data of {TOPIC}"),
    ],
)
def test_the_nearest_topic_is_named_where_something_is_near(advisor: Advisor, text: str, topic: str) -> None:
    assert nearest_topic(advisor, text) == topic


KINDS: dict[str, tuple[list[ReportEntry], str, dict[str, Any]]] = {
    "near-by topic of a field": (
        [unanswered("is Prefect any better than Dagster"), unanswered("is Dagster any better than Prefect")],
        "near_by/data-teams.yaml",
        {
            "topics": {
                "tools": {
                    "phrases": [
                        "is Dagster any better than Prefect",
                        "is Prefect any better than Dagster",
                    ]
                }
            }
        },
    ),
    "near-by topic of the language": (
        [unanswered("what would an ML engineer cost us a year?")],
        "language/en/near_by.yaml",
        {"near_by": {"pay": {"phrases": ["what would an ML engineer cost us a year?"]}}},
    ),
    "criterion": (
        [unanswered("experiments are logged on for my cousin")],
        f"phrases/{TOPIC}.yaml",
        {"criteria": {"ml-infrastructure": ["experiments are logged on for my cousin"]}},
    ),
    "difference": (
        [unanswered("what goes wrong in the garden")],
        f"phrases/{TOPIC}.yaml",
        {"differences": {"when-alone": ["what goes wrong in the garden"]}},
    ),
    "near-by topic of a comparison": (
        [unanswered("I have the data engineer of the plumber")],
        f"phrases/{TOPIC}.yaml",
        {"not_covered": {"other-roles": ["I have the data engineer of the plumber"]}},
    ),
    "nothing near": (
        [unanswered('who said "yes": the plumber #2?')],
        f"questions/{TOPIC}-asked.yaml",
        {"comparison": TOPIC, "questions": [{"not": 'who said "yes": the plumber #2?'}]},
    ),
    "wrong role": (
        [rated("the forecasts that we serve answer too slowly", "wrong-role", "ml-engineer")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "questions": [
                {
                    "ask": "the forecasts that we serve answer too slowly",
                    "roles": ["data-scientist"],
                    "gap": True,
                }
            ],
        },
    ),
    "proposed role": (
        [unanswered(BOILER), suggested(BOILER, "An ML engineer: it is\na smart boiler", "ml-engineer")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "questions": [{"ask": BOILER, "roles": ["ml-engineer"], "gap": True}],
        },
    ),
    "misread": (
        [rated("we get our churn model into the app, but the dashboards are fine", "misread", "ml-engineer")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "clauses": [
                {"say": "we get our churn model into the app", "status": "missing"},
                {"say": "but the dashboards are fine", "status": "there"},
            ],
        },
    ),
    "of no use": (
        [rated("somebody must keep our scoring service up at night", "not-useful", "ml-engineer")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "questions": [
                {"ask": "somebody must keep our scoring service up at night", "roles": ["ml-engineer"]}
            ],
        },
    ),
    "of no use, and a question back": (
        [rated("we have a churn model", "other", intent="clarification")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "questions": [{"ask": "we have a churn model", "roles": ["ml-engineer"], "gap": True}],
        },
    ),
    "a difference of no use": (
        [rated("how do the two differ in their working day", "not-useful", intent="difference")],
        f"questions/{TOPIC}-asked.yaml",
        {
            "comparison": TOPIC,
            "questions": [{"ask": "how do the two differ in their working day", "answer": "difference"}],
        },
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_to_write_is_chosen_by_what_was_nearest_and_by_what_was_wrong(
    advisor: Advisor, kind: str
) -> None:
    entries, path, data = KINDS[kind]
    piece = piece_for(advisor, *entries)
    assert piece.path == path
    assert yaml.safe_load(piece.yaml) == piece.data
    assert piece.data == data


def test_a_proposal_stands_above_what_to_write_as_a_comment(advisor: Advisor) -> None:
    piece = piece_for(advisor, unanswered(BOILER), suggested(BOILER, "The caretaker\ndoes: always"))
    assert piece.yaml.startswith("# Suggested: The caretaker does: always\n")


def test_every_piece_passes_the_check_when_it_is_pasted(advisor: Advisor, tmp_path: Path) -> None:
    whole: dict[str, Any] = {}
    for entries, _, _ in KINDS.values():
        piece = piece_for(advisor, *entries)
        below = whole.setdefault(piece.path, {})
        for key, value in yaml.safe_load(piece.yaml).items():
            if isinstance(value, list):
                below[key] = [*below.get(key, []), *value]
            elif isinstance(value, dict):
                below[key] = {**below.get(key, {}), **value}
            else:
                below[key] = value
    for path, data in whole.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    checked = whichrole("check", "--strict", str(tmp_path))
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "- a\u2028b\x85c",
        "# 007",
        "yes",
        "10:30",
        "{a: [b",
        "é “so” \U0001f600",
        "x" * 2000,
    ],
)
def test_whatever_people_write_is_yaml_that_says_the_same(advisor: Advisor, text: str) -> None:
    piece = piece_for(advisor, unanswered(text))
    assert yaml.safe_load(piece.yaml) == piece.data
    assert len(piece.yaml.splitlines()) < 8


def test_there_is_nothing_to_write_for_what_has_no_words(advisor: Advisor) -> None:
    assert snippet(advisor, one_group(advisor, unanswered("?!"))) is None


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("7d", NOW - timedelta(days=7)),
        (" 2026-11-01 ", datetime(2026, 11, 1, tzinfo=UTC)),
    ],
)
def test_the_report_begins_at_a_date_or_some_days_back(written: str, when: datetime) -> None:
    assert since(written, NOW) == when


@pytest.mark.parametrize("written", ["", "d", "7", "-7d", "7 days", "2026-13-01", "999999d", "٣d"])
def test_anything_else_is_no_time(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        since(written, NOW)


def kept(folder: Path) -> None:
    """Keep a few questions and votes in the database of a bot that runs in a folder."""

    async def keep() -> None:
        settings = StoreSettings(f"sqlite+aiosqlite:///{folder}/whichrole.db")
        async with Store(settings, lambda: NOW.timestamp()).opened() as store:
            for user, text in (
                ("U1", BOILER),
                ("U2", "who fixes our [bold]boilers"),
                ("U3", "=SUM(A1) of it"),
            ):
                asked = AskedInVain(text, CHANNEL if user == "U1" else IM, "", "stated: it")
                await store.settle(None, await store.load(user, user), str, None, asked)
            copy = RatedAnswer("U1", STUCK, CHANNEL, TOPIC, "recommendation", ("ml-engineer",), "missing: it")
            await store.feedback.vote(Vote("a1", "U2", False, NOW.timestamp()), copy)
            await store.feedback.give_reason("a1", "U2", "wrong-role", "It is a data scientist")
            await store.feedback.vote(Vote("a1", "U1", True, NOW.timestamp()))
            await store.feedback.suggest(Suggestion("U2", "Say so", "data-scientist", "U1", STUCK, CHANNEL))

    asyncio.run(keep())


def test_a_terminal_shows_each_group_and_what_to_write(tmp_path: Path) -> None:
    kept(tmp_path)
    result = whichrole("report", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    table, _, details = result.stdout.partition(words.votes(1, 1))
    first = table.splitlines()[1]
    assert first.split()[:2] == ["1", "2"]
    assert "who fixes our [bold]boilers" in first
    assert "not helpful 1 (wrong role), suggestion 1" in table
    assert "U1" not in result.stdout
    assert IM not in result.stdout
    assert "It is a data scientist" in details
    assert "Say so" in details
    assert f"{words.WHAT_TO_WRITE}, in questions/{TOPIC}-asked.yaml:" in details
    assert f"- ask: {STUCK}\n  roles:\n  - data-scientist\n  gap: true" in details


def test_a_spreadsheet_gets_a_row_for_each_group_and_no_formula(tmp_path: Path) -> None:
    kept(tmp_path)
    result = whichrole("report", "--csv", folder=tmp_path)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["asked"] for row in rows] == ["2", "1", "1"]
    questions = {row["question"] for row in rows}
    assert "'=SUM(A1) of it" in questions
    assert "direct message" in rows[0]["where"]
    (stuck,) = [row for row in rows if row["question"] == STUCK]
    assert (stuck["reasons"], stuck["comments"], stuck["suggestions"]) == (
        "wrong role",
        "It is a data scientist",
        "Say so",
    )
    assert yaml.safe_load(stuck["snippet"])["questions"][0]["roles"] == ["data-scientist"]


def test_the_report_of_a_time_in_which_nothing_happened_says_so(tmp_path: Path) -> None:
    kept(tmp_path)
    result = whichrole("report", "--since", "2026-12-01", folder=tmp_path)
    assert result.stdout == f"{words.NOTHING_TO_REPORT}\n{words.votes(0, 0)}\n"
    wrong = whichrole("report", "--since", "last week", folder=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert words.SINCE in wrong.stderr


def test_in_slack_the_report_keeps_to_what_a_message_takes(advisor: Advisor) -> None:
    entries = [unanswered(f"{'`' * 3} <!channel> {number} " + f"word{number} " * 300) for number in range(60)]
    groups = grouped(advisor.matcher, entries)
    pieces = [(group, snippet(advisor, group)) for group in groups]
    message = blocks.message(report_description(pieces, 99, Votes(1, 2)))
    assert len(message["blocks"]) <= limits.MAX_BLOCKS
    assert len(json.dumps(message["blocks"], ensure_ascii=False)) <= limits.MAX_MESSAGE
    assert "<!channel>" not in str(message)


@pytest.mark.parametrize(
    ("channels", "shown"),
    [
        ((CHANNEL,), "in <#C01GEN>"),
        (("",), "in a direct message"),
        ((CHANNEL, "", "C02"), "in a direct message and <#C02>, <#C01GEN>"),
    ],
)
def test_in_slack_channels_have_their_names(advisor: Advisor, channels: tuple[str, ...], shown: str) -> None:
    group = one_group(advisor, *(unanswered(BOILER, channel=channel) for channel in channels))
    message = blocks.message(report_description([(group, None)], 1, Votes(0, 0)))
    _, _, _, facts = message["blocks"]
    assert facts["elements"][0]["text"].endswith(f"last on 26 November 2026 {shown}")


def test_what_is_to_be_copied_cannot_end_its_own_frame() -> None:
    (block,) = blocks.message([Code("a: ```\n- <@U1> & *b*")])["blocks"]
    assert block["text"]["text"] == "```\na: '''\n- &lt;@U1&gt; &amp; *b*\n```"


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return Store(StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/whichrole.db"))


async def test_those_in_admin_users_see_the_report_and_others_are_told_who_may(
    library: LiveKnowledge, store: Store
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, store, admins={USER}):
        await slack.mention(BOILER, thread_ts="1.1")
        await slack.wait_for_posts(1)
        seen = await slack.command("report 7d")
        assert seen is not None
        assert seen["response_type"] == "ephemeral"
        assert BOILER in seen["text"]
        assert f"# questions/{TOPIC}-asked.yaml" in str(seen["blocks"])
        other = await slack.command("report", "U02BOB")
        assert other is not None
        assert f"<@{USER}>" in other["text"]
        assert BOILER not in str(other)


async def test_the_report_after_a_mention_is_seen_by_nobody_else(
    library: LiveKnowledge, store: Store
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, store, admins={USER}):
        await slack.mention("report", thread_ts="1.1")
        (call,) = await slack.wait_for_calls("chat.postEphemeral")
        assert call.args["user"] == USER
        assert call.args["text"].startswith(words.REPORT)
        assert slack.posted == []


async def test_while_the_database_is_away_the_report_says_so(
    library: LiveKnowledge, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, store, admins={USER}):
        monkeypatch.setattr(store.feedback._database, "_failure", "away")
        seen = await slack.command("report")
        assert seen is not None
        assert seen["text"] == words.NO_MEMORY


async def test_where_nobody_is_an_admin_it_is_said_how_to_become_one(
    library: LiveKnowledge, store: Store
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, store):
        seen = await slack.command("report")
        assert seen is not None
        assert "ADMIN_USERS" in seen["text"]


@pytest.mark.parametrize("text", ["report on our churn", "report yesterday"])
async def test_what_only_begins_with_the_word_is_a_question(
    library: LiveKnowledge, store: Store, text: str
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, store, admins={USER}):
        seen = await slack.command(text)
        assert seen is not None
        assert f"“{text}”" in seen["text"]


def test_the_files_that_phrases_go_to_are_there() -> None:
    for place in ("near_by/data-teams.yaml", "language/en/near_by.yaml", f"phrases/{TOPIC}.yaml"):
        assert (KNOWLEDGE / place).is_file()
