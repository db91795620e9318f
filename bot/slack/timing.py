"""Clock, pauses and limits of time, which tests bring along."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

Pause = Callable[[float], Awaitable[object]]

CALL_SECONDS = 15.0
"""How long Slack may take for a reply."""

LONGEST_PAUSE = 60.0
"""Between two attempts, in seconds; so much later than Slack an answer comes back at most."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What tells the time and lets it pass, in seconds."""

    clock: Callable[[], float] = time.time
    """Seconds since 1970, as other bots on the same database have them."""
    pause: Pause = asyncio.sleep
    call_seconds: float = CALL_SECONDS


NORMAL_TIMING = Timing()


def growing_pauses() -> Iterator[float]:
    """Yield the pauses between attempts: a second, then twice as long each time, up to the longest."""
    pause = 1.0
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)
