"""The command as a person or a script uses it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.advice.answer_parts import Confidence
from bot.config import StoreSettings, slack_settings
from bot.replies import advice_wording, wording
from bot.store import AskedInVain, Store
from tests.command import whichrole, whichrole_process
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS
from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.test_knowledge import replace

STUCK = "our data scientists build great models but nothing reaches production"


def test_a_process_of_its_own_answers_readably_and_plainly_when_piped() -> None:
    result = whichrole_process("ask", STUCK)
    assert result.returncode == 0
    assert "Machine Learning Engineer" in result.stdout
    assert "\x1b[" not in result.stdout


def test_drafts_are_listed_as_such_and_answered_from_on_demand(tmp_path: Path) -> None:
    draft, question = "physiotherapist-vs-massage-therapist", "physiotherapist or massage therapist?"
    shutil.copytree(THERAPISTS, tmp_path, dirs_exist_ok=True)
    replace(tmp_path / f"{draft}.yaml", "title: ", "draft: true\ntitle: ")
    own = f"{DATABASES}{os.pathsep}{tmp_path}"

    def printed(*arguments: str, said: str = "") -> str:
        return whichrole(*arguments, said=said, KNOWLEDGE_DIR=own, SHIPPED_KNOWLEDGE="off").stdout

    assert "Massage Therapist" not in printed("ask", question)
    assert "Massage Therapist" in printed("ask", "--drafts", question)
    assert "Massage Therapist" in printed("chat", "--drafts", said=question)
    assert printed("list").endswith(f"Drafts, from which nothing is answered: {draft}\n")


def test_ask_joins_the_words_of_an_unquoted_question() -> None:
    assert whichrole("ask", *STUCK.split()).stdout == whichrole("ask", STUCK).stdout


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_a_question_may_come_through_a_pipe(arguments: tuple[str, ...]) -> None:
    assert whichrole("ask", *arguments, said=f"{STUCK}\n").stdout == whichrole("ask", STUCK).stdout


def test_a_question_may_begin_with_a_dash() -> None:
    assert "Machine Learning Engineer" in whichrole("ask", f"- {STUCK}").stdout
    assert "Machine Learning Engineer" in whichrole("ask", f"-{STUCK}").stdout


def test_a_locale_without_unicode_changes_nothing() -> None:
    environment = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    result = whichrole_process("ask", "--long", said=f"“{STUCK}” caf\u00e9", folder=None, **environment)
    assert "•" in result.stdout
    assert "Machine Learning Engineer" in result.stdout


def test_one_comparison_can_be_asked_alone() -> None:
    question, only = "postgres vs sqlite", ("--comparison", "postgresql-vs-sqlite")
    own = str(DATABASES)
    assert "PostgreSQL" in whichrole("ask", *only, question, KNOWLEDGE_DIR=own).stdout
    refused = whichrole("ask", "--comparison", "cats-vs-dogs", question, KNOWLEDGE_DIR=own)
    assert refused.returncode == 2
    assert "use one of data-scientist-vs-ml-engineer, postgresql-vs-sqlite" in refused.stderr


def test_ask_json_prints_one_object() -> None:
    answer = json.loads(whichrole("ask", "--json", STUCK).stdout)
    assert answer["intent"] == "recommendation"
    assert answer["comparison"] == "data-scientist-vs-ml-engineer"
    assert answer["roles"] == ["ml-engineer"]
    assert answer["criteria"][0] == "stuck-models"
    assert "Machine Learning Engineer" in answer["reply"]


def test_ask_jsonl_answers_every_line_in_order() -> None:
    lines = [{"id": n, "text": t} for n, t in enumerate([STUCK, "hi", "", "do we need both?"])]
    result = whichrole("ask", "--jsonl", said="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == [0, 1, 2, 3]
    assert [a["intent"] for a in answers] == ["recommendation", "smalltalk", "smalltalk", "sequence"]
    keys = "id intent comparison roles maybe confidence criteria reasons quotes understood source reply"
    assert set(answers[0]) == set(keys.split())


def test_ask_jsonl_keeps_conversations_apart() -> None:
    said = [
        ("a", "our predictions take 4 seconds in production"),
        ("b", "why?"),
        ("a", "why?"),
        (None, "why?"),
    ]
    lines = [{"id": n, "conversation": name, "text": text} for n, (name, text) in enumerate(said)]
    result = whichrole("ask", "--jsonl", said="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["intent"] for a in answers] == [
        "recommendation",
        "clarification",
        "explanation",
        "clarification",
    ]
    assert answers[2]["quotes"] == ["predictions take 4 seconds"]
    assert answers[0]["reasons"][0] == {
        "criterion": "latency-and-scale",
        "status": "missing",
        "words": ["predictions take 4 seconds"],
    }


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[1]",
        '{"id": 1}',
        "7",
        '{"id": 1, "text": null}',
        '{"id": NaN, "text": "hi"}',
        "[" * 100_000,
    ],
)
def test_ask_jsonl_names_a_line_that_it_cannot_read_and_answers_the_others(line: str) -> None:
    good = '{"id": 1, "text": "hi"}\n'
    result = whichrole("ask", "--jsonl", said=f"{good}{line}\n{good}")
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("line 2 is skipped")


def test_ask_jsonl_survives_half_a_surrogate_pair() -> None:
    result = whichrole("ask", "--jsonl", said='{"id": 1, "text": "models \\ud800 in notebooks"}\n')
    assert result.returncode == 0
    assert json.loads(result.stdout)["id"] == 1


def test_a_terminal_without_unicode_still_gets_its_answer() -> None:
    result = whichrole_process("ask", STUCK, PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "Machine Learning Engineer" in result.stdout


def test_a_dotenv_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe")
    result = whichrole("run", folder=tmp_path)
    assert result.returncode == 2
    assert ".env cannot be read" in result.stderr


def test_ask_jsonl_takes_no_question_and_no_other_option() -> None:
    assert whichrole("ask", "--jsonl", "hi").returncode == 2
    assert whichrole("ask", "--jsonl", "--json").returncode == 2


def test_ask_without_a_question_says_what_to_write() -> None:
    result = whichrole("ask")
    assert result.returncode == 2
    assert wording.EMPTY_QUESTION in result.stderr


def test_chat_answers_each_line_of_a_pipe_once_until_quit() -> None:
    result = whichrole("chat", said=f"{STUCK}\nthanks\nquit\nhi\n")
    assert result.returncode == 0
    assert result.stdout.count(advice_wording.CONFIDENCE[Confidence.CLEAR]) == 1
    assert "You are welcome." in result.stdout
    assert "Hello!" not in result.stdout


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_an_answer_is_short_unless_the_long_form_is_asked_for(command: str) -> None:
    in_short, in_full = (whichrole(command, *long, said=STUCK).stdout for long in ((), ("--long",)))
    assert advice_wording.BOTTOM_LINE not in in_short
    assert advice_wording.BOTTOM_LINE in in_full
    assert len(in_full) > len(in_short)


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_the_reply_in_an_object_is_short_unless_the_long_form_is_asked_for(form: str) -> None:
    said = json.dumps({"id": 1, "text": STUCK}) if form == "--jsonl" else STUCK
    in_short, in_full = (
        json.loads(whichrole("ask", form, *long, said=said).stdout) for long in ((), ("--long",))
    )
    assert advice_wording.BOTTOM_LINE not in in_short.pop("reply")
    assert advice_wording.BOTTOM_LINE in in_full.pop("reply")
    assert in_short == in_full, "all else is the same"


def test_check_prints_how_the_questions_are_answered_and_what_is_wrong_with_the_knowledge() -> None:
    result = whichrole("check", str(DATABASES), SHIPPED_KNOWLEDGE="off")
    assert result.returncode == 0, result.stdout
    assert result.stdout.endswith("0 errors, 0 warnings.\n")
    assert "many-writers" in result.stdout


def test_the_manifest_is_the_file_that_is_kept() -> None:
    assert json.loads(whichrole("manifest").stdout) == json.loads(
        (KNOWLEDGE.parent / "manifest.json").read_text()
    )


@pytest.mark.parametrize(
    ("environment", "variables"),
    [
        ({}, ["SLACK_BOT_TOKEN is not set", "SLACK_APP_TOKEN is not set"]),
        (
            {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"},
            ["SLACK_BOT_TOKEN must start with xoxb-"],
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "slack"},
            ["SLACK_API_URL must start with"],
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1 2", "SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN must start with"]),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "LOG_LEVEL": "loud"},
            ["LOG_LEVEL must be one of DEBUG"],
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "EXTERNAL_USERS": "maybe"},
            ["EXTERNAL_USERS must be answer or ignore"],
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "ADMIN_USERS": "U012ABC, ursula"},
            ["ADMIN_USERS must hold Slack member ids such as U012ABC"],
        ),
    ],
)
def test_run_names_every_setting_that_is_missing_or_malformed(
    tmp_path: Path, environment: dict[str, str], variables: list[str]
) -> None:
    result = whichrole("run", folder=tmp_path, **environment)
    assert result.returncode == 2
    assert all(variable in result.stderr for variable in variables)
    assert "whichrole chat" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("value", "admins"),
    [("", set()), (" U012ABC ", {"U012ABC"}), ("U012ABC, W034DEF,", {"U012ABC", "W034DEF"})],
)
def test_those_who_see_the_report_in_slack_are_named_by_their_member_ids(
    value: str, admins: set[str]
) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    assert slack_settings(tokens | {"ADMIN_USERS": value}).admin_users == admins


def test_run_reads_a_dotenv_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    result = whichrole("run", folder=tmp_path)
    assert "SLACK_BOT_TOKEN" not in result.stderr
    assert "SLACK_APP_TOKEN is not set" in result.stderr


async def test_at_the_most_talkative_log_level_nothing_shows_what_people_write(tmp_path: Path) -> None:
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "LOG_LEVEL": "DEBUG"}
    async with SlackServer() as slack:
        environment = {**os.environ, **tokens, "SLACK_API_URL": slack.api_url, "DATABASE_URL": ""}
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**environment, "PYTHONPATH": str(KNOWLEDGE.parent)},
            cwd=tmp_path,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            await slack.connected(timeout=300)
            await slack.mention(STUCK)
            await slack.wait_for_calls("chat.postMessage", timeout=300)
        finally:
            bot.terminate()
            _, log = await asyncio.wait_for(bot.communicate(), 300)
    assert b"connected to Slack" in log
    assert b"great models" not in log


def test_secrets_are_not_printable() -> None:
    from bot.config import SlackSettings

    assert "xoxb-1" not in repr(SlackSettings("xoxb-1", "xapp-1"))


def test_what_is_kept_is_listed_and_forgotten(tmp_path: Path) -> None:
    async def ask(user: str, question: str) -> None:
        settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/whichrole.db")
        async with Store(settings, lambda: 1_700_000_000.0).opened() as store:
            await store.settle(
                None, await store.load(user, user), lambda _: "{}", None, AskedInVain(question)
            )

    asyncio.run(ask("U01ALICE", "who fixes\nthe boiler?"))
    asyncio.run(ask("U02BOB", "where is the bakery?"))
    listed = whichrole("report", folder=tmp_path).stdout
    assert "2. where is the bakery?" in listed
    assert "1. who fixes the boiler?" in listed
    forgotten = whichrole("forget", "<@u01alice>", folder=tmp_path)
    assert forgotten.stdout == "Deleted about U01ALICE: conversations 1, unanswered questions 1.\n"
    assert "boiler" not in whichrole("report", folder=tmp_path).stdout
    again = whichrole("forget", "U01ALICE", folder=tmp_path)
    assert (again.returncode, again.stdout) == (0, "Nothing is kept about U01ALICE.\n")


@pytest.mark.parametrize("name", ["alice", "C01GEN", "U01 ALICE", ""])
def test_who_is_to_be_forgotten_is_named_by_a_member_id(tmp_path: Path, name: str) -> None:
    result = whichrole("forget", name, folder=tmp_path)
    assert result.returncode == 2
    assert "Copy member ID" in result.stderr
    assert result.stdout == ""


def test_a_database_that_is_away_is_one_message_and_exit_code_4(unused_tcp_port: int) -> None:
    url = f"postgresql+asyncpg://bot:hunter2@127.0.0.1:{unused_tcp_port}/bot"
    result = whichrole("forget", "U01ALICE", DATABASE_URL=url)
    assert result.returncode == 4
    assert result.stderr.startswith("The database cannot be used")
    assert len(result.stderr.splitlines()) == 1
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize("command", [("report",), ("forget", "U01ALICE")])
def test_what_is_kept_is_not_looked_for_where_no_bot_runs(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = whichrole(*command, folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"There is no database {tmp_path / 'whichrole.db'}.")
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_memory_is_refused(tmp_path: Path) -> None:
    result = whichrole("report", folder=tmp_path, DATABASE_URL="sqlite+aiosqlite://")
    assert "DATABASE_URL names no file" in result.stderr


@pytest.mark.parametrize("command", [("run",), ("report",), ("forget", "U01ALICE")])
def test_a_wrong_database_url_is_one_message_and_exit_code_2(command: tuple[str, ...]) -> None:
    url = "postgres://u:hunter2@h/d"
    result = whichrole(*command, DATABASE_URL=url, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    assert result.returncode == 2
    assert "Write postgresql+asyncpg:// there." in result.stderr
    assert "hunter2" not in result.stderr
