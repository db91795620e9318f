"""Turns at the database's few connections: under load, what is already begun goes first.

Waiting for a turn counts for nothing: a bot that is only busy must not take its database for being away.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum


class Urgency(IntEnum):
    """In which order work gets its turn."""

    RECORD = 0
    """An answer was sent: until this is written down, a process that dies would make it be sent again."""
    ACKNOWLEDGE = 1
    """Slack, or an answer, waits for this."""
    WHENEVER = 2


class Slots:
    """So many turns at once; the others wait."""

    def __init__(self, count: int) -> None:
        """Begin with every slot free."""
        self._free = count
        self._numbers = itertools.count()
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, urgency: Urgency) -> AsyncIterator[None]:
        """Wait for a slot and hold it."""
        await self._take(urgency)
        try:
            yield
        finally:
            self._give()

    async def _take(self, urgency: Urgency) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give()  # the turn came at the moment of being cancelled
            raise

    def _give(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
