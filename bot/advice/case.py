"""A message under decision, with all that it is weighed by. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.advice.ranking import combined
from bot.advice.thresholds import Thresholds
from bot.reading import RECOMMENDATION, Match, Matcher, Statement


@dataclass(frozen=True, slots=True)
class Case:
    """A message, the matcher that read it, and the thresholds that decide on it."""

    matcher: Matcher
    match: Match
    thresholds: Thresholds

    def is_about_a_need(self, statement: Statement) -> bool:
        """Tell whether a statement by itself speaks for a role rather than for anything else."""
        evidence = self.matcher.evidence_of(statement.words)
        scores = combined(evidence)
        best = max(
            scores,
            key=lambda outcome: scores[outcome],
        )
        return best.name == RECOMMENDATION
