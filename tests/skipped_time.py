"""Time that is skipped: a pause of hours is over as soon as nothing else happens."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from bot.slack.timing import Timing

QUIET_SECONDS = 0.03
"""Real seconds that work between two pauses may take."""

CALL_SECONDS = 0.5
"""Real seconds after which a call without a reply is over."""


class SkippedTime:
    """A clock that stands, and jumps to the end of the earliest pause when only pauses are left."""

    def __init__(self) -> None:
        """Begin now."""
        self.quiet_seconds = QUIET_SECONDS
        self.is_held = False
        """Whether it stands for the time being, whatever pauses."""
        self._now = time.time()
        self._pauses: list[tuple[float, asyncio.Future[None]]] = []

    @property
    def timing(self) -> Timing:
        """What a bot is given."""
        return Timing(self.now, self.pause, CALL_SECONDS)

    def now(self) -> float:
        """Return the seconds since 1970."""
        return self._now

    async def pause(self, seconds: float) -> None:
        """Wait so long, in skipped time."""
        over = asyncio.get_running_loop().create_future()
        self._pauses.append((self.now() + seconds, over))
        await over

    async def skip(self) -> None:
        """End one pause after the other, for ever."""
        while True:
            await asyncio.sleep(self.quiet_seconds)
            self._pauses = [pause for pause in self._pauses if not pause[1].done()]
            if not self._pauses or self.is_held:
                continue
            earliest = min(end for end, _ in self._pauses)
            self._now = max(self._now, earliest)
            for end, over in self._pauses:
                if end <= earliest:
                    over.set_result(None)


@contextlib.asynccontextmanager
async def skipped_time() -> AsyncIterator[SkippedTime]:
    """Yield a time that is skipped as long as this is entered."""
    skipping = SkippedTime()
    task = asyncio.create_task(skipping.skip())
    try:
        yield skipping
    finally:
        task.cancel()
