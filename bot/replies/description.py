"""What an answer is made of, whatever it is printed as: small elements in reading order.

What an answer says is decided before it is described, and how an element looks by each printer: `text`,
`markdown` and `blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Quoted(str):
    """Text that repeats what somebody wrote: no character in it is meant as formatting."""

    __slots__ = ()


class Naming(str):
    """A text of the bot's own that names people in Slack's way, as `<@U012ABC>`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """What an answer comes to; `lead` are the words that lead up to what is stressed."""

    text: str
    lead: str = ""

    @property
    def line(self) -> str:
        """The whole as plain words."""
        if not self.lead:
            return self.text
        return f"{self.lead} {self.text}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences under a heading, or after a label on the same line, or with neither."""

    text: str
    heading: str = ""
    label: str = ""

    @property
    def line(self) -> str:
        """The sentences after their label, as plain words."""
        return _labelled(self.label, self.text)


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list; `label` says for which role it is, `note` what it rests on."""

    text: str
    label: str = ""
    note: str = ""

    @property
    def line(self) -> str:
        """The whole as plain words."""
        line = _labelled(self.label, self.text)
        if not self.note:
            return line
        return f"{line} ({self.note})"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Points, under a heading or under none."""

    heading: str
    items: Sequence[Item]

    @property
    def is_one_point(self) -> bool:
        """Whether this is a point on its own, which needs no mark."""
        return not self.heading and len(self.items) == 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """A heading, and a cell for each column of the table."""

    heading: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that compare the columns; every row has as many cells as there are columns."""

    columns: Sequence[str]
    rows: Sequence[TableRow]


@dataclass(frozen=True, slots=True)
class Button:
    """What can be clicked on in Slack; `action_id` and `value` come back with the click (see `buttons`)."""

    label: str
    action_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or to say yes or no to, and the buttons that do so."""

    text: str
    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen; numbered where no button can be clicked on and the number is the reply."""

    options: Sequence[Option]
    heading: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """Buttons on their own; the sentences before them say what to write instead."""

    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Feedback:
    """Two buttons that say whether an answer helped; both names come back with the click (see `buttons`)."""

    good: Button
    bad: Button


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be copied as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go to, and what it is called."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SmallPrint:
    """What stands beside the answer: where it comes from, how it was read, how to go on.

    `channels` are Slack's ids of channels that stand at its end.
    """

    text: str
    link: Link | None = None
    channels: Sequence[str] = ()

    @property
    def line(self) -> str:
        """The whole as plain words, without the link."""
        channels = ", ".join(self.channels)
        return f"{self.text} {channels}".rstrip()


def _labelled(label: str, text: str) -> str:
    if not label:
        return text
    return f"{label}: {text}"


Element = Headline | Paragraph | BulletList | Table | Options | ButtonRow | Feedback | Code | SmallPrint
Description = Sequence[Element]
