"""What advice rests on: what speaks for it, what against it, and what was taken for no need. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.advice.answer_parts import Reason, Understood
from bot.advice.choices import Reply
from bot.advice.ranking import leaning
from bot.advice.reasons import QuotesByCriterion, ReasonFinder
from bot.reading import Kind, Label, Match, Outcome, together


class Spoken(NamedTuple):
    """A message, and the id of the role that it is about; without one it is about any."""

    role: str
    match: Match


class Grounds(NamedTuple):
    """What advice rests on: the reasons for it, best first, and what speaks against it.

    `others` are the criteria, best first, that would speak for another role; `understood` are the parts of
    the last message that would have done so, had they been needs.
    """

    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()
    others: tuple[Reason, ...] = ()
    understood: tuple[Understood, ...] = ()


def grounds_of(
    finder: ReasonFinder,
    outcomes: Sequence[Outcome],
    advised: Sequence[str],
    said: Sequence[Spoken],
    replies: Mapping[str, Reply],
) -> Grounds:
    """Return what advice rests on: `outcomes` are the roles of its comparison, `advised` those it names."""
    criteria = _best_first(finder, outcomes[0].comparison, said)
    reasons: QuotesByCriterion = {}
    against: QuotesByCriterion = {}
    # What was confirmed comes before what was only read.
    for criterion in criteria:
        name = criterion.criterion
        if replies.get(name) is not Reply.YES:
            continue
        side = reasons if criterion.role.id in advised else against
        side[name] = ()

    for outcome in outcomes:
        about = ("", outcome.role)
        mine = [match for role, match in said if role in about]
        if outcome.role in advised:
            found = finder.reasons_for(mine, outcome)
            _add(reasons, found)
        else:
            found = finder.reasons_against(mine, outcome)
            _add(against, found)

    others = []
    for criterion in criteria:
        name = criterion.criterion
        is_known = name in against or replies.get(name) is Reply.NO
        if criterion.role.id not in advised and not is_known:
            others.append(criterion)

    own = _as_reasons(criteria, reasons, replies)
    own.sort(key=lambda reason: advised.index(reason.role.id))
    opposed = _as_reasons(criteria, against, replies)
    return Grounds(
        reasons=tuple(own),
        against=tuple(opposed),
        others=tuple(others),
        understood=_understood(finder, outcomes, advised, said),
    )


def _best_first(finder: ReasonFinder, topic: str, said: Sequence[Spoken]) -> list[Reason]:
    """Return the criteria of a topic, those first that everything said speaks for most."""
    criteria = [reason for reason in finder.criteria.values() if reason.topic == topic]
    if not said:
        return criteria

    needs = [match.needs for _, match in said]
    scores = together(needs).labels

    def place(reason: Reason) -> tuple[float, str, str]:
        role = reason.role.id
        name = reason.criterion
        label = Label(Kind.CRITERION, name, topic, role)
        return -scores[label], role, name

    return sorted(criteria, key=place)


def _add(side: QuotesByCriterion, found: QuotesByCriterion) -> None:
    """Add criteria with their words; the words that one has already stay."""
    for criterion, words in found.items():
        said = side.get(criterion)
        side[criterion] = said or words


def _as_reasons(
    criteria: Iterable[Reason],
    quoted: QuotesByCriterion,
    replies: Mapping[str, Reply],
) -> list[Reason]:
    """Return the criteria with the words they were found in and the yes to them, but none that was denied."""
    by_name = {criterion.criterion: criterion for criterion in criteria}
    reasons = []
    for name, words in quoted.items():
        reply = replies.get(name)
        if reply is Reply.NO:
            continue
        # "Not sure" tells nothing, so that it is not shown.
        shown = None if reply is Reply.UNSURE else reply
        reason = replace(by_name[name], words=words, reply=shown)
        reasons.append(reason)
    return reasons


def _understood(
    finder: ReasonFinder,
    outcomes: Sequence[Outcome],
    advised: Sequence[str],
    said: Sequence[Spoken],
) -> tuple[Understood, ...]:
    """Return the parts of the last message that would have spoken for another role, were they needs."""
    others = [outcome for outcome in outcomes if outcome.role not in advised]
    if not said or not others:
        return ()

    match = said[-1].match
    thresholds = finder.thresholds
    understood = []
    for statement in match.statements:
        is_scrap = len(statement.words) < thresholds.min_understood
        if statement.is_need or is_scrap:
            continue

        evidence = finder.matcher.evidence_of(statement.words)
        leads = [leaning(evidence, outcome) for outcome in others]
        if max(leads) < thresholds.understood_lead:
            continue

        words = match.text[statement.start : statement.end]
        part = Understood(words, statement.status)
        understood.append(part)
    return tuple(understood)
