"""The format of the language: what is matched on and belongs to no comparison, in files by purpose."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import Stemmer
from pydantic import Field, field_validator

from bot.knowledge.phrases import NearByTopic
from bot.knowledge.strict import Id, Phrase, Phrases, Sayings, Strict, Text

TemplateTexts = Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
"""Sentence templates: see `bot.reading.templates`."""
StatusId = Literal["opinion", "supposed", "past", "denied", "made", "solved", "missing", "there"]
SmallTalkId = Literal["greeting", "how-are-you", "thanks", "goodbye", "help", "praise-or-complaint"]


class Act(StrEnum):
    """What a message may do beside describing a need, by the name that its list in the language has."""

    DEFINITION = "definition"
    WHY = "why"
    WHY_NOT = "why-not"
    SURE = "sure"
    CHALLENGE = "challenge"
    THAT_ONE = "that-one"
    OTHER_ONE = "other-one"
    ORDER = "order"
    BOTH = "both"
    ONE_PERSON = "one-person"
    DIFFERENCE = "difference"
    SOURCE = "source"
    MORE = "more"
    REPEAT = "repeat"
    START_OVER = "start-over"
    RETRACT = "retract"
    OBJECT = "object"
    AGREE = "agree"
    THANK = "thank"
    CONFIRM = "confirm"
    ASIDE = "aside"
    SUPPOSE = "suppose"
    LIMIT = "limit"
    STAFF = "staff"
    WHO = "who"
    ASK_ROLE = "ask-role"
    OTHER_JOB = "other-job"
    PAIR = "pair"
    FOCUS = "focus"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    DECIDE = "decide"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    NEITHER = "neither"
    BACK = "back"
    STOP = "stop"


ActId = Annotated[Act, Field(strict=False)]
"""An act as files write it: by its name."""


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
    """The general words of one language; a file holds some of these fields, all files together hold all."""

    replace: bool = False
    """In a folder of your own: take the place of the shipped file of this name, instead of adding to it."""
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
    addresses: Phrases
    """Words with which people speak to each other, such as folks."""
    references: Phrases
    """Words that speak of what was just said, such as that."""
    rules: dict[Id, Text]
    """Parts of templates under a name: `<name>` in a template stands for them."""
    statuses: dict[StatusId, TemplateTexts]
    """How a statement says that something is missing, there, denied, past, supposed, or an opinion."""
    acts: dict[ActId, TemplateTexts]
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
    near_by: dict[Id, NearByTopic] = Field(default_factory=dict)
    """Near-by topics of any role, such as pay, each under its id: no comparison answers them."""

    @field_validator("stemmer")
    @classmethod
    def _is_known(cls, stemmer: str) -> str:
        known = Stemmer.algorithms()
        if stemmer not in known:
            raise ValueError(f"is not a Snowball stemmer; use one of {', '.join(known)}")
        return stemmer
