"""Words to features: each word, the same with its stance, and pairs of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from bot.reading.stances import Stance
from bot.reading.words import ROLE, Clause, Word

BEGIN = "^"
"""Stands for the begin of a clause in a pair of words."""
SEVERAL_ROLES = "<roles>"
"""A feature of texts that name more than one role."""
_MARKS = frozenset("_|~")
"""What stands in the names of pairs and of words with their stance; no word holds one of them."""


class Feature(NamedTuple):
    """A word, a word with its stance, or two words in a row, and the characters that it was read from.

    It is content if it holds a content word. It is plain if it holds content words only, and says nothing
    of what is there or missing. It is settled if it stands only in statements that are no need.
    """

    name: str
    start: int
    end: int
    is_content: bool = False
    is_plain: bool = False
    is_settled: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is one word, without its stance."""
        return is_word(self.name)


def is_word(name: str) -> bool:
    """Tell whether this is the name of a feature that is one word, without its stance."""
    return _MARKS.isdisjoint(name)


def with_stance(word: Word) -> str:
    """Return the name of the feature that is a word with its stance."""
    return f"{word.stem}|{word.stance}"


def features_of(clauses: Iterable[Clause], settled: Iterable[Word] = ()) -> tuple[Feature, ...]:
    """Return the distinct features of a text, each with its first place.

    `settled` are the words of what is no need. What is said both of a need and of what is settled counts
    as said of the need.
    """
    places = frozenset(word.start for word in settled)
    said: list[Feature] = []
    named: list[Word] = []
    for clause in clauses:
        said += _of_clause(clause, places)
        named += [word for word in clause if word.stem == ROLE]
    if places:
        said.sort(key=attrgetter("is_settled"))

    distinct: dict[str, Feature] = {}
    for feature in said:
        distinct.setdefault(feature.name, feature)

    # That several are named tells a question of their difference, whichever words stand between them.
    if len(named) > 1:
        first = named[0]
        distinct[SEVERAL_ROLES] = Feature(
            SEVERAL_ROLES,
            first.start,
            first.end,
            is_settled=first.start in places,
        )
    return tuple(distinct.values())


def _of_clause(clause: Clause, settled: frozenset[int]) -> Iterator[Feature]:
    before: Word | None = None
    content_before: Word | None = None
    for word in clause:
        start, end = word.start, word.end
        is_settled = start in settled
        is_content = not word.is_function_word
        yield Feature(word.stem, start, end, is_content, is_content, is_settled)

        if before is None:
            pair = f"{BEGIN}_{word.stem}"
            holds_content = is_content
            is_plain = False
        else:
            pair = f"{before.stem}_{word.stem}"
            follows_content = not before.is_function_word
            holds_content = is_content or follows_content
            is_plain = is_content and follows_content
        yield Feature(pair, start, end, holds_content, is_plain, is_settled)
        before = word

        if not is_content:
            continue
        if word.stance is not Stance.NEUTRAL:
            yield Feature(with_stance(word), start, end, True, False, is_settled)
        # Two content words belong together whatever articles stand between them.
        if content_before is not None:
            pair = f"{content_before.stem}~{word.stem}"
            start = content_before.start
            yield Feature(pair, start, end, True, True, start in settled)
        content_before = word
