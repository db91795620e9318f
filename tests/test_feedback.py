"""Votes on answers, what was wrong with them, questions that are written anew, and better answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.replies import advice_wording, trouble_wording
from bot.replies import feedback_wording as words
from bot.slack.form_place import MAX_METADATA
from bot.store import EntryKind, ReportEntry, Store, Votes
from tests.conftest import running_bot
from tests.slack_server import CHANNEL, USER, SlackServer
from tests.test_clicks import button
from tests.test_memory import THREAD, replies

Json = dict[str, Any]

STUCK = "our models never leave the notebook"
BOILER = "who fixes the boiler?"
BOB = "U02BOB"


@pytest.fixture
def store(settings: StoreSettings) -> Store:
    return Store(settings)


@pytest.fixture
def database_url(tmp_path: object) -> str:
    # Both databases are under test elsewhere.
    return f"sqlite+aiosqlite:///{tmp_path}/whichrole.db"


@pytest.fixture
async def slack(library: LiveKnowledge, store: Store) -> AsyncIterator[SlackServer]:
    """Slack with a bot that keeps what it hears in `store`."""
    async with SlackServer() as server, running_bot(server, library, store):
        yield server


async def entries(store: Store) -> list[ReportEntry]:
    return list((await store.feedback.report()).entries)


async def votes(store: Store) -> Votes:
    return (await store.feedback.report()).votes


def rating(message: Json) -> Json:
    """Return Slack's element with the two votes of a message."""
    (element,) = [b["elements"][0] for b in message["blocks"] if b["type"] == "context_actions"]
    found: Json = element
    return found


def vote(message: Json, helped: bool) -> Json:
    """Return a click on one of the votes."""
    element = rating(message)
    chosen = element["positive_button" if helped else "negative_button"]
    return {
        "type": "feedback_buttons",
        "action_id": element["action_id"],
        "block_id": "x",
        "value": chosen["value"],
        "text": chosen["text"],
    }


async def settled(slack: SlackServer) -> None:
    """Wait until the bot has done all that was asked of it."""
    for idle in slack.idle:
        await idle()


async def answered(slack: SlackServer, text: str = STUCK) -> Json:
    """Ask something in a thread, and return the answer."""
    await slack.mention(text, thread_ts=THREAD)
    await replies(slack, len(slack.posted) + 1)
    # It is kept once Slack has taken it.
    await settled(slack)
    return slack.posted[-1]


async def told(slack: SlackServer, count: int = 1) -> list[str]:
    """Return what was told to the person who clicked, in that thread, once it is so much."""
    calls = await slack.wait_for_calls("chat.postEphemeral", count)
    assert all(call.args["thread_ts"] for call in calls)
    return [call.args["text"] for call in calls]


def chosen(reason: str, comment: str = "") -> Json:
    option = {"type": "radio_buttons", "selected_option": {"value": reason}}
    written = {"type": "plain_text_input", "value": comment or None}
    return {"reason": {"reason": option}, "comment": {"comment": written}}


def written(name: str, text: str) -> Json:
    return {name: {name: {"type": "plain_text_input", "value": text}}}


async def badly_rated(slack: SlackServer, answer: Json, user: str = USER) -> Json:
    """Vote that an answer did not help, and return the form that opens."""
    await slack.action(vote(answer, False), answer, user)
    await slack.wait_for_calls("views.open")
    await settled(slack)
    return slack.views.modal


async def test_a_good_vote_is_kept_and_thanked_for_in_private(slack: SlackServer, store: Store) -> None:
    answer = await answered(slack)
    await slack.action(vote(answer, True), answer)
    assert await told(slack) == [words.THANKS_GOOD]
    assert await votes(store) == Votes(good=1, bad=0)
    assert await entries(store) == []
    assert slack.calls_to("views.open") == []


async def test_a_bad_vote_is_kept_with_its_question_before_any_reason_is_given(
    slack: SlackServer, store: Store
) -> None:
    answer = await answered(slack)
    await badly_rated(slack, answer)
    assert await told(slack) == [words.THANKS_BAD]
    (entry,) = await entries(store)
    assert (entry.kind, entry.text, entry.channel) == (EntryKind.RATED_BADLY, STUCK, CHANNEL)
    assert entry.roles == ("ml-engineer",)
    assert entry.topic == "data-scientist-vs-ml-engineer"
    assert entry.understood == f"missing: {STUCK}"


async def test_every_flip_is_a_vote_and_the_last_one_counts(slack: SlackServer, store: Store) -> None:
    answer = await answered(slack)
    for helped in (True, False, True):
        await slack.action(vote(answer, helped), answer)
        await settled(slack)
    await slack.action(vote(answer, False), answer, BOB)
    await settled(slack)
    assert await votes(store) == Votes(good=1, bad=1)


async def test_a_vote_that_slack_sends_twice_is_thanked_for_once(slack: SlackServer, store: Store) -> None:
    answer = await answered(slack)
    click = vote(answer, True) | {"action_ts": "1700000000.000100"}
    await asyncio.gather(*(slack.action(click, answer) for _ in range(3)))
    await settled(slack)
    assert len(await told(slack)) == 1
    assert await votes(store) == Votes(good=1, bad=0)


@pytest.mark.parametrize("reason", ["wrong-role", "not-useful", "other"])
async def test_the_reason_and_a_comment_are_kept_and_thanked_for_in_the_form(
    slack: SlackServer, store: Store, reason: str
) -> None:
    form = await badly_rated(slack, await answered(slack))
    ack = await slack.view_submission(form, chosen(reason, "We have nobody *at all*."))
    assert ack is not None
    assert words.THANKS_REASON in str(ack["view"])
    (entry,) = await entries(store)
    assert (entry.reason, entry.comment) == (reason, "We have nobody *at all*.")


async def test_the_form_asks_for_one_of_four_reasons_and_an_optional_comment(slack: SlackServer) -> None:
    form = await badly_rated(slack, await answered(slack))
    reason, comment = form["blocks"]
    assert [option["value"] for option in reason["element"]["options"]] == [
        "wrong-role",
        "misread",
        "not-useful",
        "other",
    ]
    assert (reason["optional"], comment["optional"]) == (False, True)


async def test_a_misreading_shows_what_was_read(slack: SlackServer, store: Store) -> None:
    form = await badly_rated(slack, await answered(slack, f"{STUCK}, but reporting works fine"))
    ack = await slack.view_submission(form, chosen("misread"))
    assert ack is not None
    assert ack["response_action"] == "update"
    shown = str(ack["view"]["blocks"])
    assert f"“{STUCK}” {words.MAY_BE_MISSING}" in shown
    assert f"“but reporting works fine” {advice_wording.UNDERSTOOD_AS['there']}" in shown
    (field,) = [block for block in ack["view"]["blocks"] if block["type"] == "input"]
    assert field["element"]["initial_value"] == f"{STUCK}, but reporting works fine"
    assert (await entries(store))[0].reason == "misread"


async def test_what_is_written_anew_is_answered_in_the_thread_in_place_of_what_was_misread(
    slack: SlackServer,
) -> None:
    form = await badly_rated(slack, await answered(slack))
    await slack.view_submission(form, chosen("misread"))
    anew = written("question", "nobody can tell us why our sales dropped <!channel>")
    for _ in range(2):
        await slack.view_submission(slack.views.modals.get(form["id"], form), anew)
    _, text = await replies(slack, 2)
    await settled(slack)
    answer = slack.posted[-1]
    assert answer["thread_ts"] == THREAD
    assert len(slack.posted) == 2, "it is sent twice, and answered once"
    heading = answer["blocks"][0]["elements"][0]["text"]
    assert heading == f"<@{USER}> asked: “nobody can tell us why our sales dropped &lt;!channel&gt;”"
    assert "Data Scientist" in text
    assert "Machine Learning Engineer and" not in text
    assert "changes my advice" not in text


async def test_after_a_misread_question_the_conversation_goes_on_with_the_new_one(
    slack: SlackServer,
) -> None:
    form = await badly_rated(slack, await answered(slack))
    await slack.view_submission(form, chosen("misread"))
    await slack.view_submission(slack.views.modal, written("question", "nobody can say why sales dropped"))
    await replies(slack, 2)
    await slack.mention("why?", thread_ts=THREAD)
    *_, why = await replies(slack, 3)
    assert "sales dropped" in why
    assert "notebook" not in why


async def test_what_is_written_anew_about_a_private_answer_is_answered_in_private(
    slack: SlackServer,
) -> None:
    ack = await slack.command(STUCK)
    assert ack is not None
    await settled(slack)
    await slack.action(vote(ack, False))
    await slack.wait_for_calls("response_url")
    await slack.view_submission(slack.views.modal, chosen("misread"))
    await slack.view_submission(slack.views.modal, written("question", "nobody can say why sales dropped"))
    _, call = await slack.wait_for_calls("response_url", 2)
    assert "Data Scientist" in call.args["text"]
    assert call.args["text"].startswith("You asked: ")
    assert slack.posted == []


async def test_what_somebody_else_writes_anew_leaves_the_askers_conversation_alone(
    slack: SlackServer,
) -> None:
    form = await badly_rated(slack, await answered(slack), BOB)
    await slack.view_submission(form, chosen("misread"), BOB)
    anew = written("question", "nobody can say why sales dropped")
    await slack.view_submission(slack.views.modal, anew, BOB)
    await replies(slack, 2)
    await slack.mention("why?", thread_ts=THREAD)
    *_, why = await replies(slack, 3)
    assert "notebook" in why


async def test_of_an_answer_that_is_not_kept_any_more_the_vote_counts_and_the_form_says_so(
    slack: SlackServer, store: Store
) -> None:
    answer = await answered(slack)
    gone = vote(answer, False) | {"value": "bad/0123456789abcdef"}
    await slack.action(gone, answer)
    await told(slack)
    assert await votes(store) == Votes(good=0, bad=1)
    ack = await slack.view_submission(slack.views.modal, chosen("misread"))
    assert ack is not None
    assert words.NOT_KEPT_ANY_MORE in str(ack["view"]["blocks"])


async def test_a_vote_counts_where_no_form_can_be_opened(
    slack: SlackServer, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("views.open", error="expired_trigger_id")
    answer = await answered(slack)
    await slack.action(vote(answer, False), answer)
    assert await told(slack) == [words.THANKS_BAD]
    assert await votes(store) == Votes(good=0, bad=1)
    assert "a form cannot be opened: expired_trigger_id" in caplog.text


async def test_a_vote_that_cannot_be_kept_is_not_thanked_for(
    slack: SlackServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await answered(slack)
    monkeypatch.setattr(store.feedback._database, "_failure", "away")
    await slack.action(vote(answer, False), answer)
    assert await told(slack) == [words.NOT_KEPT]
    ack = await slack.view_submission(slack.views.modal, chosen("other"))
    assert ack == {"response_action": "errors", "errors": {"reason": words.NOT_KEPT}}


@pytest.mark.parametrize("question", ["", BOILER])
async def test_a_better_answer_is_proposed_and_kept_for_the_report_only(
    slack: SlackServer, store: Store, question: str
) -> None:
    answer = await answered(slack, question or STUCK)
    if question:
        suggest = button(answer, words.SUGGEST)
        await slack.action(suggest, answer)
    else:
        await badly_rated(slack, answer)
        (thanks,) = await slack.wait_for_calls("chat.postEphemeral")
        await slack.action(button(thanks.args, words.SUGGEST))
    await settled(slack)
    form = slack.views.modal
    about = {"about": {"about": {"type": "static_select", "selected_option": {"value": "data-scientist"}}}}
    ack = await slack.view_submission(form, written("proposal", "Ask the <@U1> caretaker.") | about)
    assert ack is not None
    assert words.THANKS_SUGGESTION in str(ack["view"])
    *_, entry = await entries(store)
    assert entry.kind is EntryKind.SUGGESTED
    assert (entry.text, entry.comment, entry.about) == (
        question or STUCK,
        "Ask the <@U1> caretaker.",
        "data-scientist",
    )


async def test_the_form_for_a_better_answer_offers_each_role_and_topic_once(slack: SlackServer) -> None:
    answer = await answered(slack, BOILER)
    await slack.action(button(answer, words.SUGGEST), answer)
    await settled(slack)
    proposal, about = slack.views.modal["blocks"]
    assert (proposal["optional"], about["optional"]) == (False, True)
    assert [option["value"] for option in about["element"]["options"]] == [
        "data-scientist",
        "ml-engineer",
        "data-scientist-vs-ml-engineer",
    ]


async def test_who_opens_the_form_too_late_is_told_so(slack: SlackServer) -> None:
    slack.fail("views.open", error="expired_trigger_id")
    answer = await answered(slack, BOILER)
    await slack.action(button(answer, words.SUGGEST), answer)
    await settled(slack)
    (call,) = slack.calls_to("chat.postEphemeral")
    assert call.args["text"] == trouble_wording.OBSTACLES["expired"]


async def test_where_and_near_what_a_question_found_no_answer_is_kept(
    slack: SlackServer, store: Store
) -> None:
    await answered(slack, "is Airflow better than Dagster?")
    await settled(slack)
    (entry,) = await entries(store)
    assert (entry.channel, entry.topic) == (CHANNEL, "tools of data-teams")
    assert entry.understood == "stated: is airflow better than dagster"


async def test_a_form_keeps_no_more_than_slack_takes(slack: SlackServer) -> None:
    answer = await answered(slack)
    await slack.action(vote(answer, False) | {"value": "bad/" + "x" * 40}, answer)
    await slack.wait_for_calls("views.open")
    assert len(slack.views.modal["private_metadata"]) <= MAX_METADATA


@pytest.mark.parametrize("metadata", ["", "{}", "[]", '{"answer_id": 1}', "null"])
async def test_a_form_of_another_release_is_closed(slack: SlackServer, store: Store, metadata: str) -> None:
    form = await badly_rated(slack, await answered(slack)) | {"private_metadata": metadata}
    assert await slack.view_submission(form, chosen("other")) is None
    suggestion = form | {"callback_id": "answer_suggestion"}
    assert await slack.view_submission(suggestion, written("proposal", "x")) is None
    anew = form | {"callback_id": "answer_correction"}
    assert await slack.view_submission(anew, written("question", "x")) is None
    await settled(slack)
    assert trouble_wording.APOLOGY not in str(slack.calls)
    assert store._messages._held == {}, "nothing is left to be taken up"
