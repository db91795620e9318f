"""Conversations, turn by turn: through the pure function, through the terminal, and in Slack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.advisor import Advisor
from bot.advice.answers import Acknowledgement, Clarification, Recommendation, WhyNot
from bot.advice.choices import Asked, CriterionChoice, Reply, TopicChoice
from bot.check import read_knowledge
from bot.conversation import Need, State, follows_up, reply
from bot.conversation.state import Response
from bot.reading.words import READ_LIMIT
from bot.replies import blocks, buttons, text, wording
from bot.replies.describe import describe
from tests.cache import advise
from tests.command import whichrole
from tests.conftest import DATABASES, KNOWLEDGE
from tests.dialogues import DIALOGUES, ENGINEER, Dialogue
from tests.reading_blocks import read
from tests.slack_server import Json, SlackServer
from tests.test_cli import STUCK
from tests.test_clicks import buttons_in

ROLES = "data-scientist-vs-ml-engineer"


def missing(answer: str, expected: tuple[str, ...]) -> list[str]:
    return [part for part in expected if part not in answer]


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=DIALOGUES)
def test_a_dialogue_is_followed(advisor: Advisor, dialogue: Dialogue) -> None:
    state = State()
    for said, expected in dialogue:
        kept = State.model_validate_json(state.model_dump_json())
        assert kept == state
        state, answer = reply(advisor, kept, said)
        whole = describe(answer, in_full=True)
        assert missing(text.plain(whole), expected) == [], (said, text.plain(whole))
        assert missing(read(blocks.message(whole)), expected) == [], said


def test_the_terminal_follows_every_dialogue() -> None:
    turns = [turn for dialogue in DIALOGUES.values() for turn in [*dialogue, ("start over", ())]]
    result = whichrole("chat", "--long", said="".join(f"{said}\n" for said, _ in turns))
    answers = [" ".join(answer.split()) for answer in result.stdout.strip().split("\n\n")]
    assert len(answers) == len(turns)
    for (said, expected), answer in zip(turns, answers, strict=True):
        assert missing(answer, expected) == [], (said, answer)


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=DIALOGUES)
async def test_slack_follows_every_dialogue_in_a_thread(slack: SlackServer, dialogue: Dialogue) -> None:
    for turn, (said, expected) in enumerate(dialogue, start=1):
        await slack.mention(said, thread_ts="1700000000.000100")
        await slack.wait_for_posts(turn)
        answer = await opened(slack, slack.posted[-1])
        assert missing(answer["text"], expected) == [], (said, answer["text"])
        assert missing(read(answer), expected) == [], (said, read(answer))
    assert len(slack.posted) == len(dialogue)


async def opened(slack: SlackServer, short: Json) -> Json:
    """Return an answer with all that belongs to it: what stands in its place after a click on its button."""
    for button in buttons_in(short["blocks"]):
        if button["action_id"] != buttons.IN_FULL:
            continue
        await slack.action(button, short)
        await slack.quiet()
        assert button not in buttons_in(short["blocks"]), "there is no more to show"
    return short


def test_no_question_is_asked_twice_and_no_more_than_three(advisor: Advisor) -> None:
    state, asked = State(), []
    for said in ("we have a churn model", *["not sure"] * 6):
        state, answer = reply(advisor, state, said)
        if isinstance(answer, Clarification):
            asked.append(answer.choices[0].criterion)
    assert len(asked) == len(set(asked)) == 3


def test_an_interview_asks_of_both_roles_and_at_most_six_questions(advisor: Advisor) -> None:
    state, answer = reply(advisor, State(), "help me decide")
    roles = []
    while isinstance(answer, Clarification):
        roles.append(answer.choices[0].role.id)
        state, answer = reply(advisor, state, "not sure")
    assert len(roles) == 6
    assert roles.count("data-scientist") == roles.count("ml-engineer") == 3


def test_a_click_says_the_same_as_the_word(advisor: Advisor) -> None:
    state, question = reply(advisor, State(), "we have a churn model")
    assert isinstance(question, Clarification)
    (choice,) = question.choices
    for word, button in (("yes", Reply.YES), ("no", Reply.NO), ("not sure", Reply.UNSURE)):
        click = CriterionChoice(choice.topic, choice.criterion, button)
        assert reply(advisor, state, word) == reply(advisor, state, click)


def test_a_click_that_comes_twice_counts_once(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), "help me decide")
    click = state.options[0]
    state, question = reply(advisor, state, click)
    again, same_question = reply(advisor, state, click)
    assert same_question == question
    assert again.replies == state.replies


def test_a_criterion_that_is_denied_is_no_reason_any_more(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), "our predictions take 4 seconds in production")
    state, answer = reply(advisor, state, "also nobody knows how to deploy the next version")
    assert isinstance(answer, Recommendation)
    kept, denied = answer.reasons
    state, answer = reply(advisor, state, CriterionChoice(denied.topic, denied.criterion, Reply.NO))
    while isinstance(answer, Clarification):
        state, answer = reply(advisor, state, "not sure")
    assert isinstance(answer, Recommendation)
    assert [reason.criterion for reason in answer.reasons] == [kept.criterion]


def replied_in_turn(advisor: Advisor) -> Response:
    """Answer an interview with yes and no by turns, until it recommends a role."""
    state, answer = reply(advisor, State(), "help me decide")
    for said in ("yes", "no", "yes", "no", "yes", "no"):
        state, answer = reply(advisor, state, said)
    return state, answer


def test_the_reply_that_decided_stands_before_the_other_reasons(advisor: Advisor) -> None:
    _, answer = replied_in_turn(advisor)
    assert isinstance(answer, Recommendation)
    assert len(answer.reasons) > 1
    assert answer.decisive is not None
    assert answer.reasons[0].criterion == answer.decisive.criterion


def test_why_not_the_other_role_leaves_out_what_was_said_for_it(advisor: Advisor) -> None:
    state, _ = replied_in_turn(advisor)
    _, answer = reply(advisor, state, "why not the other one?")
    assert isinstance(answer, WhyNot)
    said_for_it = {reason.criterion for reason in answer.said}
    assert said_for_it
    named = {criterion.criterion for criterion in answer.criteria}
    assert {criterion.role for criterion in answer.criteria} == {answer.role}
    assert named.isdisjoint(said_for_it)


def test_a_need_that_is_said_twice_is_kept_once(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), STUCK)
    twice, _ = reply(advisor, state, STUCK)
    assert twice.needs == state.needs
    _, answer = reply(advisor, twice, "scratch that")
    assert isinstance(answer, Acknowledgement)


def test_a_button_of_another_topic_ends_the_interview() -> None:
    both = advise(read_knowledge(KNOWLEDGE, DATABASES))
    state, _ = reply(both, State(), "help me decide between sqlite and postgres")
    assert state.is_interview
    state, _ = reply(both, state, CriterionChoice(ROLES, "deploy-models", Reply.YES))
    assert not state.is_interview


def test_the_buttons_of_a_question_say_what_they_show(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), "help me decide")
    state, question = reply(advisor, state, "yes")
    rows = [block for block in blocks.message(describe(question))["blocks"] if block["type"] == "actions"]
    shown = {button["text"]["text"]: button for row in rows for button in row["elements"]}
    assert [len(row["elements"]) for row in rows] == [3, 2]
    assert list(shown) == ["Yes", "No", "Not sure", "Back", "Stop"]
    for label, button in shown.items():
        assert buttons.ACTION_ID.fullmatch(button["action_id"])
        clicked = buttons.said(button["action_id"], button["value"])
        assert reply(advisor, state, clicked) == reply(advisor, state, label)


def test_a_reply_to_a_question_that_the_knowledge_no_longer_holds_gets_help(advisor: Advisor) -> None:
    state = State(topic="gone", advice=("gone",), focus="gone", options=(CriterionChoice("gone", "gone"),))
    _, answer = reply(advisor, state, CriterionChoice("gone", "gone"))
    assert answer == advisor.help()
    _, answer = reply(advisor, state, "our models never leave the notebook")
    assert isinstance(answer, Recommendation)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (":+1:", Reply.YES),
        ("+1", Reply.YES),
        ("👎", Reply.NO),
        ("1", Reply.YES),
        ("NOPE!", Reply.NO),
        ("hmm, not sure", Reply.UNSURE),
    ],
)
def test_a_reply_may_be_an_emoji_a_number_or_wrapped_in_other_words(
    advisor: Advisor, said: str, expected: Reply
) -> None:
    state, _ = reply(advisor, State(), "we have a churn model")
    state, _ = reply(advisor, state, said)
    assert state.replies[0].reply is expected


def test_the_buttons_of_the_bot_are_understood_when_clicked(advisor: Advisor) -> None:
    for word, question in ((wording.DECIDE, True), (wording.BACK, False)):
        _, answer = reply(advisor, State(), word)
        assert isinstance(answer, Clarification) is question


@pytest.mark.parametrize(
    ("said", "is_follow_up"),
    [
        ("but predictions take 4 seconds", True),
        ("why?", True),
        ("why not a data scientist?", True),
        ("what's the difference then?", True),
        ("which first?", True),
        ("and in output?", True),
        ("what does a data scientist do all day?", True),
        ("nobody understands our customer data", True),
        ("what does an ML engineer earn?", False),
        ("is the data scientist in today?", False),
        ("the forecast has to run in the app", False),
        ("tell me more", False),
        ("back", False),
        ("which one is Peter?", False),
        ("thanks", False),
        ("lol", False),
        ("see you at lunch", False),
        ("yes", False),
        ("who is on call tonight?", False),
        ("I will ask the finance team about it", False),
        ("sounds like Peter's job", False),
        ("let's hire a data scientist then", False),
        ("Do we really need that?", False),
        ("really?", False),
        ("", False),
        ("also our predictions take 4 seconds", True),
        ("actually, nobody understands our data", True),
        ("what does a data scientist do?", True),
        ("can we hire a data scientist next quarter?", False),
        ("do we have budget for an ML engineer?", False),
        ("what does the data scientist do all day, Bob?", False),
        ("Our models never reach production, folks, that is the point", False),
        ("hey team, our predictions take 4 seconds", False),
        ("I agree with Anna, our models never reach production", False),
        ("our models never reach production, as I keep saying", False),
        ("our models never reach production", False),
        ("it is as Anna says, nobody understands our customer data", False),
        ("https://example.com/our-models-never-reach-production", False),
    ],
)
def test_a_message_in_the_thread_is_followed_up_only_when_clearly_about_the_topic(
    advisor: Advisor, said: str, is_follow_up: bool
) -> None:
    state, _ = reply(advisor, State(), STUCK)
    assert follows_up(advisor, state, said) is is_follow_up


@pytest.mark.parametrize("said", ["why?", "start over", "help me decide", "and in output?", "yes"])
def test_before_anything_was_said_nothing_is_followed_up_that_says_no_need(
    advisor: Advisor, said: str
) -> None:
    assert not follows_up(advisor, State(), said)


def test_what_points_to_a_refusal_is_a_follow_up(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), "what does a data scientist earn in Munich?")
    assert follows_up(advisor, state, "why?")


@pytest.mark.parametrize(
    "said",
    [
        "yes",
        "nope",
        "not sure",
        "the first",
        "stop",
        "yes, exactly",
        "yes, yes of course",
        "no, neither",
        "no, the models never leave the notebook",
        "no, the forecast has to run in the app",
        "the forecast has to run in the app",
    ],
)
def test_a_reply_to_an_open_question_is_a_follow_up(advisor: Advisor, said: str) -> None:
    state, _ = reply(advisor, State(), "we have a churn model")
    assert follows_up(advisor, state, said)


@pytest.mark.parametrize(
    "said",
    [
        "I will ask Bob about lunch",
        "let me check the logs",
        "which model?",
        "let's talk tomorrow",
        "yes, I'll do it",
        "no, Peter has it",
        "what is the ETA for the model?",
        "can we hire a data scientist next quarter?",
        "Our models never reach production, folks, that is the point",
        "nobody knows why our customers leave, Bob",
    ],
)
def test_what_people_say_to_each_other_is_no_reply_to_an_open_question(advisor: Advisor, said: str) -> None:
    state, _ = reply(advisor, State(), "we have a churn model")
    assert not follows_up(advisor, state, said)


WORDS = [
    *("yes", "no", "not sure", "back", "stop", "the second", "neither", "also", "hi", "thanks", "more", ""),
    *("why?", "help me decide", "start over", "which first?", "what does the other one do", "so which one?"),
    *(
        "we have a churn model",
        "predictions take 4 seconds",
        "no idea what our data says",
        "do we need both?",
    ),
    "🎉",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_conversation_is_answered_rendered_and_kept(advisor: Advisor, said: list[str]) -> None:
    state = State()
    for message in said:
        state, answer = reply(advisor, State.model_validate_json(state.model_dump_json()), message)
        assert blocks.message(describe(answer))["blocks"]
        assert text.plain(describe(answer))


def test_what_a_conversation_keeps_is_bounded(advisor: Advisor) -> None:
    state = State()
    for number in range(35):
        state, _ = reply(advisor, state, f"our models never reach production, case {number} " + "x " * 3000)
    assert len(state.model_dump_json()) < 60_000


def test_a_need_is_bounded_that_takes_in_long_thin_descriptions(advisor: Advisor) -> None:
    state = State()
    for number in range(3):
        state, _ = reply(advisor, state, "we have" + " " * (READ_LIMIT - 50 - number) + "a churn model")
    assert [need.role for need in state.needs] == ["", "", ""]
    state, _ = reply(advisor, state, "our predictions take 4 seconds in production")
    (need,) = state.needs
    assert len(need.text) == READ_LIMIT


def test_facts_of_an_earlier_message_stay_reasons_after_a_side_question(advisor: Advisor) -> None:
    state, _ = reply(advisor, State(), "our predictions take 4 seconds in production")
    state, _ = reply(advisor, state, "what is the difference?")
    _, answer = reply(advisor, state, "and nobody knows how to deploy the next version")
    assert isinstance(answer, Recommendation)
    assert [role.name for role in answer.roles] == [ENGINEER]
    assert "4 seconds" in text.plain(describe(answer, in_full=True))


ODD_STATES = [
    State(needs=(Need(text="..."), Need(text="🎉"))),
    State(is_interview=True),
    State(is_interview=True, topic=ROLES, options=(CriterionChoice(ROLES, "stuck-models"),)),
    State(topic="gone"),
    State(maybe=Need(text="...", topic="gone", role="gone")),
    State(options=(TopicChoice(Asked.DIFFERENCE, ROLES),)),
    State(topic=ROLES, advice=("gone",), focus="gone"),
    State(options=(TopicChoice("gone", ROLES), TopicChoice("decision", "gone"))),
    State(topic=ROLES, asked=(("gone", "gone"), (ROLES, "gone")), is_interview=True),
    State.model_validate_json('{"facts": ["our models never reach production"], "of_a_newer_release": 1}'),
]


@pytest.mark.parametrize("state", ODD_STATES)
def test_what_another_release_left_is_gone_on_with(advisor: Advisor, state: State) -> None:
    for said in (
        "yes",
        "back",
        "stop",
        "why?",
        "what do you mean?",
        "and?",
        "which first?",
        "our models are stuck",
        "the first",
    ):
        _, answer = reply(advisor, state, said)
        assert blocks.message(describe(answer))["blocks"]
        assert isinstance(follows_up(advisor, state, said), bool)


def test_an_interview_that_is_stopped_at_once_calls_for_no_role(advisor: Advisor) -> None:
    state = State()
    for said in ("help me decide", "stop"):
        state, _ = reply(advisor, state, said)
    _, answer = reply(advisor, state, "do we need both?")
    said = text.plain(describe(answer))
    assert "Begin with a data scientist" in said
    assert "what you told me" not in said
