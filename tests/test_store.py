"""What the store remembers, on SQLite and on PostgreSQL, with two stores standing for two replicas."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import asyncpg
import pytest

from bot.config import StoreSettings
from bot.store import AskedInVain, ClaimedMessage, GivenAnswer, SavedConversation, Store, claims
from tests.conftest import Clock, on_postgresql

HOUR, DAY = 3600, 86_400
ALICE, BOB = "U01ALICE", "U02BOB"


@pytest.fixture
async def stores(database_url: str, clock: Clock) -> AsyncIterator[tuple[Store, Store]]:
    settings = StoreSettings(database_url)
    async with Store(settings, clock).opened() as one, Store(settings, clock).opened() as other:
        yield one, other


@pytest.fixture
def store(stores: tuple[Store, Store]) -> Store:
    return stores[0]


@pytest.fixture
def other(stores: tuple[Store, Store]) -> Store:
    return stores[1]


def claim(number: int = 1, event_id: str | None = None, user: str = ALICE) -> ClaimedMessage:
    return ClaimedMessage(f"C1:{number}", event_id, user, '{"text": "a secret"}')


async def rows(url: str, query: str) -> list[tuple[object, ...]]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.partition(":///")[2])
        try:
            return list(connection.execute(query))
        finally:
            connection.commit()
            connection.close()
    # Without prepared statements, which PgBouncer does not keep.
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), statement_cache_size=0)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def say(store: Store, word: str, seen: SavedConversation, message: str | None = None) -> None:
    await store.settle(message, seen, lambda state: f"{state or ''} {word}".strip())


async def in_vain(store: Store) -> list[str]:
    """Return the questions that found no answer, the newest last."""
    return [entry.text for entry in (await store.feedback.report()).entries]


async def kept(store: Store, key: str = "k", user: str = ALICE) -> str | None:
    return (await store.load(key, user)).state


async def test_a_message_is_claimed_once(store: Store, other: Store) -> None:
    assert await store.claim(claim())
    assert not await store.claim(claim())
    assert not await other.claim(claim())


async def test_a_message_that_is_withdrawn_can_be_claimed_again(store: Store, other: Store) -> None:
    assert await store.claim(claim())
    await other.withdraw("C1:1")
    assert not await store.claim(claim()), "nobody withdraws what another bot holds"
    await store.withdraw("C1:1")
    assert await store.claim(claim())
    await store.withdraw("C1:1")
    assert await other.claim(claim())


async def test_an_event_under_another_timestamp_is_claimed_once(store: Store, other: Store) -> None:
    assert await store.claim(claim(1, "Ev1"))
    assert not await store.claim(claim(2, "Ev1"))
    assert not await other.claim(claim(3, "Ev1"))


async def test_a_redelivery_is_not_acknowledged_before_the_message_is_written_down(
    store: Store, database_url: str
) -> None:
    first = asyncio.create_task(store.claim(claim()))
    await asyncio.sleep(0)
    assert not await store.claim(claim())
    assert len(await rows(database_url, "SELECT 1 FROM events")) == 1
    assert await first


async def test_messages_without_an_event_id_are_told_apart(store: Store) -> None:
    assert await store.claim(claim(1))
    assert await store.claim(claim(2))


async def test_of_two_replicas_that_claim_at_once_one_wins(store: Store, other: Store) -> None:
    for number in range(20):
        won = await asyncio.gather(store.claim(claim(number)), other.claim(claim(number)))
        assert sum(won) == 1


async def test_a_finished_message_has_lost_its_text(store: Store, database_url: str) -> None:
    await store.claim(claim())
    assert "a secret" in str(await rows(database_url, "SELECT body FROM events"))
    await store.finish("C1:1")
    assert await rows(database_url, "SELECT body FROM events") == [(None,)]


async def test_a_message_whose_lease_ran_out_is_taken_over_by_one_replica(
    store: Store, database_url: str, clock: Clock
) -> None:
    await store.claim(claim(1, "Ev1"))
    store.drop("C1:1")
    async with AsyncExitStack() as stack:
        others = [
            await stack.enter_async_context(Store(StoreSettings(database_url), clock).opened())
            for _ in range(3)
        ]
        clock.now += claims.LEASE_SECONDS
        assert await asyncio.gather(*(o.take_over() for o in others)) == [[], [], []]
        clock.now += 1
        taken = await asyncio.gather(*(o.take_over() for o in others))
        assert sorted(taken, key=len) == [[], [], [claim(1, "Ev1")]]


async def test_a_message_that_was_left_for_longer_than_a_conversation_lasts_is_not_answered_any_more(
    store: Store, other: Store, clock: Clock
) -> None:
    await store.claim(claim())
    store.drop("C1:1")
    clock.now += 25 * HOUR
    await other.expire()
    assert await other.take_over() == []


async def test_a_message_that_is_being_answered_keeps_its_lease(
    store: Store, other: Store, clock: Clock
) -> None:
    await store.claim(claim())
    for _ in range(4):
        clock.now += claims.LEASE_SECONDS - 1
        await store.take_over({"C1:1"})
        assert await other.take_over() == []


async def test_a_message_that_nobody_is_answering_any_more_loses_its_lease(
    store: Store, other: Store, clock: Clock
) -> None:
    await store.claim(claim())
    clock.now += claims.LEASE_SECONDS - 1
    await store.take_over()
    clock.now += 2
    assert await other.take_over() == [claim()]


async def test_a_message_that_was_dropped_loses_its_lease_though_its_listener_still_runs(
    store: Store, other: Store, clock: Clock
) -> None:
    await store.claim(claim())
    store.drop("C1:1")
    clock.now += claims.LEASE_SECONDS - 1
    await store.take_over({"C1:1"})
    clock.now += 2
    assert await other.take_over() == [claim()]


async def test_a_store_that_closes_lets_go_of_its_messages_at_once(
    store: Store, database_url: str, clock: Clock
) -> None:
    async with Store(StoreSettings(database_url), clock).opened() as closing:
        await closing.claim(claim())
    assert await store.take_over() == [claim()]


async def test_a_lease_that_another_replica_took_over_is_not_renewed(
    stores: tuple[Store, Store], database_url: str, clock: Clock
) -> None:
    slow, other = stores
    async with Store(StoreSettings(database_url), clock).opened() as third:
        await slow.claim(claim())
        clock.now += claims.LEASE_SECONDS + 1
        assert await other.take_over() == [claim()]
        clock.now += claims.LEASE_SECONDS - 1
        await slow.take_over({"C1:1"})
        clock.now += 2
        assert await third.take_over() == [claim()]


async def test_a_message_that_was_taken_up_is_finished_by_who_took_it_up(
    store: Store, other: Store, database_url: str, clock: Clock
) -> None:
    await store.claim(claim())
    clock.now += claims.LEASE_SECONDS + 1
    await other.take_over()
    await other.finish("C1:1")
    assert await rows(database_url, "SELECT finished_at, body FROM events") == [(clock.now, None)]


async def test_who_lost_a_message_to_another_replica_does_not_finish_it(
    store: Store, other: Store, database_url: str
) -> None:
    await store.claim(claim())
    await other.claim(claim())
    await other.finish("C1:1")
    assert await rows(database_url, "SELECT finished_at FROM events") == [(None,)]


async def test_a_message_that_was_finished_in_time_is_not_finished_again(
    store: Store, database_url: str, clock: Clock
) -> None:
    await store.claim(claim())
    await store.finish("C1:1")
    finished = clock.now
    clock.now += HOUR
    await store.take_over()
    assert await rows(database_url, "SELECT finished_at FROM events") == [(finished,)]


async def test_a_finished_message_is_not_taken_over(store: Store, other: Store, clock: Clock) -> None:
    await store.claim(claim())
    await store.finish("C1:1")
    clock.now += HOUR
    assert await other.take_over() == []


async def test_a_message_that_is_never_finished_is_given_up_and_logged(
    store: Store, database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await store.claim(claim())
    store.drop("C1:1")
    begun = 1
    for _ in range(9):
        clock.now += HOUR / 60
        begun += len(taken := await store.take_over())
        for left in taken:
            store.drop(left.message_id)
    assert begun == claims.MAX_ATTEMPTS
    assert "gave up on message C1:1, which was begun 5 times" in caplog.text
    assert await rows(database_url, "SELECT body FROM events") == [(None,)]


async def test_a_conversation_is_kept_for_its_hours_and_then_fresh(store: Store, clock: Clock) -> None:
    await say(store, "one", await store.load("k", ALICE))
    clock.now += 23 * HOUR
    await say(store, "two", await store.load("k", ALICE))
    clock.now += 23 * HOUR
    assert await kept(store) == "one two"
    clock.now += HOUR
    assert await kept(store) is None
    await say(store, "three", await store.load("k", ALICE))
    assert await kept(store) == "three"


async def test_the_last_conversation_in_a_thread_is_found_until_it_expires(
    store: Store, other: Store, clock: Clock
) -> None:
    thread = "thread:C01:1700000000.1:"
    assert await store.latest(thread) is None
    # None of these others is in that thread, however a database orders its characters.
    for key in ("thread:C01:1700000000.1", "thread:C01:1700000000.10:U1", "thread:c01:1700000000.1:U1"):
        await say(store, "elsewhere", SavedConversation(key, ALICE))
    for user in ("U9", "W01", "U01"):
        clock.now += 60
        await say(other, user, SavedConversation(f"{thread}{user}", user))
    clock.now += 60
    await say(store, "elsewhere", SavedConversation("thread:C01:1700000000.2:U1", ALICE))
    assert await store.latest(thread) == "U01"

    clock.now += 60
    await say(store, "again", await store.load(f"{thread}W01", "W01"))
    assert await store.latest(thread) == "W01 again"
    clock.now += 24 * HOUR
    assert await store.latest(thread) is None


async def test_a_conversation_that_another_replica_changed_meanwhile_keeps_both_changes(
    store: Store, other: Store
) -> None:
    await say(store, "one", await store.load("k", ALICE))
    seen = await store.load("k", ALICE)
    await say(other, "two", await other.load("k", ALICE))
    await say(store, "three", seen)
    assert await kept(other) == "one two three"


async def test_two_replicas_that_begin_and_go_on_at_once_keep_every_change(
    store: Store, other: Store
) -> None:
    seen = await store.load("k", ALICE)
    await asyncio.gather(*(say(s, str(n), seen) for n in range(10) for s in (store, other)))
    assert sorted((await kept(store) or "").split()) == sorted([*"0123456789"] * 2)


async def test_a_conversation_that_was_deleted_meanwhile_begins_afresh(store: Store, other: Store) -> None:
    await say(store, "one", await store.load("k", ALICE))
    seen = await store.load("k", ALICE)
    await other.forget(ALICE)
    await say(store, "two", seen)
    assert await kept(store) == "two"


async def test_a_message_is_finished_together_with_its_conversation(
    store: Store, database_url: str, clock: Clock
) -> None:
    await store.claim(claim())

    def fail(_: str | None) -> str:
        raise RuntimeError("no new state")

    with pytest.raises(RuntimeError):
        await store.settle("C1:1", await store.load("k", ALICE), fail)
    assert await rows(database_url, "SELECT finished_at FROM events") == [(None,)]
    await say(store, "one", await store.load("k", ALICE), "C1:1")
    assert await rows(database_url, "SELECT finished_at FROM events") == [(clock.now,)]


async def test_questions_without_an_answer_are_listed_newest_last(store: Store, clock: Clock) -> None:
    for text in ("first", "second"):
        await store.settle(None, await store.load("k", ALICE), str, None, AskedInVain(text))
        clock.now += 60
    assert await in_vain(store) == ["first", "second"]
    first, _ = (await store.feedback.report()).entries
    assert first.asked_at.year == 2001


async def test_a_question_is_listed_by_when_it_was_asked_whichever_replica_wrote_first(
    store: Store, clock: Clock
) -> None:
    for text, seconds in (("second", 1), ("first", -1)):
        clock.now += seconds
        await store.settle(None, await store.load("k", ALICE), str, None, AskedInVain(text))
    assert await in_vain(store) == ["first", "second"]


async def test_questions_of_one_instant_are_listed_in_the_order_in_which_they_came(store: Store) -> None:
    for text in ("first", "second", "third"):
        await store.settle(None, await store.load("k", ALICE), str, None, AskedInVain(text))
    assert await in_vain(store) == ["first", "second", "third"]


async def test_a_question_that_a_person_asks_again_is_listed_once(store: Store, clock: Clock) -> None:
    for user, text in ((ALICE, "first"), (ALICE, "second"), (BOB, "first"), (ALICE, "first")):
        await store.settle(None, await store.load(user, user), str, None, AskedInVain(text))
        clock.now += 60
    assert await in_vain(store) == ["second", "first", "first"]


async def test_an_answered_message_is_known_for_a_day_also_where_conversations_last_an_hour(
    database_url: str, clock: Clock
) -> None:
    settings = StoreSettings(database_url, conversation_hours=1)
    async with Store(settings, clock).opened() as store, Store(settings, clock).opened() as other:
        await store.claim(claim())
        await store.finish("C1:1")
        clock.now += 23 * HOUR
        await store.expire()
        assert not await other.claim(claim())


async def test_an_answered_message_is_known_as_long_as_a_conversation(
    database_url: str, clock: Clock
) -> None:
    settings = StoreSettings(database_url, conversation_hours=48)
    async with Store(settings, clock).opened() as store, Store(settings, clock).opened() as other:
        await store.claim(claim())
        await store.finish("C1:1")
        clock.now += 47 * HOUR
        await store.expire()
        assert not await other.claim(claim())


async def test_what_is_too_old_is_deleted(store: Store, database_url: str, clock: Clock) -> None:
    await store.claim(claim())
    await store.settle("C1:1", await store.load("k", ALICE), str, None, AskedInVain("why?"))
    clock.now += 25 * HOUR
    await store.expire()
    counts = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM conversations)"
    assert await rows(database_url, counts) == [(0, 0)]
    assert len(await in_vain(store)) == 1
    clock.now += 90 * DAY
    await store.expire()
    assert await in_vain(store) == []


async def test_only_a_conversation_is_deleted_at_the_very_end_of_its_time(
    store: Store, database_url: str, clock: Clock
) -> None:
    await store.claim(claim())
    await store.settle("C1:1", await store.load("k", ALICE), str, None, AskedInVain("why?"))
    clock.now += 24 * HOUR
    await store.expire()
    counts = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM conversations)"
    assert await rows(database_url, counts) == [(1, 0)]
    clock.now += 89 * DAY
    await store.expire()
    assert len(await in_vain(store)) == 1


async def test_what_is_not_too_old_is_kept(store: Store, other: Store, clock: Clock) -> None:
    await store.claim(claim())
    await say(store, "one", await store.load("k", ALICE), "C1:1")
    await store.settle(None, await store.load("other", ALICE), str, None, AskedInVain("why?"))
    clock.now += 23 * HOUR
    await store.expire()
    assert await kept(store) == "one"
    assert not await other.claim(claim())
    clock.now += 66 * DAY
    await store.expire()
    assert len(await in_vain(store)) == 1


def given(answer_id: str = "a1", user: str = ALICE) -> GivenAnswer:
    return GivenAnswer(answer_id, user, "C1", "k", '"why?"', None, "", "recommendation", "")


async def test_what_an_answer_was_given_to_is_kept_as_long_as_a_conversation(
    store: Store, other: Store, clock: Clock
) -> None:
    assert await store.answer("a1") is None
    await store.settle(None, await store.load("k", ALICE), str, given())
    # Given again after a failure, it is the same one.
    again = replace(given(), heading="another")
    await other.settle(None, await other.load("k", ALICE), str, again)
    clock.now += 24 * HOUR - 1
    await store.expire()
    assert await other.answer("a1") == given()
    clock.now += 2
    await store.expire()
    assert await other.answer("a1") is None


async def test_of_many_messages_left_unanswered_the_oldest_are_taken_up_first(
    store: Store, other: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.claims.BATCH", 1)
    for number in (2, 1):
        await store.claim(claim(number))
        clock.now += 1
    clock.now += claims.LEASE_SECONDS
    assert await other.take_over() == [claim(2)]
    assert await other.take_over() == [claim(1)]


async def test_of_many_messages_that_were_begun_too_often_none_is_begun_again(
    store: Store, other: Store, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.claims.BATCH", 1)
    for number in (1, 2):
        await store.claim(claim(number))
    await rows(database_url, f"UPDATE events SET attempts = {claims.MAX_ATTEMPTS}")
    clock.now += claims.LEASE_SECONDS + 1
    assert await other.take_over() == []
    assert await other.take_over() == []
    assert await rows(database_url, "SELECT body FROM events") == [(None,), (None,)]


@on_postgresql
async def test_a_message_that_another_replica_is_just_taking_up_holds_up_no_other(
    store: Store, other: Store, database_url: str, clock: Clock
) -> None:
    for number in (1, 2):
        await store.claim(claim(number))
    clock.now += claims.LEASE_SECONDS + 1
    taking = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await taking.execute("BEGIN; SELECT 1 FROM events WHERE message = 'C1:1' FOR UPDATE")
    assert await other.take_over() == [claim(2)]
    await taking.close()


async def test_forgetting_a_person_deletes_what_names_them_to_others(store: Store) -> None:
    for number, named in enumerate((ALICE, f"{ALICE}2")):
        seen = await store.load(f"k{number}", BOB)
        answer = replace(given(f"a{number}", BOB), heading=f"<@{named}> asked: “who?”")
        await store.settle(f"C1:{number}", seen, str, answer)
    assert (await store.forget(ALICE)).answers == 1
    assert await store.answer("a0") is None
    assert await store.answer("a1") is not None


async def test_forgetting_a_person_deletes_everything_about_them_and_nothing_else(store: Store) -> None:
    for number, user in enumerate((ALICE, BOB)):
        await store.claim(claim(number, user=user))
        seen = await store.load(user, user)
        answer = given(f"a{number}", user)
        await store.settle(f"C1:{number}", seen, str, answer, AskedInVain(f"asked by {user}"))
    forgotten = await store.forget(ALICE)
    assert (forgotten.answers, forgotten.conversations) == (1, 1)
    assert (forgotten.questions, forgotten.messages) == (1, 1)
    assert await store.answer("a0") is None
    assert await store.answer("a1") is not None
    assert await kept(store, ALICE) is None
    assert await kept(store, BOB, BOB) is not None
    assert await in_vain(store) == [f"asked by {BOB}"]
