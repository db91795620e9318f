"""An interview is one message that moves on, until its result takes its place."""

from __future__ import annotations

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Recommendation
from bot.advice.choices import DECISION, Reply, TopicChoice
from bot.config import StoreSettings
from bot.conversation import State, reply
from bot.live import LiveKnowledge
from bot.replies import advice_wording, trouble_wording, wording
from bot.replies.parts import shortened
from bot.store import Store
from tests.conftest import running_bot
from tests.slack_server import CHANNEL, USER, SlackServer
from tests.test_clicks import Json, asked, button, buttons_in, small_print, updates
from tests.test_memory import THREAD, replies

MOST = 6


def heading(number: int) -> str:
    return wording.question_number(number, MOST)


def labels(message: Json) -> list[str]:
    return [shown["text"]["text"] for shown in buttons_in(message["blocks"])]


def criterion(message: Json) -> str:
    """What a message asks: the line below its heading."""
    text: str = message["text"]
    _, _, below = text.partition("Is this true for you?")
    first, *_ = below.strip().splitlines()
    return first.removeprefix("- ")


async def clicked(slack: SlackServer, label: str, user: str = USER) -> Json:
    """Click on a button of the only message of the bot, and return that message as it stands then."""
    message = dict(slack.posted[0])
    await slack.action(button(message, label), message, user)
    await slack.quiet()
    assert len(slack.posted) == 1
    return dict(slack.posted[0])


async def test_an_interview_is_one_message_from_its_first_question_to_its_result(
    slack: SlackServer, advisor: Advisor
) -> None:
    message = await asked(slack, "help me decide")
    state, _ = reply(advisor, State(), TopicChoice(DECISION, advisor.topics[0].id))
    replied = ""
    for number in range(1, MOST + 1):
        assert message["text"].startswith(f"{replied}{heading(number)}\n")
        shown = message["blocks"][0 if number == 1 else 1]
        assert shown["text"]["text"] == f"*{heading(number)}*"
        replied = f"{advice_wording.YOU_REPLIED[Reply.UNSURE]}: {shortened(criterion(message))}\n"
        state, answer = reply(advisor, state, "not sure")
        message = await clicked(slack, "Not sure")
        assert small_print(message)[0] == replied.strip()
    assert isinstance(answer, Recommendation)
    assert message["text"].startswith(replied + advice_wording.CONFIDENCE[answer.confidence])
    assert set(labels(message)).isdisjoint([*wording.REPLIES.values(), wording.BACK, wording.STOP])
    assert len(slack.calls_to("chat.update")) == MOST


async def test_back_asks_the_question_before_in_the_same_place_and_its_reply_counts_anew(
    slack: SlackServer,
) -> None:
    first = await asked(slack, "help me decide")
    await clicked(slack, "Yes")
    again = await clicked(slack, "Back")
    assert (criterion(again), labels(again)) == (criterion(first), labels(first))
    assert again["text"].startswith(heading(1))
    assert small_print(again) == [wording.INTERVIEW_TEXT]
    second = await clicked(slack, "No")
    assert second["text"].startswith(f"{advice_wording.YOU_REPLIED[Reply.NO]}: {criterion(first)}")
    assert heading(2) in second["text"]


async def test_stop_gives_the_result_in_the_place_of_the_question(slack: SlackServer) -> None:
    await asked(slack, "help me decide")
    await clicked(slack, "Yes")
    result = await clicked(slack, "Stop")
    assert result["text"].startswith("This points to: ")
    assert f"{wording.REPLIED_WORDS}: {wording.STOP}" not in result["text"]


async def test_all_buttons_of_one_question_count_as_one_click(slack: SlackServer) -> None:
    await asked(slack, "help me decide")
    second = await clicked(slack, "Yes")
    for label in ("Stop", "Back", "No", "Stop"):
        await slack.action(button(second, label), second)
    assert len(await updates(slack, 2)) == 2


@pytest.mark.parametrize("label", ["Yes", "Back", "Stop"])
async def test_who_clicks_on_the_interview_of_another_is_told_so_in_private(
    slack: SlackServer, label: str
) -> None:
    await asked(slack, "help me decide")
    second = await clicked(slack, "Yes")
    assert await clicked(slack, label, "U02BOB") == second
    (hint,) = slack.calls_to("chat.postEphemeral")
    assert (hint.args["user"], hint.args["text"]) == ("U02BOB", trouble_wording.NOT_ASKED)


async def test_a_reply_in_words_closes_the_message_of_an_interview_and_goes_on_below(
    slack: SlackServer,
) -> None:
    await asked(slack, "help me decide")
    second = await clicked(slack, "Yes")
    await slack.mention("no", thread_ts=THREAD)
    closed, third = (await replies(slack, 2), slack.posted)[1]
    assert heading(3) in third["text"]
    assert buttons_in(closed["blocks"]) == []
    assert small_print(closed) == ["You said: no"]
    assert closed["text"] == f"{second['text']}\nYou said: no"
    moved_on = dict(third)
    await slack.action(button(moved_on, "Yes"), moved_on)
    await slack.quiet()
    assert heading(4) in slack.posted[1]["text"]
    assert len(slack.posted) == 2


async def test_an_interview_that_only_one_person_sees_moves_on_in_its_place(slack: SlackServer) -> None:
    message = await slack.command("help me decide")
    assert message is not None
    shown: Json = message
    expected = [heading(2), heading(1), heading(2), "This points to: "]
    for number, label in enumerate(["Yes", "Back", "Yes", "Stop"], 1):
        await slack.action(button(shown, label))
        shown = (await slack.wait_for_calls("response_url", number))[-1].args
        await slack.quiet()
        assert shown["replace_original"] is True
        assert expected[number - 1] in shown["text"]
    assert slack.posted == []


async def test_an_interview_goes_on_in_its_place_over_a_restart_and_with_two_bots(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            await asked(slack, "help me decide")
            second = await clicked(slack, "Not sure")
        async with (
            running_bot(slack, library, Store(settings)),
            running_bot(slack, library, Store(settings)),
        ):
            for _ in range(2):
                await slack.action(button(second, "Not sure"), second)
            third = (await updates(slack, 2))[-1]
            assert heading(3) in third["text"]
            assert heading(2) in (await clicked(slack, "Back"))["text"]
    assert [call.args["channel"] for call in slack.calls_to("chat.update")] == [CHANNEL] * 3


@pytest.mark.parametrize(("label", "words"), [("Stop", "why?"), ("Not sure", "no")])
async def test_what_another_bot_has_put_in_the_place_of_a_question_stays(
    library: LiveKnowledge, settings: StoreSettings, label: str, words: str
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await asked(slack, "help me decide")
        await clicked(slack, "Yes")
        async with running_bot(slack, library, Store(settings)):
            moved_on = await clicked(slack, label)
        await slack.mention(words, thread_ts=THREAD)
        await replies(slack, 2)
        assert slack.posted[0] == moved_on


async def test_the_next_question_is_posted_where_its_message_can_no_longer_be_changed(
    slack: SlackServer,
) -> None:
    first = await asked(slack, "help me decide")
    slack.fail("chat.update", error="edit_window_closed")
    await slack.action(button(first, "Not sure"), first)
    await replies(slack, 2)
    second = dict(slack.posted[1])
    assert heading(2) in second["text"]
    await slack.action(button(second, "Not sure"), second)
    assert [update["ts"] for update in await updates(slack, 2)] == [first["ts"], second["ts"]]
    assert heading(3) in slack.posted[1]["text"]
