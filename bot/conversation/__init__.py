"""A message in the light of what was said before: (state, message) to (state, answer). Pure.

A conversation is a list of needs: each message adds, corrects, takes back or denies some (`needs`), and all
together are weighed (`consulting`). Short messages that lean on what was said are understood as such
(`leaning`), also those that lean on a refusal (`refused`). What was read already is not said again
(`memory`). A single question is a conversation of one message.
"""

from __future__ import annotations

from bot.advice.answers import Said
from bot.conversation.state import Need, State
from bot.conversation.turn import answer_to, follows_up, reply

__all__ = ["Need", "Said", "State", "answer_to", "follows_up", "reply"]
