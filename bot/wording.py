"""Every sentence that the bot itself says; what it says about roles comes from the knowledge."""

from __future__ import annotations

import calendar

from bot.answers import Confidence, Talk

CONFIDENCE = {
    Confidence.CLEAR: "Your description points clearly to",
    Confidence.LIKELY: "Your description points to",
    Confidence.TENTATIVE: "I am not certain, but this leans towards",
}
WHY = "Why"
YOU_SAID = "You wrote"
BOTTOM_LINE = "Bottom line"
HANDOFF = "Working together"
NEEDED_WHEN = "A team needs this role when"

ASK_BACK = "I want to be sure before I answer. Which of these comes closest?"
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

APOLOGY = "Sorry, something went wrong on my side, and I could not answer. Please ask again in a minute."

SUGGESTED_PROMPTS_TITLE = "What does your team need?"
BYE_HINT = "Ask a question; `quit` or Ctrl-D ends."


def source_line(title: str, author: str, publisher: str, reviewed: str) -> str:
    """Return who stands behind the advice and the month (`YYYY-MM`) of its review."""
    year, month = reviewed.split("-")
    return f"Source: “{title}” by {author}, {publisher}. Reviewed {calendar.month_name[int(month)]} {year}."


def if_instead(role: str) -> str:
    """Return the heading of the criteria under which another role would be right."""
    return f"{role} would fit better if"


def offer(titles: str, example: str) -> str:
    """Return what the bot can compare, with a question to try."""
    return f"{I_KNOW}: {titles}. {TRY}: “{example}”"


def two_roles(first: str, second: str) -> str:
    """Return both names in one phrase."""
    return f"{first} and {second}"
