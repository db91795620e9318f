"""One exchange: the conversation is loaded, the answer sent, and what became of it written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from pydantic import ValidationError

from bot import conversation
from bot.advice.answers import OutOfScope
from bot.conversation import Said
from bot.live import LiveKnowledge
from bot.reading.words import READ_LIMIT
from bot.replies import blocks, buttons
from bot.replies.describe import describe
from bot.slack.payloads import Where
from bot.store import Store

QUICK_TURN = 0.5
"""How long an answer that Slack waits for waits for another one in the same conversation."""

Send = Callable[[blocks.Message], Awaitable[Any]]

logger = logging.getLogger(__name__)


class Exchanges:
    """Answers what is said, in one conversation after the other."""

    def __init__(self, library: LiveKnowledge, store: Store) -> None:
        """Answer from the library, and remember in the store."""
        self._library = library
        self._store = store
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(
        self, where: Where, said: Said, send: Send, message: str | None = None, turn: float | None = None
    ) -> None:
        """Send the answer, then write down that `message` has it and how the conversation stands.

        After `turn` seconds this no longer waits for an earlier answer; the store merges the two.
        """
        async with self._turn(where.key, turn):
            seen = await self._store.load(where.key, where.user)
            advisor = self._library.advisor
            state, answer = conversation.reply(advisor, _state(seen.state), said)
            reply = blocks.message(describe(answer))
            await send(buttons.addressed(reply, where.user))
            is_refused = isinstance(answer, OutOfScope) and not answer.is_followed_up
            is_unanswered = is_refused and isinstance(said, str)
            question = str(said)[:READ_LIMIT] if is_unanswered else None

            def change(kept: str | None) -> str:
                after = state if kept == seen.state else conversation.reply(advisor, _state(kept), said)[0]
                return after.model_dump_json()

            try:
                await self._store.settle(message, seen, change, question)
            except Exception:
                # The answer is given: no apology may follow it.
                logger.exception("what became of the conversation cannot be written down")

    async def follows_up(self, where: Where, text: str) -> bool:
        """Tell whether an unaddressed message goes on with a conversation that the bot is part of."""
        seen = await self._store.load(where.key, where.user)
        if seen.state is None:
            return False
        return conversation.follows_up(self._library.advisor, _state(seen.state), text)

    @asynccontextmanager
    async def _turn(self, key: str, seconds: float | None) -> AsyncIterator[None]:
        lock = self._turns.setdefault(key, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), seconds)
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            lock.release()


def _state(kept: str | None) -> conversation.State:
    if kept is None:
        return conversation.State()
    try:
        return conversation.State.model_validate_json(kept)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        logger.warning("a conversation cannot be read and begins afresh: %s", problems)
        return conversation.State()
