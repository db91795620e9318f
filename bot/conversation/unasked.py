"""A message in a channel that addresses nobody: is it a question for the bot, which may listen there? Pure.

When in doubt it is not: of all that such a bot can do wrong, people mind answers that nobody asked for most.
"""

from __future__ import annotations

import re

from bot.advice.advisor import Advisor
from bot.advice.answers import Definition, Difference, Order, Recommendation
from bot.advice.decision import Verdict
from bot.conversation.turn import answer_to
from bot.conversation.user_message import UserMessage, read
from bot.reading import Kind
from bot.reading.addressing import names_somebody

ANSWERS = (Recommendation, Difference, Definition, Order)
"""What may be said without being asked: no question back, no refusal, no small talk."""

LEAST_ROLES: dict[str, int] = {
    Kind.DIFFERENCE: 2,
    Kind.ORDER: 2,
    Kind.DEFINITION: 1,
}
"""How many roles a question about roles must name to be one of those that are known."""

_QUOTED = re.compile(r"^\s*>.*$|\"[^\"\n]*\"|“[^”\n]*”", re.MULTILINE)


def asks_role_question(advisor: Advisor, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot surely asks what it can answer at once."""
    # What somebody quotes, somebody else has asked.
    own = _QUOTED.sub(" ", text)
    message = read(advisor, own)
    if not message.matcher.asks_for_role(message.match):
        return False
    if names_somebody(message.text, message.matcher.reader):
        return False  # "Anna, do we need a data scientist?"
    if message.match.strangers:
        return False  # "a data scientist or a lawyer?"
    if not _is_surely_known(message):
        return False
    answer = answer_to(advisor, text)
    return isinstance(answer, ANSWERS)


def _is_surely_known(message: UserMessage) -> bool:
    """Tell whether what is asked leads by the margin over all else that the message may be about."""
    decision = message.decision
    if decision.margin < message.thresholds.unasked_margin:
        return False
    if message.states_needs:
        return True
    if decision.verdict is not Verdict.OTHER:
        return False
    least = LEAST_ROLES.get(message.outcome.name)
    return least is not None and len(message.roles) >= least
