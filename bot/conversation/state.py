"""What is kept of a conversation between two messages, as JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.answers import Choice, Confidence, CriterionChoice, Reply
from bot.language import READ_LIMIT

MAX_FACTS = 20
MAX_GIVEN = 50


class State(BaseModel):
    """A conversation so far; a new one has said nothing."""

    model_config = ConfigDict(frozen=True)

    facts: tuple[str, ...] = ()
    """The messages that describe what the team has and needs, as they were written."""
    replies: tuple[CriterionChoice, ...] = ()
    """What was replied to questions back, or clicked, oldest first."""
    asked: tuple[tuple[str, str], ...] = ()
    """Topic and criterion of every question back."""
    options: tuple[Choice, ...] = ()
    """What the open question back offers; one alone is a question of yes or no."""
    topic: str = ""
    """The comparison that was last spoken of."""
    advice: tuple[str, ...] = ()
    """Ids of the roles that were last recommended."""
    confidence: Confidence = Confidence.TENTATIVE
    focus: str = ""
    """Id of the role that was last spoken of."""
    is_interview: bool = False
    given: tuple[str, ...] = ()
    """Fingerprints of the answers that were given."""
    reminders: int = 0

    def with_(self, **changes: Any) -> State:
        """Return this state with some fields changed."""
        return self.model_copy(update=changes)

    def told(self, fact: str) -> State:
        """Return the state once a message has described something; the oldest are forgotten first.

        What is said again counts as said now.
        """
        fact = fact[:READ_LIMIT]
        others = tuple(known for known in self.facts if known != fact)
        return self.with_(facts=(*others, fact)[-MAX_FACTS:], options=())

    def replied(self, choice: CriterionChoice) -> State:
        """Return the state once a question was replied to; a later reply replaces an earlier one."""
        key = choice.topic, choice.criterion
        asked = self.asked if key in self.asked else (*self.asked, key)
        return self.with_(replies=(*self.without(choice).replies, choice), asked=asked, options=())

    def without(self, choice: CriterionChoice) -> State:
        """Return the state as if a criterion had not been replied to."""
        key = choice.topic, choice.criterion
        return self.with_(replies=tuple(c for c in self.replies if (c.topic, c.criterion) != key))

    def before(self, question: tuple[str, str]) -> State:
        """Return the state as it was when a question had just been asked."""
        return self.with_(
            asked=self.asked[: self.asked.index(question) + 1],
            replies=self.without(CriterionChoice(*question)).replies,
        )

    def replies_on(self, topic: str) -> dict[str, Reply]:
        """Return the replies on a comparison, by criterion."""
        return {choice.criterion: choice.reply for choice in self.replies if choice.topic == topic}

    def asked_on(self, topic: str) -> tuple[str, ...]:
        """Return the criteria of a comparison that were asked about."""
        return tuple(criterion for name, criterion in self.asked if name == topic)
