"""How likely each role of a comparison is, and which question would tell most. Pure.

One of the criteria is taken to be the team's need. What was said and replied makes some more likely than
others (Bayes' rule); a role is as likely as its criteria together. The question to ask is the one whose reply
is expected to leave the least doubt about the role: expected information gain, in nats (Lindley, 1956: "On a
Measure of the Information Provided by an Experiment").
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.advice.choices import Reply
from bot.advice.thresholds import Thresholds

NEVER = 1e-12
"""What no probability falls below where its logarithm is taken."""

Key = TypeVar("Key")

RoleCriterion = tuple[str, str]
"""A role and one of its criteria, by their ids."""


@dataclass(frozen=True, slots=True)
class Belief:
    """The probability of each need, in the comparison's order; together they are 1."""

    needs: Mapping[RoleCriterion, float]
    thresholds: Thresholds

    def after(self, criterion: str, reply: Reply) -> Belief:
        """Return the belief once a team has replied whether a criterion holds for it."""
        weighed = self._weighed(criterion, reply)
        return _normal(weighed, self.thresholds)

    def roles(self) -> dict[str, float]:
        """Return the probability of each role."""
        roles: dict[str, float] = {}
        for need, probability in self.needs.items():
            role, _ = need
            others = roles.get(role, 0.0)
            roles[role] = others + probability
        return roles

    def lead(self, role: str) -> float:
        """Return the log odds (nats) of a role against all others."""
        probability = self.roles()[role]
        # Once it is certain, rounding leaves nothing for the others.
        held = max(probability, NEVER)
        against = max(1 - probability, NEVER)
        return math.log(held / against)

    def gain(self, criterion: str) -> float:
        """Return how much doubt about the role (nats) a reply is expected to take away."""
        gain = _entropy(self.roles())
        for reply in (Reply.YES, Reply.NO):
            weighed = self._weighed(criterion, reply)
            chance = math.fsum(weighed.values())
            after = _normal(weighed, self.thresholds)
            doubt = _entropy(after.roles())
            gain -= chance * doubt
        return gain

    def best_question(self, asked: Collection[str]) -> str | None:
        """Return the criterion that tells most, None when all were asked.

        Of those that tell nearly as much, it is the first one of the role that was asked about least.
        """
        gains = {}
        asked_of = dict.fromkeys(self.roles(), 0)
        for role, criterion in self.needs:
            if criterion in asked:
                asked_of[role] += 1
                continue
            gains[role, criterion] = self.gain(criterion)
        if not gains:
            return None

        most = max(gains.values())
        least = self.thresholds.nearly * most
        near = []
        for need, gain in gains.items():
            if gain >= least:
                near.append(need)
        # Asking only about the likelier role would look like a leading question.
        _, best = min(near, key=lambda need: asked_of[need[0]])
        return best

    def _weighed(self, criterion: str, reply: Reply) -> dict[RoleCriterion, float]:
        """Return for each need the probability that it is the team's and that the team replies so."""
        weighed = {}
        for need, probability in self.needs.items():
            weighed[need] = probability * self._likelihood(need, criterion, reply)
        return weighed

    def _likelihood(self, need: RoleCriterion, criterion: str, reply: Reply) -> float:
        """Return how likely a team with this need replies so."""
        if reply is Reply.UNSURE:
            return 1.0
        role, own = need
        if criterion == own:
            agrees = self.thresholds.agrees_same
        elif (role, criterion) in self.needs:
            agrees = self.thresholds.agrees_role
        else:
            agrees = self.thresholds.agrees_other
        if reply is Reply.NO:
            return 1 - agrees
        return agrees


def prior(
    scores: Mapping[RoleCriterion, float],
    leads: Mapping[str, float],
    thresholds: Thresholds,
    most: float,
) -> Belief:
    """Return the belief that log odds of roles, and of the criteria within each, amount to.

    `most` is the lead (log odds) that a role can have by them.
    """
    leads = _capped(leads, most)
    most_of_criteria = thresholds.criterion_leads * most
    scores = _capped(scores, most_of_criteria)

    # A role's probability is shared out among its criteria: one with many is no likelier for that.
    totals = {}
    for role in leads:
        totals[role] = _total(scores, role)

    weights = {}
    for need, score in scores.items():
        role, _ = need
        share = score - totals[role]
        log_odds = leads[role] + share
        weights[need] = math.exp(log_odds)
    return _normal(weights, thresholds)


def _capped(scores: Mapping[Key, float], most: float) -> dict[Key, float]:
    """Return the scores with none further behind the best than `most`."""
    highest = max(scores.values())
    least = highest - most
    capped = {}
    for key, score in scores.items():
        capped[key] = max(score, least)
    return capped


def _total(scores: Mapping[RoleCriterion, float], role: str) -> float:
    """Return the logarithm of the sum of a role's exponentiated scores."""
    mine = []
    for (owner, _), score in scores.items():
        if owner == role:
            mine.append(score)

    # The highest is taken out of the sum, so that no exponential overflows.
    highest = max(mine)
    total = math.fsum(math.exp(score - highest) for score in mine)
    return highest + math.log(total)


def _normal(weights: Mapping[RoleCriterion, float], thresholds: Thresholds) -> Belief:
    whole = math.fsum(weights.values())
    needs = {}
    for need, weight in weights.items():
        needs[need] = weight / whole
    return Belief(needs, thresholds)


def _entropy(shares: Mapping[str, float]) -> float:
    doubts = []
    for share in shares.values():
        # What is certain, or excluded, leaves no doubt.
        if share > 0:
            doubts.append(share * math.log(share))
    return -math.fsum(doubts)
