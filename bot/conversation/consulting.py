"""From everything that was said and replied to advice, or to the one question that would tell most. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import reduce

from bot.advisor import Advisor
from bot.answers import Clarification, Confidence, Reason, Recommendation, Reply
from bot.belief import Belief
from bot.conversation.state import State
from bot.decision import ASK_MARGIN, LIKELY_MARGIN, Decision, Verdict, confidence, decide
from bot.matching import Match, together

MAX_QUESTIONS = 3
"""After so many questions back, the best answer is given, however sure it is."""
INTERVIEW_QUESTIONS = 6
THIN_LEAD = 0.5
"""The lead (log odds) that words can give to a role when they say too little to recommend it."""
SETTLED = 3.0
"""Log odds from which an interview asks no more: 19 to 1."""

Advice = Recommendation | Clarification


@dataclass(frozen=True, slots=True)
class Case:
    """What was said, message by message and as a whole, with what it comes to."""

    said: tuple[Match, ...]
    whole: Match | None
    decision: Decision | None

    @property
    def is_advice(self) -> bool:
        """Tell whether all messages together describe a need."""
        return self.decision is not None and self.decision.verdict is not Verdict.OTHER


def case(advisor: Advisor, state: State) -> Case:
    """Weigh all messages that describe something.

    Both roles are needed when one message names both needs, or a later one says that its need comes on top;
    else a later message that speaks for the other role turns the advice.
    """
    said = tuple(advisor.matcher.match(fact) for fact in state.facts)
    if not said:
        return Case((), None, None)
    whole = reduce(together, said)
    may_be_both = len(said) == 1 or any(advisor.matcher.adds(match) for match in said[1:])
    return Case(said, whole, decide(advisor.matcher, whole, may_be_both=may_be_both))


def advise(advisor: Advisor, state: State, topic: str, found: Case) -> Advice:
    """Recommend a role of a comparison, or ask back when that would tell more."""
    belief = believed(advisor, state, topic, found)
    if state.is_interview:
        return _next_in_interview(advisor, state, topic, found, belief)
    asked, decision = state.asked_on(topic), found.decision
    if decision and decision.outcomes[0].comparison == topic and _stands(state, topic, decision):
        roles = tuple(outcome.role for outcome in decision.outcomes)
        return recommend(advisor, state, topic, found, roles, decision.confidence)
    best, lead = leader(belief)
    is_clear = lead >= LIKELY_MARGIN
    if (
        not is_clear
        and len(asked) < MAX_QUESTIONS
        and (question := _question(advisor, found, topic, belief, asked))
    ):
        return question
    if is_clear or lead >= ASK_MARGIN:
        sure = confidence(lead) if is_clear else Confidence.TENTATIVE
        answer = recommend(advisor, state, topic, found, (best,), sure)
    else:
        answer = recommend(advisor, state, topic, found, tuple(belief.roles()), Confidence.TIE)
    return answer if is_clear else replace(answer, settles=_settling(advisor, state, topic, belief))


def conclude(advisor: Advisor, state: State, topic: str, found: Case) -> Recommendation:
    """Return what an interview, or the advice so far, comes to now."""
    belief = believed(advisor, state, topic, found)
    best, lead = leader(belief)
    if lead < ASK_MARGIN:
        roles, sure = tuple(belief.roles()), Confidence.TIE
    else:
        roles, sure = (best,), confidence(lead)
    answer = recommend(advisor, state, topic, found, roles, sure)
    settles = (
        _settling(advisor, state, topic, belief) if sure in (Confidence.TIE, Confidence.TENTATIVE) else ()
    )
    decisive = _decisive(advisor, state, topic, found, best)
    reasons = sorted(
        answer.reasons, key=lambda reason: not decisive or reason.criterion != decisive.criterion
    )
    return replace(answer, reasons=tuple(reasons), settles=settles, decisive=decisive)


def believed(advisor: Advisor, state: State, topic: str, found: Case) -> Belief:
    """Return how likely each role is after everything that was said and replied."""
    replies = state.replies_on(topic).items()
    if found.is_advice and found.decision:
        most = THIN_LEAD if found.decision.verdict is Verdict.ASK else math.inf
        belief = advisor.belief(topic, found.whole, most)
    else:
        belief = advisor.belief(topic)
    return reduce(lambda belief, item: belief.after(*item), replies, belief)


def leader(belief: Belief) -> tuple[str, float]:
    """Return the likeliest role, the first of equals, and by how much it leads (log odds)."""
    roles = belief.roles()
    best = max(roles, key=lambda role: round(roles[role], 9))
    return best, belief.lead(best)


def _stands(state: State, topic: str, decision: Decision) -> bool:
    """Tell whether what the messages say needs no more: both roles, or one that no reply was asked about."""
    if decision.verdict is Verdict.BOTH_ROLES:
        return True
    return decision.verdict is Verdict.ONE_ROLE and not state.replies_on(topic)


def _next_in_interview(advisor: Advisor, state: State, topic: str, found: Case, belief: Belief) -> Advice:
    asked = state.asked_on(topic)
    criterion = belief.best_question(asked)
    if criterion is None or len(asked) >= INTERVIEW_QUESTIONS or leader(belief)[1] >= SETTLED:
        return conclude(advisor, state, topic, found)
    return ask(advisor, topic, criterion, len(asked) + 1)


def ask(advisor: Advisor, topic: str, criterion: str, number: int) -> Clarification:
    """Return a question of an interview, with its number."""
    return Clarification((advisor.composer.criteria[topic, criterion],), number, INTERVIEW_QUESTIONS)


def _question(
    advisor: Advisor, found: Case, topic: str, belief: Belief, asked: tuple[str, ...]
) -> Clarification | None:
    if found.whole and found.decision and not asked:
        return advisor.ask_back(found.whole, found.decision, belief, asked)
    return advisor.question(topic, belief, asked)


def recommend(
    advisor: Advisor, state: State, topic: str, found: Case, roles: tuple[str, ...], sure: Confidence
) -> Recommendation:
    """Recommend roles of a comparison with everything that was said and replied."""
    whole = found.whole if found.is_advice else None
    return advisor.recommend(topic, roles, sure, found.said, whole, state.replies_on(topic))


def _settling(advisor: Advisor, state: State, topic: str, belief: Belief) -> tuple[Reason, ...]:
    """Return for each role the criterion whose yes would settle a doubt, of those not yet replied to."""
    replied = {c for c, reply in state.replies_on(topic).items() if reply is not Reply.UNSURE}
    best: dict[str, str] = {}
    for role, criterion in sorted(belief.needs, key=lambda need: -belief.gain(need[1])):
        if criterion not in replied:
            best.setdefault(role, criterion)
    return tuple(advisor.composer.criteria[topic, best[role]] for role in belief.roles() if role in best)


def _decisive(advisor: Advisor, state: State, topic: str, found: Case, best: str) -> Reason | None:
    """Return the reply without which the best role would lead least, if it speaks for that role."""
    whole = believed(advisor, state, topic, found).lead(best)
    weighed = [
        (whole - believed(advisor, state.with_(replies=left), topic, found).lead(best), choice)
        for choice in state.replies
        if choice.topic == topic
        for left in [tuple(other for other in state.replies if other != choice)]
    ]
    weight, choice = max(weighed, key=lambda item: item[0], default=(0.0, None))
    if choice is None or weight <= 0:
        return None
    return replace(advisor.composer.criteria[topic, choice.criterion], reply=choice.reply)
