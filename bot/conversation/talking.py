"""One message and its answer: what it means after what was said before. Pure."""

from __future__ import annotations

import math
import re

from bot.advisor import Advisor
from bot.answers import (
    DECISION,
    Answer,
    Asked,
    Choice,
    Confidence,
    CriterionChoice,
    OutOfScope,
    Reply,
    Said,
    Talk,
    TopicChoice,
    WhichTopic,
)
from bot.conversation.consulting import Consultation, evidence
from bot.conversation.leaning import lean
from bot.conversation.memory import known, remember
from bot.conversation.state import State
from bot.decision import Decision, Verdict, decide, rank_outcomes
from bot.matching import RECOMMENDATION, REFUSAL, FollowUp, Kind, Match

EVIDENCE_MARGIN = 1.0
"""Once a need is talked of, what would be refused or be small talk is evidence if a role is so near to it."""

SHORT_QUESTION = 2
"""Content words of a question such as "and how about risk?"."""

REPLIES = {FollowUp.YES: Reply.YES, FollowUp.NO: Reply.NO, FollowUp.UNSURE: Reply.UNSURE}
ORDINALS = (FollowUp.FIRST, FollowUp.SECOND, FollowUp.THIRD)
PICKS = {*REPLIES, *ORDINALS, FollowUp.NEITHER}
OF_AN_INTERVIEW = {FollowUp.BACK, FollowUp.STOP}
TOO_VAGUE = {FollowUp.MORE, FollowUp.SURE}
"""What people also say to each other: not taken for a word to the bot that does not address it."""

_REPLY_AND_MORE = re.compile(r"\s*([^,.;:!\n]{1,40})[,.;:!\n]+\s*(\S.*)", re.DOTALL)

Turn = tuple[State, Answer]


def reply(advisor: Advisor, state: State, said: Said) -> Turn:
    """Return what is to be remembered for the next message, and the answer."""
    state = known(advisor, state)
    match said:
        case CriterionChoice():
            turn = _replied(advisor, state, said)
        case TopicChoice():
            turn = _chosen(advisor, state, said)
        case _:
            turn = _heard(advisor, state, said)
    return remember(advisor, *turn)


def follows_up(advisor: Advisor, state: State, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot confidently goes on with the conversation."""
    match = advisor.matcher.match(text)
    if wish := advisor.matcher.follow_up(match):
        if wish in PICKS | OF_AN_INTERVIEW:
            return bool(state.options)
        return bool(state.topic) and wish not in TOO_VAGUE
    if not match.terms:
        return False
    decision = decide(advisor.matcher, match)
    if state.options and _may_answer(advisor, state, match, decision):
        return True
    if decision.verdict is Verdict.OTHER and decision.outcomes[0].name == Kind.SMALL_TALK:
        return False
    if decision.verdict is Verdict.ASK or decision.confidence is not Confidence.CLEAR:
        return False
    return not isinstance(advisor.decided(match, decision, state.topic), OutOfScope)


def _may_answer(advisor: Advisor, state: State, match: Match, decision: Decision) -> bool:
    """Tell whether a message can be meant for the question that the bot has just asked."""
    if decision.verdict is not Verdict.OTHER or _is_evidence(state, match, decision):
        return True
    return _reply_and_more(advisor, state, match.text) is not None


def _heard(advisor: Advisor, state: State, text: str) -> Turn:
    match = advisor.matcher.match(text)
    wish = advisor.matcher.follow_up(match)
    if wish and (turn := _wished(advisor, state, wish, match)):
        return turn
    if not match.terms:
        return state, advisor.help()
    if state.topic and _asks_in_short(match) and (aspect := advisor.aspect(match, state.topic)):
        return state, advisor.composer.difference(state.topic, aspect)
    if halves := _reply_and_more(advisor, state, text):
        return _replied_and_more(advisor, state, *halves)
    decision = decide(advisor.matcher, match)
    if decision.verdict is Verdict.OTHER and not _is_evidence(state, match, decision):
        return state, advisor.decided(match, decision, state.topic)
    return _told(advisor, state, match, decision)


def _asks_in_short(match: Match) -> bool:
    """Tell whether a message is a question of so few words that they can only name what is asked for."""
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    return match.text.rstrip().endswith("?") and len(words) <= SHORT_QUESTION


def _told(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn:
    """Add a message to what was said, or begin anew with it when all together speak for nothing."""
    for told in (state.told(match.text), state.with_(facts=()).told(match.text)):
        if found := evidence(advisor, told):
            topic = state.topic if state.is_interview else found.decision.outcomes[0].comparison
            return told, Consultation(advisor, told, topic, found).advise()
    return state, advisor.decided(match, decision, state.topic)


def _is_evidence(state: State, match: Match, decision: Decision) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    is_open = bool(state.facts or state.options)
    if not is_open or decision.outcomes[0].name not in (REFUSAL.name, Kind.SMALL_TALK):
        return False
    ranking = rank_outcomes(match)
    role = next(score for outcome, score in ranking if outcome.name == RECOMMENDATION)
    return (ranking[0][1] - role) / math.sqrt(len(match.terms)) < EVIDENCE_MARGIN


def _wished(advisor: Advisor, state: State, wish: FollowUp, match: Match) -> Turn | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    match wish:
        case FollowUp.START_OVER:
            return State(), advisor.small_talk(Talk.START_OVER)
        case FollowUp.DECIDE:
            return _begin_interview(advisor, state)
        case FollowUp.BACK | FollowUp.STOP:
            return _in_interview(advisor, state, wish)
        case _ if wish in PICKS:
            return _picked(advisor, state, wish)
        case _:
            answer = lean(advisor, state, wish, match)
            return (state, answer) if answer else None


def _begin_interview(advisor: Advisor, state: State, topic: str = "") -> Turn:
    """Ask from the beginning, as if nothing had been said; which topic, if that is open."""
    topics = advisor.topics
    topic = topic or state.topic or (topics[0].id if len(topics) == 1 else "")
    if not topic:
        return state, WhichTopic(DECISION, topics)
    fresh = State(topic=topic, is_interview=True, given=state.given, reminders=state.reminders)
    return fresh, Consultation(advisor, fresh, topic, None).advise()


def _in_interview(advisor: Advisor, state: State, wish: FollowUp) -> Turn | None:
    if not state.is_interview:
        return (state, advisor.small_talk(Talk.NOTHING_ASKED)) if wish is FollowUp.BACK else None
    talk = Consultation(advisor, state, state.topic, evidence(advisor, state))
    if wish is FollowUp.STOP:
        return state, talk.conclude()
    asked = state.asked_on(state.topic)
    if not asked:
        return _begin_interview(advisor, state)
    last = state.topic, asked[-2 if len(asked) > 1 else -1]
    return state.before(last), talk.ask(last[1], asked.index(last[1]) + 1)


def _picked(advisor: Advisor, state: State, wish: FollowUp) -> Turn:
    """Take a word for one of the options of the open question."""
    options = state.options
    if not options:
        return state, advisor.small_talk(Talk.NOTHING_ASKED)
    if len(options) == 1 and isinstance(options[0], CriterionChoice):
        return _replied(advisor, state, _with_reply(options[0], wish))
    if wish in ORDINALS and ORDINALS.index(wish) < len(options):
        return _clicked(advisor, state, options[ORDINALS.index(wish)])
    if wish is FollowUp.NEITHER or wish is FollowUp.NO:
        for option in options:
            if isinstance(option, CriterionChoice):
                state = state.replied(_with_reply(option, FollowUp.NO))
    return state.with_(options=()), advisor.help()


def _with_reply(option: CriterionChoice, wish: FollowUp) -> CriterionChoice:
    """Return the reply to a question of yes or no; "the first" of its buttons is yes, "neither" is no."""
    ordinal = dict(zip(ORDINALS, REPLIES.values(), strict=True))
    found = REPLIES.get(wish) or ordinal.get(wish) or Reply.NO
    return CriterionChoice(option.topic, option.criterion, found)


def _reply_and_more(advisor: Advisor, state: State, text: str) -> tuple[CriterionChoice, str] | None:
    """Return the reply that a longer message begins with, such as "yes, but …", and the rest of it."""
    options, halves = state.options, _REPLY_AND_MORE.fullmatch(text)
    if not halves or len(options) != 1 or not isinstance(options[0], CriterionChoice):
        return None
    wish = advisor.matcher.follow_up(advisor.matcher.match(halves[1]))
    return (_with_reply(options[0], wish), halves[2]) if wish in REPLIES else None


def _replied_and_more(advisor: Advisor, state: State, choice: CriterionChoice, more: str) -> Turn:
    """Take a reply in with the need that follows it; a question that follows is answered before."""
    match = advisor.matcher.match(more)
    if wish := advisor.matcher.follow_up(match):
        is_question = wish not in PICKS and (turn := _wished(advisor, state, wish, match))
        return turn if is_question and turn else _replied(advisor, state, choice)
    decision = decide(advisor.matcher, match)
    replied = state.replied(choice)
    if decision.verdict is not Verdict.OTHER or _is_evidence(state, match, decision):
        return _told(advisor, replied, match, decision)
    if decision.outcomes[0].name in (Kind.SMALL_TALK, REFUSAL.name):
        return _replied(advisor, state, choice)
    return state, advisor.decided(match, decision, state.topic)


def _clicked(advisor: Advisor, state: State, choice: Choice) -> Turn:
    if isinstance(choice, CriterionChoice):
        return _replied(advisor, state, choice)
    return _chosen(advisor, state, choice)


def _replied(advisor: Advisor, state: State, choice: CriterionChoice) -> Turn:
    """Take a reply in; one to a question that the knowledge no longer holds gets help."""
    if (choice.topic, choice.criterion) not in advisor.composer.criteria:
        return state, advisor.help()
    state = state.replied(choice)
    return state, Consultation(advisor, state, choice.topic, evidence(advisor, state)).advise()


def _chosen(advisor: Advisor, state: State, choice: TopicChoice) -> Turn:
    """Answer about the topic that was chosen; one that the knowledge no longer holds gets help."""
    if choice.topic not in advisor.composer.topics:
        return state, advisor.help()
    if choice.asked == DECISION:
        return _begin_interview(advisor, state, choice.topic)
    if choice.asked not in set(Asked):
        return state, advisor.help()
    return state.with_(options=()), advisor.whole(Asked(choice.asked), choice.topic)
