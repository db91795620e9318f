"""What leans on a question that was refused: "why?", "and the other one?", "tell me more". Pure."""

from __future__ import annotations

from bot.advice.answers import Answer, OutOfScope, SmallTalk, Talk
from bot.conversation.state import Refused, State
from bot.conversation.user_message import UserMessage
from bot.reading import Act

POINTERS = frozenset(
    {Act.WHY, Act.WHY_NOT, Act.SURE, Act.CHALLENGE, Act.MORE, Act.THAT_ONE, Act.OTHER_ONE, Act.SOURCE}
    | {Act.ABOVE, Act.IN_SHORT}
)
"""Acts that say nothing by themselves: after a refusal they are about that."""
PASSING = frozenset({Talk.THANKS, Talk.AGREED, Talk.LISTENING})
"""Small talk after which a refusal may still be spoken of."""


def leans_on_refusal(message: UserMessage, state: State, act: Act) -> bool:
    """Tell whether a short message can only be about the question that was just refused."""
    if state.refused is None:
        return False
    if message.match.roles:
        # "and a data scientist?" asks the same of another role.
        return act is Act.DEFINITION and message.matcher.continues(message.match)
    count = len(message.content_words)
    if act is Act.ORDER:
        return count <= message.thresholds.max_pointing_to_order
    if act not in POINTERS:
        return False
    return count <= message.thresholds.max_pointing


def refused_again(message: UserMessage, state: State) -> OutOfScope:
    """Say once more what is not known, that there is no more to say, and which advice stands."""
    advisor = message.advisor
    refused = state.refused or Refused()
    advice = advisor.composer.roles(state.topic, state.advice)
    return OutOfScope(
        advisor.topics,
        refused.text,
        refused.strangers,
        is_again=True,
        is_followed_up=True,
        advice=advice,
    )


def after_refusal(state: State, answer: Answer) -> State:
    """Return the state with what an answer refuses; any other answer ends the talk of a refusal."""
    if isinstance(answer, OutOfScope):
        if answer.is_followed_up:
            return state
        refused = Refused(text=answer.text, strangers=answer.strangers)
        return state.with_(refused=refused)
    if isinstance(answer, SmallTalk) and answer.talk in PASSING:
        return state
    return state.with_(refused=None)
