"""Clicks: each is answered once, and a question that is clicked on gives its place to the answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.choices import Reply
from bot.config import StoreSettings
from bot.conversation import answer_to
from bot.live import LiveKnowledge
from bot.replies import advice_wording, blocks, buttons, trouble_wording
from bot.replies.describe import describe
from bot.slack.open_questions import MAX_QUESTIONS, OpenQuestions
from bot.store import Store
from tests.conftest import running_bot
from tests.slack_faults import Hanging
from tests.slack_server import CHANNEL, IM, USER, SlackServer
from tests.test_memory import THREAD, replies

Json = dict[str, Any]

CHURN = "we have a churn model"


def buttons_in(blocks: list[Json]) -> list[Json]:
    """All buttons of a message, each with the id of its block."""
    found = []
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("accessory", {})]
        for element in elements:
            if element.get("type") == "button":
                found.append(element | {"block_id": block.get("block_id", "b")})
    return found


def button(message: Json, label: str) -> Json:
    return next(b for b in buttons_in(message["blocks"]) if b["text"]["text"] == label)


async def asked(slack: SlackServer, text: str = CHURN) -> Json:
    """Ask something in a thread, and return what the bot asks back."""
    await slack.mention(text, thread_ts=THREAD)
    await replies(slack, 1)
    # As it stands now: the answer to a click takes its place.
    return dict(slack.posted[-1])


async def updates(slack: SlackServer, count: int = 1) -> list[Json]:
    """Return what took the place of messages, once there are that many and the bot has nothing to do."""
    await slack.wait_for_calls("chat.update", count)
    await slack.quiet()
    return [call.args for call in slack.calls_to("chat.update")]


def small_print(message: Json) -> list[str]:
    return [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]


async def test_a_double_click_on_a_question_is_answered_once(slack: SlackServer) -> None:
    question = await asked(slack)
    await asyncio.gather(*(slack.action(button(question, "Yes"), question) for _ in range(2)))
    assert len(await updates(slack)) == 1
    assert len(slack.posted) == 1


async def test_of_yes_and_no_clicked_at_once_one_counts(slack: SlackServer) -> None:
    question = await asked(slack)
    for label in ("Yes", "No"):
        await slack.action(button(question, label), question)
    assert len(await updates(slack)) == 1
    assert len(slack.posted) == 1


@pytest.mark.parametrize("is_one_person", [True, False])
async def test_a_hundred_clicks_at_once_on_an_example_make_one_post(
    slack: SlackServer, is_one_person: bool
) -> None:
    offer = await asked(slack, "help")
    example = button(offer, "Ask this")
    users = [USER if is_one_person else f"U{number}" for number in range(100)]
    await asyncio.gather(*(slack.action(example, offer, user) for user in users))
    assert len(await replies(slack, 2)) == 2


async def test_a_hundred_clicks_in_a_block_without_an_id_make_one_post(slack: SlackServer) -> None:
    offer = await asked(slack, "help")
    example = button(offer, "Ask this") | {"block_id": None}
    await asyncio.gather(*(slack.action(example, offer) for _ in range(100)))
    assert trouble_wording.APOLOGY not in (await replies(slack, 2))[1]
    assert len(await replies(slack, 2)) == 2


async def test_a_hundred_clicks_by_somebody_else_get_one_notice(slack: SlackServer) -> None:
    question = await asked(slack)
    await asyncio.gather(*(slack.action(button(question, "Yes"), question, "U02BOB") for _ in range(100)))
    await slack.quiet()
    assert len(slack.calls_to("chat.postEphemeral")) == 1
    await slack.action(button(question, "Yes"), question)
    await slack.wait_for_calls("chat.update")


async def test_the_same_example_clicked_later_and_another_one_are_answered(slack: SlackServer) -> None:
    offer = await asked(slack, "help")
    first, second, *_ = (b for b in buttons_in(offer["blocks"]) if b["text"]["text"] == "Ask this")
    for count, clicked in enumerate([first, second, first | {"action_ts": "1900000000.000100"}], 2):
        await slack.action(clicked, offer)
        assert len(await replies(slack, count)) == count


async def test_a_double_click_at_the_turn_of_a_minute_is_answered_once(slack: SlackServer) -> None:
    offer = await asked(slack, "help")
    example = button(offer, "Ask this")
    for seconds in ("1700000039.9", "1700000040.1"):
        await slack.action(example | {"action_ts": seconds}, offer)
    assert len(await replies(slack, 2)) == 2


async def test_a_click_is_answered_once_over_a_restart_and_by_two_bots(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack:
        async with (
            running_bot(slack, library, Store(settings)),
            running_bot(slack, library, Store(settings)),
        ):
            question = await asked(slack)
            for _ in range(2):
                await slack.action(button(question, "Yes"), question)
            await updates(slack)
        async with running_bot(slack, library, Store(settings)):
            await slack.action(button(question, "Yes"), question)
            assert len(await updates(slack)) == 1
    assert len(slack.posted) == 1


async def test_a_click_that_a_bot_left_unanswered_is_answered_by_the_next(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            question = await asked(slack)
            slack.fail("chat.update", status=429, headers={"Retry-After": "30"})
            await slack.action(button(question, "Yes"), question)
            await slack.wait_for_calls("chat.update")
        async with running_bot(slack, library, Store(settings)):
            _, answer = await updates(slack, 2)
    assert answer["text"].startswith(advice_wording.YOU_REPLIED[Reply.YES])
    assert slack.posted[0]["text"] == answer["text"]
    assert len(slack.posted) == 1


async def test_an_answer_whose_question_could_not_be_replaced_is_posted_once_though_the_bot_died_then(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.1)
    async with SlackServer() as slack:
        slack.readable = {CHANNEL}
        async with running_bot(slack, library, Store(settings)):
            question = await asked(slack)
            slack.fail("chat.update", error="edit_window_closed", times=2)
            slack.fault = Hanging(times=1, is_after=True)
            await slack.action(button(question, "Yes"), question)
            await slack.wait_for_posts(2)
        async with running_bot(slack, library, Store(settings)):
            await slack.wait_for_calls("conversations.replies")
            await slack.quiet()
    assert len(slack.posted) == 2


@pytest.mark.parametrize(
    ("label", "replied"),
    [("Yes", "You said yes: "), ("No", "You said no: "), ("Not sure", "You were not sure: ")],
)
async def test_what_was_replied_stands_above_what_takes_the_place_of_the_question(
    slack: SlackServer, label: str, replied: str
) -> None:
    question = await asked(slack)
    clicked = button(question, label)
    await slack.action(clicked, question)
    (update,) = await updates(slack)
    assert (update["channel"], update["ts"]) == (CHANNEL, question["ts"])
    first, *_ = small_print(update)
    assert first.startswith(replied)
    assert update["text"].startswith(f"{first}\n")
    left = {other["value"] for other in buttons_in(update["blocks"])}
    assert clicked["value"] not in left, "a settled question has no buttons"


async def test_a_question_that_only_one_person_sees_gives_way_to_what_follows(slack: SlackServer) -> None:
    ack = await slack.command(CHURN)
    assert ack is not None
    await slack.action(button(ack, "Yes"))
    (call,) = await slack.wait_for_calls("response_url")
    assert call.args["replace_original"] is True
    assert call.args["text"].startswith("You said yes: ")
    assert call.args["blocks"][0]["elements"][0]["text"].startswith("You said yes: ")
    assert len(call.args["blocks"]) > 1


async def test_a_reply_in_words_takes_the_buttons_too(slack: SlackServer) -> None:
    await slack.direct_message(CHURN)
    await replies(slack, 1)
    await slack.direct_message("what does a data scientist do?")
    await replies(slack, 2)
    assert slack.calls_to("chat.update") == [], "the question is still open"
    await slack.direct_message("yes &amp; *no* `doubt`")
    (update,) = await slack.wait_for_calls("chat.update")
    assert update.args["channel"] == IM
    assert update.args["blocks"][-1]["elements"][0]["text"] == "You said: yes &amp; no doubt"
    assert buttons_in(update.args["blocks"]) == []


async def test_a_question_that_is_asked_again_has_buttons_once(slack: SlackServer) -> None:
    await slack.direct_message(CHURN)
    await replies(slack, 1)
    await slack.direct_message("what do you mean?")
    await slack.wait_for_calls("chat.update")
    assert buttons_in(slack.calls_to("chat.postMessage")[1].args["blocks"]) != []


async def test_an_example_that_is_clicked_on_takes_the_buttons_of_the_question_before(
    slack: SlackServer,
) -> None:
    question = await asked(slack)
    offer = question | {"ts": "1700000000.000001"}
    example = {"action_id": "ask_example", "value": "help me decide", "block_id": "b"}
    await slack.action(example, offer)
    (update,) = await slack.wait_for_calls("chat.update")
    assert update.args["ts"] == question["ts"]
    assert update.args["blocks"][-1]["elements"][0]["text"] == "You said: help me decide"


@pytest.mark.parametrize("error", ["cant_update_message", "edit_window_closed", "message_not_found"])
async def test_an_answer_that_cannot_take_the_place_of_its_question_is_posted_below(
    slack: SlackServer, error: str
) -> None:
    slack.fail("chat.update", error=error)
    question = await asked(slack)
    await slack.action(button(question, "Yes"), question)
    _, answer = await replies(slack, 2)
    assert answer.startswith(advice_wording.YOU_REPLIED[Reply.YES])
    assert slack.posted[1]["thread_ts"] == THREAD


async def test_buttons_that_slack_does_not_let_go_leave_the_answer_in_words_alone(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("chat.update", error="cant_update_message")
    await slack.direct_message(CHURN)
    await replies(slack, 1)
    await slack.direct_message("yes")
    await slack.wait_for_calls("chat.update")
    assert trouble_wording.APOLOGY not in (await replies(slack, 2))[1]
    assert "the buttons of a question that has its reply stay: cant_update_message" in caplog.text


async def test_examples_keep_their_buttons(slack: SlackServer) -> None:
    offer = await asked(slack, "help")
    await slack.action(button(offer, "Ask this"), offer)
    await replies(slack, 2)
    assert slack.calls_to("chat.update") == []


def test_of_too_many_open_questions_the_oldest_are_forgotten(advisor: Advisor) -> None:
    message = blocks.message(describe(answer_to(advisor, "we have a churn model")))
    question = buttons.addressed(message, USER, "a1")
    questions = OpenQuestions()
    for number in range(MAX_QUESTIONS + 1):
        questions.note(f"k{number}", CHANNEL, f"{number}.1", question)
    assert questions.take("k0") is None
    assert questions.take("k1") is not None
