"""What is being answered now: a bot that stops finishes it first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler

from bot.slack.inbox import CLAIMED

logger = logging.getLogger(__name__)


class InFlight(AsyncListenerStartHandler):
    """The tasks that are answering now; Bolt itself keeps no hold of them."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._tasks: dict[asyncio.Task[Any], str | None] = {}

    @property
    def message_ids(self) -> Collection[str]:
        """The claimed messages that are being answered now."""
        return {message_id for message_id in self._tasks.values() if message_id}

    def add(self, message_id: str | None = None) -> None:
        """Hold the current task, and the message that it answers, until it is done."""
        task = asyncio.current_task()
        if task is None:
            return
        self._tasks[task] = message_id
        task.add_done_callback(self._forget)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        # A task that was only just created counts too: it is added in its first step.
        await asyncio.sleep(0)
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is under way; after `seconds`, give up what is left and say so."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.idle(), seconds)
        if not self._tasks:
            return
        count = len(self._tasks)
        logger.warning("gave up %d answers under way after %.0f seconds", count, seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=1)

    async def handle(self, request: Any, response: Any) -> None:
        """Hold a listener's task, with the message that was claimed for it; Bolt calls this in that task."""
        message_id = request.context.get(CLAIMED)
        self.add(message_id)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)
