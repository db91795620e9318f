"""Which messages this process has seen; it is all that tells redeliveries while the database is away."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

MAX_KEYS = 10_000
"""Keys that are remembered, two for each message; Slack redelivers within minutes, so this is ample."""


class DedupCache:
    """Keys of messages and events; the oldest are forgotten first."""

    def __init__(self, max_keys: int = MAX_KEYS) -> None:
        """Remember at most `max_keys`."""
        self._max_keys = max_keys
        self._keys: OrderedDict[str, None] = OrderedDict()
        # Weak: an event is of use only to who writes, and to those who wait for it.
        self._being_written: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    def add(self, *keys: str) -> bool:
        """Remember one message under its keys; False when any of them is known."""
        is_new = self._keys.keys().isdisjoint(keys)
        for key in keys:
            self._keys.setdefault(key)
        while len(self._keys) > self._max_keys:
            self._keys.popitem(last=False)
        return is_new

    def discard(self, *keys: str) -> None:
        """Know these no longer."""
        for key in keys:
            self._keys.pop(key, None)

    @contextmanager
    def being_written(self, *keys: str) -> Iterator[None]:
        """Let others wait until this is over: a redelivery must not be acknowledged before."""
        done = asyncio.Event()
        for key in keys:
            self._being_written[key] = done
        try:
            yield
        finally:
            done.set()

    async def written(self, *keys: str) -> None:
        """Wait until none of the keys is being written down."""
        for key in keys:
            done = self._being_written.get(key)
            if done:
                await done.wait()
