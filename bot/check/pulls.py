"""Why a question gets a wrong answer: the words that speak for either side, and what pulls it away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from bot.advice.advisor import Advisor, best_label
from bot.advice.answers import Answer, OutOfScope
from bot.advice.decision import Decision, Verdict, combined, decide
from bot.check.naming import outcome_name, written
from bot.check.phrasebook import Phrasebook
from bot.check.question_files import File
from bot.knowledge.models import Question
from bot.reading import EVERYDAY, RECOMMENDATION, REFUSAL, Kind, Label, Match, Matcher, Outcome, Term, Weights

MAX_WORDS = 4
"""Words that an explanation quotes for each side."""

Category = TypeVar("Category", Label, Outcome)
Lead = tuple[float, Term]
"""How much more a term speaks for what is given than for what is wanted, in log odds."""


class Pull(NamedTuple):
    """Why a question does not get what it must get.

    `text` says it in lines. `label` is the criterion or topic that takes it, if words tell that, by `lead`
    (scaled log odds); `is_own` tells whether this can be reworded.
    """

    text: str
    label: Label | None = None
    lead: float = 0.0
    is_own: bool = False


class _Sides(NamedTuple):
    """What is given and what is wanted, as they are called, and what speaks for the one or the other.

    `taker` is what takes the question: the label that speaks most for what is given.
    """

    names: tuple[str, str]
    taker: Label
    leads: list[Lead]
    lead: float
    pulling: Label | Outcome
    """Whose phrases are to blame."""


def pull_of(advisor: Advisor, question: Question, file: File, answer: Answer, book: Phrasebook) -> Pull:
    """Return which words speak for what a question gets, which for what it must get, and what to do."""
    matcher = advisor.matcher
    match = matcher.match(question.text)
    if not match.terms:
        return Pull("it holds no words")
    if isinstance(answer, OutOfScope) and answer.strangers:
        return Pull(f"it names {', '.join(answer.strangers)}, which no comparison knows")
    decision = decide(matcher, match)
    sides = _sides(matcher, match, question, file.comparison, decision)
    given, wanted = sides.names
    if given == wanted:
        return Pull(decision.gate)  # no word tells them apart
    for_given = _quoted(match, _strongest(sides.leads, 1))
    for_wanted = _quoted(match, _strongest(sides.leads, -1))
    text = f"for {given}: {for_given}; for {wanted}: {for_wanted}; {decision.gate}"
    is_own = book.is_own(sides.taker)
    # Who wants both roles, or says that nothing is missing, is not led astray by a phrase.
    if len(question.roles) > 1 or decision.verdict is Verdict.NO_NEED:
        return Pull(text, sides.taker, sides.lead, is_own)
    culprits = book.pulling(sides.pulling, _strongest(sides.leads, 1)[:MAX_WORDS])
    if culprits:
        quoted = " and ".join(map(str, culprits))
        advice = _reword(question, file)
        text += f"\n    pulled away by {_topic(sides.taker, is_own)}{quoted}{advice}"
        return Pull(text, sides.taker, sides.lead, is_own=True)
    if not file.is_foreign:
        text += _beyond_reach(matcher, match, question, sides)
    return Pull(text, sides.taker, sides.lead, is_own)


def _reword(question: Question, file: File) -> str:
    """Return what to do about phrases of one's own, beyond looking at them."""
    if file.is_foreign:
        return "; make them more specific, or live with it"
    if question.not_ is not None:
        return "; add a topic under `not_covered`, or phrases to one, with its words"
    return ""


def _topic(taker: Label, is_own: bool) -> str:
    return f"the near-by topic `{taker.id}`: " if is_own and taker.kind is Kind.NOT_COVERED else ""


def _beyond_reach(matcher: Matcher, match: Match, question: Question, sides: _Sides) -> str:
    """Return what takes a question that is no phrase of one's own, and what can be done all the same."""
    taker = sides.taker
    if question.not_ is not None:
        words = _quoted(match, _strongest(sides.leads, 1))
        return f"\n    add a topic under `not_covered`, or phrases to one, with words such as {words}"
    unknown = [(0.0, term) for term in match.terms if matcher.unknown([term.name])]
    if taker == EVERYDAY and unknown:
        return f"\n    no phrase holds {_quoted(match, unknown)}; write situations with such words"
    weight = matcher.label_weights.weight
    telling = [(lead, term) for lead, term in sides.leads if term.is_content and weight(term.name, taker) > 0]
    words = _quoted(match, _strongest(telling, 1))
    if taker == EVERYDAY:
        return f"\n    pulled away by everyday talk, with the words {words}: write situations with them"
    if taker.kind is Kind.NOT_COVERED:
        topic = f"{taker.comparison}, near-by topic" if taker.comparison else "the general near-by topic"
        return (
            f"\n    pulled away by {topic} `{taker.id}`, with the words {words}: write situations with them"
        )
    if taker.kind is not Kind.CRITERION:
        return ""
    return (
        f"\n    pulled away by {taker.comparison}, {taker.id}, with the words {words}: write situations with"
        " content words of your own; if it truly fits both, mark it `gap: true`"
    )


def _sides(matcher: Matcher, match: Match, question: Question, comparison: str, decision: Decision) -> _Sides:
    """Tell what is given from what is wanted: two outcomes, or two criteria of one role."""
    given, wanted = _opposed(decision, question, comparison)
    scale = math.sqrt(len(match.terms))
    if given == wanted and question.criterion and wanted.role:
        best = best_label(match, Kind.CRITERION)
        label = Label(Kind.CRITERION, question.criterion, comparison, wanted.role)
        labels = match.about.labels
        leads = _leads(matcher.label_weights, match.terms, best, label)
        lead = (labels[best] - labels[label]) / scale
        return _Sides((best.id, label.id), best, leads, lead, best)
    taker = _best_of(match, given)
    scores = combined(match.about)
    leads = _leads(matcher.outcome_weights, match.terms, given, wanted)
    lead = (scores[given] - scores[wanted]) / scale
    names = outcome_name(given), outcome_name(wanted)
    # Of what is refused only the topic that it is taken for is to blame; a role's criteria pull together.
    pulling = taker if taker.kind is Kind.NOT_COVERED else given
    return _Sides(names, taker, leads, lead, pulling)


def _best_of(match: Match, outcome: Outcome) -> Label:
    """Return the label that speaks most for an outcome."""
    labels = [label for label in match.about.labels if label.outcome == outcome]
    return max(labels, key=lambda label: (match.about.labels[label], label))


def _opposed(decision: Decision, question: Question, comparison: str) -> tuple[Outcome, Outcome]:
    """Return what pulls a question the wrong way, and what it must get.

    If what it must get was not even weighed before asking back, it is what it was torn between.
    """
    expected = _outcome(question, comparison)
    first, *others = decision.outcomes
    is_between_two = decision.verdict in (Verdict.ASK, Verdict.BOTH_ROLES)
    if is_between_two and first == expected and len(question.roles) == 1:
        return others[0], expected
    if decision.verdict is Verdict.ASK and question.not_ is None:
        return first, others[0]
    return first, expected


def _outcome(question: Question, comparison: str) -> Outcome:
    if question.not_ is not None:
        return REFUSAL
    if question.answer == RECOMMENDATION:
        return Outcome(RECOMMENDATION, comparison, question.roles[0] if question.roles else "")
    return Outcome("small-talk" if question.answer == "smalltalk" else question.answer)


def _leads(
    weights: Weights[Category], terms: Iterable[Term], given: Category, wanted: Category
) -> list[Lead]:
    leads = []
    for term in terms:
        lead = weights.weight(term.name, given) - weights.weight(term.name, wanted)
        leads.append((lead, term))
    return leads


def _strongest(leads: Iterable[Lead], sign: int) -> list[Lead]:
    """Return the terms that speak most for one side: for what is given (1), or for what is wanted (-1)."""
    weighed = [(sign * lead, term) for lead, term in leads if sign * lead > 0]
    weighed.sort(key=lambda item: (-item[0], item[1].name))
    return weighed


def _quoted(match: Match, leads: Sequence[Lead]) -> str:
    """Return the words of the strongest terms, none of them twice."""
    said: list[str] = []
    for _, term in leads:
        words = written(match, term)
        is_new = not any(f" {known} " in f" {words} " or f" {words} " in f" {known} " for known in said)
        if is_new and len(said) < MAX_WORDS:
            said.append(words)
    return ", ".join(f'"{words}"' for words in said) or "nothing"
