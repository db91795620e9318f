"""What people say in a channel to nobody in particular: where listening is on, role questions are answered.

At most one in ten minutes, and only at once: when it is late or the database is away, the bot is silent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from typing import Any

from bot import conversation
from bot.live import LiveKnowledge
from bot.slack.payloads import asked_at, decode
from bot.store import Store

FRESH_SECONDS = 5.0
"""How long it is not looked up again in which channels listening is on; most messages are in none of them."""

QUIET_SECONDS = 600.0
"""How long the bot keeps quiet in a channel after what nobody has asked it for."""

TOO_LATE_SECONDS = 120.0
"""An answer that nobody has asked for is not given so long after the question."""


class Overheard:
    """Tells which of what is said in channels is answered."""

    def __init__(
        self,
        live: LiveKnowledge,
        store: Store,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask the knowledge in service what is a question, and the store where the bot listens."""
        self._live = live
        self._channels = store.listening
        self._clock = clock
        self._monotonic = monotonic
        self._known: Collection[str] = ()
        self._known_until = 0.0
        self._looking = asyncio.Lock()

    async def takes_turn(self, body: dict[str, Any]) -> bool:
        """Tell whether a message is to be answered; for the next ten minutes, no other one there is."""
        channel: str = body["event"]["channel"]
        if channel not in await self._listened_in():
            return False
        if not self._is_question(body):
            return False
        # Among replicas too, one message gets the turn.
        return await self._channels.take_turn(channel, QUIET_SECONDS)

    async def is_still_wanted(self, body: dict[str, Any]) -> bool:
        """Tell whether a message that had its turn, but was left unanswered, is to be answered now."""
        channel: str = body["event"]["channel"]
        return channel in await self._listened_in() and self._is_question(body)

    def look_again(self) -> None:
        """Look up at once where listening is on: somebody has turned it on. Off counts at once anyway."""
        self._known_until = 0.0

    def _is_question(self, body: dict[str, Any]) -> bool:
        asked = asked_at(body)
        if asked is not None and self._clock() - asked > TOO_LATE_SECONDS:
            return False
        text = decode(body["event"].get("text") or "")
        return conversation.asks_role_question(self._live.advisor, text)

    async def _listened_in(self) -> Collection[str]:
        async with self._looking:
            now = self._monotonic()
            if now >= self._known_until:
                self._known = await self._channels.all_on()
                self._known_until = now + FRESH_SECONDS
            return self._known
