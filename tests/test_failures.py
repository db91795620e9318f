"""What becomes of a message when something fails: one apology, a line in the log, and no second answer."""

from __future__ import annotations

import json
import time

import pytest

from bot.advice.advisor import Advisor
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.reading import Match
from bot.replies import trouble_wording
from bot.store import AskedInVain, GivenAnswer, SavedConversation, Store
from bot.store.saved_conversations import StateChange
from tests.conftest import running_bot
from tests.slack_server import SlackServer
from tests.test_memory import replies
from tests.test_slack import ENGINEER, STUCK, only_reply, said


def fail(text: str) -> Match:
    raise RuntimeError(f"secret detail of {text}")


@pytest.fixture
def advisor_that_fails(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor.matcher, "match", fail)


@pytest.mark.usefixtures("advisor_that_fails")
async def test_a_failure_gets_one_apology_in_the_thread_and_a_traceback_in_the_log(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    payload = await slack.mention(STUCK)
    reply = await only_reply(slack)
    assert reply["text"] == trouble_wording.APOLOGY
    assert reply["thread_ts"] == payload["event"]["ts"]
    assert "RuntimeError: secret detail" in caplog.text


async def test_a_failure_over_what_people_say_to_each_other_is_only_logged(
    slack: SlackServer, advisor: Advisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    thread = "1700000000.000001"
    await slack.mention(STUCK, thread_ts=thread)
    await only_reply(slack)
    monkeypatch.setattr(advisor.matcher, "match", fail)
    await slack.channel_message("see you at lunch", thread_ts=thread)
    await only_reply(slack)
    assert "RuntimeError: secret detail of see you at lunch" in caplog.text


@pytest.mark.usefixtures("advisor_that_fails")
async def test_a_failing_command_gets_the_apology_in_the_acknowledgement(slack: SlackServer) -> None:
    ack = await slack.command("anything")
    assert said(ack) == trouble_wording.APOLOGY


@pytest.mark.usefixtures("advisor_that_fails")
async def test_a_failing_click_on_a_private_answer_is_acknowledged_and_apologised_for_in_private(
    slack: SlackServer,
) -> None:
    await slack.action({"action_id": "ask_example", "value": "anything"})
    assert (await slack.wait_for_calls("response_url"))[0].args["text"] == trouble_wording.APOLOGY
    await slack.quiet()
    assert slack.calls_to("chat.postMessage") == []


async def test_a_reply_to_a_click_that_slack_does_not_take_is_logged(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("response_url", status=404, body="expired_url", content_type="text/plain")
    await slack.action({"action_id": "ask_example", "value": STUCK})
    await slack.wait_for_calls("chat.postEphemeral")
    await slack.quiet()
    assert "Slack takes no answer in C01GEN: HTTP status 404" in caplog.text


async def test_an_event_without_its_parts_is_left_alone_and_the_next_one_answered(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await slack.event({"type": "app_mention", "user": "U1", "text": STUCK})
    await slack.direct_message(STUCK)
    reply = await only_reply(slack)
    assert ENGINEER in reply["text"]
    assert "answering failed" not in caplog.text


async def test_an_apology_is_an_answer(library: LiveKnowledge, settings: StoreSettings) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        slack.fail("chat.postMessage", error="invalid_arguments")
        await slack.mention(STUCK)
        assert (await replies(slack, 2))[1] == trouble_wording.APOLOGY
    async with Store(settings, lambda: time.time() + 60).opened() as later:
        assert await later.take_over() == []


@pytest.mark.parametrize("earlier", [(), ("invalid_arguments",)], ids=["an answer", "an apology"])
async def test_what_slack_refuses_for_good_is_not_tried_again(
    library: LiveKnowledge,
    settings: StoreSettings,
    caplog: pytest.LogCaptureFixture,
    earlier: tuple[str, ...],
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        for error in (*earlier, "is_archived"):
            slack.fail("chat.postMessage", error=error)
        await slack.mention(STUCK)
        await slack.wait_for_calls("chat.postEphemeral")
        assert len(await replies(slack, len(earlier) + 1)) == len(earlier) + 1
    async with Store(settings, lambda: time.time() + 60).opened() as later:
        assert await later.take_over() == []
    assert "Slack takes no answer in C01GEN: is_archived" in caplog.text
    assert ("answering failed" in caplog.text) == bool(earlier)


class ForgetfulStore(Store):
    """A store that an error in the conversation reaches while it writes down what became of it."""

    async def settle(
        self,
        message_id: str | None,
        seen: SavedConversation,
        change: StateChange,
        given: GivenAnswer | None = None,
        in_vain: AskedInVain | None = None,
    ) -> None:
        def fail(_: str | None) -> str:
            raise RuntimeError("no new state")

        await super().settle(message_id, seen, fail, given, in_vain)


async def test_no_apology_follows_an_answer_whose_conversation_cannot_be_written_down(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, ForgetfulStore(settings)):
        await slack.mention(STUCK)
        (answer,) = await replies(slack, 1)
    assert ENGINEER in answer
    assert "RuntimeError: no new state" in caplog.text
    async with Store(settings, lambda: time.time() + 60).opened() as later:
        assert await later.take_over() == [], "the answer is written down all the same"


async def test_a_message_that_gets_not_even_an_apology_is_left_to_be_taken_up(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        slack.fail("chat.postMessage", error="invalid_arguments", times=2)
        await slack.mention(STUCK)
        await replies(slack, 2)
        async with Store(settings, lambda: time.time() + 60).opened() as later:
            (claim,) = await later.take_over()
    assert json.loads(claim.body or "")["event"]["text"].endswith(STUCK)
