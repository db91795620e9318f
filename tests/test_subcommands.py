"""Words that are commands: the same after `/whichrole`, after a mention and in a direct message."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Talk
from bot.compiled import Selection
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import wording
from bot.store import Store
from tests.cache import CACHE
from tests.conftest import DATABASES, KNOWLEDGE, running_bot
from tests.slack_server import SlackServer
from tests.test_clicks import buttons_in
from tests.test_memory import THREAD, replies
from tests.test_slack import ENGINEER, STUCK, said

TITLE = "Data Scientist or Machine Learning Engineer"
SERVICE = "This knowledge has been in service since"
FIRST_QUESTION = "Question 1 of at most 6."
BEGINNINGS = {
    "list": f"{wording.I_KNOW}\n{TITLE}",
    "status": SERVICE,
    "compare": TITLE,
    "compare ML engineers": TITLE,
    "decide": FIRST_QUESTION,
    "help": wording.TALK[Talk.HELP],
    "HELP!": wording.TALK[Talk.HELP],
}
"""What the answer to each command begins with."""

QUESTIONS = (
    "list the differences",
    "help me hire",
    "decide for us please",
    "compare salaries",
    "status of our models: nothing reaches production",
    "listing",
    "help us: our models never reach production",
)
"""Questions that begin as a command does."""


@pytest.fixture(scope="module")
def two_topics() -> LiveKnowledge:
    return LiveKnowledge(Selection((KNOWLEDGE, DATABASES)), CACHE)


@pytest.fixture
async def slack_of_two(two_topics: LiveKnowledge) -> AsyncIterator[SlackServer]:
    async with SlackServer() as server, running_bot(server, two_topics):
        yield server


@pytest.mark.parametrize(("words", "beginning"), BEGINNINGS.items())
async def test_a_command_is_the_same_wherever_it_is_written(
    slack: SlackServer, words: str, beginning: str
) -> None:
    assert said(await slack.command(words)).startswith(beginning)
    await slack.mention(words)
    await slack.direct_message(words)
    first, second = await replies(slack, 2)
    assert first.startswith(beginning)
    assert second.startswith(beginning)


@pytest.mark.parametrize("words", QUESTIONS)
async def test_all_else_is_a_question(slack: SlackServer, words: str) -> None:
    assert said(await slack.command(words)).startswith(f"You asked: “{words}”")


async def test_help_lists_every_command(slack: SlackServer) -> None:
    text = said(await slack.command("help"))
    for name in ("compare [topic]", "decide", "list", "status", "help"):
        assert f"\n- {name}: " in text
    assert text == said(await slack.command("")), "without a question there is help"


async def test_a_command_after_a_mention_is_answered_once(slack: SlackServer) -> None:
    payload = await slack.mention("status")
    await replies(slack, 1)
    await slack.send("events_api", payload, retry_attempt=1)
    (text,) = await replies(slack, 1)
    assert text.startswith(SERVICE)


async def test_a_command_and_a_shortcut_that_says_nothing_leave_nothing_to_be_taken_up(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await slack.mention("status")
        await slack.shortcut({"text": ""})
        await replies(slack, 1)
    async with Store(settings, lambda: time.time() + 60).opened() as later:
        assert await later.take_over() == []


async def test_a_command_leaves_the_conversation_and_its_question_alone(slack: SlackServer) -> None:
    await slack.direct_message("help me decide")
    await slack.direct_message("list")
    await slack.direct_message("yes")
    _, _, third = await replies(slack, 3)
    assert third.startswith("Question 2 of at most 6.")


async def test_what_people_say_to_each_other_in_a_thread_is_no_command(slack: SlackServer) -> None:
    await slack.mention(STUCK, thread_ts=THREAD)
    for words in ("list", "status", "compare", "help"):
        await slack.channel_message(words, thread_ts=THREAD)
    for text in (await replies(slack, 1))[1:]:
        assert not text.startswith((SERVICE, wording.I_KNOW, wording.TALK[Talk.HELP]))


async def test_of_several_topics_the_one_that_is_named_is_compared(slack_of_two: SlackServer) -> None:
    assert said(await slack_of_two.command("compare postgres")).startswith("PostgreSQL or SQLite")
    await slack_of_two.mention(f"compare {TITLE}")
    (text,) = await replies(slack_of_two, 1)
    assert text.startswith(TITLE)


async def test_a_comparison_that_was_shown_before_is_shown_again(slack: SlackServer) -> None:
    first, second = [said(await slack.command("compare")) for _ in range(2)]
    assert first == second


async def test_if_no_topic_is_named_it_is_asked_which_and_the_reply_is_compared(
    slack_of_two: SlackServer,
) -> None:
    ack = await slack_of_two.command("compare")
    assert said(ack).startswith(wording.WHICH_TOPIC)
    assert ack is not None
    first, *_ = buttons_in(ack["blocks"])
    await slack_of_two.action(first)
    (call,) = await slack_of_two.wait_for_calls("response_url")
    assert TITLE in call.args["text"]


async def test_a_question_is_repeated_as_it_was_typed_and_mentions_nobody(slack: SlackServer) -> None:
    ack = await slack.command("<!channel> our *models* & forecasts <b> never reach production")
    assert said(ack).startswith("You asked: “our models &amp; forecasts")
    assert ENGINEER in said(ack)
    assert ack is not None
    heading: dict[str, Any] = ack["blocks"][0]
    assert heading["type"] == "context"
    assert "<!channel>" not in said(ack)


NAMED = {
    "data scientist": True,
    "data scientst and ml enginer": True,
    "Machine Learning Engineers": True,
    TITLE.upper(): True,
    "data engineer": False,
    "data scientist salaries": False,
    "the roles": False,
    "the": False,
    "": False,
}


@pytest.mark.parametrize(("text", "is_named"), NAMED.items())
def test_a_topic_is_named_by_its_title_or_by_roles_and_nothing_else(
    advisor: Advisor, text: str, is_named: bool
) -> None:
    assert bool(advisor.topics_named(text)) == is_named
