"""A consultation: what was said and replied on one comparison leads to advice, or to a question. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence, Reason
from bot.advice.answers import Clarification, Recommendation
from bot.advice.belief import Belief
from bot.advice.choices import Reply
from bot.advice.decision import confidence
from bot.advice.grounds import Grounds, Spoken
from bot.advice.ranking import criteria_of, leaning
from bot.advice.thresholds import Thresholds
from bot.conversation.needs import spoken
from bot.conversation.state import Response, State
from bot.reading import RECOMMENDATION, Outcome, together

SURENESS = (Confidence.TIE, Confidence.TENTATIVE, Confidence.LIKELY, Confidence.CLEAR)
"""From the least sure to the surest."""


@dataclass(frozen=True)
class Consultation:
    """All that a conversation holds on one comparison, weighed together, each thing once."""

    advisor: Advisor
    state: State
    topic: str

    def advise(self) -> Recommendation | Clarification:
        """Recommend a role, or ask back when that would tell more."""
        if self.state.is_interview:
            return self._next_in_interview()
        roles = self._needed_roles
        # Replies can turn what the needs say, unless those speak for both roles.
        is_decided = len(roles) > 1 or not self._replies
        if roles and is_decided:
            sure = self._surest_need()
            return self.recommend(roles, sure)
        thresholds = self._thresholds
        if self._lead >= thresholds.likely_margin:
            return self.conclude()
        if len(self._asked) >= thresholds.max_questions:
            return self.conclude()
        question = self.advisor.question(
            self.topic,
            self._belief,
            self._asked,
        )
        return question or self.conclude()

    def conclude(self) -> Recommendation:
        """Return what was said and replied comes to now, however sure that is."""
        if self._lead < self._thresholds.ask_margin:
            roles = tuple(self._belief.roles())
            grounds = self._grounds(roles)
            return self._recommendation(
                roles,
                Confidence.TIE,
                grounds,
                settles=self._settling(grounds),
            )
        best = self._likeliest_role
        roles = (best,)
        grounds = self._grounds(roles)
        sure = self._confidence()
        if sure is Confidence.CLEAR and not grounds.reasons:
            sure = Confidence.LIKELY  # only denials of the other role speak for this one
        settles: tuple[Reason, ...] = ()
        if sure is Confidence.TENTATIVE:
            settles = self._settling(grounds)
        decisive = self._decisive_reply(best)
        if decisive is not None:
            grounds = _with_first(grounds, decisive)
        return self._recommendation(
            roles,
            sure,
            grounds,
            decisive=decisive,
            settles=settles,
        )

    def recommend(
        self,
        roles: tuple[str, ...],
        sure: Confidence,
        is_again: bool = False,
    ) -> Recommendation:
        """Recommend these roles with everything that was said and replied."""
        grounds = self._grounds(roles)
        return self._recommendation(
            roles,
            sure,
            grounds,
            is_again=is_again,
        )

    def ask(self, criterion: str, number: int) -> Clarification:
        """Return a question of an interview, with its number."""
        return Clarification(
            (self._criterion(criterion),),
            number,
            self._thresholds.interview_questions,
        )

    def _grounds(self, roles: tuple[str, ...]) -> Grounds:
        return self.advisor.grounds(
            self.topic,
            roles,
            self._said,
            self._replies,
        )

    @property
    def _thresholds(self) -> Thresholds:
        return self.advisor.thresholds

    def _criterion(self, criterion: str) -> Reason:
        composer = self.advisor.composer
        return composer.criteria[self.topic, criterion]

    def _recommendation(
        self,
        roles: tuple[str, ...],
        sure: Confidence,
        grounds: Grounds,
        decisive: Reason | None = None,
        settles: tuple[Reason, ...] = (),
        is_again: bool = False,
    ) -> Recommendation:
        return self.advisor.composer.recommendation(
            self.topic,
            roles,
            sure,
            grounds,
            maybe=self._possible_reason(roles),
            decisive=decisive,
            settles=settles,
            is_again=is_again,
        )

    def _possible_reason(self, roles: tuple[str, ...]) -> Reason | None:
        """Return the criterion that a possible second need speaks for, unless its role is recommended."""
        need = self.state.maybe
        if need is None:
            return None
        if need.topic != self.topic or need.role in roles:
            return None
        match = self.advisor.matcher.match(need.text)
        outcome = Outcome(RECOMMENDATION, self.topic, need.role)
        best, *_ = criteria_of(match.needs, outcome)
        reason = self._criterion(best.id)
        # Across line breaks and gaps, it is one quote.
        words = need.text.split()
        quote = " ".join(words)
        return replace(reason, words=(quote,))

    @cached_property
    def _said(self) -> tuple[Spoken, ...]:
        return spoken(self.advisor, self.state, self.topic)

    @cached_property
    def _replies(self) -> dict[str, Reply]:
        return self.state.replies_on(self.topic)

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        return self.state.asked_on(self.topic)

    @cached_property
    def _needed_roles(self) -> tuple[str, ...]:
        """The roles that the needs speak for, that one first that all of them speak for most."""
        own = self.state.needs_on(self.topic)
        roles = sorted({need.role for need in own})
        if len(roles) < 2:
            return tuple(roles)
        evidence = [match.needs for _, match in self._said]
        whole = together(evidence)
        leads = {}
        for role in roles:
            outcome = Outcome(RECOMMENDATION, self.topic, role)
            leads[role] = leaning(whole, outcome)
        # Sorting is stable: of equals the first by id comes first.
        roles.sort(
            key=lambda role: leads[role],
            reverse=True,
        )
        return tuple(roles)

    def _surest_need(self) -> Confidence:
        """Return how sure the surest need is."""
        own = self.state.needs_on(self.topic)
        sure = [need.confidence for need in own]
        return max(sure, key=SURENESS.index)

    def _named_criteria(self) -> set[str]:
        """Return the criteria that the needs name in so many words."""
        grounds = self._grounds(self._needed_roles)
        named = set()
        for reason in grounds.reasons:
            if not reason.words:
                continue
            named.add(reason.criterion)
        return named

    def _next_in_interview(self) -> Recommendation | Clarification:
        asked = self._asked
        thresholds = self._thresholds
        if len(asked) >= thresholds.interview_questions:
            return self.conclude()
        if self._lead >= thresholds.clear_margin:
            return self.conclude()
        # What was said already is not asked.
        known = self._named_criteria()
        known.update(asked)
        criterion = self._belief.best_question(known)
        if criterion is None:
            return self.conclude()
        number = len(asked) + 1
        return self.ask(criterion, number)

    @cached_property
    def _belief(self) -> Belief:
        """How likely each role is after everything that was said and replied."""
        return self._after(self._replies)

    def _after(self, replies: Mapping[str, Reply]) -> Belief:
        """Return how likely each role is after everything that was said, and after these replies."""
        belief = self._belief_of_words
        for criterion, reply in replies.items():
            belief = belief.after(criterion, reply)
        return belief

    @cached_property
    def _belief_of_words(self) -> Belief:
        """How likely each role is after what was said, before any reply."""
        if not self._needed_roles:
            most = self._thresholds.thin_lead
        elif self.state.is_interview or self._replies:
            most = self._thresholds.replied_lead
        else:
            most = math.inf
        matches = [match for _, match in self._said]
        return self.advisor.belief(
            self.topic,
            matches,
            most,
        )

    @cached_property
    def _likeliest_role(self) -> str:
        """The likeliest role, the first of equals."""
        roles = self._belief.roles()
        # Rounded: what differs only by the order of adding up is equal.
        return max(
            roles,
            key=lambda role: round(roles[role], 9),
        )

    @property
    def _lead(self) -> float:
        """By how much (log odds) the likeliest role leads."""
        return self._belief.lead(self._likeliest_role)

    def _confidence(self) -> Confidence:
        """Return how sure advice is: only tentative on words that say too little, without a reply."""
        replies = set(self._replies.values())
        if replies <= {Reply.UNSURE}:
            return Confidence.TENTATIVE
        return confidence(self._lead, self._thresholds)

    def _settling(self, grounds: Grounds) -> tuple[Reason, ...]:
        """Return for each role the criterion whose yes would settle a doubt, rather one not asked about."""
        found = grounds.reasons + grounds.against
        known = {reason.criterion for reason in found}
        for criterion, reply in self._replies.items():
            if reply is not Reply.UNSURE:
                known.add(criterion)

        belief = self._belief
        unknown: dict[str, list[str]] = {}
        for role, criterion in belief.needs:
            if criterion in known:
                continue
            of_role = unknown.setdefault(role, [])
            of_role.append(criterion)

        settling = []
        for role in belief.roles():
            if role not in unknown:
                continue
            most_telling = min(
                unknown[role],
                key=lambda criterion: (criterion in self._asked, -belief.gain(criterion)),
            )
            reason = self._criterion(most_telling)
            settling.append(reason)
        return tuple(settling)

    def _decisive_reply(self, role: str) -> Reason | None:
        """Return the reply without which the role would lead least, if it leads by less without it."""
        least = self._belief.lead(role)
        decisive: str | None = None
        for criterion in self._replies:
            others = dict(self._replies)
            del others[criterion]
            without = self._after(others)
            lead = without.lead(role)
            if lead < least:
                least = lead
                decisive = criterion
        if decisive is None:
            return None
        reason = self._criterion(decisive)
        reply = self._replies[decisive]
        return replace(reason, reply=reply)


def consult(advisor: Advisor, state: State, topic: str) -> Response:
    """Return the state with the advice, or the question back, that a topic has come to."""
    consultation = Consultation(advisor, state, topic)
    return state, consultation.advise()


def _with_first(grounds: Grounds, decisive: Reason) -> Grounds:
    """Return the grounds with the decisive criterion first among the reasons."""
    reasons = sorted(
        grounds.reasons,
        key=lambda reason: reason.criterion != decisive.criterion,
    )
    return grounds._replace(reasons=tuple(reasons))
