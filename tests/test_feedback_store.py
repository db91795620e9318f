"""What the store keeps of what people say of answers, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.config import StoreSettings
from bot.store import AskedInVain, EntryKind, RatedAnswer, Store, Suggestion, Vote, Votes
from tests.conftest import Clock
from tests.test_store import ALICE, BOB, DAY, rows

RATED = RatedAnswer(
    asked_by=ALICE,
    text="who sweeps the yard?",
    channel="C01GEN",
    topic="data-scientist-vs-ml-engineer",
    intent="recommendation",
    roles=("data-scientist", "ml-engineer"),
    understood="stated: who sweeps the yard",
)


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with Store(StoreSettings(database_url), clock).opened() as opened:
        yield opened


async def vote(store: Store, clock: Clock, helped: bool, user: str = ALICE, answer: str = "a1") -> bool:
    clock.now += 1
    return await store.feedback.vote(Vote(answer, user, helped, clock.now), None if helped else RATED)


async def test_the_last_vote_of_a_person_on_an_answer_counts(store: Store, clock: Clock) -> None:
    for helped in (False, True, False, True):
        assert await vote(store, clock, helped)
    await vote(store, clock, False, BOB)
    await vote(store, clock, False, ALICE, "a2")
    assert (await store.feedback.report()).votes == Votes(good=1, bad=2)


async def test_an_earlier_vote_that_arrives_late_or_again_changes_nothing(store: Store, clock: Clock) -> None:
    await vote(store, clock, True)
    for seconds in (0, 1):
        earlier = Vote("a1", ALICE, False, clock.now - seconds)
        assert not await store.feedback.vote(earlier, RATED)
    assert (await store.feedback.report()).votes == Votes(good=1, bad=0)


async def test_of_an_answer_that_did_not_help_all_is_kept_that_a_writer_needs(
    store: Store, clock: Clock
) -> None:
    await vote(store, clock, False)
    await store.feedback.give_reason("a1", ALICE, "wrong-role", "it is two jobs")
    (entry,) = (await store.feedback.report()).entries
    assert entry.kind is EntryKind.RATED_BADLY
    assert (entry.text, entry.channel, entry.topic) == (RATED.text, RATED.channel, RATED.topic)
    assert (entry.intent, entry.roles, entry.understood) == (RATED.intent, RATED.roles, RATED.understood)
    assert (entry.reason, entry.comment) == ("wrong-role", "it is two jobs")
    assert entry.asked_at.timestamp() == clock.now


async def test_of_an_answer_that_helped_no_words_are_kept(
    store: Store, database_url: str, clock: Clock
) -> None:
    await vote(store, clock, False)
    await store.feedback.give_reason("a1", ALICE, "other", "a secret")
    await vote(store, clock, True)
    await store.feedback.give_reason("a1", ALICE, "other", "too late")
    kept = "SELECT reason, comment, asked_by, text, channel, understood FROM ratings"
    assert await rows(database_url, kept) == [(None,) * 6]


async def test_a_bad_vote_that_is_given_again_keeps_its_reason(store: Store, clock: Clock) -> None:
    await vote(store, clock, False)
    await store.feedback.give_reason("a1", ALICE, "misread", "")
    await vote(store, clock, False)
    (entry,) = (await store.feedback.report()).entries
    assert entry.reason == "misread"


async def test_a_vote_on_an_answer_that_is_not_kept_any_more_counts(store: Store, clock: Clock) -> None:
    assert await store.feedback.vote(Vote("gone", ALICE, False, clock.now))
    (entry,) = (await store.feedback.report()).entries
    assert (entry.text, entry.roles) == ("", ())


async def test_a_hundred_votes_at_once_on_one_answer_are_a_hundred_votes(store: Store, clock: Clock) -> None:
    votes = [Vote("a1", f"U{number}", bool(number % 2), clock.now) for number in range(100)]
    await asyncio.gather(*(store.feedback.vote(one, None) for one in votes))
    assert (await store.feedback.report()).votes == Votes(good=50, bad=50)


async def test_the_report_begins_at_a_time(store: Store, clock: Clock) -> None:
    for number in range(3):
        question = AskedInVain(f"question {number}")
        await store.settle(None, await store.load("k", ALICE), str, None, question)
        await vote(store, clock, False, answer=f"a{number}")
        await store.feedback.suggest(Suggestion(ALICE, f"proposal {number}"))
        clock.now += DAY
    report = await store.feedback.report(clock.now - 2 * DAY - 2)
    assert [entry.kind for entry in report.entries] == [
        EntryKind.UNANSWERED,
        EntryKind.RATED_BADLY,
        EntryKind.SUGGESTED,
    ] * 2
    assert report.votes == Votes(good=0, bad=2)


async def test_where_and_near_what_a_question_found_no_answer_is_kept(store: Store) -> None:
    question = AskedInVain("why?", "C01GEN", "tools", "stated: why")
    await store.settle(None, await store.load("k", ALICE), str, None, question)
    (entry,) = (await store.feedback.report()).entries
    assert (entry.channel, entry.topic, entry.understood) == ("C01GEN", "tools", "stated: why")


async def test_whose_direct_message_it_was_is_not_told(store: Store, clock: Clock) -> None:
    direct = "D01ALICE"
    await store.settle(None, await store.load("k", ALICE), str, None, AskedInVain("why?", direct))
    await store.feedback.suggest(Suggestion(ALICE, "because", question="why?", channel=direct))
    assert [entry.channel for entry in (await store.feedback.report()).entries] == ["", ""]


async def test_what_people_say_is_kept_as_long_as_questions_without_an_answer(
    store: Store, clock: Clock
) -> None:
    await vote(store, clock, False)
    await store.feedback.suggest(Suggestion(ALICE, "a better answer", "ml-engineer", ALICE, "why?"))
    clock.now += 90 * DAY
    await store.expire()
    assert len((await store.feedback.report()).entries) == 2
    clock.now += 1
    await store.expire()
    report = await store.feedback.report()
    assert (list(report.entries), report.votes) == ([], Votes(0, 0))


async def test_forgetting_a_person_takes_what_they_said_and_what_others_said_of_answers_to_them(
    store: Store, clock: Clock
) -> None:
    await vote(store, clock, True, BOB, "of-bob")
    await vote(store, clock, True, ALICE, "of-bob")
    await vote(store, clock, False, BOB, "of-alice")
    for user, asked_by in ((ALICE, BOB), (BOB, ALICE), (BOB, BOB)):
        await store.feedback.suggest(Suggestion(user, "better", asked_by=asked_by, question="why?"))
    forgotten = await store.forget(ALICE)
    assert (forgotten.ratings, forgotten.suggestions) == (2, 2)
    report = await store.feedback.report()
    assert report.votes == Votes(good=1, bad=0)
    assert len(report.entries) == 1
