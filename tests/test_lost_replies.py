"""A call to Slack gets no reply: nothing is said twice, and as little as can be is lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.store import Store
from tests.conftest import running_bot
from tests.patience import asked_by, each_has_its_answer
from tests.slack_faults import POST, Dropping, Hanging
from tests.slack_server import BOT, CHANNEL, IM, USER, SlackServer
from tests.test_failures import advisor_that_fails  # noqa: F401 (a fixture)
from tests.test_memory import is_told, slow_by
from tests.test_slack import STUCK

HOUR = 3600.0
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


async def test_a_call_without_a_reply_holds_up_its_conversation_for_no_longer_than_a_call_may_take(
    patient: SlackServer,
) -> None:
    patient.fault = Hanging(times=1)
    await patient.direct_message(slow_by(4))
    await patient.direct_message(slow_by(5))
    answers = await patient.wait_for_posts(2)
    assert is_told(answers[0]["text"], 4)
    await patient.quiet()
    assert len(patient.posted) == 2


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
    assert len(patient.posted) == 1


async def test_an_answer_of_a_bot_that_died_before_writing_it_down_is_found_and_not_given_again(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.1)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            slack.fault = Hanging(times=1, is_after=True)
            await slack.direct_message(STUCK)
            await slack.wait_for_posts(1)
        async with running_bot(slack, library, Store(settings)):
            await slack.wait_for_calls("conversations.history")
            await slack.quiet()
    assert len(slack.posted) == 1


async def test_it_is_found_whatever_else_of_the_bots_stands_there(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.1)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            slack.fault = Hanging(times=1, is_after=True)
            await slack.direct_message(STUCK, ts="1700000000.000001")
            await slack.wait_for_posts(1)
        # An announcement carries no mark.
        unmarked = {"channel": IM, "ts": "1700000000.000002", "bot_id": BOT, "text": "a word of the bot"}
        slack.messages.insert(0, unmarked)
        async with running_bot(slack, library, Store(settings)):
            await slack.wait_for_calls("conversations.history")
            await slack.quiet()
    assert len(slack.posted) == 1


@pytest.mark.parametrize("is_after", [True, False])
async def test_the_answer_to_a_click_is_given_once_though_its_reply_was_lost(
    patient: SlackServer, is_after: bool
) -> None:
    patient.readable = {CHANNEL}
    question = {"ts": "1700000000.000009", "thread_ts": "1700000000.000001"}
    patient.messages.append(question | {"channel": CHANNEL, "bot_id": BOT, "text": "a question of the bot"})
    patient.fault = Dropping(times=1, is_after=is_after)
    await patient.action({"action_id": "ask_example", "value": STUCK}, message=question)
    await patient.wait_for_calls("conversations.replies")
    await patient.wait_for_posts(1)
    await patient.quiet()
    assert len(patient.posted) == 1
