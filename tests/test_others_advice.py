"""Somebody in a thread asks about the advice that another person got there."""

from __future__ import annotations

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, Clarification, InBrief, Recommendation, Why
from bot.advice.choices import Asked, CriterionChoice, Said, TopicChoice
from bot.conversation import State, follows_up, reply
from bot.replies import text, wording
from bot.replies.describe import describe
from tests.slack_server import SlackServer

STUCK = "our data scientists build great models but nothing reaches production"
UNREAD_DATA = "nobody knows what our customer data says"
ENGINEER = "Machine Learning Engineer"
SCIENTIST = "Data Scientist"
TOPIC = "data-scientist-vs-ml-engineer"
ALICE, BOB = "U01ALICE", "U02BOB"


async def said(slack: SlackServer, count: int) -> str:
    posts = await slack.wait_for_posts(count)
    await slack.quiet()
    assert len(posts) == count
    words: str = posts[-1]["text"]
    return words


async def advised_thread(slack: SlackServer) -> str:
    """Let Alice be advised, and return the thread."""
    payload = await slack.mention(STUCK, user=ALICE)
    assert ENGINEER in await said(slack, 1)
    ts: str = payload["event"]["ts"]
    return ts


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("why?", f"I say {ENGINEER} because"),
        ("why not the other one?", f"{SCIENTIST} would fit better if"),
        ("what would a data scientist do all day?", SCIENTIST),
        ("which first?", f"calls for one role only: {ENGINEER}"),
        ("are you sure?", f"I say {ENGINEER} because"),
        ("and in output?", "Main output"),
        ("give me the one-line version", f"{ENGINEER}, because of this: "),
        ("thoughts?", f"still points clearly to: {ENGINEER}"),
        ("", f"still points clearly to: {ENGINEER}"),
        ("I disagree", "My advice rests on this"),
    ],
)
async def test_a_colleague_asks_about_the_advice_above(slack: SlackServer, asked: str, answered: str) -> None:
    thread = await advised_thread(slack)
    await slack.mention(asked, user=BOB, thread_ts=thread)
    assert answered in await said(slack, 2)
    assert slack.calls_to("conversations.replies") == []


@pytest.mark.parametrize("asked", ["why?", "why not the other one?", "which first?", "I disagree"])
async def test_who_asks_about_the_advice_of_another_is_not_taken_for_that_person(
    slack: SlackServer, asked: str
) -> None:
    thread = await advised_thread(slack)
    await slack.mention(asked, user=BOB, thread_ts=thread)
    assert (await said(slack, 2)).startswith(f"{wording.ANOTHERS_ADVICE}\n")
    await slack.mention(asked, user=ALICE, thread_ts=thread)
    assert wording.ANOTHERS_ADVICE not in await said(slack, 3)


async def test_where_no_advice_was_given_none_is_spoken_of(slack: SlackServer) -> None:
    payload = await slack.mention("what is the difference?", user=ALICE)
    await said(slack, 1)
    await slack.mention("which first?", user=BOB, thread_ts=payload["event"]["ts"])
    assert wording.ANOTHERS_ADVICE not in await said(slack, 2)


async def test_a_colleagues_own_need_begins_with_none(slack: SlackServer) -> None:
    thread = await advised_thread(slack)
    await slack.mention("why?", user=BOB, thread_ts=thread)
    await said(slack, 2)
    await slack.mention(UNREAD_DATA, user=BOB, thread_ts=thread)
    assert (await said(slack, 3)).startswith(f"This points clearly to: {SCIENTIST}\n")
    await slack.mention("why?", user=BOB, thread_ts=thread)
    assert f"I say {SCIENTIST} because" in await said(slack, 4)
    await slack.mention("why?", user=ALICE, thread_ts=thread)
    assert f"I say {ENGINEER} because" in await said(slack, 5)


async def test_the_last_advice_in_the_thread_is_meant(slack: SlackServer) -> None:
    thread = await advised_thread(slack)
    await slack.mention("why?", user=BOB, thread_ts=thread)
    await said(slack, 2)
    await slack.mention("forget that, it was fixed", user=ALICE, thread_ts=thread)
    await said(slack, 3)
    await slack.mention(UNREAD_DATA, user=ALICE, thread_ts=thread)
    await said(slack, 4)
    await slack.mention("why?", user=BOB, thread_ts=thread)
    assert f"I say {SCIENTIST} because" in await said(slack, 5)


async def test_advice_in_another_thread_is_not_meant(slack: SlackServer) -> None:
    await advised_thread(slack)
    await slack.mention("why?", user=BOB, thread_ts="1700000000.000001")
    assert "anything to go on yet" in await said(slack, 2)


async def test_colleagues_who_do_not_mention_the_bot_are_left_alone(slack: SlackServer) -> None:
    thread = await advised_thread(slack)
    for words in ("why?", "why not the other one?", "in short?", UNREAD_DATA):
        await slack.channel_message(words, user=BOB, thread_ts=thread)
    await slack.quiet()
    assert len(slack.posted) == 1


async def test_who_mentioned_the_bot_under_the_advice_may_go_on_without(slack: SlackServer) -> None:
    thread = await advised_thread(slack)
    await slack.mention("why?", user=BOB, thread_ts=thread)
    await said(slack, 2)
    await slack.channel_message("and why not the other one?", user=BOB, thread_ts=thread)
    assert f"{SCIENTIST} would fit better if" in await said(slack, 3)
    await slack.channel_message(f"but {UNREAD_DATA}", user=BOB, thread_ts=thread)
    await slack.quiet()
    assert len(slack.posted) == 3


def talked(advisor: Advisor, *said: Said, before: State | None = None) -> tuple[State, Answer]:
    state = before or State()
    for words in said:
        state, answer = reply(advisor, state, words)
    return state, answer


def test_a_question_back_is_not_asked_of_others(advisor: Advisor) -> None:
    state, question = talked(advisor, "we have lots of data", "help me decide")
    assert isinstance(question, Clarification)
    after, _ = talked(advisor, "yes", before=state.for_another())
    assert after.replies == ()


def test_a_click_of_somebody_else_begins_a_conversation_of_their_own(advisor: Advisor) -> None:
    state, _ = talked(advisor, STUCK)
    choice = CriterionChoice(TOPIC, "understand-data")
    after, _ = talked(advisor, choice, before=state.for_another())
    assert after.needs == ()
    assert after.replies == (choice,)


def test_a_comparison_beside_the_advice_leaves_it_standing(advisor: Advisor) -> None:
    state, _ = talked(advisor, STUCK)
    _, answer = talked(advisor, TopicChoice(Asked.DIFFERENCE, TOPIC), "why?", before=state.for_another())
    assert isinstance(answer, Why)


def test_an_interview_is_ones_own(advisor: Advisor) -> None:
    state, _ = talked(advisor, STUCK)
    after, _ = talked(advisor, "help me decide", before=state.for_another())
    assert after.is_interview
    assert after.needs == ()
    assert not after.is_anothers


def test_a_need_told_to_nobody_is_no_follow_up_to_somebody_elses_advice(advisor: Advisor) -> None:
    state, _ = talked(advisor, STUCK)
    assert follows_up(advisor, state, f"but {UNREAD_DATA}")
    assert not follows_up(advisor, state.for_another(), f"but {UNREAD_DATA}")


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ([STUCK], f"{ENGINEER}, because of this: Your data science team"),
        ([STUCK, "why?"], f"{ENGINEER}, because of this: Your data science team"),
        (["what is the difference?"], f"Main output: Knowledge and recommendations ({SCIENTIST});"),
        ([STUCK, "what is the difference?"], f"Main output: Knowledge and recommendations ({SCIENTIST});"),
        (["what is an ML engineer?"], f"{ENGINEER}: Turns models that work into dependable services"),
        (["do we need both?"], "Begin with a data scientist, who shows whether there is value;"),
    ],
)
@pytest.mark.parametrize(
    "asked", ["give me the one-line version", "in short", "tl;dr", "can you sum that up?"]
)
def test_the_last_answer_is_given_in_one_sentence(
    advisor: Advisor, before: list[str], sentence: str, asked: str
) -> None:
    _, answer = talked(advisor, *before, asked)
    assert isinstance(answer, InBrief)
    said = text.plain(describe(answer))
    assert said.startswith(sentence)
    assert "\n" not in said


def test_advice_of_both_roles_in_one_sentence_says_why_of_each(advisor: Advisor) -> None:
    state, advice = talked(advisor, f"{STUCK}. Also, {UNREAD_DATA}")
    assert isinstance(advice, Recommendation)
    assert len(advice.roles) == 2
    _, answer = talked(advisor, "in short", before=state)
    assert text.plain(describe(answer)).count("because of this") == 2


@pytest.mark.parametrize("asked", ["in short", "what do you think?", "^"])
def test_without_anything_above_what_is_missing_is_asked_for(advisor: Advisor, asked: str) -> None:
    _, answer = talked(advisor, asked)
    assert "anything to go on yet" in text.plain(describe(answer))
