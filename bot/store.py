"""What the bot remembers: which events it has taken on, so that none is answered twice."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

MAX_CLAIMS = 10_000
"""Names that are remembered, two for each message; Slack redelivers within minutes, so this is ample."""


class Store(Protocol):
    """Shared memory of the bot."""

    async def claim(self, *keys: str) -> bool:
        """Take on an event known under all of `keys`; False when any of them was claimed before."""
        ...


class MemoryStore:
    """A store in this process; the oldest claims are forgotten first."""

    def __init__(self, max_claims: int = MAX_CLAIMS) -> None:
        """Remember at most `max_claims` keys."""
        self._max_claims = max_claims
        self._claims: OrderedDict[str, None] = OrderedDict()

    async def claim(self, *keys: str) -> bool:
        """Take on an event known under all of `keys`; False when any of them was claimed before."""
        is_new = not any(key in self._claims for key in keys)
        self._claims.update(dict.fromkeys(keys))
        while len(self._claims) > self._max_claims:
            self._claims.popitem(last=False)
        return is_new
