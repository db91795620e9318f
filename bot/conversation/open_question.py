"""The open question: what may be said to it, and the interview that asks one after the other. Pure."""

from __future__ import annotations

import re

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    DECISION,
    Answer,
    Asked,
    Choice,
    Clarification,
    CriterionChoice,
    Reply,
    Talk,
    TopicChoice,
    WhichTopic,
)
from bot.conversation.advising import Consultation
from bot.conversation.state import State
from bot.reading import Act, Match

REPLIES = {Act.YES: Reply.YES, Act.NO: Reply.NO, Act.UNSURE: Reply.UNSURE}
ORDINALS = (Act.FIRST, Act.SECOND, Act.THIRD)
PICKS = {*REPLIES, *ORDINALS, Act.NEITHER}
"""Words that pick one of the options of a question."""

MAX_NAMING = 3
"""Content words of a message that can do no more than name one of the topics on offer."""

_REPLY_AND_MORE = re.compile(r"\s*([^,.;:!\n]{1,40})[,.;:!\n]+\s*(\S.*)", re.DOTALL)

Turn = tuple[State, Answer]


def begin_interview(advisor: Advisor, state: State, topic: str = "") -> Turn:
    """Ask from the beginning, as if nothing had been said; which topic, if that is open."""
    topics = advisor.topics
    topic = topic or state.topic or (topics[0].id if len(topics) == 1 else "")
    if not topic:
        return state, WhichTopic(DECISION, topics)
    fresh = state.emptied().with_(topic=topic, is_interview=True)
    return fresh, Consultation(advisor, fresh, topic).advise()


def step_back(advisor: Advisor, state: State) -> Turn:
    """Ask the question before the open one again, or the last one if none is open."""
    asked = state.asked_on(state.topic)
    if not asked:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    criterion = asked[-2 if state.options and len(asked) > 1 else -1]
    earlier = state.before((state.topic, criterion))
    return earlier, _question(advisor, earlier, (CriterionChoice(state.topic, criterion),))


def conclude(advisor: Advisor, state: State) -> Turn:
    """Return what was said and replied comes to so far."""
    if not state.options or not state.topic:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    return state, Consultation(advisor, state, state.topic).conclude()


def again(advisor: Advisor, state: State) -> Turn:
    """Ask the open question once more."""
    options = state.options
    if isinstance(options[0], TopicChoice):
        asked = DECISION if options[0].asked == DECISION else Asked(options[0].asked)
        return state, WhichTopic(asked, tuple(advisor.composer.topics[option.topic] for option in options))
    return state, _question(advisor, state, options)


def picked(advisor: Advisor, state: State, act: Act) -> Turn:
    """Take a word for one of the options of the open question."""
    options = state.options
    if not options:
        is_objection = act is Act.NO and state.advice
        return state, advisor.small_talk(Talk.PRAISE_OR_COMPLAINT if is_objection else Talk.NOTHING_ASKED)
    if len(options) == 1 and isinstance(options[0], CriterionChoice):
        return replied(advisor, state, with_reply(options[0], act))
    if act in ORDINALS and ORDINALS.index(act) < len(options):
        return clicked(advisor, state, options[ORDINALS.index(act)])
    if act in (Act.NEITHER, Act.NO):
        for option in options:
            if isinstance(option, CriterionChoice):
                state = state.replied(with_reply(option, Act.NO))
        return state.with_(options=()), advisor.help()
    return again(advisor, state)


def with_reply(option: CriterionChoice, act: Act) -> CriterionChoice:
    """Return the reply to a question of yes or no; "the first" of its buttons is yes, "neither" is no."""
    ordinal = dict(zip(ORDINALS, REPLIES.values(), strict=True))
    found = REPLIES.get(act) or ordinal.get(act) or Reply.NO
    return CriterionChoice(option.topic, option.criterion, found)


def reply_and_more(advisor: Advisor, state: State, match: Match) -> tuple[CriterionChoice, str] | None:
    """Return the reply that a longer message begins with, such as "yes, but …", and the rest of it."""
    options, halves = state.options, _halves(match)
    if not halves or len(options) != 1 or not isinstance(options[0], CriterionChoice):
        return None
    act = advisor.matcher.act(advisor.matcher.match(halves[0]))
    return (with_reply(options[0], act), halves[1]) if act in REPLIES else None


def _halves(match: Match) -> tuple[str, str] | None:
    """Split a message after the first punctuation mark, else where the language begins a new clause."""
    if found := _REPLY_AND_MORE.fullmatch(match.text):
        return found[1], found[2]
    if len(match.clauses) < 2:
        return None
    start = match.clauses[1][0].start
    return match.text[:start], match.text[start:]


def named(advisor: Advisor, state: State, match: Match) -> TopicChoice | None:
    """Return the one topic on offer that a short message names by a role."""
    offered = [option for option in state.options if isinstance(option, TopicChoice)]
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    if len(words) > MAX_NAMING or match.text.rstrip().endswith("?"):
        return None
    roles = {option: {role.id for role in advisor.composer.topics[option.topic].roles} for option in offered}
    found = [option for option in offered if roles[option] & set(match.roles)]
    return found[0] if len(found) == 1 else None


def clicked(advisor: Advisor, state: State, choice: Choice) -> Turn:
    """Take in what a button says."""
    if isinstance(choice, CriterionChoice):
        return replied(advisor, state, choice)
    return _chosen(advisor, state, choice)


def replied(advisor: Advisor, state: State, choice: CriterionChoice) -> Turn:
    """Take a reply in; one to a question that the knowledge no longer holds gets help."""
    if (choice.topic, choice.criterion) not in advisor.composer.criteria:
        return state, advisor.help()
    if choice in state.replies and state.options:
        return again(advisor, state)  # clicked twice
    if choice.topic != state.topic:
        state = state.with_(is_interview=False)  # a button of another topic, from before
    state = state.replied(choice)
    return state, Consultation(advisor, state, choice.topic).advise()


def _chosen(advisor: Advisor, state: State, choice: TopicChoice) -> Turn:
    """Answer about the topic that was chosen; one that the knowledge no longer holds gets help."""
    if choice.topic not in advisor.composer.topics:
        return state, advisor.help()
    if choice.asked == DECISION:
        return begin_interview(advisor, state, choice.topic)
    if choice.asked not in set(Asked):
        return state, advisor.help()
    if not state.is_interview:
        state = state.with_(options=())
    return state, advisor.whole(Asked(choice.asked), choice.topic)


def _question(advisor: Advisor, state: State, options: tuple[Choice, ...]) -> Clarification:
    """Return a question on criteria; in an interview with the number that it has there."""
    criteria = [option for option in options if isinstance(option, CriterionChoice)]
    if state.is_interview and criteria[0].criterion in state.asked_on(state.topic):
        number = state.asked_on(state.topic).index(criteria[0].criterion) + 1
        return Consultation(advisor, state, state.topic).ask(criteria[0].criterion, number)
    return Clarification(tuple(advisor.composer.criteria[c.topic, c.criterion] for c in criteria))
