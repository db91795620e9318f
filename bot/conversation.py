"""A message in the light of what was said before: (state, message) to (state, answer). Pure."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.advisor import Advisor
from bot.answers import Answer, CriterionChoice, TopicChoice

Said = str | CriterionChoice | TopicChoice
"""What a person says: words, or a click on one of the bot's buttons."""


class State(BaseModel):
    """What a conversation is about so far; kept as JSON between messages."""

    model_config = ConfigDict(frozen=True)


def reply(advisor: Advisor, state: State, said: Said) -> tuple[State, Answer]:
    """Return the answer, and what is to be remembered for the next message."""
    match said:
        case CriterionChoice():
            return state, advisor.choose(said.topic, said.criterion)
        case TopicChoice():
            return state, advisor.choose_topic(said.asked, said.topic)
        case _:
            return state, advisor.answer(said)


def follows_up(advisor: Advisor, state: State, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot confidently goes on with the conversation."""
    return False
