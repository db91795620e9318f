"""How likely each role of a comparison is, and which question would tell most. Pure.

One of the criteria is taken to be the team's need. What was said and replied makes some more likely than
others (Bayes' rule); a role is as likely as its criteria together. The question to ask is the one whose reply
is expected to leave the least doubt about the role: expected information gain, in nats (Lindley, 1956: "On a
Measure of the Information Provided by an Experiment").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.advice.answers import Reply

AGREES_SAME = 0.9
AGREES_ROLE = 0.45
AGREES_OTHER = 0.15
"""How often a team says yes to a criterion: its own need, another of that role, one of the other role."""

NEARLY = 0.8
"""From which share of the most that a question can tell another one tells nearly as much."""

Need = tuple[str, str]
"""A role and one of its criteria, by their ids."""


@dataclass(frozen=True, slots=True)
class Belief:
    """The probability of each need, in the comparison's order; together they are 1."""

    needs: Mapping[Need, float]

    def after(self, criterion: str, reply: Reply) -> Belief:
        """Return the belief once a team has replied whether a criterion holds for it."""
        return _normal({need: p * self._likelihood(need, criterion, reply) for need, p in self.needs.items()})

    def roles(self) -> dict[str, float]:
        """Return the probability of each role."""
        roles: dict[str, float] = {}
        for (role, _), p in self.needs.items():
            roles[role] = roles.get(role, 0.0) + p
        return roles

    def lead(self, role: str) -> float:
        """Return the log odds (nats) of a role against all others."""
        p = self.roles()[role]
        return math.log(max(p, 1e-12) / max(1 - p, 1e-12))

    def gain(self, criterion: str) -> float:
        """Return how much doubt about the role (nats) a reply is expected to take away."""
        doubt = _entropy(self.roles())
        for reply in (Reply.YES, Reply.NO):
            chance = math.fsum(p * self._likelihood(need, criterion, reply) for need, p in self.needs.items())
            doubt -= chance * _entropy(self.after(criterion, reply).roles())
        return doubt

    def best_question(self, asked: Collection[str]) -> str | None:
        """Return the criterion that tells most, None when all were asked.

        Of those that tell nearly as much, it is the first one of the role that was asked about least.
        """
        left = {need: self.gain(need[1]) for need in self.needs if need[1] not in asked}
        asked_of = Counter(role for role, criterion in self.needs if criterion in asked)
        near = [need for need, gain in left.items() if gain >= NEARLY * max(left.values())]
        return min(near, key=lambda need: asked_of[need[0]], default=("", None))[1]

    def _likelihood(self, need: Need, criterion: str, reply: Reply) -> float:
        if reply is Reply.UNSURE:
            return 1.0
        owner = next(role for role, known in self.needs if known == criterion)
        if need == (owner, criterion):
            agrees = AGREES_SAME
        else:
            agrees = AGREES_ROLE if need[0] == owner else AGREES_OTHER
        return agrees if reply is Reply.YES else 1 - agrees


def prior(scores: Mapping[Need, float], leads: Mapping[str, float]) -> Belief:
    """Return the belief that log odds of roles, and of the criteria within each, amount to."""
    totals = {role: _total(scores, role) for role in leads}
    return _normal(
        {(role, c): math.exp(leads[role] + score - totals[role]) for (role, c), score in scores.items()}
    )


def _total(scores: Mapping[Need, float], role: str) -> float:
    """Return the logarithm of the sum of a role's exponentiated scores."""
    mine = [score for (owner, _), score in scores.items() if owner == role]
    highest = max(mine)
    return highest + math.log(math.fsum(math.exp(score - highest) for score in mine))


def _normal(weights: Mapping[Need, float]) -> Belief:
    whole = math.fsum(weights.values())
    return Belief({need: weight / whole for need, weight in weights.items()})


def _entropy(shares: Mapping[str, float]) -> float:
    return -math.fsum(p * math.log(p) for p in shares.values() if p > 0)
