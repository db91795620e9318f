"""A message in the light of what was said before: (state, message) to (state, answer). Pure.

Evidence adds up: every message that describes a need is kept, and all together are weighed (`consulting`).
Short messages that lean on what was said are understood as such (`leaning`). What was read already is not
said again (`memory`).
"""

from __future__ import annotations

from bot.answers import Said
from bot.conversation.state import State
from bot.conversation.talking import follows_up, reply

__all__ = ["Said", "State", "follows_up", "reply"]
