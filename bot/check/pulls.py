"""Why a question gets a wrong answer: the words that speak for either side, and what pulls it away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, OutOfScope
from bot.advice.decision import Verdict
from bot.check.naming import written
from bot.check.phrasebook import Phrasebook, Written
from bot.check.question_files import File
from bot.check.sides import Lead, Sides, sides_of, strongest
from bot.knowledge.questions import Question
from bot.reading import EVERYDAY, Kind, Label, Match, Matcher

MAX_WORDS = 4
"""Words that an explanation quotes for each side."""


class Pull(NamedTuple):
    """Why a question does not get what it must get.

    `text` says it in lines. `label` is the criterion or topic that takes it, if words tell that, by `lead`
    (scaled log odds); `is_own` tells whether this can be reworded.
    """

    text: str
    label: Label | None = None
    lead: float = 0.0
    is_own: bool = False


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
    sides = sides_of(
        matcher,
        match,
        question,
        file.comparison,
        decision,
    )
    given, wanted = sides.names
    if given == wanted:
        return Pull(decision.gate)  # no word tells them apart

    favouring = strongest(sides.leads, 1)
    against = strongest(sides.leads, -1)
    for_given = _quoted(match, favouring)
    for_wanted = _quoted(match, against)
    text = f"for {given}: {for_given}; for {wanted}: {for_wanted}; {decision.gate}"

    is_own = book.is_own(sides.taker)
    is_both = len(question.roles) > 1
    advice = ""
    # Who wants both roles, or says that nothing is missing, is not led astray by a phrase.
    if not is_both and decision.verdict is not Verdict.NO_NEED:
        # Weaker words stand in many phrases, and would blame one by chance.
        quoted = favouring[:MAX_WORDS]
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


def _beyond_reach(matcher: Matcher, match: Match, question: Question, sides: Sides) -> str:
    """Return what takes a question that is no phrase of one's own, and what can be done all the same."""
    taker = sides.taker
    if question.not_ is not None:
        words = _quoted(match, strongest(sides.leads, 1))
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
    words = _quoted(match, strongest(telling, 1))

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
