"""What the bot says of advice: how sure it is, what it rests on, what would change it, how it was read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice.answer_parts import Confidence
from bot.advice.choices import Reply

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
DECISIVE = "What decided"
NO_TO = "You said no to"
DECIDED = "This decided it."
SETTLES = "What would settle it"
BOTTOM_LINE = "Bottom line"
HANDOFF = "Working together"
NEEDED_WHEN = "A team needs this role when"
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


def if_instead(role: str) -> str:
    """Return the heading of the criteria under which another role would be right."""
    return f"{role} would fit better if"


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
