"""The format of questions: what must get which answer, and how the words of a message must be read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.knowledge.strict import Id, Strict, Text

Intent = Literal["recommendation", "difference", "definition", "sequence", "smalltalk"]
TurnIntent = Literal[
    "recommendation",
    "clarification",
    "difference",
    "definition",
    "sequence",
    "smalltalk",
    "out-of-scope",
    "explanation",
    "source",
    "reminder",
    "acknowledgement",
]
ClauseStatus = Literal["missing", "there", "denied", "past", "supposed", "opinion"]

NO_TOPIC = "none"
"""What a questions file writes for a refusal that names no near-by topic."""


class Question(Strict):
    """A question with the answer that it must get, or one that must get no advice."""

    ask: Text | None = None
    """A question that must get the answer below."""
    answer: Intent = "recommendation"
    """The kind of answer."""
    roles: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """The roles that are recommended or defined; both when both are needed."""
    criterion: Id | None = None
    """A criterion that must be among the reasons."""
    not_: Annotated[Text | None, Field(alias="not")] = None
    """Instead of `ask`: a question near by that must get no advice."""
    topic: Id | None = None
    """With `not`: the near-by topic that the refusal must name; `none` if it must name none."""
    gap: bool = False
    """The question is not answered as it should be yet; `whichrole check` says as soon as it is."""

    @model_validator(mode="after")
    def _can_be_right(self) -> Question:
        is_asked = self.ask is not None
        is_near_miss = self.not_ is not None
        if is_asked == is_near_miss:
            raise ValueError("write either `ask` or `not`, and exactly one of them")
        if is_near_miss:
            of_answer = {"answer", "roles", "criterion"}
            if self.model_fields_set & of_answer:
                raise ValueError("gets no advice; remove `answer`, `roles` and `criterion`, or write `ask`")
            return self

        if self.topic is not None:
            raise ValueError("must get an answer; remove `topic`, or write `not` instead of `ask`")
        if self.answer == "recommendation" and not self.roles:
            raise ValueError("names no role; write under `roles` which must be recommended")
        return self

    @property
    def text(self) -> str:
        """What is asked."""
        return self.ask or self.not_ or ""


class Accepted(Strict):
    """An answer that is right at a turn of a conversation."""

    answer: TurnIntent
    """The kind of answer; out-of-scope is the answer that something is not known."""
    roles: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Exactly the roles that are recommended, or those that must be among the defined ones."""

    @model_validator(mode="after")
    def _can_be_right(self) -> Accepted:
        if self.answer == "recommendation" and not self.roles:
            raise ValueError("names no role; write under `roles` which must be recommended")
        may_name_roles = self.answer in ("recommendation", "definition")
        if self.roles and not may_name_roles:
            message = f"`roles` says nothing of the answer `{self.answer}`; remove it"
            raise ValueError(message)
        return self


class Turn(Strict):
    """One message of a conversation, and the answers that are right there."""

    say: Text
    """The message."""
    accept: Annotated[tuple[Accepted, ...], Field(min_length=1, strict=False)]
    """The answers of which it must get one."""
    not_quoted: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    """Words that no reason of the answer may quote, such as those of a need that was taken back."""


class Conversation(Strict):
    """Messages that follow each other, each of which must get a right answer."""

    name: Text
    """What happens in it; unique in the file."""
    gap: bool = False
    """Some turn is not answered as it should be yet; `whichrole check` says as soon as all are."""
    turns: Annotated[tuple[Turn, ...], Field(min_length=1, strict=False)]
    """The messages, from the first to the last."""

    @property
    def text(self) -> str:
        """What it is called in reports."""
        return self.name


class LabelledClause(Strict):
    """Part of a message, and whether it says that something is missing."""

    say: Text
    """The words."""
    status: ClauseStatus
    """What they say of a need: that it is missing, there, denied, past, supposed or somebody's opinion."""
    gap: bool = False
    """The words are not read as they should be yet; `whichrole check` says as soon as they are."""

    @property
    def text(self) -> str:
        """What it is called in reports."""
        return self.say


class Questions(Strict):
    """What one comparison must answer, and the near misses that it must not."""

    comparison: Id
    """Name of the comparison's file, without .yaml."""
    questions: Annotated[tuple[Question, ...], Field(strict=False)] = ()
    """The questions; never the phrases themselves. At least one of the three lists must hold something."""
    conversations: Annotated[tuple[Conversation, ...], Field(strict=False)] = ()
    """Whole conversations, which are played from the first message to the last."""
    clauses: Annotated[tuple[LabelledClause, ...], Field(strict=False)] = ()
    """Parts of messages, with what they must be read as."""

    @model_validator(mode="after")
    def _asks_something(self) -> Questions:
        if not (self.questions or self.conversations or self.clauses):
            raise ValueError("asks nothing; write `questions`, `conversations` or `clauses`")
        return self
