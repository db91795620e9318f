"""Which messages this process has taken on; it is what is left while the database is away."""

from __future__ import annotations

from collections import OrderedDict

MAX_KEYS = 10_000
"""Names that are remembered, two for each message; Slack redelivers within minutes, so this is ample."""


class Taken:
    """Names of messages and events; the oldest are forgotten first."""

    def __init__(self, max_keys: int = MAX_KEYS) -> None:
        """Remember at most `max_keys`."""
        self._max_keys = max_keys
        self._keys: OrderedDict[str, None] = OrderedDict()

    def add(self, *keys: str | None) -> bool:
        """Remember one message under its names; False when any of them is known."""
        names = [key for key in keys if key]
        is_new = not any(key in self._keys for key in names)
        self._keys.update(dict.fromkeys(names))
        while len(self._keys) > self._max_keys:
            self._keys.popitem(last=False)
        return is_new
