"""What a question gets and what it must get, as two sides, and the words that speak for either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from bot.advice.decision import Decision, Verdict
from bot.advice.ranking import best_label, combined, ranked
from bot.check.naming import outcome_name
from bot.knowledge.questions import Question
from bot.reading import RECOMMENDATION, REFUSAL, Feature, Kind, Label, Match, Matcher, Outcome, Weights

Category = TypeVar("Category", Label, Outcome)
Lead = tuple[float, Feature]
"""How much more a feature speaks for what is given than for what is wanted, in log odds."""


class Sides(NamedTuple):
    """What is given and what is wanted, as they are called, and what speaks for the one or the other.

    `taker` is what takes the question: the label that speaks most for what is given.
    """

    names: tuple[str, str]
    taker: Label
    leads: list[Lead]
    lead: float
    pulling: Label | Outcome
    """Whose phrases are to blame."""


def sides_of(
    matcher: Matcher, match: Match, question: Question, comparison: str, decision: Decision
) -> Sides:
    """Tell what is given from what is wanted: two outcomes, or two criteria of one role."""
    given, wanted = _opposed(decision, question, comparison)
    scale = match.about.scale
    if given == wanted and question.criterion and wanted.role:
        # The role is right, but another criterion of it is the reason.
        labels = match.about.labels
        best = best_label(match, Kind.CRITERION)
        # The criterion that the question is for.
        label = Label(
            kind=Kind.CRITERION,
            id=question.criterion,
            comparison=comparison,
            role=wanted.role,
        )
        lead = labels[best] - labels[label]
        return Sides(
            names=(best.id, label.id),
            taker=best,
            leads=_leads(
                matcher.label_weights,
                match.features,
                best,
                label,
            ),
            lead=lead / scale,
            pulling=best,
        )

    scores = combined(match.about)
    taker = _best_of(match, given)
    # Of what is refused only the topic that it is taken for is to blame; a role's criteria pull together.
    is_topic = taker.kind is Kind.NOT_COVERED
    lead = scores[given] - scores[wanted]
    return Sides(
        names=(outcome_name(given), outcome_name(wanted)),
        taker=taker,
        leads=_leads(
            matcher.outcome_weights,
            match.features,
            given,
            wanted,
        ),
        lead=lead / scale,
        pulling=taker if is_topic else given,
    )


def _best_of(match: Match, outcome: Outcome) -> Label:
    """Return the label that speaks most for an outcome."""
    for label, _ in ranked(match.about.labels):
        if label.outcome == outcome:
            return label
    raise LookupError(outcome)  # every outcome comes from a label


def _opposed(decision: Decision, question: Question, comparison: str) -> tuple[Outcome, Outcome]:
    """Return what pulls a question the wrong way, and what it must get.

    If what it must get was not even weighed before asking back, it is what it was torn between.
    """
    expected = _outcome(question, comparison)
    first, *others = decision.outcomes
    verdict = decision.verdict
    is_between_two = verdict in (Verdict.ASK, Verdict.BOTH_ROLES)
    wants_one_role = len(question.roles) == 1

    # The one that it was torn between beside the right one is what pulled it.
    if is_between_two and wants_one_role and first == expected:
        second = others[0]
        return second, expected
    if verdict is Verdict.ASK and question.not_ is None:
        second = others[0]
        return first, second
    return first, expected


def _outcome(question: Question, comparison: str) -> Outcome:
    if question.not_ is not None:
        return REFUSAL
    if question.answer == RECOMMENDATION:
        role, *_ = question.roles
        return Outcome(RECOMMENDATION, comparison, role)
    if question.answer == "smalltalk":
        return Outcome(Kind.SMALL_TALK.value)
    return Outcome(question.answer)


def _leads(
    weights: Weights[Category], terms: Iterable[Feature], given: Category, wanted: Category
) -> list[Lead]:
    leads = []
    for feature in terms:
        term = feature.name
        for_given = weights.weight(term, given)
        for_wanted = weights.weight(term, wanted)
        lead = for_given - for_wanted
        leads.append((lead, feature))
    return leads


def strongest(leads: Iterable[Lead], sign: int) -> list[Lead]:
    """Return the terms that speak most for one side: for what is given (1), or for what is wanted (-1)."""
    weighed = []
    for lead, feature in leads:
        strength = sign * lead
        if strength > 0:
            weighed.append((strength, feature))
    return most_telling(weighed)


def most_telling(weighed: Iterable[Lead]) -> list[Lead]:
    """Return terms with those first that say most, be it for or against; of equal ones, by their names."""

    def rank(item: Lead) -> tuple[float, str]:
        weight, feature = item
        return -abs(weight), feature.name

    return sorted(weighed, key=rank)
