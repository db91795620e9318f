"""What the bot in Slack remembers: over restarts, beside another bot, and without its database."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest  # noqa: TID251 (an event, given to the app itself)

from bot.config import StoreSettings
from bot.conversation import State
from bot.live import LiveKnowledge
from bot.replies import advice_wording, trouble_wording, wording
from bot.slack.app import EXPIRE_EVERY, UPKEEP_SECONDS, look_after
from bot.slack.in_flight import InFlight
from bot.slack.inbox import claimed_message, take_up
from bot.slack.payloads import ConversationRef
from bot.slack.responder import Responder
from bot.store import AskedInVain, ClaimedMessage, Store, claims
from bot.store.database import AWAY_SECONDS
from tests.conftest import Clock, running_bot, unconnected_app
from tests.slack_server import BOT_USER, CHANNEL, IM, USER, SlackServer
from tests.test_store import in_vain

STUCK = "our data scientists build great models but nothing reaches production"
ENGINEER = "Machine Learning Engineer"
THREAD = "1700000000.000001"


def slow_by(seconds: int) -> str:
    """A fact that its reply quotes by its number."""
    return f"our predictions take {seconds} seconds in production"


def is_told(answer: str, *seconds: int) -> bool:
    """Whether an answer rests on these facts and on no others."""
    return set(re.findall(r"take (\d+) seconds", answer)) == {str(number) for number in seconds}


def texts(slack: SlackServer) -> list[str]:
    return [call.args["text"] for call in slack.calls_to("chat.postMessage")]


async def replies(slack: SlackServer, count: int) -> list[str]:
    await slack.wait_for_calls("chat.postMessage", count)
    await slack.quiet()
    return texts(slack)


async def test_a_restart_keeps_the_conversation(library: LiveKnowledge, settings: StoreSettings) -> None:
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            await slack.direct_message(slow_by(4))
            await replies(slack, 1)
        async with running_bot(slack, library, Store(settings)):
            await slack.direct_message("why?")
            answer = (await replies(slack, 2))[1]
            assert answer.startswith(advice_wording.because(ENGINEER))
            assert is_told(answer, 4)


async def test_a_redelivery_after_a_restart_is_not_answered_again(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            payload = await slack.mention(STUCK)
            await replies(slack, 1)
        async with running_bot(slack, library, Store(settings)):
            await slack.send("events_api", payload, retry_attempt=1)
            assert len(await replies(slack, 1)) == 1


@pytest.mark.parametrize("kinds", [("app_mention", "message"), ("message", "app_mention")])
async def test_a_mention_beside_its_message_is_answered_once_in_either_order(
    slack: SlackServer, kinds: tuple[str, str]
) -> None:
    message = {"channel_type": "channel", "channel": CHANNEL, "user": USER, "ts": "1.1"}
    for kind in kinds:
        await slack.event(message | {"type": kind, "text": f"<@{BOT_USER}> {STUCK}"})
    await replies(slack, 1)
    (call,) = slack.calls_to("chat.postMessage")
    assert ENGINEER in call.args["text"]
    assert call.args["thread_ts"] == "1.1"


async def test_two_bots_that_are_given_the_same_event_answer_once(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with (
        SlackServer() as slack,
        running_bot(slack, library, Store(settings)),
        running_bot(slack, library, Store(settings)),
    ):
        for number in range(5):
            payload: dict[str, Any] = {
                "type": "event_callback",
                "team_id": "T01TEST",
                "event_id": f"Ev{number}",
            }
            event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": f"1.{number}"}
            payload |= {"event": event | {"text": STUCK}}
            sends = (slack.send("events_api", payload, socket=socket) for socket in (0, 1))
            await asyncio.gather(*sends)
        assert len(await replies(slack, 5)) == 5


async def test_a_message_that_a_dead_process_left_unanswered_is_answered(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.1", "text": STUCK}
    body = {"type": "event_callback", "team_id": "T01TEST", "event_id": "Ev1", "event": event}
    async with Store(settings, lambda: time.time() - claims.LEASE_SECONDS - 1).opened() as dead:
        await dead.claim(claimed_message(body, event))
        dead.drop("C01GEN:1.1")
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        assert ENGINEER in (await replies(slack, 1))[0]
        await slack.send("events_api", body, retry_attempt=1)
        assert len(await replies(slack, 1)) == 1
    assert "message C01GEN:1.1 was left unanswered and is taken up" in caplog.text


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"type": "event_callback", "event": {"type": "reaction_added"}}']
)
async def test_a_message_that_cannot_be_taken_up_holds_up_no_other_and_is_let_go_of(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock, body: str
) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.2", "text": STUCK}
    async with Store(settings, clock).opened() as dead:
        await dead.claim(ClaimedMessage("C01GEN:1.1", None, USER, body))
        await dead.claim(
            claimed_message({"type": "event_callback", "team_id": "T01TEST", "event": event}, event)
        )
    in_flight = InFlight()
    async with (
        SlackServer() as slack,
        Store(settings, clock).opened() as store,
        Store(settings, clock).opened() as later,
        unconnected_app(slack, library, store, in_flight) as app,
    ):
        await take_up(app, store, in_flight.message_ids)
        await in_flight.idle()
        assert ENGINEER in texts(slack)[0]
        clock.now += claims.LEASE_SECONDS - 1
        await take_up(app, store, in_flight.message_ids)
        clock.now += 2
        assert [claim.message_id for claim in await later.take_over()] == ["C01GEN:1.1"]


async def test_a_message_that_is_being_answered_for_long_is_left_to_who_answers_it(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock
) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.2", "text": STUCK}
    in_flight = InFlight()
    async with (
        SlackServer() as slack,
        Store(settings, clock).opened() as store,
        Store(settings, clock).opened() as later,
        unconnected_app(slack, library, store, in_flight) as app,
    ):
        slack.fail("chat.postMessage", status=429, headers={"Retry-After": "30"})
        body = {"type": "event_callback", "team_id": "T01TEST", "event": event}
        await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
        await slack.wait_for_calls("chat.postMessage")
        for _ in range(3):
            clock.now += claims.LEASE_SECONDS - 1
            await take_up(app, store, in_flight.message_ids)
            assert await later.take_over() == []
        await in_flight.finish(0)


async def test_what_is_too_old_is_deleted_again_and_again_while_the_bot_runs(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.EXPIRE_EVERY", 3)
    in_flight, rounds, kept = InFlight(), itertools.count(1), []

    async def pause(_: float) -> None:
        kept.append(len(await in_vain(store)))
        match next(rounds):
            case 1:
                await store.settle(
                    None, await store.load("k", USER), str, None, AskedInVain("who fixes the boiler?")
                )
                clock.now += 91 * 86_400
            case 4:
                raise asyncio.CancelledError

    async with (
        SlackServer() as slack,
        Store(settings, clock).opened() as store,
        unconnected_app(slack, library, store, in_flight) as app,
    ):
        with pytest.raises(asyncio.CancelledError):
            await look_after(app, store, in_flight, pause)
    assert kept == [0, 1, 1, 0]


def test_what_is_too_old_is_deleted_every_hour() -> None:
    assert EXPIRE_EVERY * UPKEEP_SECONDS == 3600


async def test_an_answer_that_is_given_up_on_stopping_is_given_by_the_next_bot(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            slack.fail("chat.postMessage", status=429, headers={"Retry-After": "30"})
            await slack.direct_message(STUCK)
            await slack.wait_for_calls("chat.postMessage")
        async with running_bot(slack, library, Store(settings)):
            assert ENGINEER in (await replies(slack, 2))[1]


async def test_people_and_threads_and_places_have_conversations_of_their_own(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.direct_message(slow_by(2))
        await slack.direct_message(slow_by(3), thread_ts=THREAD)
        await slack.mention(slow_by(4), thread_ts=THREAD)
        await slack.mention(slow_by(5), thread_ts=THREAD, user="U02BOB")
        await slack.mention(slow_by(6))
        await slack.command(slow_by(7))
        answers = await replies(slack, 5)
        assert all(any(is_told(answer, number) for answer in answers) for number in range(2, 7))
        ack = await slack.command("why?")
        assert ack is not None
        assert is_told(ack["text"], 7)


async def test_a_click_goes_on_with_the_conversation_that_its_message_belongs_to(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    button = {"action_id": "ask_example", "value": "why?"}
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.mention(slow_by(4), thread_ts=THREAD)
        await replies(slack, 1)
        await slack.action(button, message={"ts": "1700000000.000009", "thread_ts": THREAD})
        assert is_told((await replies(slack, 2))[1], 4)
        await slack.command(slow_by(5))
        await slack.action(button)
        answer = (await slack.wait_for_calls("response_url"))[0].args["text"]
        assert is_told(answer, 5)


async def test_nobody_else_answers_a_question_with_a_click(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.mention("help me decide", thread_ts=THREAD)
        await replies(slack, 1)
        (row,) = (b for b in slack.calls[-1].args["blocks"] if b["type"] == "actions")
        yes = row["elements"][0] | {"block_id": row["block_id"]}
        message = {"ts": "1700000000.000009", "thread_ts": THREAD}
        await slack.action(yes, message, user="U02BOB")
        notice = (await slack.wait_for_calls("chat.postEphemeral"))[0].args
        assert notice["text"] == trouble_wording.NOT_ASKED
        assert (notice["user"], notice["thread_ts"]) == ("U02BOB", THREAD)
        await slack.action(yes, message)
        assert wording.question_number(2, 6) in (await replies(slack, 2))[1]


async def test_quick_messages_in_one_conversation_do_not_lose_each_other(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await asyncio.gather(*(slack.direct_message(slow_by(number)) for number in range(2, 8)))
        await replies(slack, 6)
    async with Store(settings).opened() as store:
        state = State.model_validate_json((await store.load(f"direct:{IM}:", USER)).state or "")
    assert {need.text for need in state.needs} == {slow_by(number) for number in range(2, 8)}


async def test_every_question_without_an_answer_is_kept_once(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    questions = [
        "who fixes the boiler?",
        "where is the bakery?",
        "who fixes the boiler?",
        "is the earth round?",
    ]
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        for count, question in enumerate(questions, 1):
            await slack.direct_message(question)
            await replies(slack, count)
    async with Store(settings).opened() as store:
        assert await in_vain(store) == questions[1:]


async def test_an_answer_that_slack_waits_for_does_not_wait_long_for_an_earlier_one(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    where, begun, may_go, sent = (
        ConversationRef("k", USER, IM),
        asyncio.Event(),
        asyncio.Event(),
        asyncio.Event(),
    )

    async def wait(_: object) -> None:
        begun.set()
        await may_go.wait()

    async def send(_: object) -> None:
        sent.set()

    async with Store(settings).opened() as store:
        responder = Responder(library, store)
        slow = asyncio.create_task(responder.answer(where, slow_by(4), wait))
        await begun.wait()
        await responder.answer(where, slow_by(5), send, turn=0)
        assert sent.is_set()
        may_go.set()
        await slow
        state = State.model_validate_json((await store.load("k", USER)).state or "")
        assert [need.text for need in state.needs] == [slow_by(5), slow_by(4)]


async def test_a_message_in_a_thread_is_answered_without_a_mention_if_it_goes_on_with_the_conversation(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.channel_message("why?", thread_ts=THREAD)
        await slack.mention(slow_by(4), thread_ts=THREAD)
        await replies(slack, 1)
        await slack.channel_message("who is coming to lunch?", thread_ts=THREAD)
        await slack.channel_message("why?", thread_ts=THREAD, user="U02BOB")
        await slack.channel_message("why?")
        await slack.channel_message("why?", thread_ts=THREAD)
        assert is_told((await replies(slack, 2))[1], 4)
        assert slack.calls_to("chat.postMessage")[1].args["thread_ts"] == THREAD


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("<@U02BOB> why?", False),
        ("<@U02BOB|bob> why?", False),
        ("why? <!here>", False),
        ("<!subteam^S01TEAM|@data> why?", False),
        (f"<@{BOT_USER}> <@U02BOB> why?", True),
        ("why? <!date^1700000000^{date}|today>", True),
    ],
)
async def test_a_message_in_a_thread_that_addresses_a_colleague_is_left_to_them(
    slack: SlackServer, text: str, is_answered: bool
) -> None:
    await slack.mention(slow_by(4), thread_ts=THREAD)
    await replies(slack, 1)
    await slack.channel_message(text, thread_ts=THREAD)
    assert len(await replies(slack, 1 + is_answered)) == 1 + is_answered


async def test_a_conversation_that_cannot_be_read_begins_afresh(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with Store(settings).opened() as store:
        await store.settle(None, await store.load(f"direct:{IM}:", USER), lambda _: '{"needs": 1}')
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.direct_message(slow_by(4))
        assert is_told((await replies(slack, 1))[0], 4)
    assert "a conversation cannot be read and begins afresh" in caplog.text


async def test_a_locked_database_does_not_keep_the_bot_from_answering(
    library: LiveKnowledge, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/whichrole.db")
    store = Store(settings, monotonic=clock)
    async with SlackServer() as slack, running_bot(slack, library, store):
        locking = sqlite3.connect(tmp_path / "whichrole.db", isolation_level=None)
        locking.execute("BEGIN EXCLUSIVE")
        payload = await slack.mention(STUCK)
        await slack.send("events_api", payload, retry_attempt=1)
        ack = await slack.command(STUCK)
        assert ack is not None
        assert ENGINEER in ack["text"]
        await slack.wait_for_calls("chat.postMessage")
        locking.close()
        clock.now += AWAY_SECONDS
        await store.take_over()
        await slack.direct_message(STUCK)
        assert len(await replies(slack, 2)) == 2
    said = [r.message for r in caplog.records if r.name == "bot.store.database"]
    assert said == [
        "the database is away, answers go on without memory: database is locked",
        "the database is back",
    ]


async def test_a_database_that_is_away_at_the_start_does_not_keep_the_bot_from_answering(
    library: LiveKnowledge, unused_tcp_port: int
) -> None:
    url = f"postgresql+asyncpg://bot@127.0.0.1:{unused_tcp_port}/bot"
    async with SlackServer() as slack, running_bot(slack, library, Store(StoreSettings(url))):
        await slack.mention(STUCK)
        assert ENGINEER in (await replies(slack, 1))[0]


async def test_a_question_without_an_answer_is_kept_until_it_is_forgotten(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.mention("what would an ML engineer cost us a year?")
        await replies(slack, 1)
    async with Store(settings).opened() as store:
        assert await in_vain(store) == ["what would an ML engineer cost us a year?"]
        await store.forget(USER)
        assert await in_vain(store) == []


async def test_what_was_asked_is_kept_beside_its_answer_as_long_as_a_conversation_and_nowhere_else(
    library: LiveKnowledge, tmp_path: Path
) -> None:
    settings = StoreSettings(f"sqlite+aiosqlite:///{tmp_path}/whichrole.db")
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.mention("hello there, do we need both?")
        await slack.mention(slow_by(4))
        await replies(slack, 2)
    assert (tmp_path / "whichrole.db").stat().st_mode & 0o077 == 0
    kept = rows_of(tmp_path / "whichrole.db")
    assert [table for table, row in kept if "do we need both" in row] == ["answers"]
    assert {table for table, row in kept if slow_by(4) in row} == {"answers", "conversations"}
    async with Store(settings, lambda: time.time() + 25 * 3600).opened() as later:
        await later.expire()
    kept = rows_of(tmp_path / "whichrole.db")
    assert [table for table, row in kept if "need both" in row or slow_by(4) in row] == []


def rows_of(file: Path) -> list[tuple[str, str]]:
    """All rows of a database, each with the name of its table."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        written = [line for line in database.iterdump() if line.startswith("INSERT")]
    return [(line.split('"')[1], line) for line in written]


def test_the_manifest_asks_for_channel_messages_only_optionally() -> None:
    manifest: dict[str, Any] = json.loads(Path("manifest.json").read_text(encoding="utf-8"))
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes["bot_optional"] == ["channels:history", "groups:history"]
    assert not set(scopes["bot"]) & set(scopes["bot_optional"])
