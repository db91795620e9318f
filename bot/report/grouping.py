"""Entries that ask the same, as one: how often it was asked, when and where, and what people said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.check.naming import OUT_OF_SCOPE
from bot.reading import Matcher
from bot.reading.alike import alike, gist
from bot.replies.parts import one_line
from bot.store import EntryKind, ReportEntry


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that ask the same, oldest first."""

    entries: Sequence[ReportEntry]

    @property
    def texts(self) -> tuple[str, ...]:
        """The questions in their different words, the most usual first; none where none is kept any more."""
        counts: Counter[str] = Counter()
        # Of those as usual as each other the newest comes first.
        for entry in reversed(self.entries):
            text = one_line(entry.text)
            if text:
                counts[text] += 1
        return tuple(text for text, _ in counts.most_common())

    @property
    def text(self) -> str:
        """The question, or what is kept in its place."""
        texts = self.texts
        if texts:
            return texts[0]
        return one_line(self.last.understood)

    @property
    def last(self) -> ReportEntry:
        """The newest entry."""
        return self.entries[-1]

    @property
    def last_asked(self) -> datetime:
        """When (UTC) it was asked last."""
        return self.last.asked_at

    @property
    def asked(self) -> int:
        """How often it found no answer, or one that did not help."""
        # A refusal that was voted on too stands among the questions without an answer already.
        voted_on = len(self.answered_badly)
        in_vain = max(self.count(EntryKind.UNANSWERED), self.count(EntryKind.RATED_BADLY) - voted_on)
        return in_vain + voted_on

    @property
    def answered_badly(self) -> tuple[ReportEntry, ...]:
        """The entries that got another answer than a refusal, which did not help."""
        rated = []
        for entry in self.entries:
            if entry.kind is EntryKind.RATED_BADLY and entry.intent != OUT_OF_SCOPE:
                rated.append(entry)
        return tuple(rated)

    @property
    def channels(self) -> tuple[str, ...]:
        """Where it was asked, the last place first; empty for direct messages."""
        channels = [entry.channel for entry in reversed(self.entries)]
        return tuple(dict.fromkeys(channels))

    @property
    def topic(self) -> str:
        """What was nearest to it, by the newest entry that knows."""
        return self._newest("topic")

    @property
    def understood(self) -> str:
        """What was read in it, by the newest entry that knows."""
        return self._newest("understood")

    @property
    def reasons(self) -> tuple[str, ...]:
        """What people said was wrong, the most usual first."""
        counts = Counter(entry.reason for entry in self.entries if entry.reason)
        return tuple(reason for reason, _ in counts.most_common())

    @property
    def comments(self) -> tuple[str, ...]:
        """What people wrote beside their votes, oldest first."""
        return self._comments(EntryKind.RATED_BADLY)

    @property
    def proposals(self) -> tuple[str, ...]:
        """The better answers that people propose, oldest first."""
        return self._comments(EntryKind.SUGGESTED)

    @property
    def about(self) -> str:
        """The role or topic of the newest proposal that names one."""
        return self._newest("about")

    def count(self, kind: EntryKind) -> int:
        """Return how many entries there are of a kind."""
        return sum(entry.kind is kind for entry in self.entries)

    def _newest(self, field: str) -> str:
        for entry in reversed(self.entries):
            value: str = getattr(entry, field)
            if value:
                return value
        return ""

    def _comments(self, kind: EntryKind) -> tuple[str, ...]:
        written = []
        for entry in self.entries:
            if entry.kind is kind and entry.comment:
                written.append(one_line(entry.comment))
        return tuple(written)


def grouped(matcher: Matcher, entries: Sequence[ReportEntry]) -> list[Group]:
    """Return entries (oldest first) in groups that ask the same, most asked first, of these the newest."""
    told = [entry for entry in entries if _tells_something(entry)]
    gists = [gist(matcher, entry.text) for entry in told]
    groups = []
    for positions in alike(gists):
        members = [told[position] for position in positions]
        groups.append(Group(members))
    groups.sort(
        key=lambda group: (group.asked, group.last_asked),
        reverse=True,
    )
    return groups


def _tells_something(entry: ReportEntry) -> bool:
    """Tell whether more is known of an entry than that there was a vote."""
    return bool(entry.text or entry.understood or entry.comment)
