"""Which messages this process has taken on; it is what is left while the database is away."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

MAX_NAMES = 10_000
"""Names that are remembered, two for each message; Slack redelivers within minutes, so this is ample."""


class Taken:
    """Names of messages and events; the oldest are forgotten first."""

    def __init__(self, max_names: int = MAX_NAMES) -> None:
        """Remember at most `max_names`."""
        self._max_names = max_names
        self._names: OrderedDict[str, None] = OrderedDict()
        self._being_written: dict[str, asyncio.Event] = {}

    def add(self, *names: str) -> bool:
        """Remember one message under its names; False when any of them is known."""
        is_new = not any(name in self._names for name in names)
        self._names.update(dict.fromkeys(names))
        while len(self._names) > self._max_names:
            self._names.popitem(last=False)
        return is_new

    @contextmanager
    def being_written(self, *names: str) -> Iterator[None]:
        """Let others wait until this is over: a redelivery must not be acknowledged before."""
        done = asyncio.Event()
        self._being_written.update(dict.fromkeys(names, done))
        try:
            yield
        finally:
            done.set()
            for name in names:
                self._being_written.pop(name, None)

    async def written(self, *names: str) -> None:
        """Wait until none of the names is being written down."""
        for name in names:
            if done := self._being_written.get(name):
                await done.wait()
