"""A message as it is read: what is found out about it is found out once and carried along. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.advice.advisor import Advisor
from bot.advice.answer_builder import Composer
from bot.advice.decision import STATED, Decision
from bot.advice.thresholds import Thresholds
from bot.reading import Act, Kind, Match, Matcher, Outcome, Statement
from bot.reading.words import Word

ROLE_QUESTIONS = frozenset({Kind.DIFFERENCE, Kind.DEFINITION, Kind.ORDER})


@dataclass(frozen=True)
class UserMessage:
    """What somebody wrote, with what the advisor's knowledge finds in it.

    Each finding is made when it is first asked for: a short "why?" needs no decision.
    """

    advisor: Advisor
    match: Match

    @property
    def text(self) -> str:
        """What it says in its own words, without code and quoted lines."""
        return self.match.text

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Its parts, each with its status."""
        return self.match.statements

    @property
    def roles(self) -> tuple[str, ...]:
        """Ids of the roles that it names, in order."""
        return self.match.roles

    @property
    def composer(self) -> Composer:
        """What puts answers together."""
        return self.advisor.composer

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that it is decided by."""
        return self.advisor.thresholds

    @property
    def matcher(self) -> Matcher:
        """What reads it."""
        return self.advisor.matcher

    @cached_property
    def act(self) -> Act | None:
        """What it does that describes no need, if that is all it does."""
        return self.matcher.act(self.match)

    @cached_property
    def decision(self) -> Decision:
        """What is decided on it by itself, whatever was said before."""
        return self.advisor.decide(self.match)

    @property
    def outcome(self) -> Outcome:
        """What it speaks for most, by that decision."""
        return self.decision.outcomes[0]

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words, in order."""
        return self.match.words

    @cached_property
    def content_words(self) -> tuple[Word, ...]:
        """Its words without those of grammar, such as "the" and "is"."""
        return tuple(word for word in self.words if not word.is_function_word)

    @cached_property
    def is_question(self) -> bool:
        """Whether it asks something."""
        return self.matcher.asks(self.match)

    @property
    def is_short_question(self) -> bool:
        """Whether it asks in so few words that they can only name what is asked for."""
        if self.match.strangers:
            return False  # "and a data engineer?" asks for that role
        thresholds = self.thresholds
        if len(self.content_words) > thresholds.max_short_question_content:
            return False
        if len(self.words) > thresholds.max_short_question:
            return False
        return self.ends_in_question_mark

    @property
    def ends_in_question_mark(self) -> bool:
        """Whether it is written as a question; `is_question` also holds for those that are not."""
        return self.text.rstrip().endswith("?")

    @property
    def states_needs(self) -> bool:
        """Whether it names one role's need, or both roles', by itself."""
        return self.decision.verdict in STATED

    @property
    def is_about_roles(self) -> bool:
        """Whether it is about what the roles are, how they differ, or which comes first."""
        return self.outcome.name in ROLE_QUESTIONS

    def does(self, act: Act) -> bool:
        """Tell whether part of it does this."""
        return self.matcher.holds(act, self.match)

    def begins_with(self, act: Act) -> bool:
        """Tell whether its first statement does this and nothing else, and more follows."""
        return self.matcher.begins_with(act, self.match)


def read(advisor: Advisor, text: str) -> UserMessage:
    """Read what somebody wrote."""
    match = advisor.matcher.match(text)
    return UserMessage(advisor, match)
