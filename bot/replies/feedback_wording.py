"""What the bot says about feedback: votes, what was wrong, better answers, and the report of all that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.replies.bad_reasons import BadReason

THANKS_GOOD = "Thank you, it is good to know that this helped."
THANKS_BAD = (
    "Thank you for telling me. It is in the report for the people who write what I know; they read it without"
    " your name."
)
NOT_KEPT = "I cannot keep that just now. Please try again in a minute."

REASON_TITLE = "What was wrong?"
REASON_LABEL = "What was wrong with this answer?"
REASONS = {
    BadReason.WRONG_ROLE: "It names the wrong role",
    BadReason.MISREAD: "You misread what was written",
    BadReason.NOT_USEFUL: "It is of no use to me",
    BadReason.OTHER: "Something else",
}
SHORT_REASONS = {
    BadReason.WRONG_ROLE: "wrong role",
    BadReason.MISREAD: "misread",
    BadReason.NOT_USEFUL: "of no use",
    BadReason.OTHER: "something else",
}
COMMENT_LABEL = "What would have been right?"
SEND = "Send"
CLOSE = "Close"
NOT_NOW = "Not now"
THANKS_REASON = "Thank you. It is in the report for the people who write what I know."

CORRECTION_TITLE = "Say it again"
CORRECTION_LABEL = "Write it anew, and I answer that"
CORRECTION_THERE = "My answer comes where the first one stands."
ASK = "Ask"
READ_IN_IT = "What I read in it"
MAY_BE_MISSING = "may be missing"
WAS_ASKED = "What was written"
NOT_KEPT_ANY_MORE = "I no longer have what that answer was made of, but I gladly read it again."

SUGGEST = "Suggest a better answer"
SUGGEST_TITLE = "Suggest an answer"
SUGGEST_LABEL = "What should I say instead?"
SUGGEST_ABOUT = "The role or topic that it is about"
SUGGEST_HINT = "People review it before I say it. Name your source if you have one."
THANKS_SUGGESTION = (
    "Thank you. It is in the report now, without your name. I say it once somebody has reviewed it and"
    " written it down."
)
THANK_YOU = "Thank you"

NO_MEMORY = "I cannot look at what is kept just now. Please try again in a minute."
REPORT = "What to learn from"
NOTHING_TO_REPORT = "Every question found an answer, and nobody said that one did not help."
ALL_IN_TERMINAL = "`whichrole report` shows all of it, with everything to paste."
NO_LONGER_KEPT = "(the question is no longer kept)"
DIRECT_MESSAGE = "a direct message"
SINCE = "Write a date such as 2026-11-01, or a number of days such as 7d"
PROPOSED = "Suggested instead"
COMMENTED = "What people wrote"
WHAT_TO_WRITE = "What to write"


def votes(good: int, bad: int) -> str:
    """Return how often people said that an answer helped, and that it did not."""
    return f"Votes on answers: {good} helpful, {bad} not helpful."


def times(count: int) -> str:
    """Return how often something was asked; a proposal alone was asked at no known time."""
    if count == 0:
        return "Suggestion"
    return "Asked once" if count == 1 else f"Asked {count} times"


def day(when: datetime) -> str:
    """Return a day in words."""
    # The day apart: %d would write a zero before it.
    return f"{when.day} {when:%B %Y}"


def only_admins(admins: Iterable[str]) -> str:
    """Return who may see the report, each named in Slack's way; `admins` are member ids."""
    mentions = [f"<@{admin}>" for admin in sorted(admins)]
    if not mentions:
        return (
            "Nobody sees the report in Slack yet: whoever runs me names people in the setting ADMIN_USERS, or"
            " runs `whichrole report` in a terminal."
        )
    listed = ", ".join(mentions)
    return f"The report is for those who look after what I know: {listed}. Ask one of them."
