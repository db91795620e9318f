"""What to do with a message: the gates between answering, asking back and refusing, and their thresholds.

Thresholds are log odds (nats) as `reading` gives them, divided by the square root of the number of terms,
so that a long message needs proportionally more evidence than a short one. They were chosen by measuring on
labelled questions.

What a message is about is decided by all its words. Which role it needs is decided by what it says is
missing: the words of what is there, denied, past, supposed or somebody's opinion speak for the other role.
Both roles are needed when one part speaks for one, the rest for the other, and each part by itself is about
a need.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.advice.answers import Confidence
from bot.reading import (
    EVERYDAY,
    RECOMMENDATION,
    REFUSAL,
    Act,
    Evidence,
    Match,
    Matcher,
    Outcome,
    Statement,
    Status,
)
from bot.reading.stances import Stance
from bot.reading.words import Word

CLEAR_MARGIN = 3.0
LIKELY_MARGIN = 1.0
"""Leads over the second best outcome from which an answer is called clear, or likely."""
ASK_MARGIN = 0.4
"""A recommendation that leads by less is asked back."""
VAGUE_MARGIN = 0.5
"""The same for a message that does not say in so many words that something is missing."""
REFUSE_MARGIN = 0.7
"""A difference, definition or order that beats refusing by less is refused."""
NEED_TOLERANCE = 0.8
"""By how much refusing may beat a recommendation that is second best: other words of a need are everyday.

Everyday words may beat it by up to twice as much if a comparison has few phrases: it knows fewer of them.
"""
BOTH_MARGIN = 1.9
"""Both roles are recommended when the parts of a message are opposed by so much."""
TORN_MARGIN = 2.4
"""The same for roles of two comparisons: which of them is meant is asked."""
MAYBE_MARGIN = 1.7
"""From so much on, the role that is not recommended is named as a possible second need."""
COORDINATOR_WEIGHT = 0.2
MAX_COORDINATORS = 2
"""What each "and" or "also" adds to the opposition, and how many of them count."""
FOCUS_WEIGHT = 0.8
"""What it takes away that only one of the two parts is said to be what is missing."""
NEED_WEIGHT = 0.3
"""What it adds that both parts say in so many words that something is missing, or takes away if one does."""
PAIR_WEIGHT = 0.8
"""What it adds that two things are announced: "two wishes", "on the one hand"."""
PART_WEIGHT = 0.45
MAX_PART = 6.0
"""What the lead of the weaker part adds to it, and how much of that counts."""
MIN_PART = 4
"""Words that a part must have to be weighed by itself; a shorter one is joined with its neighbour."""
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
    NO_NEED = "nothing is missing"
    OTHER = "no recommendation"


NOTHING_MISSING = "all that it says of needs is there, denied, past, supposed or somebody's opinion"

STATED = frozenset({Verdict.ONE_ROLE, Verdict.BOTH_ROLES})
"""What comes out of a message that names a need by itself."""


class Part(NamedTuple):
    """Part of a message that may be a need of its own, with the role that it speaks for, and its lead.

    `is_in_focus` tells whether it says that just this is what is missing: "what we lack is", "the gap is".
    """

    words: tuple[Word, ...]
    outcome: Outcome
    lead: float
    is_in_focus: bool = False
    is_missing: bool = False


NO_PART = Part((), REFUSAL, 0.0)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the outcomes that it is about (best first), how sure it is, and which gate decided.

    `maybe` is the role of a possible second need. `parts` are the parts of the message, if it names two
    needs.
    """

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    confidence: Confidence
    gate: str
    maybe: Outcome | None = None
    parts: tuple[Part, ...] = ()


def decide(matcher: Matcher, match: Match) -> Decision:
    """Weigh the outcomes against each other, and one part of the message against the rest."""
    ranking = rank_outcomes(match)
    (first, top), (runner_up, second) = ranking[:2]
    scale = math.sqrt(len(match.features) or 1)
    margin = (top - second) / scale
    about = runner_up if first == REFUSAL and _is_nearly_a_need(matcher, match, runner_up, margin) else first
    if about.name != RECOMMENDATION:
        if first == REFUSAL and _is_settled(matcher, match):
            gate = f"recommends nothing because {NOTHING_MISSING}"
            return Decision(Verdict.NO_NEED, (REFUSAL,), Confidence.TENTATIVE, gate)
        doubtful = runner_up == REFUSAL and margin < REFUSE_MARGIN
        if doubtful:
            too_little = f"leads over refusing by only {margin:.2f}, at least {REFUSE_MARGIN} needed"
            gate = f"refuses because {first.name} {too_little}"
        elif first == REFUSAL:
            gate = f"refuses because no answer fits: that leads by {margin:.2f} over {_shown(runner_up)}"
        else:
            gate = f"answers with {first.name}, which leads by {margin:.2f} over {_shown(runner_up)}"
        return Decision(Verdict.OTHER, (REFUSAL if doubtful else first,), confidence(margin), gate)
    if _seeks_a_stranger(matcher, match):
        strangers = ", ".join(match.strangers)
        gate = f"refuses because it asks for {strangers}, which no comparison holds, and names no need beside"
        return Decision(Verdict.OTHER, (REFUSAL,), Confidence.LIKELY, gate)
    needed = _role(matcher, match, about, ranking)
    if first == REFUSAL and needed.verdict is Verdict.ASK:
        # What is everyday by its words is refused unless it names a need clearly: no question is worth it.
        gate = f"refuses because it names no need clearly: that leads by {margin:.2f} over a vague one"
        return Decision(Verdict.OTHER, (REFUSAL,), confidence(margin), gate)
    return needed


def _is_nearly_a_need(matcher: Matcher, match: Match, runner_up: Outcome, margin: float) -> bool:
    """Tell whether refusing leads by so little over a recommendation that the need is believed."""
    if runner_up.name != RECOMMENDATION:
        return False
    refused = [label for label in match.about.labels if label.outcome == REFUSAL]
    best = max(refused, key=lambda label: match.about.labels[label])
    holders = matcher.holders(best)
    if holders and runner_up.comparison not in holders:
        return False  # what is asked about is near another comparison
    tolerance = NEED_TOLERANCE
    if best == EVERYDAY:
        tolerance += NEED_TOLERANCE * (1 - matcher.outcome_weights.known(runner_up))
    return margin < tolerance


def _seeks_a_stranger(matcher: Matcher, match: Match) -> bool:
    """Tell whether a message asks for a role that nobody described, and says nothing of a need beside."""
    if match.roles or not match.strangers:
        return False
    others = [statement for statement in match.statements if not matcher.asks_for_another_job(statement)]
    is_sought = len(others) < len(match.statements)
    return is_sought and not any(_is_about_a_need(matcher, statement) for statement in others)


def _role(matcher: Matcher, match: Match, about: Outcome, ranking: list[tuple[Outcome, float]]) -> Decision:
    """Decide which role of a comparison is needed, by what the message says is missing."""
    scale = math.sqrt(len(match.features) or 1)
    needs = combined(match.needs)
    first, other = sorted(
        (outcome for outcome in needs if _is_role_of(outcome, about.comparison)),
        key=lambda outcome: (-needs[outcome], outcome),
    )
    lead = (needs[first] - needs[other]) / scale
    if thin := _thin(matcher, match, (first, other)):
        return Decision(Verdict.ASK, (first, other), Confidence.TENTATIVE, thin)
    if not _names_a_need(matcher, match):
        goes_on = _goes_on(matcher, match)
        verdict = Verdict.ASK if goes_on else Verdict.NO_NEED
        does = "asks back" if goes_on else "recommends nothing"
        return Decision(verdict, (first, other), Confidence.TENTATIVE, f"{does} because {NOTHING_MISSING}")
    if elsewhere := _torn(matcher, match, ranking):
        gate = f"asks back because one part speaks for {_shown(elsewhere)}, by {TORN_MARGIN} or more"
        return Decision(Verdict.ASK, (about, elsewhere), Confidence.TENTATIVE, gate)
    parts = tuple(_parts(matcher, match, first, other))
    opposed = opposition(matcher, match, first, other, parts) if len(parts) > 1 else 0.0
    rival, score = next(ranked for ranked in ranking if not _is_role_of(ranked[0], about.comparison))
    margin = (dict(ranking)[about] - score) / scale
    if opposed >= BOTH_MARGIN:
        gate = f"recommends both because its parts are opposed by {opposed:.2f}, {BOTH_MARGIN} needed"
        return Decision(Verdict.BOTH_ROLES, (first, other), confidence(margin), gate, parts=parts)
    if lead < ASK_MARGIN:
        too_close = f"{first.role} and {other.role}: {lead:.2f} apart, at least {ASK_MARGIN} needed"
        gate = f"asks back because two answers are too close, {too_close}"
        return Decision(Verdict.ASK, (first, other), Confidence.TENTATIVE, gate)
    maybe = other if opposed >= MAYBE_MARGIN else None
    sure = confidence(min(lead, margin))
    says_what_is_missing = any(statement.status is Status.MISSING for statement in match.statements)
    if min(lead, margin) < VAGUE_MARGIN and not says_what_is_missing:
        nearest = other if lead < margin else rival
        ahead = f"{min(lead, margin):.2f} ahead of {_shown(nearest)}, at least {VAGUE_MARGIN} needed"
        gate = f"asks back because it does not say that something is missing: only {ahead}"
        return Decision(Verdict.ASK, (first, other), Confidence.TENTATIVE, gate)
    over = f"{lead:.2f} over {other.role} and by {margin:.2f} over {_shown(rival)}"
    gate = f"recommends {first.role}, which leads by {over}"
    return Decision(Verdict.ONE_ROLE, (first,), sure, gate, maybe, parts if maybe else ())


def _shown(outcome: Outcome) -> str:
    """Return what the texts of gates call an outcome."""
    if outcome == REFUSAL:
        return "refusing"
    return f"{outcome.role} of {outcome.comparison}" if outcome.role else outcome.name


def _names_a_need(matcher: Matcher, match: Match) -> bool:
    """Tell whether any statement may be a need by itself, or nothing is settled that could tell otherwise."""
    settled = [statement for statement in match.statements if not statement.is_need]
    if not settled:
        return True
    for statement in match.statements:
        holds_content = any(not word.is_function_word for word in statement.words)
        is_about = holds_content and _is_about_a_need(matcher, statement)
        if statement.is_need and (is_about or _says_so(statement)):
            return True
    return not any(_is_about_a_need(matcher, statement) for statement in settled if len(statement.words) > 1)


def _is_settled(matcher: Matcher, match: Match) -> bool:
    """Tell whether what a message says of needs is settled, and that it says nothing else."""
    settled = [statement for statement in match.statements if not statement.is_need]
    is_about = any(_is_about_a_need(matcher, part) for part in settled if len(part.words) > 1)
    return is_about and not _names_a_need(matcher, match) and not _goes_on(matcher, match)


def _goes_on(matcher: Matcher, match: Match) -> bool:
    """Tell whether a message says something more after what is settled, beside asking for a role."""
    is_settled = False
    for statement in match.statements:
        is_more = statement.is_need and len(statement.words) >= MIN_PART
        if is_settled and is_more and not matcher.asks_who(statement):
            return True
        is_settled |= not statement.is_need
    return False


def _says_so(statement: Statement) -> bool:
    """Tell whether a statement says in so many words that something is missing: not by a mere "no"."""
    is_answer = statement.joint in ("?", ":")
    return statement.status is Status.MISSING and (len(statement.words) > 1 or is_answer)


def _is_about_a_need(matcher: Matcher, statement: Statement) -> bool:
    """Tell whether a statement by itself speaks for a role rather than for anything else."""
    scores = combined(matcher.evidence_of(statement.words))
    best = max(scores, key=lambda outcome: scores[outcome])
    return best.name == RECOMMENDATION


def combined(evidence: Evidence) -> dict[Outcome, float]:
    """Return for each outcome what all terms together, and what its best single label, speak for it."""
    best: dict[Outcome, float] = {}
    for label, score in evidence.labels.items():
        best[label.outcome] = max(score, best.get(label.outcome, -math.inf))
    return {outcome: score + best[outcome] for outcome, score in evidence.outcomes.items()}


def rank_outcomes(match: Match) -> list[tuple[Outcome, float]]:
    """Return what a message is about, best first."""
    scores = combined(match.about)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def opposition(matcher: Matcher, match: Match, one: Outcome, other: Outcome, parts: Iterable[Part]) -> float:
    """Return by how much the parts of a message are opposed (scaled log odds)."""
    scale = math.sqrt(len(match.features) or 1)
    best = {one: NO_PART, other: NO_PART}
    count = 0
    for part in parts:
        if part.lead > best[part.outcome].lead:
            best[part.outcome] = part
        count += part.lead > 0
    weaker = min(best[one].lead, best[other].lead, MAX_PART) / math.sqrt(count or 1)
    opposed = matcher.opposition(match, one, other) / scale
    if best[one].is_in_focus != best[other].is_in_focus:
        opposed -= FOCUS_WEIGHT
    if best[one].is_missing and best[other].is_missing:
        opposed += NEED_WEIGHT
    elif best[one].is_missing or best[other].is_missing:
        opposed -= NEED_WEIGHT
    is_announced = matcher.does(Act.PAIR, match) or _is_parallel(matcher, match)
    announced = PAIR_WEIGHT if is_announced else 0.0
    return opposed + PART_WEIGHT * weaker + _coordination(matcher, match) + announced


def _is_parallel(matcher: Matcher, match: Match) -> bool:
    """Tell whether two statements of some length open alike: "somebody who ..., somebody who ..."."""
    openings: set[str] = set()
    joining = matcher.reader.lists.coordinator_stems
    for statement in match.statements:
        forms = [word.form for word in statement.words if word.stem not in joining]
        if len(forms) < MIN_PART:
            continue
        is_telling = forms[0] in matcher.reader.lists.parallels
        opening = forms[0] if is_telling else " ".join(forms[:2])
        if opening in openings:
            return True
        openings.add(opening)
    return False


def _parts(matcher: Matcher, match: Match, one: Outcome, other: Outcome) -> Iterable[Part]:
    """Yield the parts of a message that may be needs, each with the role that it speaks for."""
    focus = {part.start for part in match.statements if matcher.focuses(part)}
    missing = {part.start for part in match.statements if part.status is Status.MISSING}
    for words, starts in _joined(match.statements):
        evidence = matcher.evidence_of(words)
        scores = combined(evidence)
        rival = max(score for outcome, score in scores.items() if outcome not in (one, other))
        lead = (scores[one] - scores[other]) / math.sqrt(evidence.size)
        is_about_a_need = max(scores[one], scores[other]) > rival
        better = one if lead >= 0 else other
        yield Part(
            words,
            better,
            abs(lead) if is_about_a_need else 0.0,
            is_in_focus=not focus.isdisjoint(starts),
            is_missing=not missing.isdisjoint(starts),
        )


def _joined(statements: Iterable[Statement]) -> list[tuple[tuple[Word, ...], set[int]]]:
    """Return the words of the statements that may be needs, short ones with their neighbour, and where they
    begin.

    What follows a colon begins where that which leads to it does.
    """
    joined: list[tuple[tuple[Word, ...], set[int]]] = []
    before: Statement | None = None
    for statement in statements:
        if statement.is_need:
            is_next = before is not None and before.is_need and before.sentence == statement.sentence
            words, starts = joined[-1] if joined else ((), set())
            if is_next and min(len(words), len(statement.words)) < MIN_PART:
                joined[-1] = (*words, *statement.words), starts | {statement.start}
            else:
                led = {before.start} if before is not None and statement.joint == ":" else set()
                joined.append((statement.words, led | {statement.start}))
        before = statement
    return joined


def _is_role_of(outcome: Outcome, comparison: str) -> bool:
    return outcome.name == RECOMMENDATION and outcome.comparison == comparison


def _thin(matcher: Matcher, match: Match, outcomes: Iterable[Outcome]) -> str:
    """Return why the message says too little to recommend anything, or nothing if it says enough."""
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    weight = matcher.outcome_weights.weight
    support = {w.stem for w in words if any(weight(w.stem, o) > SUPPORT_WEIGHT for o in outcomes)}
    if len(support) < MIN_SUPPORT:
        too_few = f"{len(support)}, at least {MIN_SUPPORT} needed"
        return f"asks back because too few content words speak for a role: {too_few}"
    if len(words) <= SHORT_STATEMENT and all(word.stance is Stance.HAVE for word in words):
        return "asks back because it says what is there, and nothing that is missing"
    return ""


def _torn(matcher: Matcher, match: Match, ranking: list[tuple[Outcome, float]]) -> Outcome | None:
    """Return the best role of another comparison, if one part of the text speaks for it instead.

    It must be nearer than the other role of the first comparison: else the parts are two needs of that one.
    """
    first, *others = [outcome for outcome, _ in ranking if outcome.name == RECOMMENDATION]
    nearest = others[0]
    if nearest.comparison == first.comparison:
        return None
    scale = math.sqrt(len(match.features) or 1)
    opposed = matcher.opposition(match, first, nearest) / scale + 2 * _coordination(matcher, match)
    return nearest if opposed >= TORN_MARGIN else None


def _coordination(matcher: Matcher, match: Match) -> float:
    """Return what words such as "and" or "both" add to the evidence that two things are asked for."""
    coordinators = matcher.reader.lists.coordinator_stems
    found = sum(word.stem in coordinators for clause in match.clauses for word in clause)
    return COORDINATOR_WEIGHT * min(found, MAX_COORDINATORS)


def confidence(margin: float) -> Confidence:
    """Return how sure an answer is that leads by `margin`."""
    if margin >= CLEAR_MARGIN:
        return Confidence.CLEAR
    return Confidence.LIKELY if margin >= LIKELY_MARGIN else Confidence.TENTATIVE
