"""The open question: what may be said to it, and the interview that asks one after the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    DECISION,
    Asked,
    Choice,
    Clarification,
    CriterionChoice,
    Reply,
    Talk,
    TopicChoice,
    WhichTopic,
)
from bot.conversation.consultation import Consultation
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import Act

REPLIES = {Act.YES: Reply.YES, Act.NO: Reply.NO, Act.UNSURE: Reply.UNSURE}
ORDINALS = (Act.FIRST, Act.SECOND, Act.THIRD)
PICKS = frozenset({*REPLIES, *ORDINALS, Act.NEITHER})
"""Words that pick one of the options of a question."""

MAX_NAMING = 3
"""Content words of a message that can do no more than name one of the topics on offer."""

_REPLY_AND_MORE = re.compile(r"\s*([^,.;:!\n]{1,40})[,.;:!\n]+\s*(\S.*)", re.DOTALL)


def begin_interview(advisor: Advisor, state: State, topic: str = "") -> Response:
    """Ask from the beginning, as if nothing had been said; which topic, if that is open."""
    topic = topic or state.topic
    if not topic and len(advisor.topics) == 1:
        topic = advisor.topics[0].id
    if not topic:
        return state, WhichTopic(DECISION, advisor.topics)
    fresh = state.emptied().with_(topic=topic, is_interview=True)
    return fresh, Consultation(advisor, fresh, topic).advise()


def step_back(advisor: Advisor, state: State) -> Response:
    """Ask the question before the open one again, or the last one if none is open."""
    asked = state.asked_on(state.topic)
    if not asked:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    is_open = bool(state.options)
    criterion = asked[-2] if is_open and len(asked) > 1 else asked[-1]
    earlier = state.just_asked(state.topic, criterion)
    return earlier, _question(advisor, earlier, [CriterionChoice(state.topic, criterion)])


def stop_asking(advisor: Advisor, state: State) -> Response:
    """Return what was said and replied comes to so far."""
    if not state.options or not state.topic:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    return state, Consultation(advisor, state, state.topic).conclude()


def asked_again(advisor: Advisor, state: State) -> Clarification | WhichTopic:
    """Return the open question, to be asked once more."""
    first = state.options[0]
    if isinstance(first, CriterionChoice):
        return _question(advisor, state, state.options)
    asked = DECISION if first.asked == DECISION else Asked(first.asked)
    topics = tuple(advisor.composer.topics[option.topic] for option in state.options)
    return WhichTopic(asked, topics)


def pick(advisor: Advisor, state: State, act: Act) -> Response:
    """Take a word for one of the options of the open question."""
    options = state.options
    if not options:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    if len(options) == 1 and isinstance(options[0], CriterionChoice):
        return reply_to(advisor, state, _with_reply(options[0], act))
    if act in ORDINALS and ORDINALS.index(act) < len(options):
        return click(advisor, state, options[ORDINALS.index(act)])
    if act not in (Act.NEITHER, Act.NO):
        return state, asked_again(advisor, state)
    for option in options:
        if isinstance(option, CriterionChoice):
            state = state.replied(_with_reply(option, Act.NO))
    return state.with_(options=()), advisor.help()


def _with_reply(option: CriterionChoice, act: Act) -> CriterionChoice:
    """Return the reply to a question of yes or no that a word gives."""
    reply = REPLIES.get(act, Reply.NO)  # "neither" is no
    if act in ORDINALS:
        # "The first" is that of its buttons, which are in the order of REPLIES.
        reply = list(REPLIES.values())[ORDINALS.index(act)]
    return CriterionChoice(option.topic, option.criterion, reply)


def reply_and_more(message: UserMessage, state: State) -> tuple[CriterionChoice, UserMessage] | None:
    """Return the reply that a longer message begins with, such as "yes, but …", and the rest of it."""
    if len(state.options) != 1:
        return None
    (option,) = state.options
    halves = _halves(message)
    if halves is None or not isinstance(option, CriterionChoice):
        return None
    beginning = read(message.advisor, halves[0])
    if beginning.act not in REPLIES:
        return None
    return _with_reply(option, beginning.act), read(message.advisor, halves[1])


def _halves(message: UserMessage) -> tuple[str, str] | None:
    """Split a message after the first punctuation mark, else where the language begins a new clause."""
    if found := _REPLY_AND_MORE.fullmatch(message.text):
        return found[1], found[2]
    clauses = message.match.clauses
    if len(clauses) < 2:
        return None
    start = clauses[1][0].start
    return message.text[:start], message.text[start:]


def named_option(message: UserMessage, state: State) -> TopicChoice | None:
    """Return the one topic on offer that a short message names by a role."""
    if len(message.content_words) > MAX_NAMING or message.ends_in_question_mark:
        return None
    named = []
    for option in state.options:
        if not isinstance(option, TopicChoice):
            continue
        roles = message.advisor.composer.topics[option.topic].roles
        if any(role.id in message.match.roles for role in roles):
            named.append(option)
    return named[0] if len(named) == 1 else None


def click(advisor: Advisor, state: State, choice: Choice) -> Response:
    """Take in what a button says."""
    match choice:
        case CriterionChoice():
            return reply_to(advisor, state, choice)
        case TopicChoice():
            return _choose(advisor, state, choice)


def reply_to(advisor: Advisor, state: State, choice: CriterionChoice) -> Response:
    """Take a reply in; one to a question that the knowledge no longer holds gets help."""
    if (choice.topic, choice.criterion) not in advisor.composer.criteria:
        return state, advisor.help()
    if choice in state.replies and state.options:
        return state, asked_again(advisor, state)  # clicked twice
    if choice.topic != state.topic:
        state = state.with_(is_interview=False)  # a button of another topic, from before
    state = state.replied(choice)
    return state, Consultation(advisor, state, choice.topic).advise()


def _choose(advisor: Advisor, state: State, choice: TopicChoice) -> Response:
    """Answer about the topic that was chosen; one that the knowledge no longer holds gets help."""
    if choice.topic not in advisor.composer.topics:
        return state, advisor.help()
    if choice.asked == DECISION:
        return begin_interview(advisor, state, choice.topic)
    if choice.asked not in set(Asked):
        return state, advisor.help()  # from another release
    if not state.is_interview:
        state = state.with_(options=())
    return state, advisor.whole(Asked(choice.asked), choice.topic)


def _question(advisor: Advisor, state: State, options: Sequence[Choice]) -> Clarification:
    """Return a question on criteria; in an interview with the number that it has there."""
    keys = [(option.topic, option.criterion) for option in options if isinstance(option, CriterionChoice)]
    criterion = keys[0][1]
    asked = state.asked_on(state.topic)
    if state.is_interview and criterion in asked:
        number = asked.index(criterion) + 1
        return Consultation(advisor, state, state.topic).ask(criterion, number)
    choices = tuple(advisor.composer.criteria[key] for key in keys)
    return Clarification(choices)
