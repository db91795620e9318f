"""What leans on a question that was refused: "why?", "and the other one?", "tell me more". Pure."""

from __future__ import annotations

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, OutOfScope, SmallTalk, Talk
from bot.conversation.state import Refused, State
from bot.reading import Act, Match

POINTERS = frozenset(
    {Act.WHY, Act.WHY_NOT, Act.SURE, Act.CHALLENGE, Act.MORE, Act.THAT_ONE, Act.OTHER_ONE, Act.SOURCE}
)
"""Acts that say nothing by themselves: after a refusal they are about that."""
POINTING = 2
"""Content words of a message that can only point to what was said before."""
POINTING_TO_ORDER = 1
"""The same for the order: "who do we hire first?" stands by itself, "which first?" does not."""
PASSING = frozenset({Talk.THANKS, Talk.AGREED, Talk.LISTENING})
"""Small talk after which a refusal may still be spoken of."""


def leans_on_refusal(advisor: Advisor, state: State, act: Act, match: Match) -> bool:
    """Tell whether a short message can only be about the question that was just refused."""
    if state.refused is None:
        return False
    if match.roles:
        return act is Act.DEFINE and advisor.matcher.continues(match)  # "and a data scientist?"
    words = [word for clause in match.clauses for word in clause if not word.is_function_word]
    if act is Act.ORDER:
        return len(words) <= POINTING_TO_ORDER
    return act in POINTERS and len(words) <= POINTING


def refused_again(advisor: Advisor, state: State) -> OutOfScope:
    """Say once more what is not known, that there is no more to say, and which advice stands."""
    refused = state.refused or Refused()
    roles = tuple(advisor.composer.role(state.topic, role) for role in state.advice)
    return OutOfScope(
        advisor.topics,
        refused.text,
        refused.strangers,
        is_again=True,
        is_followed_up=True,
        advice=roles,
    )


def after(state: State, answer: Answer) -> State:
    """Return the state with what an answer refuses; any other answer ends the talk of a refusal."""
    if isinstance(answer, OutOfScope):
        if answer.is_followed_up:
            return state
        return state.with_(refused=Refused(text=answer.text, strangers=answer.strangers))
    if isinstance(answer, SmallTalk) and answer.talk in PASSING:
        return state
    return state.with_(refused=None)
