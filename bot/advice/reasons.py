"""Which criteria to give as reasons for a role, each with the words that it was found in. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.advice.answers import Reason
from bot.reading import Evidence, Kind, Label, Match, Matcher, Outcome, together
from bot.reading.quotes import quotes

MAX_REASONS = 3
REASON_MARGIN = 6.0
"""Criteria that fall behind a role's best one by more are no reasons."""
OPPOSED_MARGIN = 2.0
"""By how much (scaled log odds) a message must lean to a role to be quoted against the others."""
MAX_QUOTE = 80
MAX_QUOTES = 2
"""Quotes for one criterion, the newest."""

Criteria = Mapping[tuple[str, str], Reason]
"""Every criterion as a reason without words, by comparison and id."""


def reasons_for(
    matcher: Matcher, criteria: Criteria, said: Sequence[Match], outcome: Outcome
) -> tuple[Reason, ...]:
    """Return the criteria of a role that all messages together speak for most, with the words of each
    message.

    The best criterion is a reason even without words.
    """
    if not said:
        return ()
    whole = together([match.needs for match in said])
    best, *others = criteria_of(whole, outcome)
    near = [label for label in others if whole.labels[label] > whole.labels[best] - REASON_MARGIN]
    candidates = (best, *near[: MAX_REASONS - 1])
    found: dict[Label, list[str]] = {label: [] for label in candidates}
    for match in said:
        quoted = [(label, words) for label in candidates for words in quotes(matcher, match, label)]
        for label, words in quoted or _own_words(matcher, match, outcome):
            found.setdefault(label, []).append(words)
    quoted_ones = {label: words for label, words in found.items() if words}
    if len(said) > 1 and quoted_ones:
        return _as_reasons(criteria, quoted_ones)
    return _as_reasons(criteria, {best: found[best], **quoted_ones})


def reasons_against(
    matcher: Matcher, criteria: Criteria, said: Iterable[Match], outcome: Outcome
) -> tuple[Reason, ...]:
    """Return what single messages say clearly for a role that all together do not speak for."""
    found: dict[Label, list[str]] = {}
    for match in said:
        if leaning(match.needs, outcome) >= OPPOSED_MARGIN:
            for label, words in _own_words(matcher, match, outcome):
                found.setdefault(label, []).append(words)
    return _as_reasons(criteria, found)


def criteria_of(evidence: Evidence, outcome: Outcome) -> list[Label]:
    """Return the criteria of a role, those first that the words speak for most; ties by id."""
    mine = (label for label in evidence.labels if label.kind is Kind.CRITERION and label.outcome == outcome)
    return sorted(mine, key=lambda label: (-evidence.labels[label], label))


def leaning(evidence: Evidence, outcome: Outcome) -> float:
    """Return by how much words lean to a role rather than to the other one of its comparison (scaled)."""
    others = [o for o in evidence.outcomes if o.comparison == outcome.comparison and o.role != outcome.role]
    return (evidence.outcomes[outcome] - evidence.outcomes[others[0]]) / math.sqrt(evidence.size or 1)


def _own_words(matcher: Matcher, match: Match, outcome: Outcome) -> list[tuple[Label, str]]:
    """Return the criterion that a message speaks for most, with its telling words or, if short, all of it."""
    label = criteria_of(match.needs, outcome)[0]
    is_whole_a_need = all(statement.is_need for statement in match.statements)
    words = quotes(matcher, match, label) or ((match.text.strip(),) if is_whole_a_need else ())
    return [(label, quote) for quote in words if len(quote) <= MAX_QUOTE]


def _as_reasons(criteria: Criteria, found: Mapping[Label, Iterable[str]]) -> tuple[Reason, ...]:
    return tuple(
        replace(criteria[label.comparison, label.id], words=tuple(dict.fromkeys(words))[-MAX_QUOTES:])
        for label, words in found.items()
    )
