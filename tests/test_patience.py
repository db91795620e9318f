"""Slack is busy or away: everyone still gets exactly one answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import trouble_wording
from bot.slack.outbox import LATE_SECONDS, PATIENCE_SECONDS
from bot.slack.timing import LONGEST_PAUSE
from bot.store import Store
from tests.conftest import running_bot
from tests.patience import BODIES, asked_by, each_has_its_answer
from tests.skipped_time import SkippedTime
from tests.slack_faults import POST, Paced, Refusing
from tests.slack_server import CHANNEL, EVENT, IM, USER, SlackServer
from tests.test_clicks import button
from tests.test_failures import advisor_that_fails  # noqa: F401 (a fixture)
from tests.test_memory import slow_by
from tests.test_slack import ENGINEER, STUCK

HOUR = 3600.0
EXAMPLE = {"action_id": "ask_example", "value": STUCK}
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


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
    (first,) = await patient.wait_for_posts(1)
    assert first["channel"] == "C02OTHER"
    skipping.is_held = False
    await each_has_its_answer(patient, 2)


async def test_the_bot_waits_as_long_as_it_is_told(patient: SlackServer, skipping: SkippedTime) -> None:
    patient.fail(POST, status=429, headers={"Retry-After": "47"})
    before = skipping.now()
    await patient.mention(STUCK)
    await patient.wait_for_posts(1)
    assert 47 <= skipping.now() - before < 49


@pytest.mark.parametrize("told", ["", "soon", "-1", "nan"])
async def test_the_bot_waits_a_second_where_slack_does_not_say_how_long(
    patient: SlackServer, skipping: SkippedTime, told: str
) -> None:
    patient.fail(POST, status=429, headers={"Retry-After": told})
    before = skipping.now()
    await patient.mention(STUCK)
    await patient.wait_for_posts(1)
    assert 1 <= skipping.now() - before < 3


async def test_the_order_of_a_conversation_is_kept_while_slack_is_busy(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=40, status=429, retry_after=9)
    for number in range(2, 7):
        await patient.direct_message(slow_by(number))
    answers = await patient.wait_for_posts(5, timeout=20)
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
    (answer,) = await patient.wait_for_posts(1, timeout=60)
    assert answer["text"].startswith("This answer comes late: you asked 3 hours ago.")
    assert refusing.refused < (PATIENCE_SECONDS / 2) / LONGEST_PAUSE + 10, "the pauses grow"


@pytest.mark.parametrize(("status", "reason"), [(503, "service_unavailable"), (429, "ratelimited")])
async def test_what_slack_did_not_take_for_hours_is_given_up_without_an_apology(
    library: LiveKnowledge,
    skipping: SkippedTime,
    settings: StoreSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    status: int,
    reason: str,
) -> None:
    monkeypatch.setattr("bot.slack.outbox.PATIENCE_SECONDS", 600.0)
    async with (
        SlackServer() as slack,
        running_bot(slack, library, Store(settings), timing=skipping.timing),
    ):
        slack.fault = Refusing(skipping.now, seconds=HOUR, status=status, retry_after=30)
        await slack.mention(STUCK)
        await slack.wait_for_calls(POST, 10)
        await slack.idle[0]()
        assert slack.posted == []
        assert {ENGINEER in call.args["text"] for call in slack.calls_to(POST)} == {True}
    assert f"Slack takes no answer in {CHANNEL}: {reason}" in caplog.text
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


@pytest.mark.parametrize("failure", BODIES, ids=str)
async def test_an_error_whose_body_is_no_json_delays_an_answer_and_nothing_else(
    patient: SlackServer, failure: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    patient.fail(POST, **failure, times=2)
    patient.fail("assistant.threads.setSuggestedPrompts", **failure)
    await patient.direct_message(STUCK)
    await each_has_its_answer(patient, 1)
    # Who has talked with the bot already is not greeted.
    await patient.event({"type": "app_home_opened", "tab": "messages", "user": USER, "channel": IM})
    await patient.wait_for_calls("assistant.threads.setSuggestedPrompts")
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
async def test_a_click_gets_its_answer_after_errors(patient: SlackServer, status: int) -> None:
    patient.fail(POST, status=status, times=4)
    await patient.action(EXAMPLE, message={"ts": "1700000000.000009"})
    (answer,) = await patient.wait_for_posts(1)
    await patient.quiet()
    assert ENGINEER in answer["text"]
    assert len(patient.posted) == 1


async def test_buttons_that_slack_does_not_let_go_lead_to_no_apology(patient: SlackServer) -> None:
    await patient.direct_message("help me decide")
    await patient.wait_for_posts(1)
    patient.fail("chat.update", status=500, body="upstream error", content_type="text/plain")
    await patient.direct_message("yes")
    await patient.wait_for_calls("chat.update")
    await patient.quiet()
    assert trouble_wording.APOLOGY not in [post["text"] for post in patient.posted]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_private_reply_to_a_click_is_tried_again(patient: SlackServer, status: int) -> None:
    patient.fail("response_url", status=status, times=2)
    await patient.action(EXAMPLE)
    *_, last = await patient.wait_for_calls("response_url", 3)
    assert ENGINEER in last.args["text"]
    await patient.quiet()


async def mention_at(slack: SlackServer, socket: int, number: int) -> None:
    """Mention the bot that has this one of several sockets."""
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": f"1.{number}"}
    event["text"] = STUCK
    await slack.send("events_api", EVENT | {"event": event, "event_id": f"Ev{number}"}, socket=socket)


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
        await asyncio.gather(*(mention_at(slack, socket, number) for number, socket in enumerate(sockets)))
        await each_has_its_answer(slack, 16)
        # Each bot learns the pace by what it sent at first; from then on they take turns.
        settled = paced.taken[CHANNEL][0] + 2
        late = [time for time in paced.refused if time > settled]
        assert len(late) <= 3, "only by the machine's own delays"


@pytest.mark.usefixtures("advisor_that_fails")
async def test_an_apology_waits_for_slack_like_any_answer(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    patient.fault = Refusing(skipping.now, seconds=60, status=503)
    await patient.mention(STUCK)
    (apology,) = await patient.wait_for_posts(1)
    await patient.quiet()
    assert apology["text"] == trouble_wording.APOLOGY
    assert len(patient.posted) == 1


async def test_a_notice_to_one_person_is_tried_again_and_never_becomes_an_apology(
    patient: SlackServer,
) -> None:
    patient.fail("chat.postEphemeral", status=503, times=2)
    for_bob = {"action_id": "reply_yes", "value": "a/b/yes", "block_id": "for-U02BOB-1"}
    await patient.action(for_bob, message={"ts": "1.2", "thread_ts": "1.1"})
    *_, notice = await patient.wait_for_calls("chat.postEphemeral", 3)
    await patient.quiet()
    assert notice.args["text"] == trouble_wording.NOT_ASKED
    assert patient.posted == []


async def test_slots_of_a_channel_lie_apart_whichever_bot_takes_them(settings: StoreSettings) -> None:
    async with Store(settings).opened() as one, Store(settings).opened() as other:
        slots = [await store.channel_slot("C1", 100.0, 1.0) for store in (one, other, one)]
        assert slots == [100.0, 101.0, 102.0]
        assert await other.channel_slot("C1", 200.0, 1.0) == 200.0
        assert await one.channel_slot("C2", 100.0, 1.0) == 100.0


async def test_what_is_wrong_with_one_message_delays_no_other(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    await patient.mention(STUCK)
    (answer,) = await each_has_its_answer(patient, 1)
    # What stands in the place of a message that is gone is posted instead.
    patient.fail("chat.update", error="message_not_found", times=20)
    begun = skipping.now()
    for _ in range(20):
        await patient.action(button(answer, "Why?"), answer)
    await patient.wait_for_posts(21, timeout=30)
    # One a second would be 20; some may pass with the bot's upkeep.
    assert skipping.now() - begun < 15
