"""Every sentence that the bot itself says; what it says about roles comes from the knowledge."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import datetime

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Noted, OrderAsked, Talk
from bot.advice.choices import DECISION, Asked, Reply

CONFIDENCE = {
    Confidence.CLEAR: "This points clearly to:",
    Confidence.LIKELY: "This points to:",
    Confidence.TENTATIVE: "I am not certain, but this leans towards:",
    Confidence.TIE: "It is a tie between",
}
STILL = {
    Confidence.CLEAR: "All you told me still points clearly to:",
    Confidence.LIKELY: "All you told me still points to:",
    Confidence.TENTATIVE: "I am still not certain, but this leans towards:",
    Confidence.TIE: "It is still a tie between",
}
SURENESS = {
    Confidence.CLEAR: "I am confident of this.",
    Confidence.LIKELY: "I am fairly sure of this; another fact could change it.",
    Confidence.TENTATIVE: "I am not sure of this; tell me more, or say “help me decide”.",
    Confidence.TIE: "It is a tie; tell me more, or say “help me decide”.",
}
WHY = "Why"
YOU_SAID = "You wrote"
YOU_REPLIED = {Reply.YES: "You said yes", Reply.NO: "You said no", Reply.UNSURE: "You were not sure"}
REPLIED_WORDS = "You said"
CHOSEN = "You chose"
DECISIVE = "What decided"
NO_TO = "You said no to"
DECIDED = "This decided it."
SETTLES = "What would settle it"
BOTTOM_LINE = "Bottom line"
WHICH_FIRST = "Which role comes first?"
HANDOFF = "Working together"
NEEDED_WHEN = "A team needs this role when"

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
UNDERSTOOD = "What I read"
UNDERSTOOD_AS = {
    "there": "is there",
    "denied": "is denied",
    "past": "is past",
    "supposed": "is only supposed",
    "opinion": "is somebody's opinion",
}
WHAT_IS_MISSING = "What is missing now?"
WHICH_PART = "Which part of that is wrong?"
CONJUNCTIONS = frozenset({"and", "also", "but", "plus"})
"""What a quote does not begin with."""
ASPECT = "Aspect"
I_KNOW = "I can compare"
TRY = "For example"
ASK_THIS = "Ask this"
CHOOSE = "This one"
CUT = "The rest does not fit into a Slack message."
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

APOLOGY = "Sorry, something went wrong on my side, and I could not answer. Please ask again in a minute."

NO_WORDS_THERE = "I find no words in that message that I can read. Say in your own words what it is about."

SHARE_BETWEEN_PEOPLE = (
    "I cannot share that here: this is a direct message between people, which I cannot be part of. Copy what "
    "helps, or ask me in a channel."
)

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
ANOTHERS_ADVICE = "About the advice that somebody else got in this thread:"
NOT_ASKED = "This question is for somebody else. Mention me with your own, and I will answer you."

SUGGESTED_PROMPTS_TITLE = "What does your team need?"
BYE_HINT = "Ask a question; `quit` or Ctrl-D ends."


def moment(time: datetime) -> str:
    """Return a time (UTC) in words."""
    # The day apart: %d would write a zero before it.
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


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


def source_line(title: str, author: str, publisher: str, month: str) -> str:
    """Return who stands behind the advice and the month (`YYYY-MM`) of its review."""
    date = reviewed(month)
    return f"Source: “{title}” by {author}, {publisher}. Reviewed {date}."


def if_instead(role: str) -> str:
    """Return the heading of the criteria under which another role would be right."""
    return f"{role} would fit better if"


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


def changed(before: str, words: str) -> str:
    """Return that earlier advice no longer holds, and which words changed it."""
    cause = f"You wrote {words}, and that" if words else "That"
    return f"{cause} changes my advice: before, it was {before}. For a new question, say “start over”."


def changed_shortly(before: str) -> str:
    """Return that earlier advice no longer holds."""
    return f"That changes my advice; before, it was {before}."


def second_need_shortly(words: str, role: str) -> str:
    """Return that part of a message may be a second need, and how to say so."""
    return f"Is {words} a problem too? Say “that too”, and I add {role}."


def choose_instead(role: str) -> str:
    """Return the label of the criterion under which another role would be right."""
    return f"Choose {role} instead if"


def choose_if(role: str) -> str:
    """Return the label of the criterion that would settle a doubt for a role."""
    return f"Choose {role} if"


def needed_now(role: str, order: str) -> str:
    """Return what is true of both roles, after the advice for one that is not the first of them."""
    return f"What you told me calls for one role now: {role}. In general: {order}"


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


def understood(parts: Sequence[tuple[str, str]]) -> str:
    """Return what words of a message were taken for; each with its status, which is none of a need."""
    read = []
    for words, status in parts:
        taken_for = UNDERSTOOD_AS[status]
        read.append(f'"{words}" {taken_for}')
    shown = "; ".join(read)
    return f"{UNDERSTOOD}: {shown}."


def still(roles: str) -> str:
    """Return that earlier advice stands."""
    return f"My advice stays: {roles}."


def rests_on(reason: str, words: str) -> str:
    """Return what an advice that was objected to rests on."""
    found = f", because you wrote {words}" if words else ""
    return f"My advice rests on this{found}: {reason}"


def second_need(words: str, role: str) -> str:
    """Return that part of a message may be a second need."""
    return f"You also wrote {words}. If that is missing too, say “that too”: then you need a {role} as well."


def because(roles: str) -> str:
    """Return the heading of the reasons for earlier advice."""
    return f"I say {roles} because"


def because_of(role: str, reason: str) -> str:
    """Return a role with what speaks most for it, as part of a sentence."""
    return f"{role}, because of this: {reason}"


def spoken_for(role: str) -> str:
    """Return the heading of what was said for a role that is not recommended."""
    return f"What speaks for {role}"


def no_more_for_one(roles: str) -> str:
    """Return that nothing was said that would break a tie."""
    return f"Nothing that you told me speaks more for one than for the other of {roles}."


def said_no_to(role: str) -> str:
    """Return the heading of what speaks for a role, and was denied."""
    return f"You said no to what speaks for {role}"


def nothing_for(role: str) -> str:
    """Return that nothing was said for a role."""
    return f"Nothing that you told me speaks for {role}."


def said_before(sentence: str) -> str:
    """Return a short reminder of an answer that was given already."""
    return f"As I said above: {sentence}"


def another_view(aspect: str) -> str:
    """Return the heading of an aspect that is shown instead of an answer given already."""
    return f"Another way to look at it: {aspect}"
