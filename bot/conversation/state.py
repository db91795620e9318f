"""What is kept of a conversation between two messages, as JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from bot.advice.answers import Choice, Confidence, CriterionChoice, Reply
from bot.reading.words import READ_LIMIT

MAX_NEEDS = 20
MAX_GIVEN = 50


class Need(BaseModel):
    """Something that is missing, in the words that say so.

    `role` is the id of the role that it speaks for; empty while what was said is too little to tell.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    topic: str = ""
    role: str = ""
    confidence: Confidence = Confidence.TENTATIVE


class Refused(BaseModel):
    """What was last said not to be known: the text of its near-by topic, or the unknown roles."""

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    strangers: tuple[str, ...] = ()


class State(BaseModel):
    """A conversation so far; a new one has said nothing."""

    model_config = ConfigDict(frozen=True)

    needs: tuple[Need, ...] = ()
    """What is missing, oldest first; nothing else that was said is evidence."""
    fresh: int = 0
    """How many of the needs, at the end, the last message stated."""
    replaced: tuple[Need, ...] = ()
    """What the last need took the place of; it counts again if that one is taken back."""
    maybe: Need | None = None
    """A possible second need, which a word confirms."""
    is_doubted: bool = False
    """Whether the last advice was objected to: the next need takes its place."""
    is_limited: bool = False
    """Whether there is room for one person only."""
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
    refused: Refused | None = None
    """What the last answer did not know, if that is still spoken of."""
    given: tuple[str, ...] = ()
    """Fingerprints of the answers that were given."""
    reminders: int = 0

    @model_validator(mode="before")
    @classmethod
    def _begins_afresh(cls, data: Any) -> Any:
        """Pass over a conversation that an earlier release saved: it kept messages instead of needs."""
        return {} if isinstance(data, dict) and "facts" in data else data

    def with_(self, **changes: Any) -> State:
        """Return this state with some fields changed."""
        return self.model_copy(update=changes)

    def emptied(self) -> State:
        """Return the state once nothing of what was said counts any more; only the topic stays."""
        return State(topic=self.topic, given=self.given, reminders=self.reminders)

    def told(self, *needs: Need) -> State:
        """Return the state once a message has stated needs; the oldest are forgotten first.

        What is said again counts as said now.
        """
        stated = tuple(need.model_copy(update={"text": need.text[:READ_LIMIT]}) for need in needs)
        again = {need.text for need in stated}
        others = tuple(need for need in self.needs if need.text not in again)
        return self.with_(
            needs=(*others, *stated)[-MAX_NEEDS:],
            fresh=len(stated),
            options=(),
            maybe=None,
            is_doubted=False,
            replaced=(),
        )

    def without_needs(self, gone: tuple[Need, ...]) -> State:
        """Return the state once some needs were taken back."""
        return self.with_(needs=tuple(need for need in self.needs if need not in gone), maybe=None)

    def roles(self) -> tuple[str, ...]:
        """Return the roles that the needs speak for, in their order."""
        return tuple(dict.fromkeys(need.role for need in self.needs if need.role))

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
