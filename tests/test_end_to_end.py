"""The whole command in a local Slack workspace, when SLACK_LAB_URL names one; talks to its control API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

LAB = os.environ.get("SLACK_LAB_URL", "")
CHANNEL, ALICE, BOT = "C01GEN", "U01ALICE", "U0BOT"
PATIENCE = 15.0

pytestmark = pytest.mark.skipif(not LAB, reason="SLACK_LAB_URL does not name a local Slack workspace")


def control(path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{LAB}/_control{path}", data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.load(response)


def wait_for(look: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise TimeoutError("the workspace did not show what was expected")


def replies(channel: str, since: str = "") -> list[dict[str, Any]]:
    messages = control(f"/messages/{channel}")["messages"]
    return [m for m in messages if m.get("bot_id") and m["ts"] > since]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """Run `whichrole run`, connected to the workspace; leaving stops it with SIGTERM."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": "xoxb-test-token",
        "SLACK_APP_TOKEN": "xapp-test-token",
        "SLACK_API_URL": f"{LAB}/api/",
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('bot')}/whichrole.db",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    while "connected to Slack" not in (line := process.stderr.readline()):
        assert line, "the bot stopped before it was connected"
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=PATIENCE)
    process.stderr.close()


@pytest.mark.usefixtures("bot")
def test_a_mention_is_answered_once_in_its_thread() -> None:
    text = f"<@{BOT}> our data scientists build great models but nothing reaches production"
    ts = control("/message", {"channel": CHANNEL, "user": ALICE, "text": text})["message"]["ts"]
    answers = wait_for(lambda: [m for m in replies(CHANNEL) if m.get("thread_ts") == ts])
    time.sleep(0.5)
    answers = [m for m in replies(CHANNEL) if m.get("thread_ts") == ts]
    assert len(answers) == 1
    assert "Machine Learning Engineer" in answers[0]["text"]


@pytest.mark.usefixtures("bot")
def test_a_thread_is_followed_without_a_new_mention_and_other_talk_in_it_left_alone() -> None:
    def say(text: str, **thread: str) -> str:
        sent = control("/message", {"channel": CHANNEL, "user": ALICE, "text": text, **thread})["message"]
        return str(sent["ts"])

    def answers(count: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = wait_for(
            lambda: [m for m in replies(CHANNEL) if m.get("thread_ts") == ts][count - 1 :]
        )
        return found

    ts = say(f"<@{BOT}> our predictions take 4 seconds in production")
    answers(1)
    say("are you coming to lunch?", thread_ts=ts)
    say("why?", thread_ts=ts)
    (why,) = answers(2)
    assert why["text"].startswith("I say Machine Learning Engineer because")
    assert "predictions take 4 seconds" in why["text"]


@pytest.mark.usefixtures("bot")
def test_a_direct_message_is_answered_in_the_conversation() -> None:
    sent = control("/message", {"channel": ALICE, "user": ALICE, "text": "do we need both?"})["message"]
    answer = wait_for(lambda: replies(sent["channel"], sent["ts"]))[0]
    assert "Begin with a data scientist" in answer["text"]


@pytest.mark.usefixtures("bot")
def test_the_slash_command_is_answered_for_the_person() -> None:
    body = {
        "channel": CHANNEL,
        "user": ALICE,
        "command": "/whichrole",
        "text": "what is the difference in output?",
    }
    before = len(replies(CHANNEL))
    control("/command", body)
    (answer,) = wait_for(lambda: replies(CHANNEL)[before:])
    assert "Main output" in answer["text"]
    assert answer.get("ephemeral_to") == ALICE


def test_sigterm_ends_the_bot_cleanly(bot: subprocess.Popen[str]) -> None:
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(timeout=PATIENCE) == 0
