"""Work that is done together: what comes in while the database is busy makes up its next transaction.

One message alone waits for nothing. Of many at once, each costs a share of a transaction.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

MAX_BATCH = 500
"""How many items are worked on together at most."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batches(Generic[Item, Result]):
    """Gives items to `work`, which returns a result for each of them; one call is under way at a time."""

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        """Begin with nothing to do."""
        self._work = work
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """Return what comes of an item, once the work on it is done; raises what the work on it alone raises.

        Who is cancelled while waiting does not keep the item from being worked on.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, done))
        if self._working is None:
            work = self._work_off()
            self._working = asyncio.create_task(work)
        return await done

    async def finished(self) -> None:
        """Wait until nothing is left to do."""
        while self._working:
            await asyncio.wait([self._working])

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                count = min(MAX_BATCH, len(self._waiting))
                batch = [self._waiting.popleft() for _ in range(count)]
                await self._work_on(batch)
        finally:
            self._working = None

    async def _work_on(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        items = [item for item, _ in batch]
        try:
            results = await self._work(items)
        except Exception as error:
            if len(batch) == 1:
                _, done = batch[0]
                if not done.done():
                    done.set_exception(error)
                return
            # One item may have spoiled it for all.
            for each in batch:
                await self._work_on([each])
            return

        for (_, done), result in zip(batch, results, strict=True):
            # Whoever waited for it may have been cancelled meanwhile.
            if not done.done():
                done.set_result(result)
