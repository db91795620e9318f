"""The App Home and the Messages tab: what is drawn there, and what its clicks do."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import advice_wording, home, home_wording, limits, wording
from bot.replies.home import PastQuestion, examples, home_view
from bot.slack.clicks import claimed_click
from bot.store import Forgotten, Store
from tests.conftest import running_bot
from tests.slack_server import IM, USER, SlackServer
from tests.test_clicks import buttons_in
from tests.test_memory import STUCK, replies, slow_by

Json = dict[str, Any]

ENGINEER = "Machine Learning Engineer"
COMPARED = "Data Scientist or Machine Learning Engineer"
LATENCY = slow_by(4)
IN_VAIN = "what would an ML engineer cost us a year?"
SUGGEST = "assistant.threads.setSuggestedPrompts"


def away(port: int) -> Store:
    """A store whose database does not answer."""
    return Store(StoreSettings(f"postgresql+asyncpg://bot@127.0.0.1:{port}/bot"))


async def opened(slack: SlackServer, user: str = USER) -> Json:
    """Open the Home tab, and return what is drawn there."""
    count = len(slack.calls_to("views.publish"))
    await slack.opened("home", user)
    await slack.wait_for_calls("views.publish", count + 1)
    await slack.quiet()
    return slack.views.homes[user]


def words_of(view: Json) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def clickable(view: Json, label: str, number: int = 0) -> Json:
    found = [each for each in buttons_in(view["blocks"]) if each["text"]["text"] == label]
    return found[number]


async def clicked(slack: SlackServer, view: Json, label: str, number: int = 0) -> None:
    await slack.view_action(view, clickable(view, label, number))


async def test_the_home_offers_each_topic_three_examples_and_forget(
    slack: SlackServer, advisor: Advisor
) -> None:
    view = await opened(slack)
    labels = [button["text"]["text"] for button in buttons_in(view["blocks"])]
    assert labels == [wording.COMPARE, wording.DECIDE, *[wording.ASK_THIS] * 3, home_wording.FORGET]
    assert home_wording.HOME_INTRO in words_of(view)
    assert advisor.topics[0].title in words_of(view)
    assert home_wording.NOTHING_PAST in words_of(view)
    assert slack.calls_to("views.publish")[0].args["user_id"] == USER


async def test_an_example_is_answered_in_the_direct_message_below_its_question(
    slack: SlackServer, advisor: Advisor
) -> None:
    view = await opened(slack)
    await clicked(slack, view, wording.ASK_THIS)
    (answer,) = await replies(slack, 1)
    question = advisor.topics[0].examples[0]
    assert answer.startswith(f"You asked: “{question}”")
    assert ENGINEER in answer
    (posted,) = slack.posted
    assert posted["channel"] == IM
    assert "thread_ts" not in posted


async def test_what_is_typed_next_goes_on_with_the_conversation_of_the_click(slack: SlackServer) -> None:
    view = await opened(slack)
    await clicked(slack, view, wording.ASK_THIS)
    await replies(slack, 1)
    await slack.direct_message("why?")
    assert (await replies(slack, 2))[1].startswith(advice_wording.because(ENGINEER))


async def test_a_comparison_stands_in_the_direct_message(slack: SlackServer) -> None:
    view = await opened(slack)
    await clicked(slack, view, wording.COMPARE)
    (answer,) = await replies(slack, 1)
    assert answer.startswith(f"You asked: “{wording.COMPARE}: {COMPARED}”")
    assert "table" in [block["type"] for block in slack.posted[0]["blocks"]]


async def test_help_me_decide_opens_the_interview_on_its_topic(slack: SlackServer) -> None:
    view = await opened(slack)
    await clicked(slack, view, wording.DECIDE)
    await slack.wait_for_calls("views.open")
    assert wording.question_number(1, 6) in words_of(slack.views.modal)
    await slack.quiet()
    assert slack.posted == []


async def test_a_double_click_in_the_home_is_answered_once(slack: SlackServer) -> None:
    view = await opened(slack)
    for label in (wording.ASK_THIS, wording.COMPARE):
        await asyncio.gather(*(clicked(slack, view, label) for _ in range(2)))
    assert len(await replies(slack, 2)) == 2


async def test_two_examples_clicked_one_after_the_other_are_both_answered(slack: SlackServer) -> None:
    view = await opened(slack)
    await clicked(slack, view, wording.ASK_THIS, 0)
    await replies(slack, 1)
    await clicked(slack, view, wording.ASK_THIS, 1)
    assert len(await replies(slack, 2)) == 2


async def test_a_click_in_a_home_of_which_slack_tells_nothing_is_answered_in_private(
    slack: SlackServer,
) -> None:
    view = await opened(slack)
    del view["private_metadata"]
    await clicked(slack, view, wording.ASK_THIS)
    await replies(slack, 1)
    assert slack.calls_to("chat.postMessage")[0].args["channel"] == USER


async def test_a_click_that_a_bot_left_unanswered_is_answered_by_the_next_in_the_direct_message(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            view = await opened(slack)
            slack.fail("chat.postMessage", status=429, headers={"Retry-After": "30"})
            await clicked(slack, view, wording.ASK_THIS)
            await slack.wait_for_calls("chat.postMessage")
        async with running_bot(slack, library, Store(settings)):
            (posted,) = await slack.wait_for_posts(1)
            assert posted["channel"] == IM
            assert ENGINEER in posted["text"]


async def test_what_is_kept_of_a_click_does_not_repeat_what_was_asked_before(slack: SlackServer) -> None:
    await slack.direct_message(LATENCY)
    await replies(slack, 1)
    view = await opened(slack)
    assert LATENCY in words_of(view)
    example = clickable(view, wording.ASK_THIS) | {"action_ts": "1700000000.000100"}
    click = {
        "type": "block_actions",
        "user": {"id": USER},
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [example],
    }
    claimed = claimed_click(click)
    assert claimed is not None
    assert IM in str(claimed.body)
    assert LATENCY not in str(claimed.body)


async def test_the_home_shows_the_last_questions_with_what_they_came_to(slack: SlackServer) -> None:
    before = int(time.time())
    await slack.mention(LATENCY)
    await replies(slack, 1)
    await slack.direct_message("what is the capital of France?")
    await replies(slack, 2)
    await slack.direct_message("thanks")
    await replies(slack, 3)
    view = await opened(slack)
    shown = [block["text"]["text"] for block in view["blocks"] if "<!date" in words_of({"blocks": [block]})]
    assert len(shown) == 2
    newest, oldest = shown
    assert newest.startswith(f"“what is the capital of France?”\n*{wording.NOT_KNOWN}*")
    assert oldest.startswith(f"“{LATENCY}”\n*{ENGINEER}*")
    seconds = int(oldest.split("<!date^")[1].split("^")[0])
    assert before <= seconds <= time.time()


async def test_a_question_that_was_asked_back_has_the_advice_that_the_reply_led_to(
    slack: SlackServer,
) -> None:
    await slack.direct_message("we have a churn model")
    await replies(slack, 1)
    assert f"*{home_wording.NO_OUTCOME}*" in words_of(await opened(slack))
    question = slack.posted[0]
    await slack.action(clickable(question, "Yes"), question, channel=IM)
    await slack.wait_for_calls("chat.update")
    shown = words_of(await opened(slack))
    assert "“we have a churn model”" in shown
    assert f"*{home_wording.NO_OUTCOME}*" not in shown


async def test_the_home_shows_the_questions_of_nobody_else(slack: SlackServer) -> None:
    await slack.mention(STUCK, user="U02BOB")
    await replies(slack, 1)
    assert home_wording.NOTHING_PAST in words_of(await opened(slack))
    assert STUCK in words_of(await opened(slack, "U02BOB"))


async def test_admins_see_the_knowledge_and_the_report_and_others_do_not(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with (
        SlackServer() as slack,
        running_bot(slack, library, Store(settings), admins=[USER]),
    ):
        await slack.mention(IN_VAIN, user="U02BOB")
        await replies(slack, 1)
        admins, others = words_of(await opened(slack)), words_of(await opened(slack, "U03CARL"))
    (_, source), *_ = library.advisor.sources("")
    seen_by_admins = (
        home_wording.FOR_ADMINS,
        wording.in_service(library.status().since),
        home_wording.reviewed_in(COMPARED, wording.reviewed(source.reviewed)),
        home_wording.version(library.version),
        IN_VAIN,
    )
    for words in seen_by_admins:
        assert words in admins
        assert words not in others


async def test_forget_deletes_says_how_much_and_draws_the_home_anew(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    store = Store(settings)
    async with SlackServer() as slack, running_bot(slack, library, store):
        await slack.direct_message(LATENCY)
        await replies(slack, 1)
        view = await opened(slack)
        forget = clickable(view, home_wording.FORGET)
        assert forget["confirm"]["text"]["text"] == home_wording.FORGET_CONFIRM
        for count in (2, 3):
            await slack.view_action(view, forget)
            await slack.wait_for_calls("views.publish", count)
        shown = words_of(slack.views.homes[USER])
        assert "Deleted about you: answers 1, conversations 1, notes of messages 1." in shown
        assert LATENCY not in shown
        assert slack.views.homes[USER]["private_metadata"] == IM
        assert await store.last_answers(USER, 5) == []


async def test_while_the_database_is_away_the_home_says_so_and_nothing_is_deleted(
    library: LiveKnowledge, unused_tcp_port: int
) -> None:
    store = away(unused_tcp_port)
    async with SlackServer() as slack, running_bot(slack, library, store):
        view = await opened(slack)
        assert home_wording.PAST_UNKNOWN in words_of(view)
        await clicked(slack, view, home_wording.FORGET)
        await slack.wait_for_calls("views.publish", 2)
        assert home_wording.NOT_FORGOTTEN in words_of(slack.views.homes[USER])
        await clicked(slack, view, wording.ASK_THIS)
        assert ENGINEER in (await replies(slack, 1))[0]


async def test_a_workspace_whose_home_is_off_does_without(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("views.publish", error="not_enabled")
    await slack.opened("home")
    await slack.wait_for_calls("views.publish")
    await slack.quiet()
    assert "the App Home is not drawn: not_enabled" in caplog.text
    assert "answering failed" not in caplog.text


async def test_who_opens_the_messages_first_is_greeted_once_for_ever(
    library: LiveKnowledge, settings: StoreSettings, advisor: Advisor
) -> None:
    async with SlackServer() as slack:
        for count in (2, 4):
            async with (
                running_bot(slack, library, Store(settings)),
                running_bot(slack, library, Store(settings)),
            ):
                opening = await slack.opened("messages")
                await slack.send("events_api", opening, retry_attempt=1, socket=0)
                await slack.wait_for_calls(SUGGEST, count)
                await slack.wait_for_posts(1)
                await slack.quiet()
        (greeting,) = slack.posted
    assert greeting["channel"] == IM
    assert home_wording.GREETING in greeting["text"]
    labels = [button["text"]["text"] for button in buttons_in(greeting["blocks"])]
    assert labels == [wording.ASK_THIS, wording.DECIDE]
    assert advisor.topics[0].examples[0] in greeting["text"]


async def test_the_example_of_the_greeting_is_answered_where_it_stands(slack: SlackServer) -> None:
    await slack.opened("messages")
    await slack.wait_for_posts(1)
    (greeting,) = slack.posted
    await slack.action(clickable(greeting, wording.ASK_THIS), greeting, channel=IM)
    assert ENGINEER in (await replies(slack, 2))[1]


async def test_who_has_talked_with_the_bot_is_not_greeted(slack: SlackServer) -> None:
    await slack.mention(LATENCY)
    await replies(slack, 1)
    await slack.opened("messages")
    await slack.wait_for_calls(SUGGEST)
    await slack.quiet()
    assert len(slack.posted) == 1


async def test_who_was_forgotten_is_greeted_as_somebody_new(slack: SlackServer) -> None:
    await slack.opened("messages")
    await slack.wait_for_posts(1)
    view = await opened(slack)
    await clicked(slack, view, home_wording.FORGET)
    await slack.wait_for_calls("views.publish", 2)
    assert "Deleted about you: greetings 1." in words_of(slack.views.homes[USER])
    await slack.opened("messages")
    await slack.wait_for_posts(2)


async def test_without_a_database_nobody_is_greeted(library: LiveKnowledge, unused_tcp_port: int) -> None:
    store = away(unused_tcp_port)
    async with SlackServer() as slack, running_bot(slack, library, store):
        await slack.opened("messages")
        await slack.wait_for_calls(SUGGEST)
        await slack.quiet()
        assert slack.posted == []


def test_every_kind_of_what_is_kept_about_a_person_has_a_name() -> None:
    assert {field.name for field in fields(Forgotten)} == set(home_wording.KEPT)


def test_examples_are_taken_from_one_topic_after_the_other(advisor: Advisor) -> None:
    (topic,) = advisor.topics
    one = replace(topic, examples=("a", "b", "c"))
    two = replace(topic, examples=("d",))
    assert examples([one, two], 3) == ["a", "d", "b"]


def test_a_home_of_any_size_is_one_that_slack_takes(advisor: Advisor) -> None:
    (topic,) = advisor.topics
    many = [replace(topic, title="x" * 4000)] * 60
    past = [PastQuestion(1.0, "<!channel> *x* " * 400, "y" * 4000)] * home.MAX_PAST
    view = home_view(many, past, IM)
    assert len(view["blocks"]) <= limits.MAX_VIEW_BLOCKS
    assert clickable(view, home_wording.FORGET)
    assert "<!channel>" not in words_of(view)
    for block in view["blocks"]:
        if block["type"] == "section":
            assert len(block["text"]["text"]) <= limits.MAX_SECTION
