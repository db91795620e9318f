"""Slack is busy or away: everyone still gets exactly one answer."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import StoreSettings
from bot.errors import RevokedError
from bot.live import LiveKnowledge
from bot.replies import wording
from bot.slack.app import run
from bot.slack.outbox import LATE_SECONDS, PATIENCE_SECONDS
from bot.slack.timing import LONGEST_PAUSE
from bot.store import Store
from tests.conftest import running_bot, slack_settings, throw_away_store
from tests.skipped_time import SkippedTime, skipped_time
from tests.slack_faults import POST, Dropping, Hanging, Paced, Refusing
from tests.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, IM, USER, Json, SlackServer
from tests.test_failures import advisor_that_fails  # noqa: F401 (a fixture)
from tests.test_memory import is_told, slow_by
from tests.test_slack import ENGINEER, STUCK

HOUR = 3600.0
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
async def skipping() -> AsyncIterator[SkippedTime]:
    async with skipped_time() as skipping:
        yield skipping


@pytest.fixture
async def patient(
    library: LiveKnowledge, skipping: SkippedTime, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[SlackServer]:
    """Slack with the bot connected, whose pauses are skipped."""
    caplog.set_level(logging.INFO)
    async with SlackServer() as server, running_bot(server, library, timing=skipping.timing):
        yield server


async def asked_by(slack: SlackServer, count: int) -> None:
    """Let so many people ask at once, each in a thread of their own."""
    await asyncio.gather(*(slack.mention(STUCK, user=f"U{number:03}") for number in range(count)))


async def each_has_its_answer(slack: SlackServer, count: int) -> list[Json]:
    """Return the answers, once each of so many questions has its one, which is no apology."""
    answers = await slack.posted(count, timeout=30)
    for idle in slack.idle:
        await idle()
    assert len(slack.posts) == count
    threads = Counter(answer.get("thread_ts") for answer in answers)
    assert set(threads.values()) == {1}
    for answer in answers:
        assert ENGINEER in answer["text"]
        assert wording.APOLOGY not in answer["text"]
    return answers


async def test_all_who_ask_while_the_rate_is_limited_get_their_answer(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=20, status=429, retry_after=5)
    await asked_by(patient, 20)
    await each_has_its_answer(patient, 20)


@pytest.mark.parametrize("count", [5, 30])
async def test_all_who_ask_at_once_in_a_channel_of_one_message_a_second_get_their_answer(
    patient: SlackServer, skipping: SkippedTime, count: int
) -> None:
    patient.fault = paced = Paced(skipping.now)
    await asked_by(patient, count)
    await each_has_its_answer(patient, count)
    assert len(paced.refused) < count, "only what was sent before Slack first said that it is too fast"


async def test_a_limited_channel_holds_up_no_other(patient: SlackServer, skipping: SkippedTime) -> None:
    patient.fail(POST, status=429, headers={"Retry-After": "600"})
    skipping.is_held = True
    await patient.mention(STUCK)
    await patient.wait_for_calls(POST)
    await patient.mention(STUCK, channel="C02OTHER")
    (first,) = await patient.posted(1)
    assert first["channel"] == "C02OTHER"
    skipping.is_held = False
    await each_has_its_answer(patient, 2)


async def test_the_bot_waits_as_long_as_it_is_told(patient: SlackServer, skipping: SkippedTime) -> None:
    patient.fail(POST, status=429, headers={"Retry-After": "47"})
    before = skipping.now()
    await patient.mention(STUCK)
    await patient.posted(1)
    assert 47 <= skipping.now() - before < 49


@pytest.mark.parametrize("told", ["", "soon", "-1", "nan"])
async def test_the_bot_waits_a_second_where_slack_does_not_say_how_long(
    patient: SlackServer, skipping: SkippedTime, told: str
) -> None:
    patient.fail(POST, status=429, headers={"Retry-After": told})
    before = skipping.now()
    await patient.mention(STUCK)
    await patient.posted(1)
    assert 1 <= skipping.now() - before < 3


async def test_the_order_of_a_conversation_is_kept_while_slack_is_busy(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=40, status=429, retry_after=9)
    for number in range(2, 7):
        await patient.direct_message(slow_by(number))
    answers = await patient.posted(5, timeout=20)
    for number, answer in enumerate(answers, 2):
        assert f"take {number} seconds" in answer["text"]


@pytest.mark.parametrize("status", [500, 503])
async def test_ten_questions_are_answered_late_after_four_minutes_of_errors(
    patient: SlackServer, skipping: SkippedTime, status: int
) -> None:
    patient.fault = Refusing(skipping.now, seconds=240, status=status)
    await asked_by(patient, 10)
    answers = await each_has_its_answer(patient, 10)
    for answer in answers:
        assert answer["text"].startswith("This answer comes late: you asked ")
        assert answer["blocks"][0]["elements"][0]["text"].startswith("This answer comes late")


async def test_an_answer_that_comes_soon_does_not_say_that_it_is_late(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=LATE_SECONDS / 4, status=503)
    await patient.mention(STUCK)
    (answer,) = await each_has_its_answer(patient, 1)
    assert "late" not in answer["text"]


async def test_an_answer_is_tried_for_hours(patient: SlackServer, skipping: SkippedTime) -> None:
    patient.fault = refusing = Refusing(skipping.now, seconds=PATIENCE_SECONDS / 2, status=503)
    await patient.direct_message(STUCK)
    (answer,) = await patient.posted(1, timeout=60)
    assert answer["text"].startswith("This answer comes late: you asked 3 hours ago.")
    assert refusing.refused < (PATIENCE_SECONDS / 2) / LONGEST_PAUSE + 10, "the pauses grow"


async def test_what_slack_did_not_take_for_hours_is_given_up_without_an_apology(
    library: LiveKnowledge,
    skipping: SkippedTime,
    settings: StoreSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.slack.outbox.PATIENCE_SECONDS", 600.0)
    async with (
        SlackServer() as slack,
        running_bot(slack, library, Store(settings), timing=skipping.timing),
    ):
        slack.fault = Refusing(skipping.now, seconds=HOUR, status=503)
        await slack.mention(STUCK)
        await slack.wait_for_calls(POST, 10)
        await slack.idle[0]()
        assert slack.posts == []
        assert {ENGINEER in call.args["text"] for call in slack.calls_to(POST)} == {True}
    assert f"Slack takes no answer in {CHANNEL}: service_unavailable" in caplog.text
    async with Store(settings, lambda: skipping.now() + HOUR).opened() as later:
        assert await later.take_over() == []


async def test_restarts_while_slack_is_away_do_not_count_as_attempts(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.1)
    async with SlackServer() as slack:
        for number in range(7):
            async with running_bot(slack, library, Store(settings)):
                slack.fail(POST, status=503)
                if number == 0:
                    await slack.mention(STUCK)
                await slack.wait_for_calls(POST, number + 1)
        async with running_bot(slack, library, Store(settings)):
            await each_has_its_answer(slack, 1)


async def test_a_call_without_a_reply_holds_up_its_conversation_for_no_longer_than_a_call_may_take(
    patient: SlackServer,
) -> None:
    patient.fault = Hanging(times=1)
    await patient.direct_message(slow_by(4))
    await patient.direct_message(slow_by(5))
    answers = await patient.posted(2)
    assert is_told(answers[0]["text"], 4)
    await patient.quiet()
    assert len(patient.posts) == 2


@pytest.mark.parametrize("channel", [CHANNEL, IM])
@pytest.mark.parametrize("fault", [Dropping, Hanging])
async def test_what_slack_took_before_the_connection_broke_is_not_sent_again(
    patient: SlackServer, fault: type[Dropping | Hanging], channel: str
) -> None:
    patient.readable = {IM, CHANNEL}
    patient.fault = fault(times=30, is_after=True)
    asked = [patient.mention(STUCK, channel=channel, user=f"U{number}") for number in range(60)]
    await asyncio.gather(*asked)
    await each_has_its_answer(patient, 60)


async def test_what_slack_had_not_taken_when_the_connection_broke_is_sent_again_where_that_can_be_seen(
    patient: SlackServer,
) -> None:
    patient.readable = {IM, CHANNEL}
    patient.fault = Dropping(times=30, is_after=False)
    await asked_by(patient, 60)
    await each_has_its_answer(patient, 60)


@pytest.mark.parametrize("is_after", [True, False])
async def test_what_may_have_been_taken_is_not_sent_again_where_the_channel_cannot_be_read(
    patient: SlackServer, caplog: pytest.LogCaptureFixture, is_after: bool
) -> None:
    patient.fault = Dropping(times=1, is_after=is_after)
    await patient.mention(STUCK)
    await patient.wait_for_calls("conversations.replies")
    await patient.quiet()
    assert len(patient.calls_to(POST)) == 1
    assert f"whether Slack took an answer in {CHANNEL} cannot be known" in caplog.text


async def test_a_history_without_marks_proves_nothing(patient: SlackServer) -> None:
    patient.readable = {CHANNEL}
    patient.fault = Dropping(times=1, is_after=True)
    thread = "1700000000.000001"
    patient.messages.append({"channel": CHANNEL, "ts": thread, "user": USER})
    patient.answers["conversations.replies"] = {"messages": [{"ts": "9.9", "bot_id": "B0BOT"}]}
    await patient.mention(STUCK, thread_ts=thread)
    await patient.wait_for_calls("conversations.replies")
    await patient.quiet()
    assert len(patient.posts) == 1


async def test_an_answer_of_a_bot_that_died_before_writing_it_down_is_found_and_not_given_again(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.1)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            slack.fault = Hanging(times=1, is_after=True)
            await slack.direct_message(STUCK)
            await slack.posted(1)
        async with running_bot(slack, library, Store(settings)):
            await slack.wait_for_calls("conversations.history")
            await slack.quiet()
    assert len(slack.posts) == 1


BODIES = [
    {"status": 500, "body": "upstream error", "content_type": "text/plain"},
    {"status": 200, "body": "captive portal", "content_type": "text/plain"},
    {"status": 502, "body": "<html>bad gateway</html>"},
    {"status": 404, "body": "<html>not here</html>"},
    {"status": 200, "body": "<html>log in first</html>"},
    {"status": 500, "body": "{", "content_type": "application/json"},
    {"status": 200, "body": "{", "content_type": "application/json"},
    {"status": 200, "body": "[]", "content_type": "application/json"},
    {"status": 500, "body": "null", "content_type": "application/json"},
    {"status": 500, "body": "[1]", "content_type": "application/json"},
]


@pytest.mark.parametrize("failure", BODIES, ids=str)
async def test_an_error_whose_body_is_no_json_delays_an_answer_and_nothing_else(
    patient: SlackServer, failure: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    patient.fail(POST, **failure, times=2)
    patient.fail("assistant.threads.setSuggestedPrompts", **failure)
    await patient.event({"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": IM})
    await patient.direct_message(STUCK)
    await each_has_its_answer(patient, 1)
    assert "Traceback" not in caplog.text
    assert "never retrieved" not in caplog.text


async def test_an_answer_whose_blocks_slack_does_not_take_is_sent_as_text(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.fail(POST, error="invalid_blocks")
    await patient.mention(STUCK)
    (answer,) = await each_has_its_answer(patient, 1)
    assert "blocks" not in answer
    assert "Slack does not take an answer in blocks (invalid_blocks)" in caplog.text


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_private_reply_to_a_click_is_tried_again(patient: SlackServer, status: int) -> None:
    patient.fail("response_url", status=status, times=2)
    await patient.action({"action_id": "ask_example", "value": STUCK})
    *_, last = await patient.wait_for_calls("response_url", 3)
    assert ENGINEER in last.args["text"]
    await patient.quiet()


async def test_bots_that_share_a_database_share_the_pace_of_a_channel(
    library: LiveKnowledge, settings: StoreSettings, skipping: SkippedTime
) -> None:
    async with (
        SlackServer() as slack,
        running_bot(slack, library, Store(settings), timing=skipping.timing),
        running_bot(slack, library, Store(settings), timing=skipping.timing),
    ):
        slack.fault = paced = Paced(skipping.now, leeway=0.3)
        # No pause may end while the other bot is about to begin one.
        skipping.quiet_seconds = 0.15
        sockets = (0, 1) * 8
        await asyncio.gather(*(slack.event_to(socket, STUCK) for socket in sockets))
        await each_has_its_answer(slack, 16)
        # Each bot learns the pace by what it sent at first; from then on they take turns.
        settled = paced.taken[CHANNEL][0] + 2
        late = [time for time in paced.refused if time > settled]
        assert len(late) <= 3, "only by the machine's own delays"


@pytest.mark.parametrize(
    ("method", "variable"), [(POST, "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")]
)
async def test_a_token_that_is_revoked_while_the_bot_runs_is_named_and_ends_it(
    library: LiveKnowledge, settings: StoreSettings, method: str, variable: str
) -> None:
    async with SlackServer() as slack:
        bot = asyncio.create_task(run(slack_settings(slack), library, Store(settings)))
        await slack.connected()
        slack.fail(method, error="token_revoked", times=99)
        await slack.direct_message(STUCK)
        if method != POST:
            await slack.disconnect()
        with pytest.raises(RevokedError, match=f"{variable} is no longer accepted by Slack .token_revoked"):
            await asyncio.wait_for(bot, timeout=10)
        if method == POST:
            slack._failures.clear()
            async with running_bot(slack, library, Store(settings)):
                await each_has_its_answer(slack, 1)
    assert RevokedError.exit_code == 3


async def test_a_start_without_slack_waits_for_it_and_says_so_each_time(
    library: LiveKnowledge, skipping: SkippedTime, unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    slack = SlackServer(unused_tcp_port)
    url = f"http://127.0.0.1:{unused_tcp_port}/api/"
    slack.api_url = url
    stop = asyncio.Event()
    serving = run(slack_settings(slack), library, throw_away_store(), stop, timing=skipping.timing)
    bot = asyncio.create_task(serving)
    while caplog.text.count(f"{url} cannot be reached") < 4:
        await asyncio.sleep(0.01)
    for seconds in (1, 2, 4, 8):
        assert f"trying again in {seconds} s" in caplog.text
    async with slack:
        await slack.connected()
        stop.set()
        await bot


@pytest.mark.parametrize(
    "failure",
    [{"status": 503}, {"status": 500}, {"status": 429, "headers": {"Retry-After": "60"}}, *BODIES],
    ids=str,
)
async def test_a_start_while_slack_fails_waits_too(
    library: LiveKnowledge, skipping: SkippedTime, failure: dict[str, Any]
) -> None:
    async with SlackServer() as slack:
        slack.fail("auth.test", **failure, times=3)
        slack.fail("apps.connections.open", **failure, times=2)
        async with running_bot(slack, library, timing=skipping.timing):
            await slack.mention(STUCK)
            await each_has_its_answer(slack, 1)


async def test_a_request_for_a_new_connection_that_gets_no_reply_is_over_soon_and_told(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.fault = Hanging(times=1, method="apps.connections.open")
    leaving = asyncio.create_task(patient.disconnect())
    async with asyncio.timeout(4):
        while "no connection to Slack (no reply in time); trying again" not in caplog.text:
            await asyncio.sleep(0.05)
    leaving.cancel()


async def test_a_socket_that_never_opens_is_given_up_soon(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.silent_sockets = 1
    leaving = asyncio.create_task(patient.disconnect())
    async with asyncio.timeout(4):
        while "Failed to connect" not in caplog.text:
            await asyncio.sleep(0.05)
    leaving.cancel()


async def test_a_revoked_token_ends_the_command_with_its_own_exit_code(tmp_path: Path) -> None:
    async with SlackServer() as slack:
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
        database = f"sqlite+aiosqlite:///{tmp_path}/whichrole.db"
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **tokens, "DATABASE_URL": database},
            stderr=asyncio.subprocess.PIPE,
        )
        await slack.connected(timeout=60)
        slack.fail(POST, error="token_revoked")
        await slack.direct_message(STUCK)
        _, said = await asyncio.wait_for(command.communicate(), timeout=30)
    assert command.returncode == 3
    assert said.decode().splitlines()[-1].startswith("SLACK_BOT_TOKEN is no longer accepted by Slack")


@pytest.mark.usefixtures("advisor_that_fails")
async def test_an_apology_waits_for_slack_like_any_answer(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=60, status=503)
    await patient.mention(STUCK)
    (apology,) = await patient.posted(1)
    await patient.quiet()
    assert apology["text"] == wording.APOLOGY
    assert len(patient.posts) == 1


async def test_a_notice_to_one_person_is_tried_again_and_never_becomes_an_apology(
    patient: SlackServer,
) -> None:
    patient.fail("chat.postEphemeral", status=503, times=2)
    for_bob = {"action_id": "reply_yes", "value": "a/b/yes", "block_id": "for-U02BOB-1"}
    await patient.action(for_bob, message={"ts": "1.2"})
    *_, notice = await patient.wait_for_calls("chat.postEphemeral", 3)
    await patient.quiet()
    assert notice.args["text"] == wording.NOT_ASKED
    assert patient.posts == []


async def test_a_host_in_no_proxy_is_called_without_the_proxy(
    library: LiveKnowledge, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    async with SlackServer() as slack, running_bot(slack, library):
        await slack.mention(STUCK)
        await each_has_its_answer(slack, 1)
        await slack.action({"action_id": "ask_example", "value": STUCK})
        await slack.wait_for_calls("response_url")


async def test_slots_of_a_channel_lie_apart_whichever_bot_takes_them(settings: StoreSettings) -> None:
    async with Store(settings).opened() as one, Store(settings).opened() as other:
        slots = [await store.channel_slot("C1", 100.0, 1.0) for store in (one, other, one)]
        assert slots == [100.0, 101.0, 102.0]
        assert await other.channel_slot("C1", 200.0, 1.0) == 200.0
        assert await one.channel_slot("C2", 100.0, 1.0) == 100.0
