"""Texts that Slack would cut, found by rendering the longest answers that show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from bot.advice.answer_builder import Composer
from bot.advice.answer_parts import Confidence
from bot.advice.answers import Answer, OutOfScope, SmallTalk, Talk, TopicList
from bot.advice.grounds import Grounds
from bot.advice.thresholds import THRESHOLDS
from bot.check.texts import texts
from bot.knowledge.comparison import Comparison
from bot.knowledge.yaml_documents import Location
from bot.replies import blocks, limits
from bot.replies.describe import describe

NEVER_SHOWN = (("near_by",), ("aliases",))
"""Lists whose texts nobody is shown."""


def too_long(name: str, comparison: Comparison) -> set[Location]:
    """Return the places of what Slack would cut."""
    shown = {}
    for location, text in texts(comparison):
        if _is_shown(location):
            shown[location] = limits.escape(text)

    found = set()
    for answer in _answers(name, comparison):
        description = describe(answer, in_full=True)
        for crowded in blocks.crowded(description):
            place = _fullest(shown, crowded)
            found.add(place)
    return found


def _is_shown(location: Location) -> bool:
    if location[-1] in ("id", "first"):
        return False
    return location[-2:-1] not in NEVER_SHOWN


def _fullest(texts: Mapping[Location, str], shown: str) -> Location:
    """Return the place of what takes most of the room: one text, or the part that holds many."""
    parts: Counter[Location] = Counter()

    def length(item: tuple[Location, str]) -> int:
        _, text = item
        return len(text)

    longest_first = sorted(texts.items(), key=length, reverse=True)
    for location, text in longest_first:
        if text not in shown:
            continue
        # Once found it is taken out, so that no other text is found inside it.
        shown = shown.replace(text, "", 1)
        # Its length counts for every part that holds it, up to the whole section.
        for depth in range(1, len(location) + 1):
            part = location[:depth]
            parts[part] += len(text)

    (fullest, size), *_ = parts.most_common(1)

    # One text that takes most of that part is to be shortened; else the part holds too many.
    heavy = [fullest]
    depth_of_fullest = len(fullest)
    for location, within in parts.items():
        part_above = location[:depth_of_fullest]
        is_inside = part_above == fullest
        if is_inside and within > size / 2:
            heavy.append(location)
    return max(heavy, key=len)


def _answers(name: str, comparison: Comparison) -> Iterator[Answer]:
    """Yield the longest answers of each kind, such as a comparison with mistakes can give."""
    composer = Composer(
        {name: comparison},
        date.today,
        THRESHOLDS.max_changes,
    )
    topics = tuple(composer.topics.values())

    yield TopicList(topics)
    yield SmallTalk(Talk.HELP, topics)
    yield composer.definition(name)
    owner = comparison.owner or ""
    for sentence in comparison.not_covered.values():
        yield OutOfScope(topics, sentence, owners=(owner,))

    yield from _recommendations(name, composer)

    # What lacks a role's cell, or begins with no role, is an error that is told elsewhere.
    roles = comparison.roles.keys()
    if comparison.sequence.first in roles:
        yield composer.order(name)
    if all(row.cells.keys() == roles for row in comparison.differences):
        yield composer.difference(name)


def _recommendations(name: str, composer: Composer) -> Iterator[Answer]:
    """Yield what recommends either role, and both, with the longest reasons."""
    longest = sorted(composer.criteria.values(), key=lambda reason: -len(reason.text))
    roles = composer.topics[name].roles
    together = []
    for role in roles:
        # An answer shows so many reasons at most: the longest of them are the longest answer.
        of_role = [reason for reason in longest if reason.role == role]
        mine = of_role[: THRESHOLDS.max_reasons]
        others = [reason for reason in longest if reason.role != role]
        grounds = Grounds(tuple(mine), others=tuple(others))
        together += mine
        yield composer.recommendation(
            name,
            (role.id,),
            Confidence.CLEAR,
            grounds,
        )

    both = [role.id for role in roles]
    yield composer.recommendation(
        name,
        both,
        Confidence.CLEAR,
        Grounds(tuple(together)),
    )
