"""A message in a thread that addresses nobody: is it for the bot, or for the people there? Pure.

When in doubt it is for the people: a bot that breaks into their talk is worse than one to be mentioned again.
"""

from __future__ import annotations

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence
from bot.conversation.anothers_advice import leans_on
from bot.conversation.no_advice import short_aspect
from bot.conversation.open_question import PICKS, reply_and_more
from bot.conversation.remembering import still_known
from bot.conversation.state import State
from bot.conversation.user_message import UserMessage, read
from bot.reading import PREAMBLES, Act
from bot.reading.addressing import addresses_people

TO_A_QUESTION = PICKS | {Act.BACK, Act.STOP}
"""What is only said to somebody who asked something."""

TOO_VAGUE = frozenset({Act.MORE, Act.SURE, Act.OBJECT, Act.ABOVE, *PREAMBLES})
"""What people also say to each other: not taken for a word to the bot that does not address it."""


def follows_up(advisor: Advisor, state: State, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot confidently goes on with the conversation."""
    state = still_known(advisor, state)
    if state.is_anothers and not leans_on(advisor, state, text):
        return False  # their own need was never told to the bot
    message = read(advisor, text)
    if addresses_people(message.text, message.matcher.reader):
        return False  # "…, folks, that is the point"
    if message.act in TO_A_QUESTION:
        # Between people, "yes" and "stop" are seldom meant for a bot that asked nothing.
        return bool(state.options)
    if message.act:
        has_begun = bool(state.topic or state.refused)
        return has_begun and message.act not in TOO_VAGUE
    if found := reply_and_more(message, state):
        _, more = found
        if more.act in PICKS:
            return True  # "yes, exactly"
        return _surely_states_needs(more, Confidence.LIKELY)
    if short_aspect(message, state, advisor.thresholds.clear_evidence):
        return True
    if message.is_question:
        return False  # "can we hire a data scientist next quarter?" asks whoever decides that
    return _tells_of_need(message, state)


def _tells_of_need(message: UserMessage, state: State) -> bool:
    """Tell whether a statement tells the bot of a need: it asked for that, or it goes on with its advice."""
    if state.options:
        # Who was asked something is likely to tell of it.
        return _surely_states_needs(message, Confidence.LIKELY)
    if not _surely_states_needs(message, Confidence.CLEAR):
        return False
    return _goes_on(message) or _turns_advice(message, state)


def _goes_on(message: UserMessage) -> bool:
    """Tell whether a message says by itself that it adds to what was said before, or corrects it."""
    matcher = message.matcher
    match = message.match
    if matcher.adds(match) or matcher.continues(match) or matcher.corrects(match):
        return True
    if not message.words:
        return False
    first = message.words[0]
    return first.form in matcher.reader.lists.contrasts


def _turns_advice(message: UserMessage, state: State) -> bool:
    """Tell whether a message says nothing but a need of a role that was not advised."""
    if len(message.statements) > 1:
        return False  # "that is the point: nobody understands our data"
    roles = {outcome.role for outcome in message.decision.outcomes}
    return roles.isdisjoint(state.advice)


def _surely_states_needs(message: UserMessage, least: Confidence) -> bool:
    """Tell whether a message by itself says at least so surely what is needed."""
    if not message.states_needs:
        return False
    return message.decision.confidence in (least, Confidence.CLEAR)
