"""Which words of a question to quote as the reason for a criterion."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language import Clause
from bot.matching import Label, Match, Weights

MAX_TERMS = 5
MIN_WEIGHT = 1.0
MAX_GAP = 2
"""Words between two telling ones that are quoted with them."""
NEGATION_REACH = 2


def quotes(match: Match, weights: Weights[Label], label: Label) -> tuple[str, ...]:
    """Return the pieces of the text that speak most for a label, each with a negation that belongs to it."""
    weighed = sorted((-weights.weight(t.name, label), t.start, t.end) for t in match.terms if t.is_content)
    places = [(start, end) for negative, start, end in weighed[:MAX_TERMS] if -negative >= MIN_WEIGHT]
    telling = {place for start, end in places for place in range(start, end)}
    return tuple(
        match.text[clause[first].start : clause[last].end]
        for clause in match.clauses
        for first, last in _runs(clause, telling)
        if not _is_denied(clause[first : last + 1], weights, label)
    )


def _runs(clause: Clause, telling: set[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each run of telling words, near ones joined."""
    found = [i for i, word in enumerate(clause) if word.start in telling and not word.is_function_word]
    while found:
        first = last = found.pop(0)
        while found and found[0] - last <= MAX_GAP + 1:
            last = found.pop(0)
        yield _with_negation(clause, first), last


def _is_denied(words: Clause, weights: Weights[Label], label: Label) -> bool:
    """Tell whether a negation at the beginning turns what follows against the label."""
    stances = (f"{word.term}|{word.stance}" for word in words if not word.is_function_word)
    return words[0].is_negation and sum(weights.weight(term, label) for term in stances) < 0


def _with_negation(clause: Clause, first: int) -> int:
    """Return where a run begins, once a negation just before it is taken in."""
    before = range(max(0, first - NEGATION_REACH), first)
    return next((i for i in before if clause[i].is_negation), first)
