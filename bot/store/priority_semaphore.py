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


class Priority(IntEnum):
    """In which order work gets its turn; the lowest number goes first."""

    RECORD = 0
    """An answer was sent: until this is written down, a process that dies would make it be sent again."""
    ACKNOWLEDGE = 1
    """Slack, or an answer, waits for this."""
    WHENEVER = 2


class PrioritySemaphore:
    """So many holders at once; of those who wait, the most urgent comes next, then the earliest."""

    def __init__(self, count: int) -> None:
        """Begin with nobody holding it."""
        self._free = count
        self._arrivals = itertools.count()
        self._waiting: list[tuple[Priority, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def held(self, priority: Priority) -> AsyncIterator[None]:
        """Wait for a turn and hold it."""
        await self._acquire(priority)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, priority: Priority) -> None:
        if self._free:
            self._free -= 1
            return
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        # Futures cannot be compared: the number of arrival decides before the heap gets to them.
        arrival = next(self._arrivals)
        waiting = (priority, arrival, turn)
        heapq.heappush(self._waiting, waiting)
        try:
            await turn
        except asyncio.CancelledError:
            # The turn may have come at the moment of being cancelled; then it is passed on.
            if not turn.cancelled():
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            # Whoever was cancelled while waiting left a future behind that is done.
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
