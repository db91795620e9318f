"""*Help me decide* as a modal: a shortcut or a button opens it, clicks move it on, nothing is kept."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import WhichTopic
from bot.advice.choices import DECISION, CriterionChoice, Reply, TopicChoice
from bot.compiled import Selection
from bot.config import StoreSettings
from bot.conversation import State, reply
from bot.conversation.interview import Interview
from bot.live import LiveKnowledge
from bot.replies import advice_wording, blocks, buttons, trouble_wording, wording
from bot.replies.block_elements import button as as_block
from bot.replies.describe import describe
from bot.replies.limits import MAX_VIEW_BLOCKS
from bot.replies.modal import HELP_ME_DECIDE, decide_modal, fitting
from bot.slack.obstacles import Obstacle
from bot.store import Store
from tests.cache import CACHE
from tests.conftest import DATABASES, KNOWLEDGE, running_bot
from tests.reading_blocks import shown
from tests.slack_server import USER, SlackServer
from tests.test_clicks import button, buttons_in

Json = dict[str, Any]

ROLES = "data-scientist-vs-ml-engineer"
MAX_METADATA = 3000
LONGEST_ID = 100


@pytest.fixture(scope="module")
def two_comparisons() -> LiveKnowledge:
    return LiveKnowledge(Selection((KNOWLEDGE, DATABASES)), CACHE)


@pytest.fixture
async def choosing(two_comparisons: LiveKnowledge) -> AsyncIterator[SlackServer]:
    """Slack with a bot that knows two comparisons."""
    async with SlackServer() as server, running_bot(server, two_comparisons):
        yield server


async def opened(slack: SlackServer) -> Json:
    assert await slack.global_shortcut(HELP_ME_DECIDE) is None
    await slack.wait_for_calls("views.open")
    await slack.quiet()
    return slack.views.modal


async def clicked(slack: SlackServer, label: str) -> Json:
    """Click on a button of the modal, and return the page that it shows then."""
    page = slack.views.modal
    count = len(slack.calls_to("views.update"))
    await slack.view_action(page, button(page, label))
    await slack.wait_for_calls("views.update", count + 1)
    await slack.quiet()
    return slack.views.modal


def read(page: Json) -> list[str]:
    return shown(page).splitlines()


def labels(page: Json) -> list[str]:
    return [shown["text"]["text"] for shown in buttons_in(page["blocks"])]


async def test_the_shortcut_opens_the_first_question_at_once(slack: SlackServer) -> None:
    page = await opened(slack)
    (call,) = slack.calls_to("views.open")
    assert call.args["view"] == {
        "type": "modal",
        "callback_id": "help_me_decide",
        "title": {"type": "plain_text", "text": "Help me decide"},
        "close": {"type": "plain_text", "text": "Close"},
        "private_metadata": "{}",
        "blocks": call.args["view"]["blocks"],
    }
    value = f"{ROLES}/understand-data"
    assert read(page) == [
        "*Question 1 of at most 6. Is this true for you?*",
        "Somebody has to find out what your data says, and what to do about it.",
        f"[Yes = reply_yes: {value}/yes]",
        f"[No = reply_no: {value}/no]",
        f"[Not sure = reply_unsure: {value}/unsure]",
    ]


async def test_a_click_brings_the_next_question_below_what_was_replied(slack: SlackServer) -> None:
    first = await opened(slack)
    second = await clicked(slack, "Yes")
    (call,) = slack.calls_to("views.update")
    assert (call.args["view_id"], call.args["hash"]) == (first["id"], first["hash"])
    heading, question, *_ = read(first)
    lines = read(second)
    assert lines[0] == f"> You said yes: {question}"
    assert lines[1] == heading.replace("1", "2")
    assert lines[2] != question
    assert labels(second) == ["Yes", "No", "Not sure", "Back", "Stop"]


@pytest.mark.parametrize("replies", [*itertools.product(Reply, repeat=2), ("no", "no", "no", "no")])
def test_a_modal_asks_and_advises_as_a_conversation_does(
    advisor: Advisor, replies: tuple[Reply, ...]
) -> None:
    state, answer = reply(advisor, State(), TopicChoice(DECISION, ROLES))
    interview = Interview()
    for said in itertools.cycle(replies):
        page = interview.page(advisor)
        assert page == answer
        if not state.options:
            break
        (open_question,) = state.options
        assert isinstance(open_question, CriterionChoice)
        choice = CriterionChoice(ROLES, open_question.criterion, Reply(said))
        state, answer = reply(advisor, state, choice)
        interview = interview.replied(choice)
    assert not state.is_interview


async def test_the_result_says_why_and_the_bottom_line_and_where_it_comes_from(
    slack: SlackServer, advisor: Advisor
) -> None:
    await opened(slack)
    page = await clicked(slack, "No")
    while "Yes" in labels(page):
        page = await clicked(slack, "No")
    interview = Interview.unpacked(page["private_metadata"])
    advice = blocks.message(describe(interview.page(advisor), in_full=True))["blocks"]
    heading, *result, way_out = page["blocks"]
    assert heading["elements"][0]["text"].startswith("You said no: ")
    assert result == [block | {"block_id": f"b{number}"} for number, block in enumerate(advice, 1)]
    words = json.dumps(result)
    assert all(part in words for part in (advice_wording.BOTTOM_LINE, advice_wording.DECISIVE, "Source: "))
    assert [shown["text"]["text"] for shown in way_out["elements"]] == ["Back", "Start again"]


async def test_back_leads_from_any_page_to_the_one_before(slack: SlackServer) -> None:
    first = await opened(slack)
    second = await clicked(slack, "Not sure")
    await clicked(slack, "Yes")
    stopped = await clicked(slack, "Stop")
    assert read(stopped)[1].startswith(tuple(advice_wording.CONFIDENCE.values()))
    third = await clicked(slack, "Back")
    assert "*Question 3 of at most 6. Is this true for you?*" in read(third)
    assert read(await clicked(slack, "Back")) == read(second)
    assert read(await clicked(slack, "Back")) == read(first)


async def test_start_again_begins_with_the_first_question(slack: SlackServer) -> None:
    first = await opened(slack)
    await clicked(slack, "Yes")
    await clicked(slack, "Stop")
    assert read(await clicked(slack, "Start again")) == read(first)


async def test_of_several_comparisons_the_first_page_asks_which(choosing: SlackServer) -> None:
    which = await opened(choosing)
    assert read(which)[0] == f"*{wording.WHICH_TO_DECIDE}*"
    (this, _) = (found for found in buttons_in(which["blocks"]))
    await choosing.view_action(which, this)
    await choosing.wait_for_calls("views.update")
    first = choosing.views.modal
    assert "*Question 1 of at most 6. Is this true for you?*" in read(first)
    assert labels(first) == ["Yes", "No", "Not sure", "Back"]
    assert read(await clicked(choosing, "Back")) == read(which)


async def test_a_button_in_the_app_home_opens_the_interview_on_its_topic(
    choosing: SlackServer, two_comparisons: LiveKnowledge
) -> None:
    home = {"id": "V1", "type": "home", "hash": "1.2", "blocks": []}
    for topic in two_comparisons.advisor.topics:
        await choosing.view_action(home, as_block(buttons.open_decision(topic)))
        await choosing.quiet()
        page = choosing.views.modal
        assert Interview.unpacked(page["private_metadata"]).topic == topic.id
        assert "*Question 1 of at most 6. Is this true for you?*" in read(page)


@pytest.mark.parametrize("second", ["Yes", "No"])
async def test_of_two_clicks_on_one_page_the_first_counts(
    slack: SlackServer, second: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(slack)
    for label in ("Yes", second):
        await slack.view_action(page, button(page, label))
    await slack.wait_for_calls("views.update", 2)
    await slack.quiet()
    assert slack.views.modal["private_metadata"] == packed(("understand-data", Reply.YES))
    assert "a modal does not move on: hash_conflict" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


@pytest.mark.parametrize("label", ["Yes", "No"])
async def test_a_click_that_was_late_for_its_page_counts_for_its_question_alone(
    slack: SlackServer, label: str
) -> None:
    first = await opened(slack)
    second = await clicked(slack, "Yes")
    # Slack shows the new page, and the person has clicked on the one before.
    await slack.view_action(second, button(first, label))
    await slack.wait_for_calls("views.update", 2)
    await slack.quiet()
    replies = Interview.unpacked(slack.views.modal["private_metadata"]).replies
    assert replies == (("understand-data", Reply(label.lower())),)


async def test_a_modal_that_was_closed_meanwhile_is_left_at_that(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(slack)
    slack.views.close()
    await slack.view_action(page, button(page, "Yes"))
    await slack.wait_for_calls("views.update")
    await slack.quiet()
    assert "a modal does not move on: not_found" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_a_page_that_slack_did_not_change_can_be_clicked_again(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(slack)
    slack.fail("views.update", error="internal_error")
    await clicked(slack, "Yes")
    assert "a modal does not move on: internal_error" in caplog.text
    assert "*Question 2 of at most 6. Is this true for you?*" in read(await clicked(slack, "Yes"))


async def test_whose_modal_came_too_late_is_told_so_and_can_try_again(slack: SlackServer) -> None:
    slack.fail("views.open", error="expired_trigger_id")
    assert await slack.global_shortcut(HELP_ME_DECIDE) is None
    (told,) = await slack.wait_for_posts(1)
    assert (told["channel"], told["text"]) == (USER, trouble_wording.OBSTACLES[Obstacle.EXPIRED])
    assert "*Question 1 of at most 6. Is this true for you?*" in read(await opened(slack))


async def test_another_bot_goes_on_with_a_modal_and_nothing_is_kept_of_it(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    async with SlackServer() as slack:
        async with running_bot(slack, library, Store(settings)):
            await opened(slack)
            await clicked(slack, "Yes")
        async with running_bot(slack, library, store := Store(settings)):
            page = await clicked(slack, "Yes")
            assert "*Question 3 of at most 6. Is this true for you?*" in read(page)
            await clicked(slack, "Stop")
            forgotten = await store.forget(USER)
    assert set(asdict(forgotten).values()) == {0}
    assert slack.posted == []


@pytest.mark.parametrize("action_id", ["reply_yes", "ask_example", "about_decision", "unheard_of"])
@pytest.mark.parametrize("wrong", [{"callback_id": "other"}, {"id": ""}])
async def test_a_click_in_a_modal_of_another_kind_is_no_click_on_a_message(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, action_id: str, wrong: Json
) -> None:
    view = {"id": "V1", "type": "modal", "callback_id": HELP_ME_DECIDE, "hash": "1.2"} | wrong
    assert await slack.view_action(view, {"action_id": action_id, "value": "a", "block_id": "b"}) is None
    await slack.quiet()
    assert {call.method for call in slack.calls} == {"auth.test", "apps.connections.open"}
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[]", '{"replies": [["a"]]}', '{"topic": "gone", "replies": [["a", "yes"]]}']
)
async def test_a_click_on_a_page_of_another_release_or_knowledge_counts_for_what_it_says(
    slack: SlackServer, kept: str
) -> None:
    page = await opened(slack)
    page["private_metadata"] = kept
    await clicked(slack, "Yes")
    assert slack.views.modal["private_metadata"] == packed(("understand-data", Reply.YES))


def test_replies_that_the_knowledge_no_longer_holds_do_not_count(advisor: Advisor) -> None:
    outdated = Interview(topic=ROLES, replies=(("gone", Reply.YES),))
    assert outdated.page(advisor) == Interview().page(advisor)
    view = decide_modal(advisor, outdated)
    assert view["blocks"][0]["elements"][0]["text"] == f"{advice_wording.YOU_REPLIED[Reply.YES]}."


def test_the_longest_interview_fits_into_what_slack_keeps_with_a_view(advisor: Advisor) -> None:
    longest = Interview(topic="x" * LONGEST_ID)
    for number in range(advisor.thresholds.interview_questions):
        criterion = f"{number}".rjust(LONGEST_ID, "x")
        longest = longest.replied(CriterionChoice(longest.topic, criterion, Reply.UNSURE))
    packed = longest.stopped().packed()
    assert len(packed) < MAX_METADATA / 3
    assert Interview.unpacked(packed) == longest.stopped()


def test_topics_that_one_page_has_no_room_for_are_left_out_with_a_note(advisor: Advisor) -> None:
    (topic,) = advisor.topics
    many = WhichTopic(DECISION, tuple(replace(topic, id=f"t{number}") for number in range(120)))
    whole = fitting(blocks.printed(describe(many)))
    assert len(whole) == MAX_VIEW_BLOCKS
    assert whole[-1]["elements"][0]["text"] == trouble_wording.CUT


def packed(*replies: tuple[str, Reply]) -> str:
    return Interview(topic=ROLES, replies=replies).packed()
