"""The knowledge format as frozen models: a comparison, the language, and questions with their answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

import snowballstemmer
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

KEBAB_CASE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MONTH = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"
SOME_WORD = r"[\p{L}\p{N}]"
ADDRESS = r"^https?://[^\s<>|]+$"
REVIEW_MONTHS = 12
"""From how many months on a review is old."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=SOME_WORD)]
Id = Annotated[str, StringConstraints(pattern=KEBAB_CASE, max_length=100)]
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Address = Annotated[str, StringConstraints(pattern=ADDRESS)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, strict=False)]
Sayings = Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
"""Like phrases, but an emoji alone may be one."""
Templates = Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
"""Sentence templates: see `bot.reading.templates`."""
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
ActId = Literal[
    "define",
    "why",
    "why-not",
    "sure",
    "that-one",
    "other-one",
    "order",
    "both",
    "one-person",
    "difference",
    "source",
    "more",
    "repeat",
    "start-over",
    "retract",
    "decide",
    "yes",
    "no",
    "unsure",
    "first",
    "second",
    "third",
    "neither",
    "back",
    "stop",
    "agree",
    "thank",
    "object",
    "pair",
    "focus",
    "withdraw",
    "correct",
    "suppose",
    "limit",
    "staff",
    "who",
    "other-job",
    "challenge",
    "confirm",
    "aside",
]
StatusId = Literal["opinion", "supposed", "past", "denied", "made", "solved", "missing", "there"]
ClauseStatus = Literal["missing", "there", "denied", "past", "supposed", "opinion"]
SmallTalkId = Literal["greeting", "how-are-you", "thanks", "goodbye", "help", "praise-or-complaint"]


class Strict(BaseModel):
    """A model that coerces nothing, ignores nothing and cannot be changed; docstrings describe its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


class SourceEntry(Strict):
    """Where the advice comes from, and when it was last reviewed."""

    title: Text
    """Title of the article, guide or decision that the advice is drawn from."""
    author: Text
    """Who wrote it."""
    publisher: Text
    """Where it appeared; your own company is fine."""
    reviewed: Month
    """Month of the last review, such as 2026-03. After twelve months answers say that it is old."""

    def is_old(self, today: date) -> bool:
        """Tell whether the last review was more than REVIEW_MONTHS ago."""
        year, month = map(int, self.reviewed.split("-"))
        return (today.year - year) * 12 + today.month - month > REVIEW_MONTHS


class Criterion(Strict):
    """One reason to choose a role: what the reply says, and how people say it."""

    id: Id
    """Name of the criterion, in kebab-case, unique in the file."""
    text: Text
    """The reason as the reply gives it, a full sentence addressed to the team."""
    phrases: Phrases
    """How people say this need; matched on, never shown. About twenty whole situations make it robust."""


class RoleEntry(Strict):
    """One of the two roles that a comparison weighs."""

    name: Phrase
    """The role's name, as replies write it."""
    aliases: Phrases
    """Other names that people use for the role: short forms, plurals, old titles."""
    summary: Text
    """What the role does, in one sentence."""
    choose_when: Annotated[tuple[Criterion, ...], Field(min_length=1, strict=False)]
    """The criteria that speak for the role; about as many as the other role has."""


class DifferenceRow(Strict):
    """One aspect in which the roles differ, with a cell for each role."""

    id: Id
    """Name of the aspect, in kebab-case, unique in the file."""
    aspect: Text
    """The aspect as a heading, such as: Main output."""
    cells: dict[Id, Text]
    """What holds for each role, under the role's id; about equally long."""
    phrases: Phrases
    """How people ask for just this aspect."""


class SequenceEntry(Strict):
    """Which role comes first, and why."""

    first: Id
    """Id of the role to begin with."""
    text: Text
    """The order and its reason, in one sentence."""
    phrases: Annotated[tuple[Phrase, ...], Field(strict=False)] = ()
    """Ways of asking for the order that belong to this comparison alone."""


class BottomLine(Strict):
    """The conclusion, what goes wrong with only one of the roles, and how work passes between them."""

    text: Text
    """The conclusion in one or two sentences."""
    why: Text
    """What goes wrong with only one of the roles."""
    handoff: Text
    """How work passes from one role to the other."""


class NearBy(Strict):
    """A near-by topic that the knowledge does not answer, with the honest sentence to say instead."""

    id: Id
    """Name of the topic, in kebab-case, unique in the file."""
    text: Text
    """What the bot says instead of an answer, beginning with I."""
    phrases: Phrases
    """How people ask about the topic."""


class Comparison(Strict):
    """One knowledge file: two roles, when to choose which, and the bottom line."""

    title: Text
    """The title that the list of topics shows."""
    quick_answer: Text
    """The whole difference in a few sentences."""
    examples: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4, strict=False)]
    """One to four questions that the bot suggests; each must get an answer."""
    source: SourceEntry
    """Where the advice comes from, and when it was last reviewed."""
    roles: Annotated[dict[Id, RoleEntry], Field(min_length=2, max_length=2)]
    """The two roles, each under its id. One id is one role, with one name, in all files."""
    differences: Annotated[tuple[DifferenceRow, ...], Field(min_length=1, strict=False)]
    """In what the roles differ, a row for each aspect."""
    sequence: SequenceEntry
    """Which role comes first, and why."""
    bottom_line: BottomLine
    """The conclusion."""
    owner: Text | None = None
    """Whom to ask when the bot does not know: a person, a channel or a link."""
    page: Address | None = None
    """Where people can read the whole comparison; answers link to it. `whichrole docs` writes such a page."""
    draft: bool = False
    """A draft is checked, but no question is answered from it."""
    not_covered: Annotated[tuple[NearBy, ...], Field(strict=False)] = ()
    """Near-by topics of these roles that the source does not answer. General ones stand in the language."""

    @field_validator("owner", "page", mode="before")
    @classmethod
    def _is_written(cls, value: object) -> object:
        if value is None:
            raise ValueError("is empty; write a text, in quotes if it begins with #, or delete the line")
        return value

    def criteria(self) -> Iterator[tuple[str, Criterion]]:
        """Yield every criterion with the id of its role, in the file's order."""
        for role_id, role in self.roles.items():
            for criterion in role.choose_when:
                yield role_id, criterion


class Polarity(Strict):
    """How a clause says that something is there, or is missing and wanted."""

    have: Phrases
    """Words that say that something is there."""
    lack: Phrases
    """Words that say that something is missing or wanted."""
    negation: Phrases
    """Words that turn what follows into its opposite."""


class Cues(Strict):
    """Phrases that ask for something other than a recommendation; `{role}` stands for any role's name."""

    difference: Phrases
    """How people ask in what the roles differ."""
    definition: Phrases
    """How people ask what a role is or does."""
    sequence: Phrases
    """How people ask which role comes first, or whether they need both."""


class Language(Strict):
    """The general words of one language that are matched on and belong to no comparison."""

    stemmer: Text
    """Name of the Snowball stemmer, such as english."""
    abbreviations: dict[Text, Phrase]
    """Short forms and what each stands for."""
    function_words: Phrases
    """Words that decide little, such as articles and pronouns."""
    foreign_words: Phrases
    """Frequent words of other languages that this one does not have: they tell that it is not spoken."""
    clause_breaks: Phrases
    """Words that begin a new part of a sentence, such as but."""
    soft_breaks: Phrases
    """Those of them that do so only after a comma."""
    contrasts: Phrases
    """Those of them after which an opinion or a supposition no longer holds."""
    joints: Phrases
    """Words that join a statement to the one before it, such as and."""
    question_words: Phrases
    """Words that begin a question, with or without a question mark."""
    open_questions: Phrases
    """Those of them that ask for more than yes or no."""
    own_voice: Phrases
    """Words with which people begin to speak for themselves, after somebody else's opinion."""
    parallels: Phrases
    """Words of which two statements are two needs if both begin with one, such as somebody."""
    present: Phrases
    """Words that turn to what is so now, such as today: a supposition ends there."""
    references: Phrases
    """Words that speak of what was just said, such as that."""
    rules: dict[Id, Text]
    """Parts of templates under a name: `<name>` in a template stands for them."""
    statuses: dict[StatusId, Templates]
    """How a statement says that something is missing, there, denied, past, supposed, or an opinion."""
    acts: dict[ActId, Templates]
    """What a whole message may do beside describing a need, such as asking why."""
    coordinators: Phrases
    """Words that join two needs, such as and."""
    additions: Phrases
    """Words that say that a need comes on top of what was said before, such as also."""
    corrections: Phrases
    """Words that say that a message corrects what was said before, such as actually."""
    occupations: Phrases
    """Last words of the names of jobs, such as engineer: they tell that an unknown role is asked for."""
    possessives: Phrases
    """Words such as our: before an occupation they tell a person from a role that is asked for."""
    polarity: Polarity
    """How a clause says that something is there, or is missing and wanted."""
    cues: Cues
    """Phrases that ask for a difference, a definition or an order."""
    small_talk: Annotated[dict[SmallTalkId, Phrases], Field(min_length=1)]
    """Greetings, thanks and the like."""
    follow_ups: dict[ActId, Sayings]
    """Short messages that lean on what was said before, such as why or yes; {role} stands for a role."""
    fillers: Phrases
    """Words that are passed over at the beginning and the end of such a message, such as ok."""
    everyday: Phrases
    """Everyday questions that have nothing to do with roles: examples of what is refused."""
    near_by: Annotated[tuple[NearBy, ...], Field(strict=False)] = ()
    """Near-by topics of any role, such as pay: no comparison answers them, and each is written only here."""

    @field_validator("stemmer")
    @classmethod
    def _is_known(cls, stemmer: str) -> str:
        known = snowballstemmer.algorithms()
        if stemmer not in known:
            raise ValueError(f"is not a Snowball stemmer; use one of {', '.join(known)}")
        return stemmer


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
        if (self.ask is None) == (self.not_ is None):
            raise ValueError("write either `ask` or `not`, and exactly one of them")
        if self.not_ is not None and self.model_fields_set & {"answer", "roles", "criterion"}:
            raise ValueError("gets no advice; remove `answer`, `roles` and `criterion`, or write `ask`")
        if self.ask is not None and self.topic is not None:
            raise ValueError("must get an answer; remove `topic`, or write `not` instead of `ask`")
        if self.ask is not None and self.answer == "recommendation" and not self.roles:
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
        if self.roles and self.answer not in ("recommendation", "definition"):
            raise ValueError(f"`roles` says nothing of the answer `{self.answer}`; remove it")
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


class Clause(Strict):
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
    clauses: Annotated[tuple[Clause, ...], Field(strict=False)] = ()
    """Parts of messages, with what they must be read as."""

    @model_validator(mode="after")
    def _asks_something(self) -> Questions:
        if not (self.questions or self.conversations or self.clauses):
            raise ValueError("asks nothing; write `questions`, `conversations` or `clauses`")
        return self


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that was read; `comparisons` by id, sorted."""

    comparisons: dict[str, Comparison]
    language: Language
    questions: dict[str, Questions]

    def served(self) -> dict[str, Comparison]:
        """Return the comparisons that are answered from: all but the drafts."""
        return {name: comparison for name, comparison in self.comparisons.items() if not comparison.draft}

    def with_drafts(self, names: Collection[str]) -> Knowledge:
        """Return the same knowledge with these drafts finished."""
        finished = {name: self.comparisons[name].model_copy(update={"draft": False}) for name in names}
        return replace(self, comparisons=self.comparisons | finished)
