"""What the bot says of listening in a channel: to all there, and to the one who has switched it or asks."""

from __future__ import annotations

from datetime import datetime

from bot.replies import buttons
from bot.replies import listening_wording as wording
from bot.replies.description import ButtonRow, Description, Naming, Paragraph, SmallPrint
from bot.replies.listening_wording import Told


def unasked() -> Description:
    """Return what stands below an answer that nobody has asked for: why it came, and how to end that."""
    return [
        SmallPrint(wording.UNASKED),
        ButtonRow([buttons.not_helpful_here()]),
    ]


def announced_on(user: str) -> Description:
    """Return what everybody in the channel reads when somebody has turned listening on."""
    person = _person(user)
    return [
        Paragraph(Naming(wording.turned_on(person))),
        SmallPrint(wording.HOW_TO_END),
    ]


def announced_off(user: str) -> Description:
    """Return what everybody in the channel reads when somebody has turned it off."""
    return [Paragraph(turned_off_by(user))]


def turned_off_by(user: str) -> Naming:
    """Return who has turned listening off."""
    person = _person(user)
    return Naming(wording.turned_off(person))


def on_since(since: datetime, user: str | None) -> Description:
    """Return since when (UTC) the bot listens, and who turned that on, if that is known."""
    person = _person(user) if user else ""
    return [
        Paragraph(Naming(wording.on_since(since, person))),
        SmallPrint(wording.HOW_TO_END),
    ]


def told(what: Told) -> Description:
    """Return a sentence for the one who switches listening, or asks whether it is on."""
    return [Paragraph(what.value)]


def _person(user: str) -> str:
    return f"<@{user}>"
