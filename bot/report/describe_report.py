"""The report as a description: for `/whichrole report` and the App Home, where it must be short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.replies import feedback_wording as wording
from bot.replies.bad_reasons import BadReason
from bot.replies.description import (
    BulletList,
    Code,
    Description,
    Element,
    Headline,
    Item,
    Paragraph,
    Quoted,
    SmallPrint,
)
from bot.replies.parts import shortened
from bot.report.grouping import Group
from bot.report.snippets import Snippet
from bot.store import EntryKind, Votes

MAX_CODE = 700
"""Characters of YAML that are shown in Slack."""
MAX_SAID = 3
"""Proposals, and comments, that are shown of each group."""

Shown = tuple[Group, Snippet | None]
"""A group, and what to write for it."""


def report_description(shown: Sequence[Shown], count: int, votes: Votes) -> Description:
    """Return the report of the groups that are shown, of so many."""
    return list(_elements(shown, count, votes))


def kinds(group: Group) -> str:
    """Return why a group stands in the report, and how often."""
    parts = []
    for kind in EntryKind:
        number = group.count(kind)
        if not number:
            continue
        part = f"{kind} {number}"
        if kind is EntryKind.RATED_BADLY and group.reasons:
            reasons = ", ".join(map(reason_name, group.reasons))
            part = f"{part} ({reasons})"
        parts.append(part)
    return ", ".join(parts)


def places(group: Group) -> str:
    """Return where a group was asked."""
    return ", ".join(channel or wording.DIRECT_MESSAGE for channel in group.channels)


def reason_name(reason: str) -> str:
    """Return what a reason is called; one that another release kept, by its value."""
    if reason in set(BadReason):
        return wording.SHORT_REASONS[BadReason(reason)]
    return reason


def _elements(shown: Sequence[Shown], count: int, votes: Votes) -> Iterator[Element]:
    yield Headline(wording.REPORT)
    tally = wording.votes(votes.good, votes.bad)
    if not shown:
        yield Paragraph(wording.NOTHING_TO_REPORT)
        yield SmallPrint(tally)
        return
    # Above the list: what does not fit is cut at its end.
    yield SmallPrint(f"{tally} {wording.ALL_IN_TERMINAL}")
    for group, piece in shown:
        yield from _group(group, piece)
    left_out = count - len(shown)
    if left_out:
        yield SmallPrint(f"and {left_out} more")


def _group(group: Group, piece: Snippet | None) -> Iterator[Element]:
    text = shortened(group.text) or wording.NO_LONGER_KEPT
    yield Paragraph(Quoted(text), label=wording.times(group.asked))
    facts = [kinds(group)]
    if group.topic:
        facts.append(f"nearest: {group.topic}")
    when = wording.day(group.last_asked)
    facts.append(f"last on {when} in")
    channels = [channel for channel in group.channels if channel]
    if "" in group.channels:
        facts[-1] += f" {wording.DIRECT_MESSAGE}"
        facts[-1] += " and" if channels else ""
    yield SmallPrint(Quoted("; ".join(facts)), channels=channels)
    yield from _said(wording.COMMENTED, group.comments)
    yield from _said(wording.PROPOSED, group.proposals)
    if piece is None:
        return
    yaml = f"# {piece.path}\n{piece.yaml}"
    if len(yaml) <= MAX_CODE:
        yield Code(yaml)


def _said(heading: str, texts: Sequence[str]) -> Iterator[Element]:
    if not texts:
        return
    items = [Item(Quoted(shortened(text))) for text in texts[:MAX_SAID]]
    yield BulletList(heading, items)
