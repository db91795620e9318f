"""A message that leans on what others said above it in a thread: their question, or their advice. Pure."""

from __future__ import annotations

from typing import assert_never

from bot.advice.advisor import Advisor
from bot.advice.choices import DECISION, CriterionChoice, Said, TopicChoice
from bot.advice.decision import Verdict
from bot.conversation.corrections import DOUBTS
from bot.conversation.dialogue_acts import LEADING, likely_act
from bot.conversation.state import State
from bot.conversation.user_message import UserMessage, read
from bot.reading import Act


def points_above(advisor: Advisor, text: str) -> bool:
    """Tell whether a message says nothing but that what stands above it is to be answered."""
    if not text.strip():
        return True  # a mention alone
    message = read(advisor, text)
    # "Which role is it?" asks for advice again, and where none was given, of what stands above.
    asks_again = message.act is Act.REPEAT and message.is_question
    return asks_again or message.act is Act.ABOVE


def is_wordless(text: str) -> bool:
    """Tell whether a text holds neither letters nor digits."""
    return not any(map(str.isalnum, text))


def leans_on(advisor: Advisor, state: State, said: Said) -> bool:
    """Tell whether somebody asks about advice that another person got, and not for advice of their own."""
    match said:
        case CriterionChoice():
            return False
        case TopicChoice():
            return said.asked != DECISION
        case str():
            return _leans_in_words(read(advisor, said), state)
    assert_never(said)


def _leans_in_words(message: UserMessage, state: State) -> bool:
    if message.act:
        return message.act is not Act.DECIDE
    if any(map(message.begins_with, DOUBTS)):
        return True
    if message.is_question and likely_act(message, state) in LEADING:
        return True
    if message.states_needs:
        return False
    # What only may be a need is one of their own too, unless it asks.
    return message.is_question or message.decision.verdict is not Verdict.ASK
