"""What a person can do something about is told to that person alone, by the best way that is left."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncBoltRequest  # noqa: TID251 (listeners of other surfaces)
from slack_sdk.web.async_client import AsyncWebClient  # noqa: TID251

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import blocks
from bot.replies import trouble_wording as trouble
from bot.slack.in_flight import InFlight
from bot.slack.obstacles import CODES, Obstacle
from bot.store import Store
from tests.conftest import running_bot, throw_away_store, unconnected_app
from tests.slack_server import CHANNEL, IM, TEAM, USER, SlackServer
from tests.test_memory import THREAD, replies
from tests.test_slack import ENGINEER, STUCK

Json = dict[str, Any]

INVITE = trouble.OBSTACLES[Obstacle.NOT_INVITED]
EXPIRED = trouble.OBSTACLES[Obstacle.EXPIRED]
EXAMPLE = {"action_id": "ask_example", "value": STUCK, "block_id": "b"}
PUBLIC = {"ts": "1700000000.000009", "thread_ts": THREAD}


def told(slack: SlackServer) -> list[tuple[str, str, str]]:
    """Where each message of the bot went, who alone sees it, and what it says."""
    sent = [call for call in slack.calls if call.method in {"chat.postMessage", "chat.postEphemeral"}]
    return [(call.args["channel"], call.args.get("user", ""), call.args["text"]) for call in sent]


def test_there_is_a_next_step_for_every_obstacle() -> None:
    assert set(trouble.OBSTACLES) == set(Obstacle) == set(CODES)


@pytest.mark.parametrize("obstacle", Obstacle)
async def test_who_asks_where_the_bot_can_write_nothing_is_told_in_a_direct_message_what_to_do(
    slack: SlackServer, obstacle: Obstacle
) -> None:
    (code, *_) = sorted(CODES[obstacle])
    slack.closed[CHANNEL] = code
    await slack.mention(STUCK)
    (word,) = await slack.wait_for_posts(1)
    await slack.quiet()
    assert word["channel"] == USER
    assert word["text"] == f"About what you asked in <#{CHANNEL}>:\n{trouble.OBSTACLES[obstacle]}"
    assert word["blocks"] == blocks.about(CHANNEL, blocks.notice(trouble.OBSTACLES[obstacle]))["blocks"]
    assert [(place, user) for place, user, _ in told(slack)] == [(CHANNEL, ""), (CHANNEL, USER), (USER, "")]


async def test_who_asks_in_a_thread_that_is_locked_is_told_in_the_channel_beside_it(
    slack: SlackServer,
) -> None:
    slack.fail("chat.postMessage", error="restricted_action_thread_locked")
    await slack.mention(STUCK, thread_ts=THREAD)
    (word,) = await slack.wait_for_calls("chat.postEphemeral")
    await slack.quiet()
    assert (word.args["channel"], word.args["user"]) == (CHANNEL, USER)
    assert word.args["text"] == trouble.OBSTACLES[Obstacle.NO_REPLIES]
    assert "thread_ts" not in word.args
    assert len(slack.calls_to("chat.postMessage")) == 1


async def test_who_clicks_where_the_bot_is_not_is_told_by_the_address_of_the_click(
    slack: SlackServer,
) -> None:
    slack.closed[CHANNEL] = "not_in_channel"
    await slack.action(EXAMPLE, PUBLIC)
    (word,) = await slack.wait_for_calls("response_url")
    await slack.quiet()
    assert (word.args["text"], word.args["response_type"]) == (INVITE, "ephemeral")
    assert len(told(slack)) == 1, "nothing but the answer is tried in the channel"


@pytest.mark.parametrize("code", ["expired_url", "used_url"])
async def test_who_clicks_too_late_is_told_beside_the_message(slack: SlackServer, code: str) -> None:
    slack.fail("response_url", status=404, error=code)
    await slack.action(EXAMPLE)
    (word,) = await slack.wait_for_calls("chat.postEphemeral")
    await slack.quiet()
    assert (word.args["channel"], word.args["user"], word.args["text"]) == (CHANNEL, USER, EXPIRED)
    assert len(slack.calls_to("response_url")) == 1


async def test_who_clicks_too_late_where_the_bot_is_not_is_told_in_a_direct_message(
    slack: SlackServer,
) -> None:
    slack.closed[CHANNEL] = "channel_not_found"
    slack.fail("response_url", status=404, error="used_url", times=2)
    await slack.action(EXAMPLE, PUBLIC)
    (word,) = await slack.wait_for_posts(1)
    assert word["channel"] == USER
    assert word["text"].endswith(INVITE)


async def test_a_direct_message_that_cannot_be_answered_is_tried_to_be_told_once(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.closed |= dict.fromkeys((IM, USER), "messages_tab_disabled")
    await slack.direct_message(STUCK)
    await slack.wait_for_calls("chat.postMessage", 2)
    await slack.quiet()
    assert [(place, user) for place, user, _ in told(slack)] == [(IM, ""), (USER, "")]
    assert "a person in D01ALICE cannot be told something in private: messages_tab_disabled" in caplog.text


async def test_where_no_way_is_left_it_is_only_logged_and_the_message_is_finished(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        slack.closed |= dict.fromkeys((CHANNEL, USER), "is_archived")
        await slack.mention(STUCK)
        await slack.wait_for_calls("chat.postMessage", 2)
        await slack.quiet()
        assert len(told(slack)) == 3
        slack.closed.clear()
        await slack.mention(STUCK)
        assert ENGINEER in (await replies(slack, 3))[2]
    async with Store(settings, lambda: time.time() + 60).opened() as later:
        assert await later.take_over() == []
    assert "a person in C01GEN cannot be told something in private: is_archived" in caplog.text
    assert "Traceback" not in caplog.text


async def test_while_slack_is_away_no_other_way_is_tried(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.closed[CHANNEL] = "not_in_channel"
    patient.fail("response_url", status=503, times=1000)
    await patient.action(EXAMPLE, PUBLIC)
    await patient.wait_for_calls("response_url", 2)
    for idle in patient.idle:
        await idle()
    assert "a person in C01GEN cannot be told something in private: internal_error" in caplog.text
    assert len(told(patient)) == 1


async def test_a_bot_that_may_not_write_says_so_where_a_click_was(slack: SlackServer) -> None:
    slack.scopes = ("commands",)
    await slack.action(EXAMPLE, PUBLIC)
    (word,) = await slack.wait_for_calls("response_url")
    assert word.args["text"] == trouble.OBSTACLES[Obstacle.NOT_ALLOWED]


async def post(client: AsyncWebClient) -> None:
    """Post to the channel, as a command or a shortcut may have to."""
    await client.chat_postMessage(channel=CHANNEL, text="to all")


async def open_modal(client: AsyncWebClient) -> None:
    await client.views_open(trigger_id="1", view={"type": "modal"})


async def fail(client: AsyncWebClient) -> None:
    raise RuntimeError("a mistake")


@asynccontextmanager
async def surfaces(
    slack: SlackServer, library: LiveKnowledge, do: Callable[[AsyncWebClient], Awaitable[None]]
) -> AsyncIterator[Callable[[Json], Awaitable[Json]]]:
    """Surfaces that do this once they are acknowledged; yields what dispatches a payload to them."""
    in_flight = InFlight()
    async with (
        throw_away_store().opened() as store,
        unconnected_app(slack, library, store, in_flight) as app,
    ):

        @app.command("/early")
        async def before_acknowledging(client: AsyncWebClient) -> None:
            await do(client)

        @app.view("on_modal")
        @app.command("/late")
        @app.shortcut("on_shortcut")
        async def after_acknowledging(ack: AsyncAck, client: AsyncWebClient) -> None:
            await ack()
            await do(client)

        # Before the bot's own, one of which takes every form that no other knows.
        listeners = app._async_listeners
        listeners.insert(0, listeners.pop())

        async def dispatch(payload: Json) -> Json:
            by = {"user": {"id": USER}, "team": {"id": TEAM}, "team_id": TEAM, "user_id": USER}
            response = await app.async_dispatch(AsyncBoltRequest(body=by | payload, mode="socket_mode"))
            await in_flight.idle()
            reply: Json = json.loads(response.body or "{}")
            return reply

        yield dispatch


def in_channel(slack: SlackServer) -> Json:
    return {"channel": {"id": CHANNEL}, "response_url": f"{slack.api_url}response_url"}


SHORTCUT = {"type": "shortcut", "callback_id": "on_shortcut", "trigger_id": "1"}
MODAL = {"type": "view_submission", "view": {"type": "modal", "callback_id": "on_modal"}}
COMMAND = {"channel_id": CHANNEL, "text": "", "trigger_id": "1"}


async def test_a_command_that_may_not_do_what_it_should_is_told_so_in_its_acknowledgement(
    library: LiveKnowledge,
) -> None:
    async with SlackServer() as slack, surfaces(slack, library, post) as dispatch:
        slack.closed[CHANNEL] = "not_in_channel"
        reply = await dispatch(COMMAND | {"command": "/early"})
        assert (reply["response_type"], reply["text"]) == ("ephemeral", INVITE)
        assert len(told(slack)) == 1


@pytest.mark.parametrize(("do", "words"), [(post, INVITE), (fail, trouble.APOLOGY)])
async def test_a_command_that_is_acknowledged_already_is_told_by_its_address(
    library: LiveKnowledge, do: Callable[[AsyncWebClient], Awaitable[None]], words: str
) -> None:
    async with SlackServer() as slack, surfaces(slack, library, do) as dispatch:
        slack.closed[CHANNEL] = "not_in_channel"
        assert await dispatch(COMMAND | in_channel(slack) | {"command": "/late"}) == {}
        (word,) = await slack.wait_for_calls("response_url")
        assert word.args["text"] == words


@pytest.mark.parametrize(("do", "words"), [(post, INVITE), (fail, trouble.APOLOGY)])
async def test_a_message_shortcut_is_told_by_its_address_and_nothing_is_posted(
    library: LiveKnowledge, do: Callable[[AsyncWebClient], Awaitable[None]], words: str
) -> None:
    async with SlackServer() as slack, surfaces(slack, library, do) as dispatch:
        slack.closed[CHANNEL] = "not_in_channel"
        assert await dispatch(SHORTCUT | in_channel(slack) | {"type": "message_action"}) == {}
        (word,) = await slack.wait_for_calls("response_url")
        assert word.args["text"] == words
        assert slack.posted == []


@pytest.mark.parametrize("payload", [SHORTCUT, MODAL], ids=["global shortcut", "modal"])
async def test_what_has_no_place_is_told_in_a_direct_message(library: LiveKnowledge, payload: Json) -> None:
    async with SlackServer() as slack:
        slack.fail("views.open", error="expired_trigger_id")
        for do, words in ((open_modal, EXPIRED), (fail, trouble.APOLOGY)):
            async with surfaces(slack, library, do) as dispatch:
                assert await dispatch(payload) == {}
            assert told(slack)[-1] == (USER, "", words)
        assert len(told(slack)) == 2
