"""One message and its answer: what it means after what was said before. Pure."""

from __future__ import annotations

import math

from bot.advisor import Advisor
from bot.answers import Confidence, CriterionChoice, OutOfScope, Reply, Said, Talk
from bot.conversation import questions
from bot.conversation.consulting import Consultation, evidence
from bot.conversation.leaning import lean
from bot.conversation.memory import known, remember
from bot.conversation.questions import PICKS, Turn
from bot.conversation.state import State
from bot.decision import Decision, Verdict, decide, rank_outcomes
from bot.matching import RECOMMENDATION, REFUSAL, FollowUp, Kind, Match
from bot.reasoning import criteria_of

EVIDENCE_MARGIN = 1.0
"""Once a need is talked of, what would be refused or be small talk is evidence if a role is so near to it."""

SHORT_QUESTION = 2
"""Content words of a question such as "and how about risk?"."""

SHORT_ASPECT = 2.5
"""The evidence (log odds) for one aspect that is enough in such a question."""

TOO_VAGUE = {FollowUp.MORE, FollowUp.SURE}
"""What people also say to each other: not taken for a word to the bot that does not address it."""


def reply(advisor: Advisor, state: State, said: Said) -> Turn:
    """Return what is to be remembered for the next message, and the answer."""
    state = known(advisor, state)
    if isinstance(said, str):
        return remember(advisor, *_heard(advisor, state, said))
    return remember(advisor, *questions.clicked(advisor, state, said))


def follows_up(advisor: Advisor, state: State, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot confidently goes on with the conversation."""
    state = known(advisor, state)
    match = advisor.matcher.match(text)
    if wish := advisor.matcher.follow_up(match):
        if wish in PICKS | {FollowUp.BACK, FollowUp.STOP}:
            return bool(state.options)
        return bool(state.topic) and wish not in TOO_VAGUE
    if halves := questions.reply_and_more(advisor, state, match):
        more = advisor.matcher.match(halves[1])
        return advisor.matcher.follow_up(more) in PICKS or _is_about_a_need(advisor, more, Confidence.LIKELY)
    if _asks_in_short(match) and state.topic and advisor.aspect(match, state.topic):
        return True
    if _is_question(match):
        return bool(match.roles) and _is_known(advisor, state, match)
    return _is_about_a_need(advisor, match, Confidence.LIKELY if state.options else Confidence.CLEAR)


def _is_about_a_need(advisor: Advisor, match: Match, least: Confidence) -> bool:
    """Tell whether a message by itself says at least so surely what is needed."""
    if not match.terms:
        return False
    decision = decide(advisor.matcher, match)
    is_sure = decision.confidence in (least, Confidence.CLEAR)
    return is_sure and decision.verdict in (Verdict.ONE_ROLE, Verdict.BOTH_ROLES)


def _is_known(advisor: Advisor, state: State, match: Match) -> bool:
    """Tell whether a question about roles is clearly one that the knowledge answers."""
    decision = decide(advisor.matcher, match)
    is_sure = decision.verdict is Verdict.OTHER and decision.confidence is Confidence.CLEAR
    return is_sure and not isinstance(advisor.decided(match, decision, state.topic), OutOfScope)


def _heard(advisor: Advisor, state: State, text: str) -> Turn:
    match = advisor.matcher.match(text)
    if option := questions.named(advisor, state, match):
        return questions.clicked(advisor, state, option)
    wish = advisor.matcher.follow_up(match)
    if wish and (turn := _wished(advisor, state, wish, match)):
        return turn
    if not match.terms:
        return state, advisor.help()
    if state.topic and _asks_in_short(match) and (aspect := advisor.aspect(match, state.topic, SHORT_ASPECT)):
        return state, advisor.composer.difference(state.topic, aspect)
    if halves := questions.reply_and_more(advisor, state, match):
        return _replied_and_more(advisor, state, *halves)
    decision = decide(advisor.matcher, match)
    if decision.verdict is Verdict.OTHER and not _is_evidence(state, match, decision):
        return state, advisor.decided(match, decision, state.topic)
    if state.topic and decision.verdict is Verdict.ASK and _asks_in_short(match):
        return state, advisor.unknown(match)  # too few words for a need, and no question that is known
    return _told(advisor, state, match, decision) or (state, advisor.decided(match, decision, state.topic))


def _wished(advisor: Advisor, state: State, wish: FollowUp, match: Match) -> Turn | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    match wish:
        case FollowUp.START_OVER:
            return State(), advisor.small_talk(Talk.START_OVER)
        case FollowUp.RETRACT:
            return _retracted(advisor, state)
        case FollowUp.DECIDE:
            return questions.begin_interview(advisor, state, advisor.topic_of(match.roles))
        case FollowUp.BACK:
            return questions.step_back(advisor, state)
        case FollowUp.STOP:
            return questions.conclude(advisor, state)
        case FollowUp.REPEAT if state.options:
            return questions.again(advisor, state)
        case _ if wish in PICKS:
            return questions.picked(advisor, state, wish)
        case _:
            answer = lean(advisor, state, wish, match)
            return (state, answer) if answer else None


def _told(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn | None:
    """Add a message to what was said, or begin anew with it; None when even so nothing speaks for a role."""
    state = _without_denial(state, match, decision)
    for told in (state.told(match.text), state.with_(facts=()).told(match.text)):
        if found := evidence(advisor, told):
            topics = [outcome.comparison for outcome in found.decision.outcomes]
            topic = state.topic if state.is_interview or state.topic in topics else topics[0]
            return told, Consultation(advisor, told, topic, found).advise()
    return None


def _without_denial(state: State, match: Match, decision: Decision) -> State:
    """Return the state without an earlier no to what a message now says by itself."""
    if decision.verdict is not Verdict.ONE_ROLE:
        return state
    best = criteria_of(match, decision.outcomes[0])[0]
    denial = CriterionChoice(best.comparison, best.id, Reply.NO)
    return state.without(denial) if denial in state.replies else state


def _retracted(advisor: Advisor, state: State) -> Turn:
    """Take back the last message that described something."""
    if not state.facts and state.options and state.asked_on(state.topic):
        return questions.step_back(advisor, state)
    if not state.facts:
        return state, advisor.small_talk(Talk.NOTHING_SAID)
    state = state.with_(facts=state.facts[:-1])
    found = evidence(advisor, state)
    if state.is_interview and state.options:
        return questions.again(advisor, state)
    state = state.with_(options=())
    if found is None:
        return State(given=state.given), advisor.small_talk(Talk.START_OVER)
    topic = found.decision.outcomes[0].comparison
    return state, Consultation(advisor, state, topic, found).advise()


def _replied_and_more(advisor: Advisor, state: State, choice: CriterionChoice, more: str) -> Turn:
    """Take a reply in with the need that follows it; a question that follows is answered instead."""
    match = advisor.matcher.match(more)
    wish = advisor.matcher.follow_up(match)
    if wish and wish not in PICKS and (turn := _wished(advisor, state, wish, match)):
        return turn
    if wish or not match.terms:
        return questions.replied(advisor, state, choice)
    decision = decide(advisor.matcher, match)
    if decision.verdict is Verdict.OTHER and _is_question(match):
        return state, advisor.decided(match, decision, state.topic)
    is_need = decision.verdict is not Verdict.OTHER or _is_evidence(state, match, decision)
    told = _told(advisor, state.replied(choice), match, decision) if is_need else None
    return told or questions.replied(advisor, state, choice)


def _is_evidence(state: State, match: Match, decision: Decision) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    is_open = bool(state.facts or state.options) and not _is_question(match)
    if not is_open or decision.outcomes[0].name not in (REFUSAL.name, Kind.SMALL_TALK):
        return False
    ranking = rank_outcomes(match)
    role = next(score for outcome, score in ranking if outcome.name == RECOMMENDATION)
    return (ranking[0][1] - role) / math.sqrt(len(match.terms)) < EVIDENCE_MARGIN


def _asks_in_short(match: Match) -> bool:
    """Tell whether a message is a question of so few words that they can only name what is asked for."""
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    return _is_question(match) and len(words) <= SHORT_QUESTION


def _is_question(match: Match) -> bool:
    return match.text.rstrip().endswith("?")
