"""A mention that only points at what stands above it: what began the thread, or a forwarded message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replies import trouble_wording
from bot.slack.thread_start import Unreadable
from tests.skipped_time import SkippedTime
from tests.slack_faults import Dropping, Refusing
from tests.slack_server import BOT, BOT_USER, CHANNEL, IM, USER, Json, SlackServer

STUCK = "our data scientists build great models but nothing reaches production"
UNREAD_DATA = "nobody knows what our customer data says"
ENGINEER = "Machine Learning Engineer"
SCIENTIST = "Data Scientist"
BOB = "U02BOB"
START = "1700000000.000001"
READ = "conversations.replies"
ASKED = f"<@{BOB}> asked: “{STUCK}”"


@pytest.fixture
def channel(slack: SlackServer) -> SlackServer:
    """Slack with the bot connected, which may read the channel; Bob has asked something there."""
    return asked_by_bob(slack)


def asked_by_bob(slack: SlackServer, **fields: Any) -> SlackServer:
    slack.readable.add(CHANNEL)
    message = {"type": "message", "text": STUCK, "channel": CHANNEL, "user": BOB, "ts": START}
    slack.messages.append(message | fields)
    return slack


async def answer(slack: SlackServer, count: int = 1) -> Json:
    posts = await slack.wait_for_posts(count)
    await slack.quiet()
    assert len(posts) == count
    return posts[-1]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "^",
        ":point_up: thoughts?",
        "what do you think?",
        "hey, any thoughts on this?",
        "which role do they need?",
    ],
)
async def test_a_mention_under_a_colleagues_question_answers_that(channel: SlackServer, words: str) -> None:
    await channel.mention(words, thread_ts=START)
    reply = await answer(channel)
    heading, advice, *_ = reply["text"].split("\n")
    assert heading == ASKED
    assert ENGINEER in advice
    assert reply["thread_ts"] == START
    (read,) = channel.calls_to(READ)
    assert (read.args["ts"], read.args["limit"]) == (START, "1")


async def test_a_mention_with_words_of_its_own_reads_nothing_above_it(channel: SlackServer) -> None:
    await channel.mention(UNREAD_DATA, thread_ts=START)
    assert (await answer(channel))["text"].startswith(f"This points clearly to: {SCIENTIST}")
    assert channel.calls_to(READ) == []


async def test_a_mention_that_begins_a_thread_points_at_nothing(channel: SlackServer) -> None:
    await channel.mention("^")
    assert "anything to go on yet" in (await answer(channel))["text"]
    assert channel.calls_to(READ) == []


async def test_what_was_asked_above_can_be_asked_about_further(channel: SlackServer) -> None:
    await channel.mention("^", thread_ts=START)
    await answer(channel)
    await channel.mention("why?", thread_ts=START)
    assert (await answer(channel, 2))["text"].startswith(f"I say {ENGINEER} because")
    await channel.mention("thoughts?", thread_ts=START)
    assert (await answer(channel, 3))["text"].startswith(
        f"All you told me still points clearly to: {ENGINEER}"
    )
    assert len(channel.calls_to(READ)) == 1


async def test_ones_own_question_above_is_answered_too(slack: SlackServer) -> None:
    asked_by_bob(slack, user=USER)
    await slack.mention("^", thread_ts=START)
    assert (await answer(slack))["text"].startswith(f"<@{USER}> asked: “{STUCK}”\n")


async def test_in_a_direct_message_the_thread_may_begin_with_ones_own_words(slack: SlackServer) -> None:
    asked_by_bob(slack, channel=IM, user=USER)
    await slack.direct_message("^", thread_ts=START)
    assert (await answer(slack))["text"].startswith(f"You asked: “{STUCK}”\n")


async def test_a_thread_that_the_bot_began_is_no_question(slack: SlackServer) -> None:
    asked_by_bob(slack, user=BOT_USER, bot_id=BOT)
    await slack.mention("what do you think?", thread_ts=START)
    assert "anything to go on yet" in (await answer(slack))["text"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"bot_id": "B99OTHER"}, Unreadable.BY_AN_APP),
        ({"subtype": "bot_message", "user": None, "bot_id": "B99OTHER"}, Unreadable.BY_AN_APP),
        ({"text": "", "files": [{"mimetype": "image/png"}]}, Unreadable.WITHOUT_WORDS),
        ({"text": "thoughts?"}, Unreadable.WITHOUT_WORDS),
        ({"subtype": "channel_join"}, Unreadable.WITHOUT_WORDS),
        ({"subtype": "tombstone", "user": "USLACKBOT"}, Unreadable.GONE),
        ({"ts": "1700000000.000009"}, Unreadable.GONE),
        ({"text": 5}, Unreadable.WITHOUT_WORDS),
        ({"channel": "C99OTHER"}, Unreadable.GONE),
    ],
)
async def test_a_message_above_that_is_none_to_be_answered_is_told_kindly(
    slack: SlackServer, fields: Json, why: Unreadable
) -> None:
    asked_by_bob(slack, **fields)
    await slack.mention("^", thread_ts=START)
    assert (await answer(slack))["text"] == trouble_wording.THREAD_START[why]


async def test_what_is_no_message_is_not_read(channel: SlackServer) -> None:
    channel.answers[READ] = {"messages": ["not a message", None, {"ts": START, "text": ["no words"]}]}
    await channel.mention("^", thread_ts=START)
    assert (await answer(channel))["text"] == trouble_wording.THREAD_START["without-words"]


def test_each_reason_has_its_sentence() -> None:
    assert set(trouble_wording.THREAD_START) == set(Unreadable)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("missing_scope", Unreadable.NOT_ALLOWED),
        ("not_in_channel", Unreadable.NOT_ALLOWED),
        ("thread_not_found", Unreadable.GONE),
    ],
)
async def test_where_the_bot_may_not_read_it_asks_for_the_words(
    channel: SlackServer, error: str, why: Unreadable
) -> None:
    channel.fail(READ, error=error)
    await channel.mention("^", thread_ts=START)
    assert (await answer(channel))["text"] == trouble_wording.THREAD_START[why]
    await channel.mention(STUCK, thread_ts=START)
    assert ENGINEER in (await answer(channel, 2))["text"]


async def test_slack_is_waited_for_until_it_shows_the_message(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    asked_by_bob(patient)
    patient.fault = Refusing(skipping.timing.clock, 90, status=429, retry_after=60, method=READ)
    await patient.mention("^", thread_ts=START)
    assert ASKED in (await answer(patient))["text"]


async def test_a_reply_that_is_lost_is_asked_for_again_and_answered_once(patient: SlackServer) -> None:
    asked_by_bob(patient)
    patient.fault = Dropping(times=1, is_after=True, method=READ)
    await patient.mention("^", thread_ts=START)
    assert ASKED in (await answer(patient))["text"]


async def test_what_slack_does_not_show_in_ten_minutes_is_asked_for(
    patient: SlackServer, skipping: SkippedTime
) -> None:
    asked_by_bob(patient)
    patient.fault = Refusing(skipping.timing.clock, 3600, status=503, method=READ)
    await patient.mention("^", thread_ts=START)
    assert trouble_wording.THREAD_START["late"] in (await answer(patient))["text"]


def forwarded(**fields: str) -> Json:
    return {"attachments": [{"is_share": True, "text": STUCK, **fields}]}


@pytest.mark.parametrize("words", ["", "^", "what do you think?", "which role is it?"])
async def test_a_forwarded_message_is_answered_under_its_authors_name(slack: SlackServer, words: str) -> None:
    event = {"type": "message", "channel_type": "im", "channel": IM, "user": USER, "ts": "1.5", "text": words}
    await slack.event(event | forwarded(author_id=BOB))
    heading, advice, *_ = (await answer(slack))["text"].split("\n")
    assert heading == ASKED
    assert ENGINEER in advice


async def test_words_beside_a_forwarded_message_that_say_something_are_read_with_it(
    slack: SlackServer,
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": IM, "user": USER, "ts": "1.5"}
    await slack.event(event | forwarded(author_id=BOB) | {"text": f"also {UNREAD_DATA}"})
    first, *_ = (await answer(slack))["text"].split("\n")
    assert ENGINEER in first
    assert SCIENTIST in first


async def test_a_forwarded_message_goes_before_what_began_the_thread(channel: SlackServer) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1700000000.000900"}
    shared = {"attachments": [{"is_share": True, "text": UNREAD_DATA, "author_id": "not an id <!channel>"}]}
    await channel.event(event | shared | {"thread_ts": START, "text": f"<@{BOT_USER}>"})
    assert (await answer(channel))["text"].startswith(f"This points clearly to: {SCIENTIST}")
    assert channel.calls_to(READ) == []
