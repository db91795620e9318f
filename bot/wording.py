"""Every sentence that the bot itself says; what it says about roles comes from the knowledge."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import datetime

from bot.answers import Confidence, Talk

CONFIDENCE = {
    Confidence.CLEAR: "Your description points clearly to",
    Confidence.LIKELY: "Your description points to",
    Confidence.TENTATIVE: "I am not certain, but this leans towards",
}
WHY = "Why"
YOU_SAID = "You wrote"
BOTTOM_LINE = "Bottom line"
WHICH_FIRST = "Which role comes first?"
HANDOFF = "Working together"
NEEDED_WHEN = "A team needs this role when"

ASK_BACK = "I want to be sure before I answer. Which of these comes closest?"
WHICH_TOPIC = "Which of these are you asking about?"
ASK_BACK_TEXT = "Tell me more: what do you have, and what is missing?"

TALK = {
    Talk.GREETING: "Hello! Tell me what your team is struggling with, and I will say which role it needs.",
    Talk.HOW_ARE_YOU: "I am well, thank you. Tell me what your team needs, and I will say which role fits.",
    Talk.THANKS: "You are welcome.",
    Talk.GOODBYE: "Goodbye, and good luck with your team.",
    Talk.PRAISE_OR_COMPLAINT: "Thank you for telling me. If I missed the point, put the need in other words.",
    Talk.HELP: "I tell a team which role it needs, and why. Describe what you have and what is missing.",
}
I_KNOW = "I can compare"
TRY = "For example"
ASK_THIS = "Ask this"
CHOOSE = "This one"
CUT = "The rest does not fit into a Slack message."
EMPTY_QUESTION = "Ask me in one or two sentences: what do you have, and what is missing?"
UNKNOWN = "I do not know that. I only answer what has been written down and reviewed for me."
ASK_OWNER = "A good person or place to ask"
OLD_REVIEW = "This review is more than a year old; make sure that it still holds."
PAGE = "The whole comparison"
NOT_IN_SERVICE = "A later edit is not in service. Correct these problems and it is read again"

APOLOGY = "Sorry, something went wrong on my side, and I could not answer. Please ask again in a minute."

SUGGESTED_PROMPTS_TITLE = "What does your team need?"
BYE_HINT = "Ask a question; `quit` or Ctrl-D ends."


def source_line(title: str, author: str, publisher: str, month: str) -> str:
    """Return who stands behind the advice and the month (`YYYY-MM`) of its review."""
    return f"Source: “{title}” by {author}, {publisher}. Reviewed {reviewed(month)}."


def if_instead(role: str) -> str:
    """Return the heading of the criteria under which another role would be right."""
    return f"{role} would fit better if"


def offer(titles: str, example: str) -> str:
    """Return what the bot can compare, with a question to try."""
    return f"{I_KNOW}: {titles}. {TRY}: “{example}”"


def listed(names: Sequence[str]) -> str:
    """Return names in one phrase: "A", "A and B", "A, B and C"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def strangers(known: Sequence[str], asked: Sequence[str]) -> str:
    """Return which roles are known, and which of those asked for are not."""
    return f"I know {listed(known)}; I have nothing reviewed about: {listed(asked)}."


def apart(names: Sequence[str]) -> str:
    """Return that roles are known, but not compared with each other."""
    return f"I know {listed(names)}, but I have nothing reviewed that compares them with each other."


def reviewed(month: str) -> str:
    """Return the month (`YYYY-MM`) of a review in words."""
    year, number = month.split("-")
    return f"{calendar.month_name[int(number)]} {year}"


def in_service(since: datetime) -> str:
    """Return since when the present knowledge is answered from."""
    return f"This knowledge has been in service since {since.day} {since:%B %Y, %H:%M} UTC"


def more(count: int) -> str:
    """Return that a list goes on."""
    return f"and {count} more; `whichrole check` shows all"


def answered_again(question: str) -> str:
    """Return the heading of a new answer to the last question."""
    return f"The knowledge has changed. “{question}” is now answered:"
