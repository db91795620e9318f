"""From everything that was said and replied to advice, or to the one question that would tell most. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce

from bot.advisor import Advisor
from bot.answers import Clarification, Confidence, Recommendation, Reply
from bot.belief import Belief
from bot.conversation.state import State
from bot.decision import (
    ASK_MARGIN,
    CLEAR_MARGIN,
    LIKELY_MARGIN,
    Decision,
    Verdict,
    confidence,
    decide,
    rank_outcomes,
)
from bot.matching import RECOMMENDATION, Match, together
from bot.reasoning import OPPOSED_MARGIN, leaning

MAX_QUESTIONS = 3
"""After so many questions back, the best answer is given, however sure it is."""
INTERVIEW_QUESTIONS = 6
THIN_LEAD = 0.5
"""The lead (log odds) that words can give to a role when they say too little to recommend it."""
REPLIED_LEAD = 1.5
"""The lead that other words can give to it once questions are asked: replies count for more."""
STATED = (Verdict.ONE_ROLE, Verdict.BOTH_ROLES)
"""What comes out of a message that names a need by itself."""
FADED = 0.8
"""What a message counts for each one that was said after it, so that a later fact can turn the advice."""
CORRECTED = 0.3
"""The same for one that says that it corrects what was said before, with "actually" or the like."""
SETTLED = CLEAR_MARGIN
"""Log odds from which an interview asks no more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The messages that describe a need, one by one and as a whole, and what they come to."""

    said: tuple[Match, ...]
    whole: Match
    decision: Decision


def evidence(advisor: Advisor, state: State) -> Evidence | None:
    """Weigh all messages that were kept; None when together they describe no need.

    Both roles are needed when one message names both needs, or a later one says that its need comes on top;
    else a later message that speaks for the other role turns the advice. Once a message names a need of one
    comparison, only what was said about that one counts.
    """
    matcher = advisor.matcher
    said = [match for fact in state.facts if (match := matcher.match(fact)).terms]
    if not said:
        return None
    newest = decide(matcher, said[-1])
    if newest.verdict in STATED:
        said = [match for match in said if _topic_of(match) == newest.outcomes[0].comparison]
    whole = reduce(partial(_after, advisor), said)
    alone = [decide(matcher, match).verdict for match in said]
    may_be_both = Verdict.BOTH_ROLES in alone or any(matcher.adds(match) for match in said[1:])
    decision = decide(matcher, whole, may_be_both=may_be_both)
    if decision.verdict is Verdict.OTHER:
        return None
    if decision.verdict is Verdict.ONE_ROLE and not set(STATED) & set(alone):
        decision = replace(decision, verdict=Verdict.ASK)  # no message by itself names a need
    elif decision.verdict is Verdict.ONE_ROLE and may_be_both:
        decision = _both_if_said(said, decision)
    return Evidence(tuple(said), whole, decision)


def _after(advisor: Advisor, older: Match, newer: Match) -> Match:
    """Weigh a message with those before it, which count for little once it corrects them."""
    return together(older, newer, CORRECTED if advisor.matcher.corrects(newer) else FADED)


def _both_if_said(said: Sequence[Match], decision: Decision) -> Decision:
    """Decide on both roles when single messages, in whatever order, clearly speak for each."""
    (first,) = decision.outcomes
    roles = [outcome for outcome in said[0].outcomes if outcome.comparison == first.comparison]
    if all(any(leaning(match, role) >= OPPOSED_MARGIN for match in said) for role in roles):
        others = tuple(role for role in roles if role != first)
        return replace(decision, verdict=Verdict.BOTH_ROLES, outcomes=(first, *others))
    return decision


def _topic_of(match: Match) -> str:
    """Return the comparison whose role a message speaks for most."""
    return next(outcome.comparison for outcome, _ in rank_outcomes(match) if outcome.name == RECOMMENDATION)


@dataclass(frozen=True, slots=True)
class Consultation:
    """A conversation about one comparison, with the evidence that it holds so far."""

    advisor: Advisor
    state: State
    topic: str
    evidence: Evidence | None

    def advise(self) -> Recommendation | Clarification:
        """Recommend a role, or ask back when that would tell more."""
        if self.state.is_interview:
            return self._next_in_interview()
        if decision := self._standing():
            roles = tuple(outcome.role for outcome in decision.outcomes)
            return self.recommend(roles, decision.confidence)
        if self._lead() >= LIKELY_MARGIN:
            return self.conclude()
        return self._question() or self.conclude()

    def conclude(self) -> Recommendation:
        """Return what was said and replied comes to now, however sure that is."""
        best, lead = self._leader()
        if lead < ASK_MARGIN:
            tie = self.recommend(tuple(self._belief().roles()), Confidence.TIE)
            return self._with_settling(tie)
        answer = self.recommend((best,), self._confidence(lead))
        if not answer.reasons and answer.confidence is Confidence.CLEAR:
            answer = replace(
                answer, confidence=Confidence.LIKELY
            )  # only denials of the other role speak for it
        if answer.confidence is Confidence.TENTATIVE:
            answer = self._with_settling(answer)
        return self._with_decisive(answer) if self.state.replies_on(self.topic) else answer

    def recommend(self, roles: tuple[str, ...], sure: Confidence) -> Recommendation:
        """Recommend these roles with everything that was said and replied."""
        found, replies = self.evidence, self.state.replies_on(self.topic)
        said, whole = (found.said, found.whole) if found else ((), None)
        return self.advisor.recommend(self.topic, roles, sure, said, whole, replies)

    def ask(self, criterion: str, number: int) -> Clarification:
        """Return a question of an interview, with its number."""
        choices = (self.advisor.composer.criteria[self.topic, criterion],)
        return Clarification(choices, number, INTERVIEW_QUESTIONS)

    def _standing(self) -> Decision | None:
        """Return what the messages say if it needs no reply: both roles, or one that was not asked about."""
        decision = self.evidence.decision if self.evidence else None
        if decision is None or decision.outcomes[0].comparison != self.topic:
            return None
        is_one = decision.verdict is Verdict.ONE_ROLE and not self.state.replies_on(self.topic)
        return decision if is_one or decision.verdict is Verdict.BOTH_ROLES else None

    def _question(self) -> Clarification | None:
        asked, found = self.state.asked_on(self.topic), self.evidence
        if len(asked) >= MAX_QUESTIONS:
            return None
        choices = self.advisor.elsewhere(found.whole, found.decision) if found and not asked else None
        if choices and self.topic != self.state.topic:
            return choices
        return self.advisor.question(self.topic, self._belief(), asked)

    def _next_in_interview(self) -> Recommendation | Clarification:
        asked = self.state.asked_on(self.topic)
        criterion = self._belief().best_question(asked)
        if criterion is None or len(asked) >= INTERVIEW_QUESTIONS or self._lead() >= SETTLED:
            return self.conclude()
        return self.ask(criterion, len(asked) + 1)

    def _belief(self, replies: Mapping[str, Reply] | None = None) -> Belief:
        """Return how likely each role is after everything that was said, and after these replies or all."""
        replies = self.state.replies_on(self.topic) if replies is None else replies
        belief = self.advisor.belief(self.topic)
        if self.evidence:
            belief = self.advisor.belief(self.topic, self.evidence.whole, self._most(self.evidence))
        return reduce(lambda before, item: before.after(*item), replies.items(), belief)

    def _most(self, found: Evidence) -> float:
        """Return the lead that words can give to a role."""
        if found.decision.verdict is Verdict.ASK:
            return THIN_LEAD
        is_asked = self.state.is_interview or self.state.replies_on(self.topic)
        return REPLIED_LEAD if is_asked else math.inf

    def _leader(self) -> tuple[str, float]:
        """Return the likeliest role, the first of equals, and by how much it leads (log odds)."""
        belief = self._belief()
        roles = belief.roles()
        best = max(roles, key=lambda role: round(roles[role], 9))
        return best, belief.lead(best)

    def _lead(self) -> float:
        return self._leader()[1]

    def _confidence(self, lead: float) -> Confidence:
        """Return how sure advice is: only tentative on words that say too little, without a reply."""
        replied = [reply for reply in self.state.replies_on(self.topic).values() if reply is not Reply.UNSURE]
        return confidence(lead) if replied else Confidence.TENTATIVE

    def _with_settling(self, answer: Recommendation) -> Recommendation:
        """Name for each role the criterion whose yes would settle a doubt, rather one not asked about."""
        belief, asked = self._belief(), self.state.asked_on(self.topic)
        replies = self.state.replies_on(self.topic)
        known = {reason.criterion for reason in answer.reasons + answer.against}
        known |= {criterion for criterion, reply in replies.items() if reply is not Reply.UNSURE}
        open_ = [need for need in belief.needs if need[1] not in known]
        best: dict[str, str] = {}
        for role, criterion in sorted(open_, key=lambda need: (need[1] in asked, -belief.gain(need[1]))):
            best.setdefault(role, criterion)
        criteria = self.advisor.composer.criteria
        settles = tuple(criteria[self.topic, best[role]] for role in belief.roles() if role in best)
        return replace(answer, settles=settles)

    def _with_decisive(self, answer: Recommendation) -> Recommendation:
        """Name the reply without which the role would lead least; it comes first among the reasons."""
        role, replies = answer.roles[0].id, self.state.replies_on(self.topic)
        whole = self._belief().lead(role)
        without = {
            criterion: self._belief({c: r for c, r in replies.items() if c != criterion}).lead(role)
            for criterion in replies
        }
        best = min(without, key=lambda criterion: without[criterion])
        if without[best] >= whole:
            return answer
        reason = replace(self.advisor.composer.criteria[self.topic, best], reply=replies[best])
        reasons = sorted(answer.reasons, key=lambda known: known.criterion != best)
        return replace(answer, reasons=tuple(reasons), decisive=reason)
