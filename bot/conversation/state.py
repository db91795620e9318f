"""What is kept of a conversation between two messages, as JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Answer
from bot.advice.choices import Choice, CriterionChoice, Reply
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
    general: str = ""
    """What was last answered of the roles in general, such as their difference; empty after advice."""
    is_anothers: bool = False
    """Whether all this was said to somebody else in the same thread: one's own needs begin with none."""
    refused: Refused | None = None
    """What the last answer did not know, if that is still spoken of."""
    given: tuple[str, ...] = ()
    """Fingerprints of the answers that were given."""
    reminders: int = 0

    @model_validator(mode="before")
    @classmethod
    def _begins_afresh(cls, data: Any) -> Any:
        """Pass over a conversation that an earlier release saved: it kept messages instead of needs."""
        if isinstance(data, dict) and "facts" in data:
            return {}
        return data

    def with_(self, **changes: Any) -> State:
        """Return this state with some fields changed."""
        return self.model_copy(update=changes)

    @property
    def has_begun(self) -> bool:
        """Whether there is something that a short message can lean on."""
        return bool(self.topic or self.needs or self.options or self.refused)

    def for_another(self) -> State:
        """Return the state as somebody else in the thread finds it: what was asked is not asked of them."""
        return self.with_(
            is_anothers=True,
            is_interview=False,
            options=(),
            maybe=None,
        )

    def emptied(self) -> State:
        """Return the state once nothing of what was said counts any more; only the topic stays."""
        return State(
            topic=self.topic,
            given=self.given,
            reminders=self.reminders,
        )

    def told(self, *needs: Need) -> State:
        """Return the state once a message has stated needs; the oldest are forgotten first."""
        stated = []
        for need in needs:
            text = need.text[:READ_LIMIT]
            cut = need.model_copy(update={"text": text})
            stated.append(cut)
        # What is said again counts as said now, and once.
        again = {need.text for need in stated}
        others = [need for need in self.needs if need.text not in again]
        needs = (*others, *stated)
        return self.with_(
            needs=needs[-MAX_NEEDS:],
            fresh=len(stated),
            options=(),
            maybe=None,
            is_doubted=False,
            replaced=(),
        )

    def without_needs(self, gone: Collection[Need]) -> State:
        """Return the state once some needs were taken back."""
        kept = [need for need in self.needs if need not in gone]
        return self.with_(
            needs=tuple(kept),
            maybe=None,
        )

    def needs_on(self, topic: str) -> tuple[Need, ...]:
        """Return the needs that speak for a role of a comparison."""
        mine = []
        for need in self.needs:
            if not need.role or need.topic != topic:
                continue
            mine.append(need)
        return tuple(mine)

    def roles(self) -> tuple[str, ...]:
        """Return the roles that the needs speak for, in their order."""
        roles = [need.role for need in self.needs if need.role]
        return tuple(dict.fromkeys(roles))

    def replied(self, choice: CriterionChoice) -> State:
        """Return the state once a question was replied to; a later reply replaces an earlier one."""
        key = choice.topic, choice.criterion
        asked = self.asked
        if key not in asked:
            asked = (*asked, key)  # a button of an earlier conversation
        others = self.without_reply(*key).replies
        return self.with_(
            replies=(*others, choice),
            asked=asked,
            options=(),
        )

    def without_reply(self, topic: str, criterion: str) -> State:
        """Return the state as if a criterion had not been replied to."""
        kept = []
        for choice in self.replies:
            key = choice.topic, choice.criterion
            if key != (topic, criterion):
                kept.append(choice)
        return self.with_(replies=tuple(kept))

    def just_asked(self, topic: str, criterion: str) -> State:
        """Return the state as it was when a question had just been asked."""
        key = topic, criterion
        before = self.asked.index(key)
        state = self.without_reply(*key)
        return state.with_(
            asked=(*self.asked[:before], key),
        )

    def replies_on(self, topic: str) -> dict[str, Reply]:
        """Return the replies on a comparison, by criterion."""
        replies = {}
        for choice in self.replies:
            if choice.topic == topic:
                replies[choice.criterion] = choice.reply
        return replies

    def asked_on(self, topic: str) -> tuple[str, ...]:
        """Return the criteria of a comparison that were asked about."""
        criteria = []
        for name, criterion in self.asked:
            if name != topic:
                continue
            criteria.append(criterion)
        return tuple(criteria)


Response = tuple[State, Answer]
"""What a message comes to: the conversation after it, and what it is answered."""
