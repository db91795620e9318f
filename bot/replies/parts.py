"""Parts that several kinds of answers have: names, quotes, criteria, the roles compared, the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.advice.answer_parts import Aspect, Reason, Role, Source, Topic
from bot.replies import wording
from bot.replies.description import (
    BulletList,
    Element,
    Item,
    Link,
    Paragraph,
    SmallPrint,
    Table,
    TableRow,
)
from bot.replies.limits import ELLIPSIS

MAX_REPEATED = 100
"""Characters of a message that are repeated."""
MAX_QUOTED = 6
"""Words of a message that are quoted in a short answer."""


def names(roles: Iterable[Role]) -> str:
    """Return the name of each role in one phrase."""
    listed = [role.name for role in roles]
    return wording.listed(listed)


def one_line(words: str) -> str:
    """Return words of a message without line breaks, gaps and control characters."""
    spaced = " ".join(words.split())
    # A control character would do something in a terminal.
    printable = filter(str.isprintable, spaced)
    return "".join(printable)


def shortened(words: str) -> str:
    """Return words of a message on one line, cut where they are too many to be repeated."""
    line = one_line(words)
    if len(line) <= MAX_REPEATED:
        return line
    return line[: MAX_REPEATED - 1] + ELLIPSIS


def few_words(words: str) -> str:
    """Return the beginning of words of a message on one line: enough to know them again."""
    line = one_line(words)
    parts = line.split()
    # What only joins them to the words before says nothing here.
    if parts and parts[0].lower() in wording.CONJUNCTIONS:
        del parts[0]
    beginning = " ".join(parts[:MAX_QUOTED])
    if len(parts) <= MAX_QUOTED:
        return beginning
    return beginning + ELLIPSIS


def quotes(words: Iterable[str]) -> str:
    """Return words of a message as quotes in one phrase."""
    quoted = [f'"{one_line(quote)}"' for quote in words]
    return ", ".join(quoted)


def asked_owners(owners: Iterable[str]) -> str:
    """Return whom to ask."""
    listed = ", ".join(owners)
    return f"{wording.ASK_OWNER}: {listed}"


def points(heading: str, texts: Iterable[str]) -> Element:
    """Return texts as the points of a list."""
    items = [Item(text) for text in texts]
    return BulletList(heading, items)


def criteria(heading: str, reasons: Iterable[Reason]) -> Element:
    """Return criteria as they are written, whatever was said of them."""
    texts = [reason.text for reason in reasons]
    return points(heading, texts)


def compared(topic: Topic, aspects: Iterable[Aspect]) -> Element:
    """Return aspects with what each means for each role of the topic."""
    return Table(
        columns=[role.name for role in topic.roles],
        rows=[TableRow(aspect.name, aspect.cells) for aspect in aspects],
    )


def drawn_from(source: Source) -> Iterator[Element]:
    """Yield who stands behind an answer, and whom to ask when the review is old."""
    if source.is_old:
        warning = wording.OLD_REVIEW
        if source.owner:
            whom_to_ask = asked_owners([source.owner])
            warning = f"{warning} {whom_to_ask}"
        yield Paragraph(warning)

    page = None
    if source.page:
        page = Link(wording.PAGE, source.page)
    line = wording.source_line(
        source.title,
        source.author,
        source.publisher,
        source.reviewed,
    )
    yield SmallPrint(line, page)
