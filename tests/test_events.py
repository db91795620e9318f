"""Which messages the bot answers, and which of their parts it reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.advice.choices import Reply
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.reading.words import READ_LIMIT
from bot.replies import advice_wording
from bot.store import Store
from tests.conftest import Clock, running_bot
from tests.slack_server import BOT_USER, CHANNEL, IM, USER, SlackServer
from tests.test_memory import THREAD, replies
from tests.test_slack import ENGINEER, STUCK, only_reply

SCIENTIST = "Data Scientist"
MENTION = f"<@{BOT_USER}>"
DAY = 86_400
UNREAD_DATA = "nobody knows what our customer data says"

DIRECT = {"type": "message", "channel_type": "im", "channel": IM, "user": USER, "ts": "1.5"}
MENTIONING = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": "1.5"}
VOICE = {"mimetype": "audio/mp4", "filetype": "mp4", "subtype": "slack_audio"}
PICTURE = {"mimetype": "image/png", "filetype": "png"}


def filler(length: int) -> str:
    """Sentences that say nothing of a need."""
    sentence = "We are glad that the summer is over. "
    return (sentence * (length // len(sentence) + 1))[:length]


def first_line(reply: dict[str, Any]) -> str:
    """What an answer recommends; its other lines name the other role too."""
    line, _, _ = reply["text"].partition("\n")
    return str(line)


async def nothing(slack: SlackServer) -> None:
    await slack.quiet()
    assert slack.calls_to("chat.postMessage") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_mention_that_is_edited_a_day_later_after_a_restart_is_not_answered_again(
    library: LiveKnowledge, settings: StoreSettings, clock: Clock
) -> None:
    event = {**MENTIONING, "ts": f"{clock.now:.6f}", "text": f"{MENTION} {STUCK}"}
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings, clock)):
            await slack.event(event)
            await replies(slack, 1)
        clock.now += DAY + 3600
        async with Store(settings, clock).opened() as store:
            await store.expire()
        async with running_bot(slack, library, Store(settings, clock)):
            edited = {"user": USER, "ts": f"{clock.now:.6f}"}
            await slack.event({**event, "text": f"{MENTION} {STUCK}!", "edited": edited})
            assert len(await replies(slack, 1)) == 1


async def test_a_mention_that_is_added_by_an_edit_soon_after_is_answered(slack: SlackServer) -> None:
    edited = {"user": USER, "ts": "1700000060.000000"}
    event = {**MENTIONING, "ts": "1700000000.000100", "text": f"{MENTION} {STUCK}", "edited": edited}
    await slack.event(event)
    assert ENGINEER in first_line(await only_reply(slack))


async def test_slackbot_is_not_answered(slack: SlackServer) -> None:
    await slack.event({**DIRECT, "user": "USLACKBOT", "text": STUCK})
    await slack.event({**MENTIONING, "user": "USLACKBOT", "text": f"{MENTION} {STUCK}"})
    await nothing(slack)


@pytest.mark.parametrize(
    "text",
    [
        f"&gt; {MENTION} {STUCK}",
        f"&gt; {MENTION} {STUCK}\nI agree with that",
        f"see:\n&gt;&gt;&gt; she wrote\n{MENTION} {STUCK}",
        f"> {MENTION} {STUCK}",
    ],
)
async def test_a_mention_in_a_quoted_line_is_not_answered(slack: SlackServer, text: str) -> None:
    await slack.event({**MENTIONING, "text": text})
    await slack.event({**MENTIONING, "type": "message", "channel_type": "channel", "text": text})
    await nothing(slack)


@pytest.mark.parametrize("quoted", ["our team is great", f"{MENTION} hello"])
async def test_a_mention_beside_a_quoted_line_is_answered(slack: SlackServer, quoted: str) -> None:
    await slack.event({**MENTIONING, "text": f"&gt; {quoted}\n{MENTION} {STUCK}"})
    assert ENGINEER in first_line(await only_reply(slack))


async def test_a_message_with_me_is_answered_in_private(slack: SlackServer) -> None:
    await slack.event({**DIRECT, "subtype": "me_message", "text": STUCK})
    assert ENGINEER in first_line(await only_reply(slack))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"files": [VOICE], "subtype": "file_share"}, "I cannot listen to voice messages."),
        ({"files": [PICTURE], "subtype": "file_share"}, "I cannot open files."),
        (
            {"attachments": [{"is_share": True, "image_url": "x"}]},
            "I cannot read the message that you forwarded.",
        ),
    ],
)
async def test_a_message_of_which_nothing_can_be_read_gets_a_sentence_that_says_so(
    slack: SlackServer, fields: dict[str, Any], sentence: str
) -> None:
    await slack.event({**DIRECT, "text": "", **fields})
    reply = await only_reply(slack)
    assert reply["text"] == f"{sentence} Tell me in a sentence what you have, and what is missing."


async def test_a_mention_with_a_file_and_no_words_gets_a_sentence_too(slack: SlackServer) -> None:
    await slack.event({**MENTIONING, "text": MENTION, "files": [PICTURE]})
    assert (await only_reply(slack))["text"].startswith("I cannot open files. ")


async def test_words_beside_a_file_are_answered_and_the_file_is_said_to_be_unread(slack: SlackServer) -> None:
    await slack.event({**DIRECT, "subtype": "file_share", "text": STUCK, "files": [PICTURE, PICTURE, VOICE]})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert reply["text"].endswith("\nI cannot open files. I cannot listen to voice messages.")
    assert "I cannot open files." in json.dumps(reply["blocks"][-1])


@pytest.mark.parametrize("comment", ["", "what do you say to that?"])
async def test_the_words_of_a_forwarded_message_are_read(slack: SlackServer, comment: str) -> None:
    forwarded = {"is_share": True, "is_msg_unfurl": True, "text": STUCK, "fallback": f"[today] anna: {STUCK}"}
    await slack.event({**DIRECT, "text": comment, "attachments": [forwarded]})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert "cannot" not in reply["text"]


async def test_what_slack_shows_of_a_link_is_not_read(slack: SlackServer) -> None:
    shown = {"is_msg_unfurl": True, "text": STUCK}
    await slack.event({**DIRECT, "text": "<https://test.slack.com/archives/C1/p1>", "attachments": [shown]})
    assert ENGINEER not in (await only_reply(slack))["text"]


@pytest.mark.parametrize(
    "link",
    [
        "<https://example.com/why|our models never reach production>",
        "<http://example.com/our-models-never-reach-production|example.com/our-models-never-reach-production>",
    ],
)
async def test_a_bare_link_is_not_read_in_private_and_gets_silence_in_a_thread(
    slack: SlackServer, link: str
) -> None:
    await slack.event({**DIRECT, "text": link})
    assert (await only_reply(slack))["text"].startswith("I cannot read links")
    await slack.mention("we have a churn model", thread_ts=THREAD)
    await replies(slack, 2)
    await slack.channel_message(link, thread_ts=THREAD)
    assert len(await replies(slack, 2)) == 2


async def test_a_long_message_is_read_from_the_mention_on(slack: SlackServer) -> None:
    text = f"{filler(1000)} {UNREAD_DATA}. {filler(READ_LIMIT)} {MENTION} {STUCK}"
    await slack.event({**MENTIONING, "text": text})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert SCIENTIST not in first_line(reply)
    assert reply["text"].endswith("I read it from my name on, and left out the rest.")
    assert "left out the rest" in json.dumps(reply["blocks"][-1])


@pytest.mark.parametrize("length", [2100, 9000, 39_000])
async def test_of_a_long_direct_message_the_last_part_is_read(slack: SlackServer, length: int) -> None:
    text = f"{UNREAD_DATA}. {filler(length)} {STUCK}"
    await slack.event({**DIRECT, "text": text})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert SCIENTIST not in first_line(reply)
    assert reply["text"].endswith("I read its last part, and left out the rest.")


@pytest.mark.parametrize("length", [2100, 9000])
@pytest.mark.parametrize("is_at_the_end", [True, False])
async def test_of_what_is_too_long_after_the_mention_beginning_and_end_are_read(
    slack: SlackServer, length: int, is_at_the_end: bool
) -> None:
    said = f"{filler(length)} {STUCK}" if is_at_the_end else f"{STUCK}. {filler(length)}"
    await slack.event({**MENTIONING, "text": f"{MENTION} {said}"})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert reply["text"].endswith("I read its beginning and its end, and left out the rest.")


async def test_of_a_long_command_the_last_part_is_read(slack: SlackServer) -> None:
    ack = await slack.command(f"{filler(2100)} {STUCK}")
    assert ack is not None
    assert ENGINEER in ack["text"]
    assert ack["text"].endswith("I read its last part, and left out the rest.")


async def test_code_that_is_not_read_anyway_makes_no_message_too_long(slack: SlackServer) -> None:
    await slack.event({**DIRECT, "text": f"{STUCK}\n```\n{'x = 1' * 600}\n```"})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert "left out" not in reply["text"]


async def test_code_that_begins_before_what_is_looked_at_is_not_read(slack: SlackServer) -> None:
    code = f"# {UNREAD_DATA}\n" * 300
    await slack.event({**DIRECT, "text": f"look:\n```\n{code}```\n{STUCK}"})
    reply = await only_reply(slack)
    assert ENGINEER in first_line(reply)
    assert SCIENTIST not in first_line(reply)


@pytest.mark.parametrize("event", [DIRECT, MENTIONING])
async def test_of_a_message_that_ends_in_much_code_the_words_before_it_are_read(
    slack: SlackServer, event: dict[str, Any]
) -> None:
    code = "x = 1\n" * 3000
    await slack.event({**event, "text": f"{STUCK}\n```\n{code}```"})
    assert ENGINEER in first_line(await only_reply(slack))


async def test_much_code_without_words_is_said_to_be_unread(slack: SlackServer) -> None:
    code = "x = 1\n" * 3000
    await slack.event({**DIRECT, "text": f"```\n{code}```"})
    assert first_line(await only_reply(slack)).startswith("I cannot read links, code or log lines.")


async def test_a_voice_message_leaves_an_open_question_open(slack: SlackServer) -> None:
    await slack.direct_message("we have a churn model")
    await slack.event({**DIRECT, "text": "", "subtype": "file_share", "files": [VOICE]})
    await slack.direct_message("yes")
    answers = await replies(slack, 3)
    assert advice_wording.YOU_REPLIED[Reply.YES] in answers[2]


@pytest.mark.parametrize(
    "text",
    [
        "can we hire a data scientist next quarter?",
        "<https://example.com/our-models-never-reach-production>",
        "Our models never reach production, folks, that is the point",
    ],
)
@pytest.mark.parametrize("begun", [STUCK, "we have a churn model", "who fixes the boiler?"])
async def test_what_the_asker_says_to_colleagues_in_the_thread_gets_silence(
    slack: SlackServer, begun: str, text: str
) -> None:
    await slack.mention(begun, thread_ts=THREAD)
    await replies(slack, 1)
    await slack.channel_message(text, thread_ts=THREAD)
    assert len(await replies(slack, 1)) == 1
