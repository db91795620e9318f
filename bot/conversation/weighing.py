"""What was said and replied on one comparison, weighed together: which role that speaks for. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence
from bot.advice.belief import Belief
from bot.advice.choices import Reply
from bot.advice.decision import confidence
from bot.advice.grounds import Grounds, Spoken
from bot.advice.ranking import leaning
from bot.conversation.needs import spoken
from bot.conversation.state import State
from bot.reading import RECOMMENDATION, Outcome, together

SURENESS = (Confidence.TIE, Confidence.TENTATIVE, Confidence.LIKELY, Confidence.CLEAR)
"""From the least sure to the surest."""


@dataclass(frozen=True)
class Weighing:
    """All that a conversation holds on one comparison, each thing found out once."""

    advisor: Advisor
    state: State
    topic: str

    @cached_property
    def said(self) -> tuple[Spoken, ...]:
        """What was said that speaks for the needs, oldest first."""
        return spoken(self.advisor, self.state, self.topic)

    @cached_property
    def replies(self) -> dict[str, Reply]:
        """What was replied, by criterion."""
        return self.state.replies_on(self.topic)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The criteria that were asked about."""
        return self.state.asked_on(self.topic)

    @cached_property
    def needed_roles(self) -> tuple[str, ...]:
        """The roles that the needs speak for, that one first that all of them speak for most."""
        own = self.state.needs_on(self.topic)
        roles = sorted({need.role for need in own})
        if len(roles) < 2:
            return tuple(roles)
        evidence = [match.needs for _, match in self.said]
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

    def surest_need(self) -> Confidence:
        """Return how sure the surest need is."""
        own = self.state.needs_on(self.topic)
        sure = [need.confidence for need in own]
        return max(sure, key=SURENESS.index)

    def grounds(self, roles: tuple[str, ...]) -> Grounds:
        """Return what advice of these roles rests on."""
        return self.advisor.grounds(
            self.topic,
            roles,
            self.said,
            self.replies,
        )

    @cached_property
    def belief(self) -> Belief:
        """How likely each role is after everything that was said and replied."""
        return self._after(self.replies)

    def _after(self, replies: Mapping[str, Reply]) -> Belief:
        """Return how likely each role is after everything that was said, and after these replies."""
        belief = self._belief_of_words
        for criterion, reply in replies.items():
            belief = belief.after(criterion, reply)
        return belief

    @cached_property
    def _belief_of_words(self) -> Belief:
        """How likely each role is after what was said, before any reply."""
        thresholds = self.advisor.thresholds
        if not self.needed_roles:
            most = thresholds.thin_lead
        elif self.state.is_interview or self.replies:
            most = thresholds.replied_lead
        else:
            most = math.inf
        matches = [match for _, match in self.said]
        return self.advisor.belief(
            self.topic,
            matches,
            most,
        )

    @cached_property
    def likeliest_role(self) -> str:
        """The likeliest role, the first of equals."""
        roles = self.belief.roles()
        # Rounded: what differs only by the order of adding up is equal.
        return max(
            roles,
            key=lambda role: round(roles[role], 9),
        )

    @cached_property
    def lead(self) -> float:
        """By how much (log odds) the likeliest role leads."""
        return self.belief.lead(self.likeliest_role)

    def confidence(self) -> Confidence:
        """Return how sure advice is: only tentative on words that say too little, without a reply."""
        replies = set(self.replies.values())
        if replies <= {Reply.UNSURE}:
            return Confidence.TENTATIVE
        return confidence(self.lead, self.advisor.thresholds)

    def settling(self, grounds: Grounds) -> list[str]:
        """Return for each role the criterion whose yes would settle a doubt, rather one not asked about."""
        found = grounds.reasons + grounds.against
        known = {reason.criterion for reason in found}
        for criterion, reply in self.replies.items():
            if reply is not Reply.UNSURE:
                known.add(criterion)

        unknown: dict[str, list[str]] = {}
        for role, criterion in self.belief.needs:
            if criterion in known:
                continue
            of_role = unknown.setdefault(role, [])
            of_role.append(criterion)

        settling = []
        for of_role in unknown.values():
            most_telling = min(
                of_role,
                key=lambda criterion: (criterion in self.asked, -self.belief.gain(criterion)),
            )
            settling.append(most_telling)
        return settling

    def decisive_reply(self, role: str) -> str | None:
        """Return the criterion without whose reply a role would lead least, if it leads by less without."""
        least = self.belief.lead(role)
        decisive: str | None = None
        for criterion in self.replies:
            others = dict(self.replies)
            del others[criterion]
            without = self._after(others)
            lead = without.lead(role)
            if lead < least:
                least = lead
                decisive = criterion
        return decisive
