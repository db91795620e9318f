"""What the bot itself says in every place: it asks, chats and refuses. The knowledge tells of roles.

Sentences of one purpose stand apart: `advice_wording`, `feedback_wording`, `home_wording`,
`listening_wording` and `trouble_wording`.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import datetime

from bot.advice.answers import Noted, OrderAsked, Talk
from bot.advice.choices import DECISION, Asked, Reply

REPLIED_WORDS = "You said"
CHOSEN = "You chose"
WHICH_FIRST = "Which role comes first?"

ASK_ONE = "One thing would help me decide. Is this true for you?"
ASK_ONE_TEXT = "Answer yes, no or not sure, or tell me more."
INTERVIEW_TEXT = "Answer yes, no or not sure, or tell me more; “stop” gives the result so far."
REPLIES = {Reply.YES: "Yes", Reply.NO: "No", Reply.UNSURE: "Not sure"}
BACK = "Back"
STOP = "Stop"
DECIDE = "Help me decide"
START_AGAIN = "Start again"
CLOSE = "Close"
WHY_BUTTON = "Why?"
MORE_BUTTON = "Tell me more"
COMPARE = "Compare"
ASKED = {Asked.DIFFERENCE: COMPARE, DECISION: DECIDE}
"""What is asked of a topic by a click."""
WHICH_FIRST_BUTTON = "Which first?"
THAT_TOO_BUTTON = "Yes, that too"
THAT_TOO = "that too"
SHARE = "Share"
SHARE_IN_THREAD = "Share in thread"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
ASK_BACK = "I want to be sure before I answer. Which of these comes closest?"
WHICH_TOPIC = "Which of these are you asking about?"
WHICH_TO_DECIDE = "Which of these do you want to decide?"
ASK_BACK_TEXT = "Answer “the first” or “the second”, or tell me more: what do you have, and what is missing?"

TALK = {
    Talk.GREETING: "Hello! Tell me what your team is struggling with, and I will say which role it needs.",
    Talk.HOW_ARE_YOU: "I am well, thank you. Tell me what your team needs, and I will say which role fits.",
    Talk.THANKS: "You are welcome.",
    Talk.GOODBYE: "Goodbye, and good luck with your team.",
    Talk.PRAISE_OR_COMPLAINT: "Thank you for telling me. If I missed the point, put the need in other words.",
    Talk.HELP: (
        "I tell a team which role it needs, and why. Describe what you have and what is missing, or say "
        "“help me decide” and I ask the questions."
    ),
    Talk.START_OVER: "Let's start over. What do you have, and what is missing?",
    Talk.NOTHING_SAID: (
        "I do not have anything to go on yet. Tell me what you have and what is missing, or say "
        "“help me decide”."
    ),
    Talk.NOTHING_ASKED: (
        "I have not asked you anything. Tell me what you have and what is missing, or say “help me decide”."
    ),
    Talk.NO_WORDS: (
        "I cannot read links, code or log lines. Tell me in a sentence what you have, and what is missing."
    ),
    Talk.FOREIGN: "I only understand English. Could you say that in English?",
    Talk.LISTENING: "Take your time. Tell me what you have, and what is missing.",
    Talk.AGREED: "Good. Tell me if something changes.",
    Talk.WHY_ASKED: "Of all that I could ask, your reply to this tells me most about the role you need.",
}
NOTED = {
    Noted.FACT: "Noted: {words}",
    Noted.STAFF: "Noted about your team: {words}",
    Noted.LIMIT: "Noted as a constraint: {words}",
    Noted.NO_NEED: "Noted, that is not missing: {words}",
    Noted.SUPPOSED: "Noted, for later: {words}",
    Noted.OPINION: "Noted as somebody's view: {words}",
    Noted.WITHDRAWN: "I no longer count this as a need. You wrote {words}",
    Noted.OBJECTION: "You disagree: {words}",
}
ORDER_OF_BOTH = {
    OrderAsked.ORDER: "",
    OrderAsked.BOTH: "Yes, what you told me calls for both.",
    OrderAsked.ONE_PERSON: "Rarely: what you told me are two jobs.",
    OrderAsked.LIMIT: "Both are needed, one after the other.",
}
ORDER_OF_ONE = {
    OrderAsked.ORDER: "What you told me so far calls for one role only: {role}.",
    OrderAsked.BOTH: "No, what you told me so far calls for one role only: {role}.",
    OrderAsked.ONE_PERSON: "Yes, for what you told me so far: {role}.",
    OrderAsked.LIMIT: "For what you told me so far, one is enough: {role}.",
}
"""What a conversation has come to, before the order of two roles."""
CONJUNCTIONS = frozenset({"and", "also", "but", "plus"})
"""What a quote does not begin with."""
ASPECT = "Aspect"
I_KNOW = "I can compare"
TRY = "For example"
ASK_THIS = "Ask this"
CHOOSE = "This one"
EMPTY_QUESTION = "Ask me in one or two sentences: what do you have, and what is missing?"
NOT_KNOWN = "I do not know that."
ONLY_REVIEWED = "I only answer what has been written down and reviewed for me."
UNKNOWN = f"{NOT_KNOWN} {ONLY_REVIEWED}"
NOTHING_MORE = f"{ONLY_REVIEWED} What you asked is not in it, so I can say no more about it."
BACK_TO_ADVICE = "To go back to it, say “so which one?”."
ASK_OWNER = "A good person or place to ask"
OLD_REVIEW = "This review is more than a year old; make sure that it still holds."
PAGE = "The whole comparison"
NOT_IN_SERVICE = "A later edit is not in service. Correct these problems and it is read again"

COMMANDS = "Commands, after /whichrole, after a mention or in a direct message"
SUBCOMMANDS = {
    "decide": ("decide", "begins the questions that help you decide."),
    "compare": ("compare [topic]", "shows how two roles differ."),
    "list": ("list", "shows what I can compare."),
    "listen": ("listen on|off|status", "lets me answer role questions in a channel unasked, or ends that."),
    "status": ("status", "shows since when my knowledge is in service, and what is wrong with a later edit."),
    "report": ("report [7d]", "shows what found no answer or did not help, to those who look after me."),
    "help": ("help", "shows this."),
}
"""How each subcommand is written, and what it does, in the order of help; everything else is a question."""

ANOTHERS_ADVICE = "About the advice that somebody else got in this thread:"
SUGGESTED_PROMPTS_TITLE = "What does your team need?"
BYE_HINT = "Ask a question; `quit` or Ctrl-D ends."


def moment(time: datetime) -> str:
    """Return a time (UTC) in words."""
    # The day apart: %d would write a zero before it.
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


def source_line(title: str, author: str, publisher: str, month: str) -> str:
    """Return who stands behind the advice and the month (`YYYY-MM`) of its review."""
    date = reviewed(month)
    return f"Source: “{title}” by {author}, {publisher}. Reviewed {date}."


def offer(titles: str, example: str) -> str:
    """Return what the bot can compare, with a question to try."""
    return f"{I_KNOW}: {titles}. {TRY}: “{example}”"


def listed(names: Sequence[str]) -> str:
    """Return names in one phrase: "A", "A and B", "A, B and C"."""
    *others, last = names
    if not others:
        return last
    before = ", ".join(others)
    return f"{before} and {last}"


def strangers(known: Sequence[str], asked: Sequence[str]) -> str:
    """Return which roles are known, and which of those asked for are not."""
    known_roles = listed(known)
    unknown_roles = listed(asked)
    return f"I know {known_roles}; I have nothing reviewed about: {unknown_roles}."


def apart(names: Sequence[str]) -> str:
    """Return that roles are known, but not compared with each other."""
    roles = listed(names)
    return f"I know {roles}, but I have nothing reviewed that compares them with each other."


def reviewed(month: str) -> str:
    """Return the month (`YYYY-MM`) of a review in words."""
    year, number = month.split("-")
    name = calendar.month_name[int(number)]
    return f"{name} {year}"


def in_service(since: datetime) -> str:
    """Return since when the present knowledge is answered from."""
    return f"This knowledge has been in service since {moment(since)}"


def more(count: int) -> str:
    """Return that a list goes on."""
    return f"and {count} more; `whichrole check` shows all"


def answered_again(question: str) -> str:
    """Return the heading of a new answer to the last question."""
    return f"The knowledge has changed. “{question}” is now answered:"


def question_number(number: int, most: int) -> str:
    """Return the heading of a question in an interview."""
    return f"Question {number} of at most {most}. Is this true for you?"


def asked(question: str, user: str) -> str:
    """Return whose question is answered; without a user, the reader's own."""
    who = user or "You"
    return f"{who} asked: “{question}”"


def asked_about(words: str, user: str) -> str:
    """Return what an answer is about that was asked for in other words; without a user, by the reader."""
    who = user or "You"
    return f"{who} asked about: “{words}”"


def result_for(user: str) -> str:
    """Return whose replies led to the result that stands below."""
    return f"{user} answered my questions, and this is the result:"


def in_general(order: str) -> str:
    """Return the order of two roles after what was said of one of them."""
    return f"In general: {order}"


def said_before(sentence: str) -> str:
    """Return a short reminder of an answer that was given already."""
    return f"As I said above: {sentence}"


def another_view(aspect: str) -> str:
    """Return the heading of an aspect that is shown instead of an answer given already."""
    return f"Another way to look at it: {aspect}"
