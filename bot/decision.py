"""What to do with a question: the gates between answering, asking back and refusing, and their thresholds.

Thresholds are log odds (nats) as `matching` gives them, divided by the square root of the number of terms,
so that a long message needs proportionally more evidence than a short one. They were chosen by measuring
on labelled questions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bot.answers import Confidence
from bot.language import Stance
from bot.matching import RECOMMENDATION, REFUSAL, Match, Matcher, Outcome

CLEAR_MARGIN = 3.0
LIKELY_MARGIN = 1.0
"""Leads over the second best outcome from which an answer is called clear, or likely."""
ASK_MARGIN = 0.4
"""A recommendation that leads by less is asked back."""
REFUSE_MARGIN = 0.7
"""A difference, definition or order that beats refusing by less is refused."""
BOTH_MARGIN = 2.4
"""Both roles are recommended when one part of the text speaks so much for one, and the rest for the other."""
COORDINATOR_WEIGHT = 0.4
MAX_COORDINATORS = 2
"""What each "and" or "also" adds to that, and how many of them count."""
MIN_SUPPORT = 2
"""Content words that must speak for a role; one alone is no description of a need."""
SUPPORT_WEIGHT = 0.3
SHORT_STATEMENT = 3
"""Up to so many content words, a message that only says what is there states no need."""


class Verdict(StrEnum):
    """What to do with a question."""

    ONE_ROLE = "one role"
    BOTH_ROLES = "both roles"
    ASK = "ask back"
    OTHER = "no recommendation"


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the outcomes that it is about (best first), how sure it is, and which gate decided."""

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    confidence: Confidence
    gate: str


def decide(matcher: Matcher, match: Match, *, may_be_both: bool = True) -> Decision:
    """Weigh the outcomes against each other and, if both roles may be needed, one part against another."""
    ranking = rank_outcomes(match)
    (first, top), (runner_up, second) = ranking[:2]
    scale = math.sqrt(len(match.terms))
    margin = (top - second) / scale
    lead = f"leads by {margin:.2f}"
    if first.name != RECOMMENDATION:
        doubtful = runner_up == REFUSAL and margin < REFUSE_MARGIN
        gate = f"{lead} over {runner_up.name} (refuses below {REFUSE_MARGIN})"
        return Decision(Verdict.OTHER, (REFUSAL if doubtful else first,), confidence(margin), gate)
    other = next(o for o, _ in ranking if o.comparison == first.comparison and o.role != first.role)
    if thin := _thin(matcher, match, first):
        return Decision(Verdict.ASK, (first, other), Confidence.TENTATIVE, thin)
    if elsewhere := _torn(matcher, match, ranking):
        gate = f"opposed parts speak for {elsewhere.comparison} (asks from {BOTH_MARGIN})"
        return Decision(Verdict.ASK, (first, elsewhere), Confidence.TENTATIVE, gate)
    opposition = matcher.opposition(match, first, other) / scale + _coordination(matcher, match)
    gate = f"{lead} (asks below {ASK_MARGIN}), opposed parts {opposition:.2f} (both from {BOTH_MARGIN})"
    if opposition >= BOTH_MARGIN and may_be_both:
        rival = next(score for outcome, score in ranking if outcome not in (first, other))
        return Decision(Verdict.BOTH_ROLES, (first, other), confidence((top - rival) / scale), gate)
    if margin < ASK_MARGIN:
        other = runner_up if runner_up.name == RECOMMENDATION else other
        return Decision(Verdict.ASK, (first, other), Confidence.TENTATIVE, gate)
    return Decision(Verdict.ONE_ROLE, (first,), confidence(margin), gate)


def rank_outcomes(match: Match) -> list[tuple[Outcome, float]]:
    """Return the outcomes, best first: all terms together, and its best single label, speak for each."""
    best: dict[Outcome, float] = {}
    for label, score in match.labels.items():
        best[label.outcome] = max(score, best.get(label.outcome, -math.inf))
    combined = {outcome: score + best[outcome] for outcome, score in match.outcomes.items()}
    return sorted(combined.items(), key=lambda item: (-item[1], item[0]))


def _thin(matcher: Matcher, match: Match, outcome: Outcome) -> str:
    """Return why the message says too little to recommend anything, or nothing if it says enough."""
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    weight = matcher.outcome_weights.weight
    support = {word.term for word in words if weight(word.term, outcome) > SUPPORT_WEIGHT}
    if len(support) < MIN_SUPPORT:
        return f"{len(support)} content words speak for it (asks below {MIN_SUPPORT})"
    if len(words) <= SHORT_STATEMENT and all(word.stance is Stance.HAVE for word in words):
        return "says what is there, and nothing that is missing"
    return ""


def _torn(matcher: Matcher, match: Match, ranking: list[tuple[Outcome, float]]) -> Outcome | None:
    """Return the best role of another comparison, if one part of the text speaks for it instead."""
    first, scale = ranking[0][0], math.sqrt(len(match.terms))
    for outcome, _ in ranking:
        if outcome.name == RECOMMENDATION and outcome.comparison != first.comparison:
            opposition = matcher.opposition(match, first, outcome) / scale + _coordination(matcher, match)
            return outcome if opposition >= BOTH_MARGIN else None
    return None


def _coordination(matcher: Matcher, match: Match) -> float:
    """Return what words such as "and" or "both" add to the evidence that two things are asked for."""
    coordinators = matcher.reader.coordinators
    found = sum(word.term in coordinators for clause in match.clauses for word in clause)
    return COORDINATOR_WEIGHT * min(found, MAX_COORDINATORS)


def confidence(margin: float) -> Confidence:
    """Return how sure an answer is that leads by `margin`."""
    if margin >= CLEAR_MARGIN:
        return Confidence.CLEAR
    return Confidence.LIKELY if margin >= LIKELY_MARGIN else Confidence.TENTATIVE
