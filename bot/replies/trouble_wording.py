"""What the bot says where it cannot do what was meant: read, post, share, or answer in time."""

from __future__ import annotations

UNREAD = {
    "voice": "I cannot listen to voice messages.",
    "file": "I cannot open files.",
    "forwarded": "I cannot read the message that you forwarded.",
    "beginning": "That is more than I can read: I read its last part, and left out the rest.",
    "before-mention": "That is more than I can read: I read it from my name on, and left out the rest.",
    "middle": "That is more than I can read: I read its beginning and its end, and left out the rest.",
}
"""What was sent and not read, by the values of `Unread`."""
THREAD_START = {
    "not-allowed": (
        "I may not read the message that began this thread. Mention me together with its words, and I will "
        "answer them."
    ),
    "gone": (
        "I cannot find the message that began this thread. Mention me together with its words, and I will "
        "answer them."
    ),
    "late": (
        "At the moment, Slack does not show me the message that began this thread. Mention me together with "
        "its words, and I will answer them."
    ),
    "by-an-app": (
        "An app wrote the message that began this thread, and I only answer people. Tell me in your own "
        "words what it is about: what do you have, and what is missing?"
    ),
    "without-words": (
        "I find no words in the message that began this thread that I can answer. Tell me in a sentence what "
        "you have, and what is missing."
    ),
}
"""Why the message that began a thread is not answered, by the values of `Unreadable`."""

IN_WORDS = "Tell me in a sentence what you have, and what is missing."

CUT = "The rest does not fit into a Slack message."

APOLOGY = "Sorry, something went wrong on my side, and I could not answer. Please ask again in a minute."

NO_WORDS_THERE = "I find no words in that message that I can read. Say in your own words what it is about."

SHARE_BETWEEN_PEOPLE = (
    "I cannot share that here: this is a direct message between people, which I cannot be part of. Copy what "
    "helps, or ask me in a channel."
)

OBSTACLES = {
    "not-invited": (
        "I cannot write in that channel, because I am not in it. Invite me with “/invite @whichrole” and try "
        "again, or ask me in a direct message."
    ),
    "not-joined": "You are not in that channel. Join it and try again, or ask me in a direct message.",
    "archived": (
        "That channel is archived, so nothing can be posted there. Ask me in another one, or in a direct "
        "message."
    ),
    "restricted": (
        "I may not post in that channel, because its settings let only some people post. Ask me in another "
        "one or in a direct message, or ask its owner to let me post."
    ),
    "no-replies": (
        "That thread takes no replies. Ask me in a new message to the channel, or in a direct message."
    ),
    "no-threads": (
        "That channel allows no threads, and I answer mentions in threads only. Ask me with “/whichrole”, or "
        "in a direct message."
    ),
    "only-threads": "That channel takes replies in threads only. Ask me in one, or in a direct message.",
    "no-direct-messages": (
        "I cannot send direct messages here. Ask me in a channel, and ask whoever runs this app to turn its "
        "Messages tab on."
    ),
    "gone": "The message that this was about is gone. Please ask again in a new one.",
    "expired": "That took too long: Slack takes no reply to it any more. Please try again.",
    "not-allowed": (
        "This app lacks a permission that it needs for that. Please tell whoever runs it: its log says which "
        "one is missing when it starts."
    ),
}
"""What a person can do when Slack takes no answer, by the values of `Obstacle`."""

MINUTE, HOUR = 60, 3600

ANSWER_GONE = "I cannot get at what that answer was made of any more. Please ask the question again."
NOT_ASKED = "This question is for somebody else. Mention me with your own, and I will answer you."


def late(seconds: float) -> str:
    """Return the word on an answer that comes so long after its question."""
    if seconds < 2 * HOUR:
        minutes = seconds // MINUTE
        return f"This answer comes late: you asked {minutes:.0f} minutes ago."
    hours = seconds // HOUR
    return f"This answer comes late: you asked {hours:.0f} hours ago."


def asked_in(channel: str) -> str:
    """Return which channel a private message is about; the channel as Slack writes a link to it."""
    return f"About what you asked in {channel}:"
