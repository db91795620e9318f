"""Whatever Slack might send: parts of a wrong type, and text that cannot be kept, harm no other message."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import trouble_wording
from bot.slack.well_formed import well_formed
from bot.store import AskedInVain, ClaimedMessage, Store
from tests.benchmarks.mutated_payloads import play
from tests.conftest import running_bot
from tests.mutated_payloads import CLICK, mutants, recorded
from tests.slack_server import BOT_USER, CHANNEL, IM, USER, SlackServer
from tests.test_memory import replies, texts
from tests.test_slack import ENGINEER, STUCK, only_reply
from tests.test_store import ALICE, claim, in_vain, kept, rows, say

URL = "https://slack.example/respond"
UNKEPT = "\x00\ud800\x1b[2J\x85"
"""NUL, half a character, what clears a terminal, and a control character of another age."""


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_payloads_cause_no_traceback_leave_nothing_behind_and_harm_no_neighbour(
    library: LiveKnowledge, settings: StoreSettings, seed: int
) -> None:
    store = Store(settings)
    async with SlackServer() as slack, running_bot(slack, library, store):
        outcome = await play(slack, store, seed, 100)
    assert outcome.is_good, outcome


def test_the_mutants_differ_from_what_they_come_from() -> None:
    originals = [payload for _, payload in recorded(URL)]
    source = mutants(random.Random(1), URL)
    assert all(next(source)[1] not in originals for _ in range(200))


@pytest.mark.parametrize(("kind", "payload"), recorded(URL))
def test_what_slack_sends_passes_as_it_is(kind: str, payload: dict[str, Any]) -> None:
    assert well_formed(kind, json.loads(json.dumps(payload))) == payload


@pytest.mark.parametrize("wrong", [5, 1.5, True, ["x"], {"a": 1}, b"x", "a\x00b", "a\ud800b"])
async def test_a_value_that_cannot_be_kept_harms_no_neighbour_and_does_not_mark_the_database_away(
    database_url: str, caplog: pytest.LogCaptureFixture, wrong: Any
) -> None:
    async with Store(StoreSettings(database_url)).opened() as store:
        messages = [claim(1), ClaimedMessage("C1:2", wrong, ALICE, "{}"), claim(3)]
        claims = [store.claim(message) for message in messages]
        first, refused, last = await asyncio.gather(*claims, return_exceptions=True)
        assert first is last is True
        assert "cannot be kept as text" in str(refused)
        with pytest.raises(Exception, match=r"cannot be kept as text|unhashable"):
            await store.settle(None, await store.load("k", ALICE), str, None, AskedInVain(wrong))
        await say(store, "one", await store.load("k", ALICE), "C1:3")
        assert await kept(store) == "one"
        assert await rows(database_url, "SELECT message FROM events ORDER BY 1") == [("C1:1",), ("C1:3",)]
    assert "away" not in caplog.text


@pytest.mark.parametrize("name", ["user", "channel", "ts", "thread_ts", "text", "subtype", "bot_id", "files"])
@pytest.mark.parametrize("wrong", [5, ["x"], {"id": "U1"}])
async def test_a_field_of_a_wrong_type_counts_as_left_out_and_memory_goes_on(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, name: str, wrong: object
) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.5", "text": STUCK}
    await slack.event(event | {name: wrong})
    await slack.direct_message(STUCK)
    for idle in slack.idle:
        await idle()
    assert any(ENGINEER in text for text in texts(slack))
    assert f"left out of what Slack sent, for its type: event.{name}" in caplog.text
    assert "away" not in caplog.text
    assert "answering failed" not in caplog.text


async def test_what_cannot_be_kept_is_left_out_of_what_people_write(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.direct_message(f"who fixes{UNKEPT} the boiler?")
        await slack.direct_message(f"<@{BOT_USER}> our predictions take{UNKEPT} 4 seconds in production")
        await replies(slack, 2)
    async with Store(settings).opened() as store:
        assert await in_vain(store) == ["who fixes[2J the boiler?"]
        assert "predictions take[2J 4 seconds" in (await kept(store, f"direct:{IM}:", USER) or "")


async def test_what_cannot_be_kept_is_left_out_of_the_value_of_a_click(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    button = {"action_id": "ask_example", "value": f"our predictions take{UNKEPT} 4 seconds in production"}
    message = {"ts": "1700000000.000009", "thread_ts": "1700000000.000003"}
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.action(button, message=message)
        reply = await only_reply(slack)
    assert trouble_wording.APOLOGY not in reply["text"]
    assert "take[2J 4 seconds" in json.dumps(reply)
    assert "away" not in caplog.text


async def test_an_envelope_that_cannot_be_read_is_acknowledged_and_named_without_what_it_says(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await slack.send("slash_commands", {"command": "/whichrole", "user_id": ["a secret"], "channel_id": "C1"})
    await slack.quiet()
    assert "what Slack sent cannot be read and is left alone: user_id" in caplog.text
    assert "a secret" not in caplog.text


async def test_an_event_without_a_channel_is_left_alone(slack: SlackServer) -> None:
    for missing in ("channel", "ts"):
        event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.5", "text": STUCK}
        del event[missing]
        await slack.event(event)
    await slack.event({"type": "app_home_opened", "tab": "messages", "user": USER})
    await slack.quiet()
    assert {call.method for call in slack.calls} == {"auth.test", "apps.connections.open"}


@pytest.mark.parametrize("missing", ["ts", "blocks"])
async def test_a_click_on_a_message_of_which_parts_are_missing_is_answered(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, missing: str
) -> None:
    click = CLICK | {"response_url": f"{slack.api_url}response_url"}
    message = {"ts": "1700000000.000100", "thread_ts": "1700000000.000100", "blocks": [{"elements": []}]}
    del message[missing]
    await slack.send("interactive", click | {"message": message})
    reply = await only_reply(slack)
    assert ENGINEER in reply["text"]
    assert "answering failed" not in caplog.text


async def test_a_block_without_a_type_stays_when_the_buttons_of_a_question_go(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    click = CLICK | {"response_url": f"{slack.api_url}response_url"}
    message = click["message"] | {"blocks": [{"elements": []}]}
    await slack.send("interactive", click | {"message": message})
    assert ENGINEER in (await only_reply(slack))["text"]
    assert "answering failed" not in caplog.text
    assert "stay" not in caplog.text
