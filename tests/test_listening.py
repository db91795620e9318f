"""Listening in channels: who turns it on and off, what is answered unasked, and what never is."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import listening_wording as wording
from bot.replies.listening_wording import Told
from bot.slack.in_flight import InFlight
from bot.slack.inbox import claimed_message, take_up
from bot.slack.overheard import FRESH_SECONDS, QUIET_SECONDS, TOO_LATE_SECONDS, Overheard
from bot.store import Store
from bot.store.claims import LEASE_SECONDS
from tests.conftest import Clock, running_bot, unconnected_app
from tests.reading_blocks import read
from tests.slack_server import BOT_USER, CHANNEL, EVENT, IM, USER, SlackServer
from tests.test_clicks import button, buttons_in
from tests.test_memory import THREAD, replies

Json = dict[str, Any]

BOB = "U02BOB"
QUESTION = "do we need a data scientist or an ML engineer to get our models into production?"
ANOTHER = "who do we need for a feature store and automated retraining?"
ENGINEER = "Machine Learning Engineer"


@pytest.fixture
async def listening(slack: SlackServer) -> SlackServer:
    """Slack with the bot connected, which listens in the channel."""
    await turn_on(slack)
    return slack


async def turn_on(slack: SlackServer) -> None:
    """Turn listening on, and forget the calls that this took."""
    slack.readable.add(CHANNEL)
    count = len(slack.calls_to("response_url"))
    await slack.command("listen on")
    await slack.wait_for_calls("response_url", count + 1)
    slack.calls.clear()
    slack.posted.clear()


async def switch(slack: SlackServer, words: str, user: str = USER) -> str:
    """Use the slash command, and return what only that person is told."""
    count = len(slack.calls_to("response_url"))
    await slack.command(words, user)
    calls = await slack.wait_for_calls("response_url", count + 1)
    told = calls[-1].args
    assert told["response_type"] == "ephemeral"
    text: str = told["text"]
    return text


async def answered(slack: SlackServer, text: str = QUESTION, **fields: str) -> bool:
    """Whether a message in the channel gets an answer."""
    before = len(slack.posted)
    await slack.channel_message(text, **fields)
    await slack.settled()
    return len(slack.posted) > before


@contextlib.asynccontextmanager
async def bot_with(library: LiveKnowledge, *stores: Store) -> AsyncIterator[SlackServer]:
    """Slack with a bot for each store, listening in the channel."""
    async with SlackServer() as slack, contextlib.AsyncExitStack() as bots:
        for store in stores:
            await bots.enter_async_context(running_bot(slack, library, store))
        await turn_on(slack)
        yield slack


# Turning it on and off


async def test_who_turns_it_on_is_named_to_everybody_with_how_to_turn_it_off(slack: SlackServer) -> None:
    slack.readable.add(CHANNEL)
    assert await switch(slack, "listen on") == Told.ON
    (announcement,) = slack.posted
    assert announcement["channel"] == CHANNEL
    assert "thread_ts" not in announcement
    assert announcement["text"].startswith(f"<@{USER}> turned on listening in this channel.")
    assert "`/whichrole listen off`" in announcement["text"]
    assert announcement["text"] == read(announcement)


async def test_turning_on_what_is_on_says_so_to_that_person_alone(listening: SlackServer) -> None:
    said = await switch(listening, "listen on", BOB)
    assert said.startswith("Listening has been on in this channel since")
    assert f"turned on by <@{USER}>" in said
    assert listening.posted == []


async def test_of_many_who_turn_it_on_at_once_one_is_announced(slack: SlackServer) -> None:
    slack.readable.add(CHANNEL)
    await asyncio.gather(*(slack.command("listen on", f"U{number}") for number in range(10)))
    await slack.wait_for_calls("response_url", 10)
    assert len(slack.posted) == 1


async def test_anybody_turns_it_off_and_everybody_reads_who_did(listening: SlackServer) -> None:
    assert await switch(listening, "listen off", BOB) == Told.OFF_NOW
    (announcement,) = listening.posted
    assert announcement["text"].startswith(f"<@{BOB}> turned off listening in this channel.")
    assert not await answered(listening)
    assert await switch(listening, "listen off") == Told.OFF
    assert await switch(listening, "listen status") == Told.OFF
    assert len(listening.posted) == 1


async def test_the_status_says_since_when_and_by_whom(slack: SlackServer) -> None:
    assert await switch(slack, "listen status") == Told.OFF
    await turn_on(slack)
    assert f"turned on by <@{USER}>" in await switch(slack, "listen status", BOB)
    assert f"turned on by <@{USER}>" in await switch(slack, "listen", BOB)
    assert slack.posted == []


@pytest.mark.parametrize("words", ["listen on", "  LISTEN   On "])
async def test_the_exact_words_switch_it_whatever_their_case_and_blanks(
    slack: SlackServer, words: str
) -> None:
    slack.readable.add(CHANNEL)
    assert await switch(slack, words) == Told.ON


@pytest.mark.parametrize("words", ["listen closely", "listen on fridays", "please listen on", "listenon"])
async def test_whatever_else_is_said_is_a_question(slack: SlackServer, words: str) -> None:
    ack = await slack.command(words)
    assert ack is not None
    assert ack["text"]
    assert slack.calls_to("conversations.history") == []


async def test_direct_messages_of_several_people_are_not_listened_in(slack: SlackServer) -> None:
    refused = {"ok": False, "error": "missing_scope", "needed": "mpim:history"}
    slack.fail("conversations.history", body=json.dumps(refused), content_type="application/json")
    assert await switch(slack, "listen on") == Told.DIRECT


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("not_in_channel", Told.NOT_HERE),
        ("channel_not_found", Told.NOT_HERE),
        ("missing_scope", Told.SCOPE),
        ("internal_error", Told.UNSURE),
    ],
)
async def test_what_keeps_the_bot_from_listening_is_told_in_private_with_the_next_step(
    slack: SlackServer, error: str, told: Told
) -> None:
    slack.fail("conversations.history", error=error)
    assert await switch(slack, "listen on") == told
    assert await switch(slack, "listen status") == Told.OFF
    assert slack.posted == []


@pytest.mark.parametrize(
    ("error", "told"), [("restricted_action", Told.NO_WORD), ("not_in_channel", Told.NOT_HERE)]
)
async def test_it_stays_off_where_it_cannot_be_announced(slack: SlackServer, error: str, told: Told) -> None:
    slack.readable.add(CHANNEL)
    slack.fail("chat.postMessage", error=error)
    assert await switch(slack, "listen on") == told
    assert await switch(slack, "listen status") == Told.OFF


async def test_a_mention_does_what_the_command_does(slack: SlackServer) -> None:
    slack.readable.add(CHANNEL)
    await slack.mention("Listen on", thread_ts=THREAD)
    (told,) = await slack.wait_for_calls("chat.postEphemeral")
    assert (told.args["text"], told.args["user"]) == (Told.ON, USER)
    (announcement,) = slack.posted
    assert "thread_ts" not in announcement
    assert await answered(slack)


async def test_direct_messages_are_not_listened_in(slack: SlackServer) -> None:
    await slack.direct_message("listen on")
    assert await replies(slack, 1) == [Told.DIRECT]


async def test_a_database_that_is_away_is_told_and_nothing_is_switched(
    library: LiveKnowledge, tmp_path: Path
) -> None:
    folder = tmp_path / "memory"
    folder.mkdir()
    store = Store(StoreSettings(f"sqlite+aiosqlite:///{folder}/whichrole.db"))
    async with bot_with(library, store) as slack:
        shutil.rmtree(folder)
        assert await switch(slack, "listen off") == Told.AWAY
        assert slack.posted == []


# What is answered


async def test_a_question_is_answered_in_its_thread_with_why_that_comes_unasked(
    listening: SlackServer,
) -> None:
    payload = await listening.channel_message(QUESTION)
    (answer,) = await listening.wait_for_posts(1)
    assert answer["thread_ts"] == payload["event"]["ts"]
    assert ENGINEER in answer["text"]
    assert wording.UNASKED in answer["text"]
    small_print, row = answer["blocks"][-2:]
    assert small_print["elements"][0]["text"] == wording.UNASKED
    assert [element["text"]["text"] for element in row["elements"]] == [wording.NOT_HELPFUL_HERE]


async def test_what_is_asked_by_a_mention_says_nothing_of_listening(listening: SlackServer) -> None:
    await listening.mention(QUESTION)
    (answer,) = await listening.wait_for_posts(1)
    assert wording.UNASKED not in answer["text"]
    assert wording.NOT_HELPFUL_HERE not in json.dumps(answer["blocks"])


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B99OTHER"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "file_share", "files": [{"mimetype": "image/png"}]},
        {"attachments": [{"text": QUESTION, "is_share": True}]},
        {"edited": {"ts": "1.9", "user": USER}},
        {"user": "USLACKBOT"},
        {"thread_ts": THREAD},
        {"thread_ts": THREAD, "subtype": "thread_broadcast"},
        {"channel_type": "mpim"},
        {"channel": "C02OTHER"},
        {"text": f"<@{BOB}> {QUESTION}"},
        {"text": f"{QUESTION} <!here>"},
        {"text": f"<!subteam^S01|data> {QUESTION}"},
        {"text": f"&gt; {QUESTION}"},
        {"text": f"Bob, {QUESTION}"},
        {"text": QUESTION.removesuffix("?").replace("do we", "we")},
        {"text": "who is coming to lunch?"},
        {"text": "which role do we need?"},
    ],
    ids=json.dumps,
)
async def test_what_else_is_said_in_the_channel_is_left_alone(listening: SlackServer, fields: Json) -> None:
    message = {"type": "message", "channel_type": "channel", "channel": CHANNEL, "user": USER}
    await listening.event(message | {"text": QUESTION, "ts": "1.5"} | fields)
    await listening.settled()
    assert listening.posted == []
    assert await answered(listening), "nothing of that has taken the turn"


async def test_where_it_is_off_nothing_is_answered_unasked(slack: SlackServer) -> None:
    assert not await answered(slack)


async def test_in_ten_minutes_one_question_is_answered(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock
) -> None:
    async with bot_with(library, Store(settings, clock)) as slack:
        assert await answered(slack)
        clock.now += QUIET_SECONDS - 1
        assert not await answered(slack, ANOTHER)
        clock.now += 2
        assert await answered(slack, ANOTHER)


async def test_off_and_on_again_does_not_make_it_speak_more_often(listening: SlackServer) -> None:
    assert await answered(listening)
    await switch(listening, "listen off")
    await turn_on(listening)
    assert not await answered(listening, ANOTHER)


async def test_of_two_bots_one_answers_one_question(library: LiveKnowledge, settings: StoreSettings) -> None:
    async with bot_with(library, Store(settings), Store(settings)) as slack:
        asked = [slack.channel_message(QUESTION if number % 2 else ANOTHER) for number in range(10)]
        await asyncio.gather(*asked)
        await slack.settled()
        assert len(slack.posted) == 1


async def test_a_redelivered_question_is_answered_once(listening: SlackServer) -> None:
    payload = await listening.channel_message(QUESTION)
    await listening.send("events_api", payload, retry_attempt=1)
    await listening.settled()
    assert len(listening.posted) == 1


async def test_who_asked_goes_on_in_the_thread_without_a_mention_and_nobody_else_does(
    listening: SlackServer,
) -> None:
    payload = await listening.channel_message(QUESTION)
    await listening.wait_for_posts(1)
    thread = payload["event"]["ts"]
    assert not await answered(listening, "why?", user=BOB, thread_ts=thread)
    assert await answered(listening, "why not a data scientist?", thread_ts=thread)
    assert listening.posted[-1]["thread_ts"] == thread
    assert wording.UNASKED not in listening.posted[-1]["text"]


async def test_an_old_question_that_slack_sends_again_is_left_alone(listening: SlackServer) -> None:
    event = {"type": "message", "channel_type": "channel", "channel": CHANNEL, "user": USER, "ts": "1.5"}
    old = {"event_id": "Ev1", "event_time": int(time.time() - TOO_LATE_SECONDS - 1)}
    await listening.send("events_api", EVENT | old | {"event": event | {"text": QUESTION}})
    await listening.settled()
    assert listening.posted == []


@pytest.mark.parametrize(
    ("is_on", "age", "count"), [(True, 0, 1), (True, TOO_LATE_SECONDS + 1, 0), (False, 0, 0)]
)
async def test_what_a_bot_that_died_left_is_answered_only_at_once_and_while_it_is_on(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock, is_on: bool, age: float, count: int
) -> None:
    event: Json = {"type": "message", "channel_type": "channel", "channel": CHANNEL, "user": USER}
    event |= {"ts": "1.2", "text": QUESTION}
    body = EVENT | {"event": event, "event_time": int(time.time() - age)}
    async with Store(settings, clock).opened() as dead:
        await dead.listening.turn_on(CHANNEL, USER)
        await dead.claim(claimed_message(body, event))
        if not is_on:
            await dead.listening.turn_off(CHANNEL)
    in_flight = InFlight()
    async with (
        SlackServer() as slack,
        Store(settings, clock).opened() as store,
        unconnected_app(slack, library, store, in_flight) as app,
    ):
        clock.now += LEASE_SECONDS + 1
        await take_up(app, store, in_flight.message_ids)
        await in_flight.idle()
        assert len(slack.posted) == count
        clock.now += LEASE_SECONDS + 1
        assert await store.take_over() == []


async def test_an_answer_that_slack_does_not_take_for_minutes_is_not_given(patient: SlackServer) -> None:
    await turn_on(patient)
    patient.fail("chat.postMessage", status=503, times=1000)
    await patient.channel_message(QUESTION)
    await patient.settled()
    assert 2 < len(patient.calls_to("chat.postMessage")) < 20


async def test_a_database_that_is_away_makes_it_silent(library: LiveKnowledge, tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    folder.mkdir()
    store = Store(StoreSettings(f"sqlite+aiosqlite:///{folder}/whichrole.db"))
    async with bot_with(library, store) as slack:
        shutil.rmtree(folder)
        assert not await answered(slack)


async def test_no_apology_is_made_to_who_has_asked_nothing_of_the_bot(
    listening: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    listening.fail("chat.postMessage", error="invalid_arguments")
    await listening.channel_message(QUESTION)
    await listening.settled()
    assert len(listening.calls_to("chat.postMessage")) == 1
    assert "answering failed" in caplog.text


async def test_where_it_is_on_is_looked_up_every_few_seconds_and_not_for_each_message(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock
) -> None:
    body = {"event": {"channel": CHANNEL, "text": QUESTION}}
    async with Store(settings).opened() as store, Store(settings).opened() as other:
        overheard = Overheard(library, store, monotonic=clock)
        assert not await overheard.takes_turn(body)
        await other.listening.turn_on(CHANNEL, USER)
        clock.now += FRESH_SECONDS - 1
        assert not await overheard.takes_turn(body)
        clock.now += 2
        assert await overheard.takes_turn(body)


async def test_where_another_bot_turned_it_off_it_is_off_at_once(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock
) -> None:
    body = {"event": {"channel": CHANNEL, "text": QUESTION}}
    async with Store(settings).opened() as store, Store(settings).opened() as other:
        await other.listening.turn_on(CHANNEL, USER)
        overheard = Overheard(library, store, monotonic=clock)
        assert await overheard.is_still_wanted(body)
        await other.listening.turn_off(CHANNEL)
        assert not await overheard.takes_turn(body)


# Not helpful here


async def unasked(slack: SlackServer) -> Json:
    """Ask, and return the answer as it stands in Slack."""
    assert await answered(slack)
    return slack.posted[-1]


async def test_anybody_silences_it_by_a_click_which_gives_way_to_who_did(listening: SlackServer) -> None:
    answer = await unasked(listening)
    await listening.action(button(answer, wording.NOT_HELPFUL_HERE), answer, BOB)
    (update,) = await listening.wait_for_calls("chat.update")
    assert (update.args["channel"], update.args["ts"]) == (CHANNEL, answer["ts"])
    assert wording.NOT_HELPFUL_HERE not in json.dumps(update.args["blocks"])
    last = update.args["blocks"][-1]["elements"][0]["text"]
    assert last.startswith(f"<@{BOB}> turned off listening in this channel.")
    assert update.args["text"].endswith(last)
    assert ENGINEER in update.args["text"]
    assert buttons_in(update.args["blocks"]), "the other buttons of the answer stay"
    assert await switch(listening, "listen status") == Told.OFF


async def test_many_clicks_at_once_change_the_message_once_for_each_person(listening: SlackServer) -> None:
    answer = await unasked(listening)
    clicked = button(answer, wording.NOT_HELPFUL_HERE)
    await asyncio.gather(*(listening.action(clicked, answer, BOB) for _ in range(10)))
    await listening.settled()
    assert len(listening.calls_to("chat.update")) == 1


async def test_who_silences_it_is_told_where_the_answer_cannot_be_changed(listening: SlackServer) -> None:
    answer = await unasked(listening)
    listening.fail("chat.update", error="cant_update_message")
    await listening.action(button(answer, wording.NOT_HELPFUL_HERE), answer, BOB)
    (told,) = await listening.wait_for_calls("chat.postEphemeral")
    assert (told.args["text"], told.args["user"]) == (Told.OFF, BOB)
    assert told.args["thread_ts"] == answer["thread_ts"]


async def test_who_cannot_silence_it_because_the_database_is_away_is_told(
    library: LiveKnowledge, tmp_path: Path
) -> None:
    folder = tmp_path / "memory"
    folder.mkdir()
    store = Store(StoreSettings(f"sqlite+aiosqlite:///{folder}/whichrole.db"))
    async with bot_with(library, store) as slack:
        answer = await unasked(slack)
        shutil.rmtree(folder)
        await slack.action(button(answer, wording.NOT_HELPFUL_HERE), answer, BOB)
        (told,) = await slack.wait_for_calls("chat.postEphemeral")
        assert told.args["text"] == Told.AWAY


async def test_the_whole_answer_keeps_why_it_came_unasked(listening: SlackServer) -> None:
    answer = await unasked(listening)
    await listening.action(button(answer, "Why?"), answer, BOB)
    (update,) = await listening.wait_for_calls("chat.update")
    assert wording.UNASKED in update.args["text"]
    assert button(update.args, wording.NOT_HELPFUL_HERE)


# What is kept


async def test_who_turned_it_on_is_forgotten_and_it_stays_on(settings: StoreSettings) -> None:
    async with Store(settings).opened() as store:
        await store.listening.turn_on(CHANNEL, USER)
        await store.listening.turn_on("C02OTHER", BOB)
        assert (await store.forget(USER)).listening == 1
        kept = await store.listening.found(CHANNEL)
        assert kept is not None
        assert kept.user is None
        other = await store.listening.found("C02OTHER")
        assert other is not None
        assert other.user == BOB


async def test_nobody_is_named_where_it_is_off(settings: StoreSettings) -> None:
    async with Store(settings).opened() as store:
        await store.listening.turn_on(CHANNEL, USER)
        await store.listening.turn_off(CHANNEL)
        assert (await store.forget(USER)).listening == 0


async def test_a_channel_where_it_is_off_is_forgotten_within_hours(
    settings: StoreSettings, clock: Clock
) -> None:
    async with Store(settings, clock).opened() as store:
        for channel in (CHANNEL, IM):
            await store.listening.turn_on(channel, BOT_USER)
            await store.listening.take_turn(channel, QUIET_SECONDS)
        await store.listening.turn_off(CHANNEL)
        await store.expire()
        await store.listening.turn_on(CHANNEL, USER)
        assert not await store.listening.take_turn(CHANNEL, QUIET_SECONDS), "not so soon"
        await store.listening.turn_off(CHANNEL)
        clock.now += 3601
        await store.expire()
        assert await store.listening.all_on() == {IM}
