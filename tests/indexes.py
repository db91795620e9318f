"""One index for each content of the knowledge in a test process; building one takes seconds."""

from __future__ import annotations

from dataclasses import replace

from bot.advice.advisor import Advisor
from bot.knowledge.collection import Knowledge

_BUILT: dict[str, Advisor] = {}


def advise(knowledge: Knowledge) -> Advisor:
    """Return the advisor of this content, the one that was built before if there is one."""
    # Questions are asked of an index and are no part of it.
    content = repr(replace(knowledge, questions={}))
    if content not in _BUILT:
        _BUILT[content] = Advisor(knowledge)
    return _BUILT[content]
