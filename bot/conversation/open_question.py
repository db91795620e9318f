"""The open question: what may be said to it, and the interview that asks one after the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.advice.advisor import Advisor
from bot.advice.answers import Clarification, Talk, WhichTopic
from bot.advice.choices import DECISION, Asked, Choice, CriterionChoice, Reply, TopicChoice
from bot.conversation.consultation import Consultation, consult
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import Act

REPLIES = {Act.YES: Reply.YES, Act.NO: Reply.NO, Act.UNSURE: Reply.UNSURE}
ORDINALS = (Act.FIRST, Act.SECOND, Act.THIRD)
PICKS = frozenset({*REPLIES, *ORDINALS, Act.NEITHER})
"""Words that pick one of the options of a question."""

_REPLY_AND_MORE = re.compile(r"\s*([^,.;:!\n]{1,40})[,.;:!\n]+\s*(\S.*)", re.DOTALL)


def begin_interview(advisor: Advisor, state: State, topic: str) -> Response:
    """Ask from the beginning; which topic, if that is open. The needs that were named count beside."""
    topic = topic or state.topic
    if not topic and len(advisor.topics) == 1:
        topic = advisor.topics[0].id
    if not topic:
        return state, WhichTopic(DECISION, advisor.topics)
    state = state.emptied().with_(
        topic=topic,
        needs=state.needs,
        is_interview=True,
    )
    return consult(advisor, state, topic)


def step_back(message: UserMessage, state: State) -> Response:
    """Ask the question before the open one again, or the last one if none is open."""
    advisor = message.advisor
    topic = state.topic
    asked = state.asked_on(topic)
    if not asked:
        return _nothing_asked(advisor, state)
    criterion = asked[-1]
    if state.options and len(asked) > 1:
        criterion = asked[-2]  # the last one is open
    state = state.just_asked(topic, criterion)
    choice = CriterionChoice(topic, criterion)
    question = _question(advisor, state, [choice])
    return state, question


def stop_asking(message: UserMessage, state: State) -> Response:
    """Return what was said and replied comes to so far."""
    advisor = message.advisor
    if not state.options or not state.topic:
        return _nothing_asked(advisor, state)
    consultation = Consultation(advisor, state, state.topic)
    advice = consultation.conclude()
    return state, advice


def _nothing_asked(advisor: Advisor, state: State) -> Response:
    answer = advisor.small_talk(Talk.NOTHING_ASKED)
    return state, answer


def asked_again(advisor: Advisor, state: State) -> Clarification | WhichTopic:
    """Return the open question, to be asked once more."""
    first = state.options[0]
    if isinstance(first, CriterionChoice):
        return _question(advisor, state, state.options)
    known = advisor.composer.topics
    topics = []
    for option in state.options:
        topic = known[option.topic]
        topics.append(topic)
    asked = DECISION if first.asked == DECISION else Asked(first.asked)
    return WhichTopic(asked, tuple(topics))


def pick(advisor: Advisor, state: State, act: Act) -> Response:
    """Take a word for one of the options of the open question."""
    options = state.options
    if not options:
        return _nothing_asked(advisor, state)
    first, *others = options
    if isinstance(first, CriterionChoice) and not others:
        choice = _with_reply(first, act)
        return reply_to(advisor, state, choice)
    if act in ORDINALS:
        number = ORDINALS.index(act)
        if number < len(options):
            chosen = options[number]
            return click(advisor, state, chosen)
    if act not in (Act.NEITHER, Act.NO):
        # "Yes" to "this or that?" says nothing.
        question = asked_again(advisor, state)
        return state, question
    for option in options:
        if isinstance(option, CriterionChoice):
            denial = _with_reply(option, Act.NO)
            state = state.replied(denial)
    state = state.with_(options=())
    answer = advisor.help()
    return state, answer


def _with_reply(option: CriterionChoice, act: Act) -> CriterionChoice:
    """Return the reply to a question of yes or no that a word gives."""
    reply = REPLIES.get(act, Reply.NO)  # "neither" is no
    if act in ORDINALS:
        # "The first" is that of its buttons, which are in the order of REPLIES.
        buttons = list(REPLIES.values())
        number = ORDINALS.index(act)
        reply = buttons[number]
    return CriterionChoice(
        option.topic,
        option.criterion,
        reply,
    )


def reply_and_more(message: UserMessage, state: State) -> tuple[CriterionChoice, UserMessage] | None:
    """Return the reply that a longer message begins with, such as "yes, but …", and the rest of it."""
    if len(state.options) != 1:
        return None
    (option,) = state.options
    if not isinstance(option, CriterionChoice):
        return None
    beginning, rest = _halves(message)
    first = read(message.advisor, beginning)
    if first.act not in REPLIES:
        return None
    reply = _with_reply(option, first.act)
    return reply, read(message.advisor, rest)


def _halves(message: UserMessage) -> tuple[str, str]:
    """Split a message after the first punctuation mark, else where the language begins a new clause.

    Without either, all of it is in the second half.
    """
    text = message.text
    found = _REPLY_AND_MORE.fullmatch(text)
    if found is not None:
        return found[1], found[2]
    clauses = message.match.clauses
    start = 0
    if len(clauses) > 1:
        second = clauses[1]
        start = second[0].start  # "yes but only sometimes"
    return text[:start], text[start:]


def named_option(message: UserMessage, state: State) -> TopicChoice | None:
    """Return the one topic on offer that a short message names by a role."""
    if message.ends_in_question_mark:
        return None  # "what is SQLite?" asks, and chooses nothing
    if len(message.content_words) > message.thresholds.max_naming:
        return None
    topics = message.advisor.composer.topics
    named = []
    for option in state.options:
        if not isinstance(option, TopicChoice):
            continue
        roles = {role.id for role in topics[option.topic].roles}
        if not roles.isdisjoint(message.roles):
            named.append(option)
    if len(named) != 1:
        return None
    return named[0]


def click(advisor: Advisor, state: State, choice: Choice) -> Response:
    """Take in what a button says."""
    match choice:
        case CriterionChoice():
            return reply_to(advisor, state, choice)
        case TopicChoice():
            return _choose(advisor, state, choice)


def reply_to(advisor: Advisor, state: State, choice: CriterionChoice) -> Response:
    """Take a reply in; one to a question that the knowledge no longer holds gets help."""
    key = choice.topic, choice.criterion
    if key not in advisor.composer.criteria:
        answer = advisor.help()
        return state, answer
    if choice in state.replies and state.options:
        # Clicked twice: the question that followed is still open.
        question = asked_again(advisor, state)
        return state, question
    if choice.topic != state.topic:
        # A button of another topic, from before the interview.
        state = state.with_(is_interview=False)
    state = state.replied(choice)
    return consult(advisor, state, choice.topic)


def _choose(advisor: Advisor, state: State, choice: TopicChoice) -> Response:
    """Answer about the topic that was chosen; one that the knowledge no longer holds gets help."""
    is_known = choice.topic in advisor.composer.topics
    if is_known and choice.asked == DECISION:
        return begin_interview(advisor, state, choice.topic)
    # Another release may have asked something else.
    if not is_known or choice.asked not in set(Asked):
        return state, advisor.help()
    if not state.is_interview:
        # In an interview, the options are those of its question, which stays open beside.
        state = state.with_(options=())
    asked = Asked(choice.asked)
    answer = advisor.whole(asked, choice.topic)
    return state, answer


def _question(advisor: Advisor, state: State, options: Sequence[Choice]) -> Clarification:
    """Return a question on criteria; in an interview with the number that it has there."""
    criteria = advisor.composer.criteria
    choices = []
    for option in options:
        if not isinstance(option, CriterionChoice):
            continue
        key = option.topic, option.criterion
        choices.append(criteria[key])
    criterion = choices[0].criterion
    topic = state.topic
    asked = state.asked_on(topic)
    if state.is_interview and criterion in asked:
        number = asked.index(criterion) + 1
        consultation = Consultation(advisor, state, topic)
        return consultation.ask(criterion, number)
    return Clarification(tuple(choices))
