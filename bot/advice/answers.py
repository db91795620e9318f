"""The answers that the bot can give, as plain frozen data: no wording, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.advice.answer_parts import Aspect, Change, Confidence, Reason, Role, Source, Topic, Understood
from bot.advice.choices import Asked


class Talk(StrEnum):
    """The kinds of small talk: those with cues in the language, and those of a conversation."""

    GREETING = "greeting"
    HOW_ARE_YOU = "how-are-you"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    PRAISE_OR_COMPLAINT = "praise-or-complaint"
    START_OVER = "start-over"
    NOTHING_SAID = "nothing-said"
    NOTHING_ASKED = "nothing-asked"
    WHY_ASKED = "why-asked"
    AGREED = "agreed"
    LISTENING = "listening"
    NO_WORDS = "no-words"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The role or both roles, what decided it (best first), and what would change it.

    `understood` are parts that were taken for no need, where that decided; `maybe` is a criterion of the
    other role that part of the message may speak for too. `order` says which
    role comes first of both, and `first` is its id.

    In a conversation also: what speaks `against` it, the `change` from earlier advice, the reply that was
    `decisive`, and what would settle a doubt. `is_again` leaves out what the conversation has read already.
    """

    topic: Topic
    roles: tuple[Role, ...]
    reasons: tuple[Reason, ...]
    would_change: tuple[Reason, ...]
    confidence: Confidence
    bottom_line: str
    why: str
    handoff: str
    order: str
    first: str
    source: Source
    against: tuple[Reason, ...] = ()
    change: Change | None = None
    decisive: Reason | None = None
    settles: tuple[Reason, ...] = ()
    understood: tuple[Understood, ...] = ()
    maybe: Reason | None = None
    is_again: bool = False


class Noted(StrEnum):
    """What a message is that gets no advice, but is noted."""

    FACT = "fact"
    STAFF = "staff"
    LIMIT = "limit"
    NO_NEED = "no-need"
    SUPPOSED = "supposed"
    OPINION = "opinion"
    WITHDRAWN = "withdrawn"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What was noted, in its words, without advice.

    `roles` is the advice that stands; `reason` the one that it rests on, if that was objected to.
    """

    noted: Noted
    words: str
    roles: tuple[Role, ...] = ()
    reason: Reason | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """One question back: does this hold, or which of these, at most three, comes closest?

    In an interview, `number` counts its questions up to `most`.
    """

    choices: tuple[Reason, ...]
    number: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class WhichTopic:
    """One question back: about which of these topics was it asked, or is to be decided?"""

    asked: Asked | Literal["decision"]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How the roles differ: in one aspect, or in all of them after the quick answer."""

    topic: Topic
    aspects: tuple[Aspect, ...]
    quick_answer: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Definition:
    """What one role does and when a team needs it."""

    topic: Topic
    roles: tuple[Role, ...]
    reasons: tuple[Reason, ...]
    source: Source


class OrderAsked(StrEnum):
    """What was asked about the order of two roles."""

    ORDER = "order"
    BOTH = "both"
    ONE_PERSON = "one-person"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Order:
    """Which role comes first, what goes wrong with one alone, and how work passes between them.

    `needed` are the roles that a conversation has come to, `asked` what of their order it asks.
    """

    topic: Topic
    first: Role
    text: str
    why: str
    handoff: str
    source: Source
    asked: OrderAsked = OrderAsked.ORDER
    needed: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks, a call for help: answered in kind."""

    talk: Talk
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Not known, and why.

    `text` says it for a near-by topic, whose id is `subject`; `strangers` are names of roles that no topic
    holds; `apart` are roles that are known, but not compared with each other. `owners` are whom to ask
    instead. `is_again` leaves out what can be asked instead.

    `is_followed_up` says that more was asked about it; `advice` are the roles that stay recommended.
    """

    topics: tuple[Topic, ...]
    text: str | None = None
    strangers: tuple[str, ...] = ()
    apart: tuple[Role, ...] = ()
    owners: tuple[str, ...] = ()
    is_again: bool = False
    subject: str = ""
    is_followed_up: bool = False
    advice: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicList:
    """Everything that the bot can compare."""

    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """Since when (UTC) which knowledge is in service, and what keeps a later edit out of service."""

    topics: tuple[Topic, ...]
    since: datetime
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What earlier advice rests on, what speaks against it, and what was denied of that."""

    topic: Topic
    roles: tuple[Role, ...]
    confidence: Confidence
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    denied: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """When the role that was not recommended would be right, and what was said for it."""

    topic: Topic
    role: Role
    criteria: tuple[Reason, ...]
    said: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands behind the knowledge of some topics."""

    sources: tuple[tuple[Topic, Source], ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """An answer that the conversation has had already, and one more aspect of its topic instead of it."""

    topic: Topic
    repeated: Recommendation | Difference | Definition | Order
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class InBrief:
    """What was last answered, in one sentence."""

    topic: Topic
    repeated: Recommendation | Difference | Definition | Order


Answer = (
    Recommendation
    | Clarification
    | WhichTopic
    | Difference
    | Definition
    | Order
    | SmallTalk
    | OutOfScope
    | Why
    | WhyNot
    | Origin
    | Reminder
    | InBrief
    | Acknowledgement
    | TopicList
    | ServiceStatus
)

INTENTS: dict[type[Answer], str] = {
    Recommendation: "recommendation",
    Clarification: "clarification",
    WhichTopic: "clarification",
    Difference: Asked.DIFFERENCE,
    Definition: Asked.DEFINITION,
    Order: Asked.ORDER,
    SmallTalk: "smalltalk",
    OutOfScope: "out-of-scope",
    Why: "explanation",
    WhyNot: "explanation",
    Origin: "source",
    Reminder: "reminder",
    Acknowledgement: "acknowledgement",
    TopicList: "topics",
    ServiceStatus: "status",
}
"""The names of the kinds of answers, as `--json` and the questions files write them."""

ASKING = frozenset({Talk.NOTHING_SAID, Talk.START_OVER})
"""Small talk that asks what is missing."""


def topic_of(answer: Answer) -> Topic | None:
    """Return the one topic that an answer is about; small talk, refusals and lists are about none."""
    topic: Topic | None = getattr(answer, "topic", None)
    return topic


def intent(answer: Answer) -> str:
    """Return the name of what an answer does."""
    if isinstance(answer, SmallTalk) and answer.talk in ASKING:
        return INTENTS[Clarification]
    if isinstance(answer, InBrief):
        return INTENTS[type(answer.repeated)]
    return INTENTS[type(answer)]
