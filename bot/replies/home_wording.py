"""What the bot says in the App Home, when it greets, and of what it has forgotten."""

from __future__ import annotations

from collections.abc import Mapping

HOME_INTRO = (
    "I tell a team which role it needs, and why. Describe what you have and what is missing: in Messages, in"
    " a channel with a mention, or with /whichrole. I answer only what people have written down and reviewed."
)
ANSWERED_IN_MESSAGES = "My answers stand in Messages, each below its question."
LAST_QUESTIONS = "Your last questions"
COMPARED = "Compared"
NO_OUTCOME = "No advice yet"
NOTHING_PAST = "I keep none of your questions."
PAST_UNKNOWN = "I cannot look up your questions now. Open this page again in a minute."
FORGET = "Forget"
FORGET_WORDS = "Only you see these questions. “Forget” deletes all that I keep about you."
FORGET_TITLE = "Forget everything?"
FORGET_CONFIRM = (
    "I delete all that I keep about you, such as questions, conversations and notes of messages."
    " What stands in Slack stays there."
)
KEEP = "Keep"
NOTHING_KEPT = "There was nothing about you to delete."
NOT_FORGOTTEN = "I cannot delete anything now. Try again in a minute."
FOR_ADMINS = "For admins"
KEPT = {
    "answers": "answers",
    "conversations": "conversations",
    "questions": "unanswered questions",
    "ratings": "votes",
    "suggestions": "suggestions",
    "messages": "notes of messages",
    "listening": "notes of listening",
    "greetings": "greetings",
}
"""What is kept about a person, by the names of `Forgotten`."""
GREETING = (
    "Hello! I tell a team which role it needs, and why."
    " Tell me in a sentence or two what you have and what is missing."
)


def deleted(counts: Mapping[str, int]) -> str:
    """Return how much of each kind was deleted about a person, by the names of `KEPT`; "" for nothing."""
    kinds = []
    for name, kind in KEPT.items():
        if counts[name]:
            kinds.append(f"{kind} {counts[name]}")
    return ", ".join(kinds)


def forgotten(counts: Mapping[str, int]) -> str:
    """Return what was deleted about the reader, by the names of `KEPT`."""
    kinds = deleted(counts)
    if not kinds:
        return NOTHING_KEPT
    return f"Deleted about you: {kinds}."


def reviewed_in(title: str, month: str) -> str:
    """Return when a comparison was reviewed last."""
    return f"{title}: reviewed {month}"


def version(digest: str) -> str:
    """Return what tells the knowledge in service from any other."""
    return f"Version {digest}; two bots with the same version give the same answers."


def more_topics(count: int) -> str:
    """Return that there are more topics than are shown."""
    return f"and {count} more; say “list” for all"
