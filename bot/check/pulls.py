"""Why a question gets a wrong answer: the words that speak for either side, and what pulls it away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, OutOfScope
from bot.advice.decision import Decision, Verdict
from bot.advice.ranking import best_label, combined, ranked
from bot.check.naming import outcome_name, written
from bot.check.phrasebook import Phrasebook, Written
from bot.check.question_files import File
from bot.knowledge.questions import Question
from bot.reading import (
    EVERYDAY,
    RECOMMENDATION,
    REFUSAL,
    Feature,
    Kind,
    Label,
    Match,
    Matcher,
    Outcome,
    Weights,
)

MAX_WORDS = 4
"""Words that an explanation quotes for each side."""

Category = TypeVar("Category", Label, Outcome)
Lead = tuple[float, Feature]
"""How much more a feature speaks for what is given than for what is wanted, in log odds."""


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
    if not match.features:
        return Pull("it holds no words")
    # No word decided that, and no phrase will change it.
    if isinstance(answer, OutOfScope) and answer.strangers:
        strangers = ", ".join(answer.strangers)
        return Pull(f"it names {strangers}, which no comparison knows")

    decision = advisor.decide(match)
    sides = _sides(
        matcher,
        match,
        question,
        file.comparison,
        decision,
    )
    given, wanted = sides.names
    if given == wanted:
        return Pull(decision.gate)  # no word tells them apart

    strongest = _strongest(sides.leads, 1)
    against = _strongest(sides.leads, -1)
    for_given = _quoted(match, strongest)
    for_wanted = _quoted(match, against)
    text = f"for {given}: {for_given}; for {wanted}: {for_wanted}; {decision.gate}"

    is_own = book.is_own(sides.taker)
    is_both = len(question.roles) > 1
    advice = ""
    # Who wants both roles, or says that nothing is missing, is not led astray by a phrase.
    if not is_both and decision.verdict is not Verdict.NO_NEED:
        # Weaker words stand in many phrases, and would blame one by chance.
        quoted = strongest[:MAX_WORDS]
        culprits = book.pulling(sides.pulling, quoted)
        if culprits:
            is_own = True
            advice = _own_phrases(culprits, question, file, sides.taker)
        elif not file.is_foreign:
            advice = _beyond_reach(matcher, match, question, sides)

    if advice:
        text += f"\n    {advice}"
    return Pull(
        text=text,
        label=sides.taker,
        lead=sides.lead,
        is_own=is_own,
    )


def _own_phrases(culprits: Iterable[Written], question: Question, file: File, taker: Label) -> str:
    """Return which phrases of one's own pull a question away, and what to do about them."""
    pulling = " and ".join(map(str, culprits))
    if taker.kind is Kind.NOT_COVERED:
        pulling = f"the near-by topic `{taker.id}`: {pulling}"

    said = f"pulled away by {pulling}"
    if file.is_foreign:
        return f"{said}; make them more specific, or live with it"
    if question.not_ is not None:
        return f"{said}; add a topic under `not_covered`, or phrases to one, with its words"
    return said


def _beyond_reach(matcher: Matcher, match: Match, question: Question, sides: _Sides) -> str:
    """Return what takes a question that is no phrase of one's own, and what can be done all the same."""
    taker = sides.taker
    if question.not_ is not None:
        words = _quoted(match, _strongest(sides.leads, 1))
        return f"add a topic under `not_covered`, or phrases to one, with words such as {words}"

    # Words that nobody wrote down speak for refusing, and are the easiest to mend.
    unknown = [(0.0, feature) for feature in matcher.unknown(match.features)]
    if taker == EVERYDAY and unknown:
        words = _quoted(match, unknown)
        return f"no phrase holds {words}; write situations with such words"

    # How something is asked is no word of a criterion, however strongly it speaks.
    weights = matcher.label_weights
    telling = []
    for lead, feature in sides.leads:
        if not feature.is_content:
            continue
        if weights.weight(feature.name, taker) > 0:
            telling.append((lead, feature))
    words = _quoted(match, _strongest(telling, 1))

    if taker == EVERYDAY:
        return f"pulled away by everyday talk, with the words {words}: write situations with them"
    if taker.kind is Kind.NOT_COVERED:
        whose = taker.comparison or "all comparisons"
        topic = f"the near-by topic `{taker.id}` of {whose}"
        return f"pulled away by {topic}, with the words {words}: write situations with them"
    if taker.kind is not Kind.CRITERION:
        return ""
    return (
        f"pulled away by {taker.comparison}, {taker.id}, with the words {words}:"
        " write situations with content words of your own;"
        " if it truly fits both, mark it `gap: true`"
    )


def _sides(matcher: Matcher, match: Match, question: Question, comparison: str, decision: Decision) -> _Sides:
    """Tell what is given from what is wanted: two outcomes, or two criteria of one role."""
    given, wanted = _opposed(decision, question, comparison)
    scale = math.sqrt(len(match.features))
    if given == wanted and question.criterion and wanted.role:
        # The role is right, but another criterion of it is the reason.
        labels = match.about.labels
        best = best_label(match, Kind.CRITERION)
        label = Label(
            kind=Kind.CRITERION,
            id=question.criterion,
            comparison=comparison,
            role=wanted.role,
        )
        return _Sides(
            names=(best.id, label.id),
            taker=best,
            leads=_leads(
                matcher.label_weights,
                match.features,
                best,
                label,
            ),
            lead=(labels[best] - labels[label]) / scale,
            pulling=best,
        )

    scores = combined(match.about)
    taker = _best_of(match, given)
    # Of what is refused only the topic that it is taken for is to blame; a role's criteria pull together.
    is_topic = taker.kind is Kind.NOT_COVERED
    return _Sides(
        names=(outcome_name(given), outcome_name(wanted)),
        taker=taker,
        leads=_leads(
            matcher.outcome_weights,
            match.features,
            given,
            wanted,
        ),
        lead=(scores[given] - scores[wanted]) / scale,
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
        return others[0], expected
    if verdict is Verdict.ASK and question.not_ is None:
        return first, others[0]
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


def _strongest(leads: Iterable[Lead], sign: int) -> list[Lead]:
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


def _quoted(match: Match, leads: Sequence[Lead]) -> str:
    """Return the words of the strongest terms, none of them twice."""
    said: list[str] = []
    for _, feature in leads:
        if len(said) == MAX_WORDS:
            break
        words = written(match, feature)
        # A word, with its neighbour and with its stance: three terms of one word.
        if not _is_among(words, said):
            said.append(words)
    if not said:
        return "nothing"
    return ", ".join(f'"{words}"' for words in said)


def _is_among(words: str, said: Iterable[str]) -> bool:
    """Tell whether words stand in what was said already, or the other way round."""
    padded = f" {words} "
    for known in said:
        is_part = f" {known} " in padded or padded in f" {known} "
        if is_part:
            return True
    return False
