"""Work on the database that is done together: how it is grouped, and what if part of it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Engine, event  # noqa: TID251 (counts the commits of whatever database)

from bot.config import StoreSettings
from bot.store import AskedInVain, ClaimedMessage, SavedConversation, Store
from bot.store.batches import Batches
from tests.test_store import in_vain

ALICE, AT_ONCE = "U01ALICE", 300


@pytest.fixture
def commits() -> Iterator[list[object]]:
    """What was committed, so far."""
    noted: list[object] = []
    note = noted.append
    event.listen(Engine, "commit", note)
    yield noted
    event.remove(Engine, "commit", note)


async def answer(store: Store, number: int) -> None:
    message = ClaimedMessage(f"C1:{number}", f"Ev{number}", ALICE, "{}")
    assert await store.claim(message)
    seen = await store.load(f"k{number}", ALICE)
    await store.settle(message.message_id, seen, str, None, AskedInVain(f"question {number}"))


async def test_messages_that_come_at_once_share_their_transactions(
    settings: StoreSettings, commits: list[object]
) -> None:
    async with Store(settings).opened() as store:
        commits.clear()
        await asyncio.gather(*(answer(store, number) for number in range(AT_ONCE)))
        assert len(commits) < AT_ONCE / 10
        assert len(await in_vain(store)) == AT_ONCE


async def test_a_message_is_written_down_before_its_claim_returns(settings: StoreSettings) -> None:
    async with Store(settings).opened() as store, Store(settings).opened() as other:

        async def claim(number: int) -> None:
            message = ClaimedMessage(f"C1:{number}", None, ALICE, "{}")
            assert await store.claim(message)
            assert not await other.claim(message)

        await asyncio.gather(*(claim(number) for number in range(20)))


async def test_replicas_that_claim_the_same_messages_in_another_order_share_them(
    settings: StoreSettings,
) -> None:
    async with Store(settings).opened() as store, Store(settings).opened() as other:
        messages = [ClaimedMessage(f"C1:{number}", f"Ev{number}", ALICE) for number in range(100)]
        claims = [store.claim(message) for message in messages]
        claims += [other.claim(message) for message in reversed(messages)]
        won = await asyncio.gather(*claims)
        assert sum(won) == 100


async def test_changes_of_one_conversation_that_come_at_once_are_all_kept_in_their_order(
    settings: StoreSettings,
) -> None:
    async with Store(settings).opened() as store:
        for begun in ("", "more "):
            seen = await store.load("k", ALICE)
            words = [f"{begun}{number}" for number in range(6)]
            changes = [lambda state, word=word: f"{state or ''}{word}," for word in words]
            await asyncio.gather(*(store.settle(None, seen, change) for change in changes))
        kept = (await store.load("k", ALICE)).state
        assert kept == "0,1,2,3,4,5,more 0,more 1,more 2,more 3,more 4,more 5,"


async def test_a_change_that_fails_keeps_no_other_from_being_written_down(settings: StoreSettings) -> None:
    def fail(_: str | None) -> str:
        raise ValueError("a mistake in one conversation")

    async with Store(settings).opened() as store:
        settles = []
        for number in range(10):
            change = fail if number == 5 else str
            settles.append(store.settle(None, SavedConversation(f"k{number}", ALICE), change))
        failed = await asyncio.gather(*settles, return_exceptions=True)
        assert [type(failure) for failure in failed if failure] == [ValueError]
        kept = [(await store.load(f"k{number}", ALICE)).state for number in range(10)]
        assert kept.count("None") == 9


async def test_what_is_cancelled_while_it_waits_is_worked_on_all_the_same() -> None:
    done: list[int] = []

    async def work(items: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0)
        done.extend(items)
        return items

    batches = Batches(work)
    waiting = [asyncio.create_task(batches.do(number)) for number in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    await batches.finished()
    assert (results[0], results[2], done) == (0, 2, [0, 1, 2])
