"""What to do with a message: the gates between answering, asking back and refusing. Pure.

What a message is about is decided by all its words. Which role it needs is decided by what it says is
missing: the words of what is there, denied, past, supposed or somebody's opinion speak for the other role.
Both roles are needed when one part speaks for one, the rest for the other, and each part by itself is about
a need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.advice.answer_parts import Confidence
from bot.advice.case import Case
from bot.advice.message_parts import Part, parts_of
from bot.advice.opposition import opposition, torn_to
from bot.advice.ranking import combined, rank_outcomes, ranked
from bot.advice.settled import goes_on, is_settled, names_a_need
from bot.advice.thresholds import Thresholds
from bot.reading import EVERYDAY, RECOMMENDATION, REFUSAL, Match, Matcher, Outcome, Status
from bot.reading.stances import Stance

NOTHING_MISSING = "all that it says of needs is there, denied, past, supposed or somebody's opinion"


class Verdict(StrEnum):
    """What to do with a question."""

    ONE_ROLE = "one role"
    BOTH_ROLES = "both roles"
    ASK = "ask back"
    NO_NEED = "nothing is missing"
    OTHER = "no recommendation"


STATED = frozenset({Verdict.ONE_ROLE, Verdict.BOTH_ROLES})
"""What comes out of a message that names a need by itself."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the outcomes that it is about (best first), how sure it is, and which gate decided.

    `margin` is the lead (scaled log odds) that makes it so sure, 0 where nothing leads. `maybe` is the role
    of a possible second need. `parts` are the parts of the message, if it names two needs.
    """

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    confidence: Confidence
    gate: str
    margin: float = 0.0
    maybe: Outcome | None = None
    parts: tuple[Part, ...] = ()


def decide(matcher: Matcher, match: Match, thresholds: Thresholds) -> Decision:
    """Weigh the outcomes against each other, and one part of the message against the rest."""
    case = Case(matcher, match, thresholds)
    ranking = rank_outcomes(match)
    (first, top), (runner_up, second), *_ = ranking
    margin = (top - second) / case.match.about.scale

    about = first
    if first == REFUSAL and _is_nearly_a_need(case, runner_up, margin):
        about = runner_up
    if about.name != RECOMMENDATION:
        return _without_a_need(case, first, runner_up, margin)
    # "We need a lawyer" is close to "we need somebody": what is missing there is no role that is known.
    if _seeks_a_stranger(case):
        strangers = ", ".join(match.strangers)
        return Decision(
            Verdict.OTHER,
            (REFUSAL,),
            Confidence.LIKELY,
            f"refuses because it asks for {strangers}, which no comparison holds, and names no need beside",
        )

    needed = _which_role(case, about, ranking)
    # What is everyday by its words is refused unless it names a need clearly: no question is worth it.
    if first == REFUSAL and needed.verdict is Verdict.ASK:
        return Decision(
            Verdict.OTHER,
            (REFUSAL,),
            confidence(margin, thresholds),
            f"refuses because it names no need clearly: that leads by {margin:.2f} over a vague one",
        )
    return needed


def _is_nearly_a_need(case: Case, runner_up: Outcome, margin: float) -> bool:
    """Tell whether refusing leads by so little over a recommendation that the need is believed."""
    if runner_up.name != RECOMMENDATION:
        return False

    labels = case.match.about.labels
    refused = [label for label in labels if label.outcome == REFUSAL]
    best = max(refused, key=lambda label: labels[label])
    # What is near another comparison is no need of this one.
    holders = case.matcher.holders(best)
    if holders and runner_up.comparison not in holders:
        return False

    tolerance = case.thresholds.need_tolerance
    # A comparison with few phrases knows fewer of the everyday words that stand around a need.
    if best == EVERYDAY:
        known = case.matcher.outcome_weights.known(runner_up)
        lacking = 1 - known
        tolerance += tolerance * lacking
    return margin < tolerance


def _without_a_need(case: Case, first: Outcome, runner_up: Outcome, margin: float) -> Decision:
    """Answer what is no need, or refuse it."""
    if first == REFUSAL and is_settled(case):
        return Decision(
            Verdict.NO_NEED,
            (REFUSAL,),
            Confidence.TENTATIVE,
            f"recommends nothing because {NOTHING_MISSING}",
        )
    least = case.thresholds.refuse_margin
    over = f"{margin:.2f} over {_shown(runner_up)}"
    outcome = first
    if first == REFUSAL:
        gate = f"refuses because no answer fits: that leads by {over}"
    elif runner_up == REFUSAL and margin < least:
        outcome = REFUSAL
        too_little = f"leads over refusing by only {margin:.2f}, at least {least} needed"
        gate = f"refuses because {first.name} {too_little}"
    else:
        gate = f"answers with {first.name}, which leads by {over}"
    return Decision(
        Verdict.OTHER,
        (outcome,),
        confidence(margin, case.thresholds),
        gate,
        margin,
    )


def _seeks_a_stranger(case: Case) -> bool:
    """Tell whether a message asks for a role that nobody described, and says nothing of a need beside."""
    match = case.match
    if match.roles or not match.strangers:
        return False
    is_sought = False
    for statement in match.statements:
        if case.matcher.asks_for_another_job(statement):
            is_sought = True
        elif case.is_about_a_need(statement):
            return False
    return is_sought


def _which_role(case: Case, about: Outcome, ranking: Sequence[tuple[Outcome, float]]) -> Decision:
    """Decide which role of a comparison is needed, by what the message says is missing."""
    needs = combined(case.match.needs)
    roles = {role: needs[role] for role in needs if role.comparison == about.comparison}
    (first, most), (other, less) = ranked(roles)
    if too_little := _too_little(case, (first, other)):
        return Decision(
            Verdict.ASK,
            (first, other),
            Confidence.TENTATIVE,
            f"asks back because {too_little}",
        )
    if not names_a_need(case):
        does_more = goes_on(case)
        does = "asks back" if does_more else "recommends nothing"
        return Decision(
            Verdict.ASK if does_more else Verdict.NO_NEED,
            (first, other),
            Confidence.TENTATIVE,
            f"{does} because {NOTHING_MISSING}",
        )
    if elsewhere := torn_to(case, ranking):
        least = case.thresholds.torn_margin
        return Decision(
            Verdict.ASK,
            (about, elsewhere),
            Confidence.TENTATIVE,
            f"asks back because one part speaks for {_shown(elsewhere)}, by {least} or more",
        )
    lead = (most - less) / case.match.about.scale
    # The best of all else that the message may be about.
    scores = dict(ranking)
    for rival in scores:
        if rival.comparison != about.comparison:
            break
    margin = (scores[about] - scores[rival]) / case.match.about.scale
    return _one_or_both(
        case,
        (first, other),
        lead,
        rival,
        margin,
    )


def _one_or_both(
    case: Case,
    roles: tuple[Outcome, Outcome],
    lead: float,
    rival: Outcome,
    margin: float,
) -> Decision:
    """Recommend the first role or both, or ask back: it leads by `lead`, and over all else by `margin`."""
    thresholds = case.thresholds
    first, other = roles
    parts = parts_of(case, first, other)
    opposed = opposition(case, first, other, parts)
    # That both are needed goes first: then neither leads by much.
    if opposed >= thresholds.both_margin:
        needed = f"{opposed:.2f}, {thresholds.both_margin} needed"
        return Decision(
            Verdict.BOTH_ROLES,
            roles,
            confidence(margin, thresholds),
            f"recommends both because its parts are opposed by {needed}",
            margin,
            parts=parts,
        )
    if lead < thresholds.ask_margin:
        apart = f"{lead:.2f} apart, at least {thresholds.ask_margin} needed"
        too_close = f"two answers are too close, {first.role} and {other.role}: {apart}"
        return Decision(
            Verdict.ASK,
            roles,
            Confidence.TENTATIVE,
            f"asks back because {too_close}",
        )
    # It must lead over the other role as well as over what is no need at all.
    least = min(lead, margin)
    statuses = {statement.status for statement in case.match.statements}
    if least < thresholds.vague_margin and Status.MISSING not in statuses:
        nearest = other if lead < margin else rival
        ahead = f"{least:.2f} ahead of {_shown(nearest)}, at least {thresholds.vague_margin} needed"
        return Decision(
            Verdict.ASK,
            roles,
            Confidence.TENTATIVE,
            f"asks back because it does not say that something is missing: only {ahead}",
        )
    is_maybe_both = opposed >= thresholds.maybe_margin
    over = f"{lead:.2f} over {other.role} and by {margin:.2f} over {_shown(rival)}"
    return Decision(
        Verdict.ONE_ROLE,
        (first,),
        confidence(least, thresholds),
        f"recommends {first.role}, which leads by {over}",
        least,
        maybe=other if is_maybe_both else None,
        parts=parts if is_maybe_both else (),
    )


def _too_little(case: Case, roles: tuple[Outcome, ...]) -> str:
    """Return why the message says too little to recommend anything, or nothing if it says enough."""
    thresholds = case.thresholds
    content = [word for word in case.match.words if not word.is_function_word]
    # The same word said twice speaks once.
    stems = list({word.stem for word in content})
    speaking = set()
    for role in roles:
        weights = case.matcher.outcome_weights.weights(stems, role)
        for stem, weight in zip(stems, weights, strict=True):
            if weight > thresholds.support_weight:
                speaking.add(stem)

    count = len(speaking)
    least = thresholds.min_support
    if count < least:
        return f"too few content words speak for a role: {count}, at least {least} needed"

    is_short = len(content) <= thresholds.short_statement
    if is_short and all(word.stance is Stance.HAVE for word in content):
        return "it says what is there, and nothing that is missing"
    return ""


def _shown(outcome: Outcome) -> str:
    """Return what the texts of gates call an outcome."""
    if outcome == REFUSAL:
        return "refusing"
    if not outcome.role:
        return outcome.name
    return f"{outcome.role} of {outcome.comparison}"


def confidence(margin: float, thresholds: Thresholds) -> Confidence:
    """Return how sure an answer is that leads by `margin`."""
    if margin >= thresholds.clear_margin:
        return Confidence.CLEAR
    if margin >= thresholds.likely_margin:
        return Confidence.LIKELY
    return Confidence.TENTATIVE
