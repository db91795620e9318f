"""Which words of a message to quote as the reason for a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reading.labels import Label
from bot.reading.matcher import Match, Matcher, settled_features
from bot.reading.words import Clause, Word

MAX_TERMS = 8
MIN_WEIGHT = 1.0
MAX_GAP = 2
"""Words between two telling ones that are quoted with them."""
NEGATION_REACH = 2
MIN_QUOTE = 2
"""Words that say something by themselves; one alone is a scrap."""


def quotes(matcher: Matcher, match: Match, label: Label) -> tuple[str, ...]:
    """Return the pieces of a message that speak most for a label, each with a negation that belongs to it.

    What is there, denied or only supposed is never quoted, nor a single word.
    """
    weight = matcher.label_weights.weight
    settled = settled_features(match.features, match.statements)
    content = [feature for feature in match.features if feature.is_content and feature not in settled]
    weighed = sorted((-weight(feature.name, label), feature.start, feature.end) for feature in content)
    places = [(start, end) for negative, start, end in weighed[:MAX_TERMS] if -negative >= MIN_WEIGHT]
    telling = {place for start, end in places for place in range(start, end)}
    found = []
    for statement in match.statements:
        if not statement.is_need:
            continue
        for first, last in _runs(statement.words, telling):
            words = statement.words[first : last + 1]
            if len(words) >= MIN_QUOTE and not _is_denied(words, matcher, label):
                found.append(match.text[words[0].start : words[-1].end])
    return tuple(found)


def _runs(words: Clause, telling: set[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each run of telling words, near ones joined."""
    found = [i for i, word in enumerate(words) if word.start in telling and not word.is_function_word]
    while found:
        first = last = found.pop(0)
        while found and found[0] - last <= MAX_GAP + 1:
            last = found.pop(0)
        yield _widened(words, first, last)


def _widened(words: Clause, first: int, last: int) -> tuple[int, int]:
    """Take in a negation just before, and to a single word the next one that carries meaning."""
    before = range(max(0, first - NEGATION_REACH), first)
    first = next((i for i in before if words[i].is_negation), first)
    if first < last:
        return first, last
    content = [i for i, word in enumerate(words) if not word.is_function_word]
    earlier = [i for i in content if first - MAX_GAP - 1 <= i < first]
    later = [i for i in content if last < i <= last + MAX_GAP + 1]
    if earlier:
        return earlier[-1], last
    return first, later[0] if later else last


def _is_denied(words: Sequence[Word], matcher: Matcher, label: Label) -> bool:
    """Tell whether a negation at the beginning turns what follows against the label."""
    if not words[0].is_negation:
        return False
    stances = (f"{word.stem}|{word.stance}" for word in words if not word.is_function_word)
    return sum(matcher.label_weights.weight(feature, label) for feature in stances) < 0
