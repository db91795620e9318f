"""How far long work is, for whoever wants to know: a terminal shows it, everything else passes it over."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Listener = Callable[[str, int, int], None]
"""Is told what is being done, how many steps of it are done, and of how many."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def steps(doing: str, items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items of long work, and tell before each how many are done."""
    listener = _listener.get()
    for done, item in enumerate(items):
        if listener is not None:
            listener(doing, done, len(items))
        yield item


@contextlib.contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Tell this listener how far work is for as long as the context is open."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
