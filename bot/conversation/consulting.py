"""From everything that was said and replied to advice, or to the one question that would tell most. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce

from bot.advisor import Advisor
from bot.answers import Clarification, Confidence, Reason, Recommendation, Reply
from bot.belief import Belief
from bot.conversation.state import State
from bot.decision import ASK_MARGIN, CLEAR_MARGIN, LIKELY_MARGIN, Decision, Verdict, confidence, decide
from bot.matching import Match, together

MAX_QUESTIONS = 3
"""After so many questions back, the best answer is given, however sure it is."""
INTERVIEW_QUESTIONS = 6
THIN_LEAD = 0.5
"""The lead (log odds) that words can give to a role when they say too little to recommend it."""
REPLIED_LEAD = 1.5
"""The lead that other words can give to it once a question was replied to: replies count for more."""
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
    else a later message that speaks for the other role turns the advice.
    """
    said = tuple(advisor.matcher.match(fact) for fact in state.facts)
    if not said:
        return None
    whole = reduce(together, said)
    may_be_both = len(said) == 1 or any(advisor.matcher.adds(match) for match in said[1:])
    decision = decide(advisor.matcher, whole, may_be_both=may_be_both)
    return None if decision.verdict is Verdict.OTHER else Evidence(said, whole, decision)


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
            return replace(tie, settles=self._settling())
        answer = self.recommend((best,), self._confidence(lead))
        if answer.confidence is Confidence.TENTATIVE:
            answer = replace(answer, settles=self._settling())
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
        if found and not asked and (choices := self.advisor.elsewhere(found.whole, found.decision)):
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
        return REPLIED_LEAD if self.state.replies_on(self.topic) else math.inf

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

    def _settling(self) -> tuple[Reason, ...]:
        """Return for each role the criterion whose yes would settle a doubt, of those not yet replied to."""
        belief, replies = self._belief(), self.state.replies_on(self.topic)
        open_ = [need for need in belief.needs if replies.get(need[1], Reply.UNSURE) is Reply.UNSURE]
        best: dict[str, str] = {}
        for role, criterion in sorted(open_, key=lambda need: -belief.gain(need[1])):
            best.setdefault(role, criterion)
        criteria = self.advisor.composer.criteria
        return tuple(criteria[self.topic, best[role]] for role in belief.roles() if role in best)

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
