"""Questions that ask the same: their content words, whatever their order and inflection, are mostly the same.

A question comes down to the stems of its content words, in alphabetical order, after misspellings were
corrected and roles have one name each. Two are alike if these, written one after the other, agree in 80 of
100 characters (rapidfuzz's `ratio`). Each question joins the group whose first one is nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.reading.matcher import Matcher

ALIKE = 80.0
"""From which likeness (in a hundred) on two questions ask the same."""


def gist(matcher: Matcher, text: str) -> str:
    """Return the stems of a text's content words in alphabetical order; if it has none, of all its words."""
    content = set()
    everything = set()
    for word in matcher.words(text):
        stem = word.role or word.stem
        everything.add(stem)
        if not word.is_function_word:
            content.add(stem)
    stems = sorted(content or everything)
    return " ".join(stems)


def alike(gists: Sequence[str]) -> list[list[int]]:
    """Return groups of gists that are alike, as their positions; the first of a group speaks for it."""
    group_of: dict[str, int] = {}
    groups: list[list[int]] = []
    firsts: list[str] = []
    for position, one in enumerate(gists):
        number = group_of.get(one)
        if number is None:
            # Nothing is alike that has no words.
            nearest = process.extractOne(one, firsts, scorer=fuzz.ratio, score_cutoff=ALIKE) if one else None
            if nearest is None:
                number = len(groups)
                groups.append([])
                firsts.append(one)
            else:
                _, _, number = nearest
            if one:
                group_of[one] = number
        groups[number].append(position)
    return groups
