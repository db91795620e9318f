"""A message in the light of what was said before: (state, message) to (state, answer). Pure.

A conversation is a list of needs: each message adds, corrects, takes back or settles some (`needs`). All
together are weighed (`weighing`) in a `consultation`, which recommends a role or asks an
`open_question`. What is found in a message is found once (`user_message`); the ways of meeting it are
tried in the order of `turn`. Short messages follow earlier advice up (`follow_ups`), ask for its grounds
(`explanations`) or ask on about a refusal (`refused`). What was read already is remembered, and not said
again (`remembering`). What people in a thread say to nobody in particular is taken up only where it is
clearly meant for the bot (`unaddressed`); what they say in a channel that the bot listens in, only where
it surely asks for a role (`unasked`). Who asks in a thread about somebody else's advice is told of that
(`anothers_advice`). A single question is a conversation of one message.
"""

from __future__ import annotations

from bot.advice.choices import Said
from bot.conversation.anothers_advice import points_above
from bot.conversation.state import Need, State
from bot.conversation.turn import answer_to, reply
from bot.conversation.unaddressed import follows_up
from bot.conversation.unasked import asks_role_question

__all__ = [
    "Need",
    "Said",
    "State",
    "answer_to",
    "asks_role_question",
    "follows_up",
    "points_above",
    "reply",
]
