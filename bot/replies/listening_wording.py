"""Every sentence that the bot itself says of listening in channels."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.replies.wording import moment

UNASKED = "I answer role questions here because listening is on."
NOT_HELPFUL_HERE = "Not helpful here"
HOW_TO_END = "Anybody here can turn it off: type `/whichrole listen off`."


class Told(StrEnum):
    """What is told to the one who switches listening, or asks whether it is on."""

    ON = (
        "Listening is on in this channel now, and I have told everybody here. Anybody can turn it off with"
        " `/whichrole listen off`."
    )
    OFF = "Listening is off in this channel. To turn it on, type `/whichrole listen on`."
    OFF_NOW = "Listening is off in this channel now, and I have told everybody here."
    DIRECT = "I cannot listen in direct messages. Type `/whichrole listen on` in the channel that you mean."
    NOT_HERE = (
        "I cannot listen here, because I am not in this channel. Type `/invite @whichrole`, and then"
        " `/whichrole listen on` again."
    )
    SCOPE = (
        "I cannot listen here, because I may not read this channel. Ask whoever manages this app to add the"
        " scope `channels:history` (for private channels `groups:history`) and to install it again."
    )
    NO_WORD = (
        "I have not turned listening on, because I cannot announce it in this channel. Check that I may post"
        " here, and try again."
    )
    UNSURE = "I have not turned listening on, because Slack gave me no clear answer. Try again in a minute."
    AWAY = "I cannot look that up or change it, because my database is away. Try again in a minute."


def turned_on(person: str) -> str:
    """Return who has turned listening on, and what that is."""
    return (
        f"{person} turned on listening in this channel. When a message here asks which role a team needs, I"
        " answer in a thread, at most once in ten minutes. I leave all else alone."
    )


def turned_off(person: str) -> str:
    """Return who has turned listening off."""
    return f"{person} turned off listening in this channel. I answer when I am mentioned."


def on_since(since: datetime, person: str) -> str:
    """Return since when (UTC) listening is on, and who turned it on, where that is known."""
    by = f", turned on by {person}" if person else ""
    return f"Listening has been on in this channel since {moment(since)}{by}."
