"""An interview that nobody keeps: from what was replied, the next question or the result is worked out. Pure.

In a message, an interview is a part of a conversation (`open_question`); in a modal it is all there is.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.advice.advisor import Advisor
from bot.advice.answers import Clarification, Recommendation, WhichTopic
from bot.advice.choices import DECISION, CriterionChoice, Reply
from bot.conversation.consultation import Consultation
from bot.conversation.state import State

Page = WhichTopic | Clarification | Recommendation
"""What an interview shows: which topic, a question, or the result."""


class Interview(BaseModel):
    """What was chosen and replied, oldest first; a new one has nothing of it."""

    model_config = ConfigDict(frozen=True)

    topic: str = ""
    replies: tuple[tuple[str, Reply], ...] = ()
    """Each criterion with what was replied."""
    is_stopped: bool = False
    """Whether the result is wanted before all is asked."""

    @classmethod
    def unpacked(cls, packed: str) -> Interview:
        """Return an interview as it was packed; what cannot be read begins afresh."""
        try:
            return cls.model_validate_json(packed)
        except ValidationError:
            return cls()

    def packed(self) -> str:
        """Return the interview in a few characters; with six replies they are 1,000 at most."""
        return self.model_dump_json(exclude_defaults=True)

    def replied(self, choice: CriterionChoice) -> Interview:
        """Return the interview once a question was replied to; a second reply to it replaces the first."""
        kept = []
        if choice.topic == self.topic:
            kept = [reply for reply in self.replies if reply[0] != choice.criterion]
        reply = (choice.criterion, choice.reply)
        return Interview(topic=choice.topic, replies=(*kept, reply))

    def back(self) -> Interview:
        """Return the interview one step before: the last question again or, before the first, which topic."""
        if self.is_stopped:
            return Interview(topic=self.topic, replies=self.replies)
        if self.replies:
            return Interview(topic=self.topic, replies=self.replies[:-1])
        return Interview()

    def stopped(self) -> Interview:
        """Return the interview once the result so far is wanted."""
        return Interview(topic=self.topic, replies=self.replies, is_stopped=True)

    def has_way_back(self, advisor: Advisor) -> bool:
        """Tell whether there is a step before."""
        if self.replies:
            return True
        return bool(self.topic) and len(advisor.topics) > 1

    def last_reply(self) -> CriterionChoice | None:
        """Return what was replied last, if anything was."""
        if not self.replies:
            return None
        criterion, reply = self.replies[-1]
        return CriterionChoice(self.topic, criterion, reply)

    def page(self, advisor: Advisor) -> Page:
        """Return what comes next; what the knowledge no longer holds counts as not chosen or replied."""
        topics = advisor.composer.topics
        topic = self.topic
        if topic not in topics and len(topics) == 1:
            (topic,) = topics
        if topic not in topics:
            return WhichTopic(DECISION, advisor.topics)

        state = State(topic=topic, is_interview=True)
        for criterion, reply in self.replies:
            if (topic, criterion) in advisor.composer.criteria:
                choice = CriterionChoice(topic, criterion, reply)
                state = state.replied(choice)
        consultation = Consultation(advisor, state, topic)
        if self.is_stopped:
            return consultation.conclude()
        return consultation.advise()
