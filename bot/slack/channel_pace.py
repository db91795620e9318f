"""How fast a channel takes messages: at once, until Slack says that it is too fast."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.slack.timing import Timing
from bot.store import Store

SECONDS_A_POST = 1.1
"""Slack's pace for one channel is about one a second; it allows bursts, but does not say which."""

CALM_SECONDS = 30.0
"""For how long a channel keeps Slack's pace after its last message in trouble."""


class ChannelPace:
    """The queue of one channel that is in trouble: one message after the other, at Slack's pace."""

    def __init__(self, channel: str, store: Store, timing: Timing) -> None:
        """Begin without trouble."""
        self._channel = channel
        self._store = store
        self._timing = timing
        self._turn = asyncio.Lock()
        self._earliest = 0.0
        self._calm_at = 0.0

    @property
    def is_slow(self) -> bool:
        """Tell whether messages have to wait for their turn."""
        if self._turn.locked():
            return True
        return self._timing.clock() < self._calm_at

    def slow_down(self, seconds: float = 0.0) -> None:
        """Send nothing for so long, and then at Slack's pace."""
        earliest = self._timing.clock() + seconds
        calm_at = earliest + CALM_SECONDS
        self._earliest = max(self._earliest, earliest)
        self._calm_at = max(self._calm_at, calm_at)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until all that came before are through; first come, first served."""
        async with self._turn:
            yield

    async def wait(self) -> None:
        """Wait until the next message may be sent; whoever calls this has the turn."""
        now = self._timing.clock()
        earliest = max(now, self._earliest)
        # Bots that share a database share the pace; while it is away, each keeps its own.
        slot = await self._store.channel_slot(self._channel, earliest, SECONDS_A_POST)
        if slot is None:
            slot = earliest

        self._earliest = slot + SECONDS_A_POST
        calm_at = self._earliest + CALM_SECONDS
        self._calm_at = max(self._calm_at, calm_at)
        if slot > now:
            await self._timing.pause(slot - now)


class ChannelPaces:
    """The pace of each channel; only those in trouble are remembered."""

    def __init__(self, store: Store, timing: Timing) -> None:
        """Begin without trouble."""
        self._store = store
        self._timing = timing
        self._slow: dict[str, ChannelPace] = {}

    def slow(self, channel: str) -> ChannelPace | None:
        """Return the queue of a channel; None when it takes messages at once."""
        pace = self._slow.get(channel)
        if pace is None or pace.is_slow:
            return pace
        del self._slow[channel]
        return None

    def slow_down(self, channel: str, seconds: float = 0.0) -> None:
        """Send nothing there for so many seconds, and then at Slack's pace until there is calm."""
        # Those that are calm again are forgotten on this occasion.
        for name in list(self._slow):
            self.slow(name)

        pace = self._slow.get(channel)
        if pace is None:
            pace = ChannelPace(channel, self._store, self._timing)
            self._slow[channel] = pace
        pace.slow_down(seconds)
