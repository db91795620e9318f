"""Answers that one person sees: those of `/whichrole` and of the shortcut, and how they are shared."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.compiled import Selection
from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import advice_wording, trouble_wording
from bot.slack.obstacles import Obstacle
from bot.store import Store
from tests.cache import CACHE
from tests.conftest import DATABASES, KNOWLEDGE, running_bot
from tests.slack_server import BOT_USER, CHANNEL, USER, Call, SlackServer
from tests.test_clicks import button, buttons_in
from tests.test_memory import THREAD
from tests.test_slack import ENGINEER, STUCK

Json = dict[str, Any]

BETWEEN_PEOPLE = "D02ALICEBOB"
MESSAGE = {"text": STUCK, "ts": "1700000000.000007"}


async def private_answer(slack: SlackServer, text: str = STUCK, channel: str = CHANNEL) -> Json:
    ack = await slack.command(text, channel=channel)
    assert ack is not None
    # It is kept after Slack has heard of it; nobody clicks as fast as a test.
    for idle in slack.idle:
        await idle()
    return ack


async def about(slack: SlackServer, message: Json, **fields: str) -> Json:
    """Use the shortcut on a message, and return the answer that only its user sees."""
    count = len(slack.calls_to("response_url"))
    await slack.shortcut(message, **fields)
    calls = await slack.wait_for_calls("response_url", count + 1)
    return calls[-1].args


async def removed(slack: SlackServer, count: int = 1) -> list[Call]:
    """Wait until so many private copies are removed, and nothing else is done."""
    await slack.wait_for_calls("response_url", count)
    await slack.quiet()
    return [call for call in slack.calls_to("response_url") if call.args == {"delete_original": True}]


async def test_a_shared_answer_names_who_asked_and_has_its_buttons(slack: SlackServer) -> None:
    answer = await private_answer(slack)
    await slack.action(button(answer, "Share"))
    assert len(await removed(slack)) == 1
    (shared,) = slack.posted
    assert shared["channel"] == CHANNEL
    assert "thread_ts" not in shared
    assert shared["text"].startswith(f"<@{USER}> asked: “{STUCK}”\n")
    assert shared["text"].split("\n")[1:] == answer["text"].split("\n")[1:]
    labels = [shown["text"]["text"] for shown in buttons_in(shared["blocks"])]
    assert labels == [shown["text"]["text"] for shown in buttons_in(answer["blocks"])][:-1]
    assert shared["blocks"][-1]["type"] == "context_actions"


async def test_below_a_shared_answer_anybody_can_ask_about_it(slack: SlackServer) -> None:
    await slack.action(button(await private_answer(slack), "Share"))
    await removed(slack)
    (shared,) = slack.posted
    await slack.mention("why?", user="U02BOB", thread_ts=shared["ts"])
    await slack.wait_for_posts(2)
    assert f"I say {ENGINEER} because" in slack.posted[1]["text"]


async def test_below_a_shared_answer_the_conversation_goes_on(slack: SlackServer) -> None:
    await slack.action(button(await private_answer(slack), "Share"))
    await removed(slack)
    (shared,) = slack.posted
    await slack.action(button(shared, "Why?"), shared)
    (update,) = await slack.wait_for_calls("chat.update")
    assert update.args["text"].startswith(f"<@{USER}> asked: “{STUCK}”\n")
    assert advice_wording.BOTTOM_LINE in update.args["text"]
    await slack.mention("why not the other one?", thread_ts=shared["ts"])
    await slack.wait_for_posts(2)
    assert slack.posted[1]["text"].startswith("Data Scientist would fit better if")
    await slack.action(button(shared, "Compare"), shared, "U02BOB")
    await slack.wait_for_posts(3)
    assert slack.posted[2]["thread_ts"] == shared["ts"], "a message in the channel begins a thread"


async def test_an_answer_in_full_is_shared_as_the_same_answer(slack: SlackServer) -> None:
    await slack.action(button(await private_answer(slack), "Why?"))
    (whole,) = await slack.wait_for_calls("response_url")
    await slack.action(button(whole.args, "Share"))
    await removed(slack, 2)
    assert ENGINEER in slack.posted[0]["text"]


async def test_a_comparison_and_the_result_of_replies_say_what_they_were_given_to(slack: SlackServer) -> None:
    await slack.action(button(await private_answer(slack, "compare"), "Share"))
    await removed(slack)
    assert slack.posted[0]["text"].startswith(
        f"<@{USER}> asked about: “Data Scientist or Machine Learning Engineer”\n"
    )
    question = await private_answer(slack, "we have a churn model")
    await slack.action(button(question, "Yes"))
    calls = await slack.wait_for_calls("response_url", 2)
    await slack.action(button(calls[-1].args, "Share"))
    await slack.wait_for_posts(2)
    assert slack.posted[1]["text"].startswith(f"<@{USER}> answered my questions, and this is the result:\n")


async def test_however_often_it_is_clicked_on_an_answer_is_shared_once(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack:
        async with (
            running_bot(slack, library, Store(settings)),
            running_bot(slack, library, Store(settings)),
        ):
            share = button(await private_answer(slack), "Share")
            await asyncio.gather(*(slack.action(share) for _ in range(20)))
            await removed(slack)
        async with running_bot(slack, library, Store(settings)):
            await slack.action(share | {"action_ts": "1900000000.000100"})
            assert len(await removed(slack)) == 1
        assert len(slack.posted) == 1


async def test_a_share_that_a_bot_left_undone_is_done_by_the_next(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            share = button(await private_answer(slack), "Share")
            slack.fail("chat.postMessage", status=429, headers={"Retry-After": "30"})
            await slack.action(share)
            await slack.wait_for_calls("chat.postMessage")
        async with running_bot(slack, library, Store(settings)):
            assert len(await removed(slack)) == 1
        assert len(slack.posted) == 1


async def test_where_the_bot_is_not_invited_the_person_is_told_and_the_button_works_afterwards(
    slack: SlackServer,
) -> None:
    slack.closed[CHANNEL] = "not_in_channel"
    share = button(await private_answer(slack), "Share")
    await slack.action(share)
    (told,) = await slack.wait_for_calls("response_url")
    await slack.quiet()
    assert told.args["text"] == trouble_wording.OBSTACLES[Obstacle.NOT_INVITED]
    assert (told.args["response_type"], told.args["replace_original"]) == ("ephemeral", False)
    slack.closed.clear()
    await slack.action(share)
    assert len(await removed(slack, 2)) == 1
    assert len(slack.posted) == 1


async def test_a_direct_message_between_people_takes_no_share(slack: SlackServer) -> None:
    slack.closed[BETWEEN_PEOPLE] = "channel_not_found"
    answer = await private_answer(slack, channel=BETWEEN_PEOPLE)
    await slack.action(button(answer, "Share"), channel=BETWEEN_PEOPLE)
    (told,) = await slack.wait_for_calls("response_url")
    assert told.args["text"] == trouble_wording.SHARE_BETWEEN_PEOPLE


async def test_a_copy_that_cannot_be_removed_leaves_the_shared_answer_alone(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("response_url", status=404, error="expired_url")
    await slack.action(button(await private_answer(slack), "Share"))
    await removed(slack)
    assert len(slack.posted) == 1
    assert slack.calls_to("chat.postEphemeral") == []
    assert "the private copy of a shared answer stays: expired_url" in caplog.text


async def test_an_answer_that_is_no_longer_kept_is_not_shared(slack: SlackServer) -> None:
    await slack.action(button(await private_answer(slack), "Share") | {"value": "of-last-year"})
    (told,) = await slack.wait_for_calls("response_url")
    assert told.args["text"] == trouble_wording.ANSWER_GONE


async def test_a_share_while_the_database_is_away_works_once_it_is_back(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(answer_id: str) -> None:
        return None

    store = Store(settings)
    async with SlackServer() as slack, running_bot(slack, library, store):
        share = button(await private_answer(slack), "Share")
        with monkeypatch.context() as patched:
            patched.setattr(store, "answer", away)
            await slack.action(share)
            (told,) = await slack.wait_for_calls("response_url")
            await slack.quiet()
            assert told.args["text"] == trouble_wording.ANSWER_GONE
        await slack.action(share)
        assert len(await removed(slack, 2)) == 1
        assert len(slack.posted) == 1


async def test_an_answer_about_what_is_no_longer_compared_is_not_shared_as_another(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    wider = LiveKnowledge(Selection((KNOWLEDGE, DATABASES)), CACHE)
    async with SlackServer() as slack:
        async with running_bot(slack, wider, Store(settings)):
            answer = await private_answer(slack, "compare PostgreSQL or SQLite")
        assert answer["text"].startswith("PostgreSQL or SQLite\n")
        async with running_bot(slack, library, Store(settings)):
            for label in ("Share", "Tell me more"):
                await slack.action(button(answer, label))
            told = await slack.wait_for_calls("response_url", 2)
    assert [call.args["text"] for call in told] == [trouble_wording.ANSWER_GONE] * 2
    assert [call.args["replace_original"] for call in told] == [False] * 2
    assert slack.posted == []


async def test_the_shortcut_answers_about_a_message_for_its_user_alone(slack: SlackServer) -> None:
    slack.closed[CHANNEL] = "not_in_channel"
    answer = await about(slack, MESSAGE)
    await slack.quiet()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith(f"You asked about: “{STUCK}”\n")
    assert ENGINEER in answer["text"]
    assert len(slack.calls_to("response_url")) == 1
    assert slack.calls_to("chat.postMessage") == slack.calls_to("chat.postEphemeral") == []


@pytest.mark.parametrize("thread", ["", THREAD], ids=["in the channel", "in a thread"])
async def test_it_is_shared_in_the_thread_of_the_message(slack: SlackServer, thread: str) -> None:
    message = MESSAGE | ({"thread_ts": thread} if thread else {})
    await slack.action(button(await about(slack, message), "Share in thread"))
    assert len(await removed(slack, 2)) == 1
    (shared,) = slack.posted
    assert (shared["channel"], shared["thread_ts"]) == (CHANNEL, thread or MESSAGE["ts"])
    assert shared["text"].startswith(f"<@{USER}> asked about: “{STUCK}”\n")
    await slack.mention("why?", thread_ts=shared["thread_ts"])
    await slack.wait_for_posts(2)
    assert "I say Machine Learning Engineer because" in slack.posted[1]["text"]


async def test_all_that_follows_about_a_message_is_shared_in_its_thread(slack: SlackServer) -> None:
    question = await about(slack, MESSAGE | {"text": "we have a churn model"})
    await slack.action(button(question, "Yes"))
    calls = await slack.wait_for_calls("response_url", 2)
    await slack.action(button(calls[-1].args, "Why?"))
    calls = await slack.wait_for_calls("response_url", 3)
    await slack.action(button(calls[-1].args, "Share in thread"))
    await removed(slack, 4)
    assert slack.posted[0]["thread_ts"] == MESSAGE["ts"]


async def test_a_message_that_was_misread_is_shared_in_its_thread_when_it_is_written_anew(
    slack: SlackServer,
) -> None:
    answer = await about(slack, MESSAGE)
    (votes,) = [block for block in answer["blocks"] if block["type"] == "context_actions"]
    (element,) = votes["elements"]
    bad = {"action_id": element["action_id"], "value": element["negative_button"]["value"]}
    await slack.action(bad | {"type": "feedback_buttons", "block_id": votes.get("block_id", "b")})
    await slack.wait_for_calls("response_url", 2)
    misread = {"reason": {"reason": {"selected_option": {"value": "misread"}}}}
    await slack.view_submission(slack.views.modal, misread)
    anew = {"question": {"question": {"value": "nobody can say why sales dropped"}}}
    await slack.view_submission(slack.views.modal, anew)
    calls = await slack.wait_for_calls("response_url", 3)
    await slack.settled()
    await slack.action(button(calls[-1].args, "Share in thread"))
    (shared,) = await slack.wait_for_posts(1)
    assert shared["thread_ts"] == MESSAGE["ts"]
    assert "This points clearly to: Data Scientist\n" in shared["text"]


async def test_what_was_said_elsewhere_does_not_count_for_a_message(slack: SlackServer) -> None:
    await private_answer(slack, "nobody knows why our customers leave")
    await about(slack, MESSAGE)
    edited = MESSAGE | {"text": "our predictions take 4 seconds in production"}
    again = await about(slack, edited, action_ts="1900000000.000100")
    assert "This points clearly to: Machine Learning Engineer\n" in again["text"]
    assert STUCK not in again["text"]


async def test_the_shortcut_reads_what_is_forwarded_and_says_what_it_cannot_read(slack: SlackServer) -> None:
    forwarded = {"is_share": True, "text": STUCK}
    assert ENGINEER in (await about(slack, {"text": "", "attachments": [forwarded]}))["text"]
    image = await about(slack, {"text": "", "files": [{"mimetype": "image/png"}]})
    assert image["text"].startswith(trouble_wording.UNREAD["file"])
    nothing = await about(slack, {"text": "<@U02BOB>"})
    assert nothing["text"] == trouble_wording.NO_WORDS_THERE
    long = await about(slack, {"text": f"{'the weather is fine. ' * 400}{STUCK}"})
    assert ENGINEER in long["text"]
    assert trouble_wording.UNREAD["beginning"] in long["text"]


async def test_the_shortcut_is_answered_once_and_again_when_it_is_used_later(slack: SlackServer) -> None:
    for seconds in ("1700000039.9", "1700000040.1"):
        await slack.shortcut(MESSAGE, action_ts=seconds)
    await slack.wait_for_calls("response_url")
    await slack.quiet()
    assert len(slack.calls_to("response_url")) == 1
    await slack.shortcut(MESSAGE, action_ts="1700000200.1")
    await slack.wait_for_calls("response_url", 2)


async def test_a_shortcut_that_a_bot_left_unanswered_is_answered_by_the_next(
    library: LiveKnowledge, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            slack.fail("response_url", status=429, headers={"Retry-After": "30"})
            await slack.shortcut(MESSAGE)
            await slack.wait_for_calls("response_url")
        async with running_bot(slack, library, Store(settings)):
            _, answer = await slack.wait_for_calls("response_url", 2)
            assert ENGINEER in answer.args["text"]


async def test_a_shortcut_whose_address_has_expired_is_told_in_the_channel_to_its_user_alone(
    slack: SlackServer,
) -> None:
    slack.fail("response_url", status=404, error="expired_url")
    await slack.shortcut(MESSAGE)
    (told,) = await slack.wait_for_calls("chat.postEphemeral")
    await slack.quiet()
    assert (told.args["user"], told.args["text"]) == (USER, trouble_wording.OBSTACLES[Obstacle.EXPIRED])
    assert slack.calls_to("chat.postMessage") == []


@pytest.mark.parametrize(
    ("error", "obstacle"), [("thread_not_found", Obstacle.GONE), ("is_archived", Obstacle.ARCHIVED)]
)
async def test_what_keeps_an_answer_out_of_a_thread_is_told_to_the_person_alone(
    slack: SlackServer, error: str, obstacle: Obstacle
) -> None:
    answer = await about(slack, MESSAGE)
    slack.fail("chat.postMessage", error=error)
    await slack.action(button(answer, "Share in thread"))
    _, told = await slack.wait_for_calls("response_url", 2)
    await slack.quiet()
    assert told.args["text"] == trouble_wording.OBSTACLES[obstacle]
    assert slack.posted == []


async def test_nobody_is_mentioned_by_what_is_repeated(slack: SlackServer) -> None:
    text = f"<!channel> <@{BOT_USER}> our &lt;!here&gt; models never reach production"
    await slack.action(button(await about(slack, MESSAGE | {"text": text}), "Share in thread"))
    await removed(slack, 2)
    shown = json.dumps(slack.posted[0]["blocks"])
    assert "<!" not in shown
    assert "&lt;!here&gt;" in shown
