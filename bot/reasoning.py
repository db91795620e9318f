"""Which criteria to give as reasons for a role, each with the words that it was found in. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.answers import Reason
from bot.matching import Kind, Label, Match, Matcher, Outcome
from bot.quoting import quotes

MAX_REASONS = 3
REASON_MARGIN = 6.0
"""Criteria that fall behind a role's best one by more are no reasons."""
OPPOSED_MARGIN = 2.0
"""By how much (scaled log odds) a message must lean to a role to be quoted against the others."""
MAX_QUOTE = 80
MAX_QUOTES = 6
"""Quotes for one criterion, the newest."""

Criteria = Mapping[tuple[str, str], Reason]
"""Every criterion as a reason without words, by comparison and id."""


def reasons_for(
    matcher: Matcher, criteria: Criteria, said: Sequence[Match], whole: Match, outcome: Outcome
) -> tuple[Reason, ...]:
    """Return the criteria of a role that all messages together speak for most, and what each message adds.

    Of one message the best criterion may lack words; of several each is mentioned that leans to the role.
    """
    best, *others = criteria_of(whole, outcome)
    near = [label for label in others if whole.labels[label] > whole.labels[best] - REASON_MARGIN]
    found: dict[Label, list[str]] = {label: [] for label in (best, *near[: MAX_REASONS - 1])}
    for match in said:
        if len(said) > 1 and leaning(match, outcome) <= 0:
            continue  # its words may be common to both roles
        quoted = [(label, words) for label in found for words in quotes(match, matcher.label_weights, label)]
        if not quoted and len(said) > 1:
            quoted = _own_words(matcher, match, outcome)
        for label, words in quoted:
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
        if leaning(match, outcome) >= OPPOSED_MARGIN:
            for label, words in _own_words(matcher, match, outcome):
                found.setdefault(label, []).append(words)
    return _as_reasons(criteria, found)


def criteria_of(match: Match, outcome: Outcome) -> list[Label]:
    """Return the criteria of a role, those first that the text speaks for most; ties by id."""
    mine = (label for label in match.labels if label.kind is Kind.CRITERION and label.outcome == outcome)
    return sorted(mine, key=lambda label: (-match.labels[label], label))


def leaning(match: Match, outcome: Outcome) -> float:
    """Return by how much a text leans to a role rather than to the other one of its comparison (scaled)."""
    others = [o for o in match.outcomes if o.comparison == outcome.comparison and o.role != outcome.role]
    return (match.outcomes[outcome] - match.outcomes[others[0]]) / math.sqrt(len(match.terms) or 1)


def _own_words(matcher: Matcher, match: Match, outcome: Outcome) -> list[tuple[Label, str]]:
    """Return the criterion that a message speaks for most, with its telling words or, if short, all of it."""
    label = criteria_of(match, outcome)[0]
    words = quotes(match, matcher.label_weights, label) or (match.text.strip(),)
    return [(label, quote) for quote in words if len(quote) <= MAX_QUOTE]


def _as_reasons(criteria: Criteria, found: Mapping[Label, Iterable[str]]) -> tuple[Reason, ...]:
    return tuple(
        replace(criteria[label.comparison, label.id], words=tuple(dict.fromkeys(words))[-MAX_QUOTES:])
        for label, words in found.items()
    )
