"""Answers are short, and what was left out is one click away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Change, Confidence, Understood
from bot.advice.answers import Answer, Recommendation
from bot.advice.choices import Reply
from bot.check import read_knowledge
from bot.conversation import State, answer_to, reply
from bot.knowledge.collection import Knowledge
from bot.replies import advice_wording, blocks, buttons, text, trouble_wording, wording
from bot.replies.answer_buttons import below
from bot.replies.describe import describe
from bot.replies.description import ButtonRow
from bot.replies.parts import drawn_from, few_words
from bot.replies.table_block import TABLE
from tests.cache import advise
from tests.conftest import DATABASES, KNOWLEDGE, THERAPISTS
from tests.slack_server import CHANNEL, Json, SlackServer
from tests.test_blocks import assert_legal
from tests.test_clicks import button, buttons_in, updates
from tests.test_memory import THREAD, replies

STUCK = "our models never leave the notebook"
POSSIBLY_BOTH = "the models are validated and wait for production, and our reports explain little"
BOTH = "learn what our riders want, and make the matching answer in a blink"
BOB = "U02BOB"


def shown_words(answer: Recommendation) -> list[str]:
    """The words of what Slack shows beside the blocks, without those that name the source."""
    whole = blocks.message(describe(answer))["text"]
    source = blocks.message(list(drawn_from(answer.source)))["text"]
    told = whole.removesuffix(source)
    return [word for word in told.split() if word != "-"]


def assert_short_and_telling(answer: Recommendation) -> None:
    told = text.plain(describe(answer))
    assert len(shown_words(answer)) <= 60, told
    decisive = answer.decisive
    for role in answer.roles:
        assert role.name in told
        mine = [reason for reason in answer.reasons if reason.role == role]
        if decisive and decisive.reply is Reply.NO:
            assert f"{advice_wording.NO_TO}: {decisive.text}" in told
        elif mine and mine[0].reply and len(answer.roles) == 1:
            assert f"{mine[0].text} ({advice_wording.YOU_REPLIED[mine[0].reply]})" in told
        elif mine and mine[0].words:
            quotes = list(map(few_words, mine[0].words))
            telling = [quote for quote in quotes if len(quote.split()) >= 3]
            assert f'{advice_wording.YOU_SAID} "{(telling or quotes)[-1]}"' in told


def answers_of(advisor: Advisor, knowledge: Knowledge) -> Iterator[Answer]:
    """Everything that is answered to the questions and conversations that the knowledge holds."""
    for file in knowledge.questions.values():
        for question in file.questions:
            if question.ask and question.roles:
                yield answer_to(advisor, question.ask)
        for talk in file.conversations:
            state = State()
            for turn in talk.turns:
                state, answer = reply(advisor, state, turn.say)
                yield answer


@pytest.mark.parametrize("folder", [KNOWLEDGE, DATABASES, THERAPISTS], ids=lambda folder: folder.name)
def test_no_advice_on_any_question_of_the_knowledge_has_more_than_sixty_words(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    advice = [
        answer for answer in answers_of(advise(knowledge), knowledge) if isinstance(answer, Recommendation)
    ]
    assert len(advice) >= 16
    for answer in advice:
        assert_short_and_telling(answer)


PHRASES = (
    st.lists(st.sampled_from(["models", "never", "reach", "x" * 40, "&", "*bold*", "\n"]), max_size=15)
    .map(" ".join)
    .filter(str.strip)
)


@st.composite
def recommendations(draw: st.DrawFn, advisor: Advisor) -> Recommendation:
    """Advice of any kind on the shipped comparison: with all that a conversation may add to it."""
    (topic,) = advisor.topics
    criteria = draw(st.permutations(list(advisor.composer.criteria.values())))[:5]
    roles = draw(st.sampled_from([topic.roles, topic.roles[:1], topic.roles[1:]]))
    heard = [replace(reason, words=tuple(draw(st.lists(PHRASES, max_size=3)))) for reason in criteria]
    yes = [replace(reason, reply=draw(st.sampled_from([None, Reply.YES]))) for reason in heard]
    base = answer_to(advisor, STUCK)
    assert isinstance(base, Recommendation)
    mine = [reason for reason in yes if reason.role in roles]
    mine.sort(key=lambda reason: roles.index(reason.role))
    others = tuple(reason for reason in criteria if reason.role not in roles)
    no = draw(st.sampled_from([None, *(replace(reason, reply=Reply.NO) for reason in others)]))
    read = st.builds(Understood, PHRASES, st.sampled_from(list(advice_wording.UNDERSTOOD_AS)))
    return replace(
        base,
        roles=roles,
        reasons=tuple(mine),
        would_change=others,
        confidence=draw(st.sampled_from(Confidence)),
        change=draw(st.sampled_from([None, Change(topic.roles, ("x",)), Change(topic.roles[:1], ())])),
        decisive=no,
        settles=draw(st.sampled_from([(), tuple(criteria[:2])])),
        understood=tuple(draw(st.lists(read, max_size=2))),
        maybe=draw(st.sampled_from([None, *(reason for reason in heard if reason.words)])),
        is_again=draw(st.booleans()),
    )


@given(st.data())
def test_no_advice_that_can_be_given_has_more_than_sixty_words(advisor: Advisor, data: st.DataObject) -> None:
    answer = data.draw(recommendations(advisor))
    assert_short_and_telling(answer)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("one two three four five six", "one two three four five six"),
        ("one two three four five six seven", "one two three four five six…"),
        ("And our reports\nexplain little", "our reports explain little"),
        ("but one two three four five six", "one two three four five six"),
        ("and", ""),
    ],
)
def test_a_quote_is_the_first_words_without_what_joins_them(words: str, quoted: str) -> None:
    assert few_words(words) == quoted


def test_a_criterion_that_would_take_all_the_room_leaves_it_to_what_was_said(advisor: Advisor) -> None:
    answer = answer_to(advisor, STUCK)
    assert isinstance(answer, Recommendation)
    (best, *_) = answer.reasons
    long = replace(best, text="so much to do " * 15)
    assert_short_and_telling(replace(answer, reasons=(long,)))


async def only_post(slack: SlackServer, said: str, **fields: str) -> Json:
    """Ask something in a thread, and return the one answer as it stands in the channel."""
    await slack.mention(said, thread_ts=THREAD, **fields)
    await replies(slack, 1)
    return slack.posted[-1]


def labels(message: Json) -> list[str]:
    return [found["text"]["text"] for found in buttons_in(message["blocks"])]


async def test_why_shows_the_whole_answer_in_the_place_of_the_short_one(slack: SlackServer) -> None:
    answer = await only_post(slack, STUCK)
    assert advice_wording.BOTTOM_LINE not in answer["text"]
    assert labels(answer) == ["Why?", "Compare", "Help me decide"]
    await slack.action(button(answer, "Why?"), answer, BOB)
    (update,) = await updates(slack)
    assert (update["channel"], update["ts"]) == (CHANNEL, slack.posted[0]["ts"])
    for part in (advice_wording.WHY, advice_wording.BOTTOM_LINE, "Machine Learning Engineer"):
        assert part in update["text"]
    assert labels(update) == ["Compare", "Help me decide"]
    assert_legal(update)
    assert len(slack.posted) == 1


async def test_why_shows_the_whole_answer_in_the_place_of_a_private_one(slack: SlackServer) -> None:
    ack = await slack.command(STUCK)
    assert ack is not None
    assert labels(ack) == ["Why?", "Compare", "Help me decide", "Share"]
    await slack.action(button(ack, "Why?"))
    (call,) = await slack.wait_for_calls("response_url")
    assert call.args["replace_original"] is True
    assert advice_wording.BOTTOM_LINE in call.args["text"]
    assert labels(call.args) == ["Compare", "Help me decide", "Share"]
    assert_legal(call.args)


async def test_why_is_answered_in_the_thread_where_the_short_answer_cannot_be_changed(
    slack: SlackServer,
) -> None:
    answer = await only_post(slack, STUCK)
    slack.fail("chat.update", error="message_not_found")
    await slack.action(button(answer, "Why?"), answer)
    assert advice_wording.BOTTOM_LINE in (await replies(slack, 2))[1]
    assert slack.posted[1]["thread_ts"] == THREAD


async def test_why_below_an_answer_that_is_no_longer_kept_is_told_so_in_private(slack: SlackServer) -> None:
    answer = await only_post(slack, STUCK)
    await slack.action(button(answer, "Why?") | {"value": "gone"}, answer, BOB)
    (call,) = await slack.wait_for_calls("chat.postEphemeral")
    assert (call.args["user"], call.args["text"]) == (BOB, trouble_wording.ANSWER_GONE)
    await slack.quiet()
    assert slack.calls_to("chat.update") == []


async def test_an_answer_is_worked_out_again_from_the_conversation_before_it(slack: SlackServer) -> None:
    answer = await only_post(slack, "our predictions take 4 seconds in production")
    why = button(answer, "Why?")
    await slack.mention("actually nobody understands our customer data", thread_ts=THREAD)
    await replies(slack, 2)
    await slack.action(why, answer)
    (update,) = await updates(slack)
    assert "take 4 seconds" in update["text"]
    assert "customer data" not in update["text"]


@pytest.mark.parametrize(
    ("said", "label", "expected"),
    [
        (STUCK, "Compare", "Main output: "),
        (STUCK, "Help me decide", wording.question_number(1, 6)),
        (BOTH, "Which first?", "Begin with a data scientist"),
        (BOTH, "Compare", "Main output: "),
    ],
)
async def test_a_button_below_advice_asks_what_it_says(
    slack: SlackServer, said: str, label: str, expected: str
) -> None:
    answer = await only_post(slack, said)
    await slack.action(button(answer, label), answer)
    assert expected in (await replies(slack, 2))[1]
    assert slack.posted[1]["thread_ts"] == THREAD
    assert_legal(slack.posted[1])


def test_which_first_is_asked_only_where_both_roles_are_needed(advisor: Advisor) -> None:
    for said, is_for_both in ((STUCK, False), (BOTH, True)):
        shown = below(answer_to(advisor, said), "a1")
        row = next(element for element in shown if isinstance(element, ButtonRow))
        assert (buttons.which_first() in row.buttons) == is_for_both


async def test_a_second_need_is_confirmed_in_place_and_by_who_asked_only(slack: SlackServer) -> None:
    answer = await only_post(slack, POSSIBLY_BOTH)
    too = button(answer, "Yes, that too")
    assert_legal(answer)
    await slack.action(too, answer, BOB)
    (notice,) = await slack.wait_for_calls("chat.postEphemeral")
    assert (notice.args["user"], notice.args["text"]) == (BOB, trouble_wording.NOT_ASKED)
    await slack.action(too, answer)
    (update,) = await updates(slack)
    assert "Machine Learning Engineer and Data Scientist" in update["text"]
    assert "Yes, that too" not in labels(update)
    assert "Which first?" in labels(update)


async def test_a_comparison_is_one_table(slack: SlackServer, advisor: Advisor) -> None:
    await slack.mention("what is the difference?")
    await replies(slack, 1)
    message = slack.posted[0]
    assert_legal(message)
    (table,) = (block for block in message["blocks"] if block["type"] == TABLE)
    head, *rows = ([cell["text"] for cell in row] for row in table["rows"])
    assert head == [wording.ASPECT, "Data Scientist", "Machine Learning Engineer"]
    for row in rows:
        assert f"- {row[0]}: {row[1]} | {row[2]}" in message["text"]
    assert len(rows) >= 6


@pytest.mark.parametrize("times", [1, 2])
async def test_a_table_that_slack_refuses_is_sent_as_text_and_then_all_of_it(
    slack: SlackServer, times: int
) -> None:
    slack.fail("chat.postMessage", error="invalid_blocks", times=times)
    await slack.mention("what is the difference?")
    await slack.wait_for_calls("chat.postMessage", times + 1)
    await slack.quiet()
    first, second, *rest = (call.args for call in slack.calls_to("chat.postMessage"))
    assert {call["text"] for call in (second, *rest)} == {first["text"]}
    assert_legal(second)
    assert TABLE not in {block["type"] for block in second["blocks"]}
    (as_text,) = (block for block in second["blocks"] if "Main output" in str(block))
    lines = as_text["text"]["text"].splitlines()
    assert lines[:2] == [
        "*Data Scientist | Machine Learning Engineer*",
        "*Main output*: Knowledge and recommendations | Production systems that run models",
    ]
    assert labels(second) == labels(first), "all else stays"
    assert [call.get("blocks") for call in rest] == [None] * (times - 1)
    assert "Main output" in slack.posted[0]["text"]


def test_what_the_last_message_adds_stands_first_and_is_quoted(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), STUCK)
    _, answer = reply(advisor, state, "also our predictions take four seconds under load")
    told = text.plain(describe(answer))
    assert 'You wrote "predictions take four seconds under load"' in told
