"""Which words of a message to quote as the reason for a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reading.features import with_stance
from bot.reading.labels import Label
from bot.reading.matcher import Match, Matcher
from bot.reading.words import Clause, Word

MAX_TELLING = 8
"""Features, the strongest, that are quoted."""
MIN_WEIGHT = 1.0
"""The log odds from which on a feature is worth quoting."""
MAX_GAP = 2
"""Words between two telling ones that are quoted with them."""
NEGATION_BEFORE = 2
"""Words before a telling one among which a negation belongs to it."""
MIN_QUOTE = 2
"""Words that say something by themselves; one alone is a scrap."""


def quotes(matcher: Matcher, match: Match, label: Label) -> tuple[str, ...]:
    """Return the pieces of a message that speak most for a label, each with a negation that belongs to it.

    What is there, denied or only supposed is never quoted, nor a single word.
    """
    telling = _telling_places(matcher, match, label)
    found = []
    for statement in match.statements:
        if not statement.is_need:
            continue

        for first, last in _runs(statement.words, telling):
            words = statement.words[first : last + 1]
            if len(words) < MIN_QUOTE:
                continue
            if _is_denied(words, matcher, label):
                continue
            start = words[0].start
            end = words[-1].end
            quote = match.text[start:end]
            found.append(quote)
    return tuple(found)


def _telling_places(matcher: Matcher, match: Match, label: Label) -> set[int]:
    """Return the places of the characters that speak most for a label."""
    features = []
    names = []
    for feature in match.features:
        if feature.is_content and not feature.is_settled:
            features.append(feature)
            names.append(feature.name)
    weights = matcher.label_weights.weights(names, label)

    weighed = []
    for feature, weight in zip(features, weights, strict=True):
        if weight >= MIN_WEIGHT:
            strongest_first = (-weight, feature.start, feature.end)
            weighed.append(strongest_first)
    # Ties by place, so that the same message is always quoted alike.
    weighed.sort()

    places: set[int] = set()
    for _, start, end in weighed[:MAX_TELLING]:
        places.update(range(start, end))
    return places


def _runs(words: Clause, telling: set[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each run of telling words, near ones joined."""
    found = []
    for index, word in enumerate(words):
        if word.start in telling and not word.is_function_word:
            found.append(index)

    reach = MAX_GAP + 1
    while found:
        first = found.pop(0)
        last = first
        while found and found[0] <= last + reach:
            last = found.pop(0)
        yield _widened(words, first, last)


def _widened(words: Clause, first: int, last: int) -> tuple[int, int]:
    """Take in a negation just before, and to a single word the next one that carries meaning."""
    earliest = max(0, first - NEGATION_BEFORE)
    for index in range(earliest, first):
        word = words[index]
        if word.is_negation:
            first = index
            break
    if first < last:
        return first, last

    # What stands before a word describes it oftener than what comes after it.
    reach = MAX_GAP + 1
    earliest = max(0, first - reach)
    for index in reversed(range(earliest, first)):
        word = words[index]
        if not word.is_function_word:
            return index, last

    latest = min(len(words), last + reach + 1)
    for index in range(last + 1, latest):
        word = words[index]
        if not word.is_function_word:
            return first, index
    return first, last


def _is_denied(words: Sequence[Word], matcher: Matcher, label: Label) -> bool:
    """Tell whether a negation at the beginning turns what follows against the label."""
    if not words[0].is_negation:
        return False
    # "no latency problem" denies, while "no monitoring" says what is missing: the weights know which.
    content = [with_stance(word) for word in words if not word.is_function_word]
    weights = matcher.label_weights.weights(content, label)
    return sum(weights) < 0
