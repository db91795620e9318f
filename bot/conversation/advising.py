"""From needs and replies to advice, or to the one question that would tell most. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce

from bot.advice.advisor import Advisor
from bot.advice.answers import Clarification, Confidence, Recommendation, Reply
from bot.advice.belief import Belief
from bot.advice.decision import confidence
from bot.advice.grounds import Spoken
from bot.advice.ranking import criteria_of, leaning
from bot.conversation.needs import spoken
from bot.conversation.state import State
from bot.reading import RECOMMENDATION, Outcome, together

MAX_QUESTIONS = 3
"""After so many questions back, the best answer is given, however sure it is."""
INTERVIEW_QUESTIONS = 6
THIN_LEAD = 0.5
"""The lead (log odds) that words can give to a role when they say too little to recommend it."""
REPLIED_LEAD = 1.5
"""The lead that other words can give to it once questions are asked: replies count for more."""
SURENESS = {Confidence.TIE: 0, Confidence.TENTATIVE: 1, Confidence.LIKELY: 2, Confidence.CLEAR: 3}


@dataclass(frozen=True, slots=True)
class Consultation:
    """A conversation about one comparison."""

    advisor: Advisor
    state: State
    topic: str

    def advise(self) -> Recommendation | Clarification:
        """Recommend a role, or ask back when that would tell more."""
        if self.state.is_interview:
            return self._next_in_interview()
        roles = self._needed_roles()
        has_replies = bool(self.state.replies_on(self.topic))
        if len(roles) > 1 or (roles and not has_replies):
            return self.recommend(roles, self._sureness())
        if self._lead() >= self.advisor.thresholds.likely_margin:
            return self.conclude()
        return self._question() or self.conclude()

    def conclude(self) -> Recommendation:
        """Return what was said and replied comes to now, however sure that is."""
        best, lead = self._leader()
        if lead < self.advisor.thresholds.ask_margin:
            tie = self.recommend(tuple(self._belief().roles()), Confidence.TIE)
            return self._with_settling(tie)
        answer = self.recommend((best,), self._confidence(lead))
        if not answer.reasons and answer.confidence is Confidence.CLEAR:
            # Only denials of the other role speak for this one.
            answer = replace(answer, confidence=Confidence.LIKELY)
        if answer.confidence is Confidence.TENTATIVE:
            answer = self._with_settling(answer)
        return self._with_decisive(answer) if self.state.replies_on(self.topic) else answer

    def recommend(self, roles: tuple[str, ...], sure: Confidence) -> Recommendation:
        """Recommend these roles with everything that was said and replied."""
        maybe = None
        need = self.state.maybe
        if need and need.topic == self.topic and need.role not in roles:
            evidence = self.advisor.matcher.match(need.text).needs
            best = criteria_of(evidence, Outcome(RECOMMENDATION, self.topic, need.role))[0]
            words = (" ".join(need.text.split()),)
            maybe = replace(self.advisor.composer.criteria[self.topic, best.id], words=words)
        replies = self.state.replies_on(self.topic)
        grounds = self.advisor.grounds(self.topic, roles, self._said(), replies)
        return self.advisor.composer.recommendation(self.topic, roles, sure, grounds, maybe)

    def ask(self, criterion: str, number: int) -> Clarification:
        """Return a question of an interview, with its number."""
        choices = (self.advisor.composer.criteria[self.topic, criterion],)
        return Clarification(choices, number, INTERVIEW_QUESTIONS)

    def _said(self) -> tuple[Spoken, ...]:
        return spoken(self.advisor, self.state, self.topic)

    def _needed_roles(self) -> tuple[str, ...]:
        """Return the roles that the needs speak for, that one first that all of them speak for most."""
        roles = tuple(role for role in self.state.roles() if self._is_mine(role))
        if len(roles) < 2:
            return roles
        whole = together([match.needs for _, match in self._said()])
        leads = {role: leaning(whole, Outcome(RECOMMENDATION, self.topic, role)) for role in roles}
        return tuple(sorted(roles, key=lambda role: (-leads[role], role)))

    def _is_mine(self, role: str) -> bool:
        return any(need.topic == self.topic and need.role == role for need in self.state.needs)

    def _sureness(self) -> Confidence:
        """Return how sure the surest need is."""
        mine = [need.confidence for need in self.state.needs if need.topic == self.topic and need.role]
        return max(mine, key=lambda known: SURENESS[known])

    def _question(self) -> Clarification | None:
        asked = self.state.asked_on(self.topic)
        if len(asked) >= MAX_QUESTIONS:
            return None
        return self.advisor.question(self.topic, self._belief(), asked)

    def _next_in_interview(self) -> Recommendation | Clarification:
        asked = self.state.asked_on(self.topic)
        criterion = self._belief().best_question(asked)
        is_settled = self._lead() >= self.advisor.thresholds.clear_margin
        if criterion is None or len(asked) >= INTERVIEW_QUESTIONS or is_settled:
            return self.conclude()
        return self.ask(criterion, len(asked) + 1)

    def _belief(self, replies: Mapping[str, Reply] | None = None) -> Belief:
        """Return how likely each role is after everything that was said, and after these replies or all."""
        replies = self.state.replies_on(self.topic) if replies is None else replies
        said = [match for _, match in self._said()]
        belief = self.advisor.belief(self.topic, said, self._most())
        return reduce(lambda before, item: before.after(*item), replies.items(), belief)

    def _most(self) -> float:
        """Return the lead that words can give to a role."""
        if not self._needed_roles():
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
        return confidence(lead, self.advisor.thresholds) if replied else Confidence.TENTATIVE

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
