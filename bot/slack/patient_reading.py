"""Calls that only read: repeated until Slack lets the bot see, or says that it may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.slack.failed_call import FailedCall, Trouble, failed_call
from bot.slack.timing import Timing, growing_pauses

PASSING = (Trouble.LIMITED, Trouble.AWAY, Trouble.UNSURE, Trouble.LOST)
"""What passes by itself; to read twice does no harm."""

T = TypeVar("T")


async def read_patiently(read: Callable[[], Awaitable[T]], timing: Timing, end: float) -> T | FailedCall:
    """Return what a call reads, or why Slack does not show it, also not until `end` (UNIX seconds)."""
    pauses = growing_pauses()
    while True:
        try:
            return await read()
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
        pause = max(next(pauses), failed.retry_after)
        if failed.trouble not in PASSING or timing.clock() + pause > end:
            return failed
        await timing.pause(pause)
