"""One exchange: the conversation is loaded, the answer sent, and what became of it written down."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from pydantic import TypeAdapter, ValidationError

from bot import conversation
from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Order,
    OutOfScope,
    Recommendation,
    Reminder,
    Why,
    WhyNot,
    intent,
    topic_of,
)
from bot.advice.choices import Choice
from bot.conversation import Said
from bot.live import LiveKnowledge
from bot.reading.words import READ_LIMIT
from bot.replies import blocks, buttons, wording
from bot.replies.answer_buttons import below
from bot.replies.describe import describe
from bot.replies.describe_listening import unasked
from bot.report import nearest_topic, understood
from bot.slack.payloads import ConversationRef
from bot.store import AskedInVain, GivenAnswer, SavedConversation, StateChange, Store

QUICK_TURN = 0.5
"""How long an answer that Slack waits for waits for another one in the same conversation."""

QUICK_MEMORY = 1.5
"""How long it waits for the store then. Slack takes three seconds at most for both, and for its own way."""

SAID: TypeAdapter[Said] = TypeAdapter(Said)
"""What was said, as JSON that can be read again."""

Send = Callable[[blocks.Message], Awaitable[Any]]

SAYS_YOU = (Recommendation, Acknowledgement, Order, Why, WhyNot, Reminder)
"""Answers that say "you" of whoever stated the needs, which need not be the one who asks."""

logger = logging.getLogger(__name__)


class Responder:
    """Answers what is said, one after the other in each conversation."""

    def __init__(self, live: LiveKnowledge, store: Store) -> None:
        """Answer from the knowledge in service, and remember in the store."""
        self._live = live
        self._store = store
        # Weak: a lock lasts as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._reading = asyncio.Lock()

    async def answer(
        self,
        where: ConversationRef,
        said: Said,
        send: Send,
        message_id: str | None = None,
        turn: float | None = None,
        heading: str = "",
        *,
        is_first: bool = False,
        instead_of: GivenAnswer | None = None,
        is_unasked: bool = False,
    ) -> bool:
        """Send the answer, then write down that the message has it and how the conversation stands.

        `heading` stands above the answer, in Slack's markup; below one that `is_unasked` stands why it came.
        Returns whether a question is open then. After `turn` seconds this no longer waits for an earlier
        answer; the store merges the two. What is said first begins the conversation anew; what is said
        `instead_of` something that the last answer was given to takes its place.
        """
        async with self._turn(where.key, turn):
            memory = None if turn is None else QUICK_MEMORY
            seen = await self._store.load(where.key, where.user, memory)
            found = await self._found(where, seen)
            if turn is None:
                await self._let_others_go_first()
            # One advisor to the end, also if an edit of the knowledge is put into service meanwhile.
            advisor = self._live.advisor
            before = None if is_first else self._before(found, instead_of)
            state, answer = conversation.reply(advisor, state_of(before), said)
            if state.is_anothers and state.advice and isinstance(answer, SAYS_YOU):
                heading = heading or wording.ANOTHERS_ADVICE
            given = _given(where, said, before, answer, message_id, heading, is_unasked)
            await send(
                as_message(
                    given,
                    answer,
                    is_private=where.is_private,
                    about=where.about,
                )
            )

            def change(kept: str | None) -> str:
                after = state
                # Another replica was faster: what it left is where this message goes on from.
                if kept != seen.state and not is_first:
                    after, _ = conversation.reply(advisor, state_of(kept), said)
                return after.model_dump_json()

            question = _unanswered(advisor, where, said, answer)
            await self._settle(message_id, seen, change, given, question)
            return bool(state.options)

    async def given(self, answer_id: str) -> tuple[GivenAnswer, Answer] | None:
        """Return an answer that was given, from the knowledge in service.

        None if it is not kept any more, or if what it is about is not.
        """
        kept = await self._store.answer(answer_id)
        if kept is None:
            return None
        topics = self._live.advisor.composer.topics
        if kept.topic and kept.topic not in topics:
            # Worked out again, it would be an answer that nobody has seen.
            return None
        return kept, self.again(kept)

    def again(self, kept: GivenAnswer) -> Answer:
        """Return an answer that was given, as the knowledge in service gives it now."""
        _, answer = self._worked_out(kept)
        return answer

    def _worked_out(self, kept: GivenAnswer) -> tuple[conversation.State, Answer]:
        """Return what an answer came to, from what it was given to."""
        said = SAID.validate_json(kept.said)
        return conversation.reply(self._live.advisor, state_of(kept.before), said)

    async def has_begun(self, where: ConversationRef) -> bool:
        """Tell whether a conversation, or another one in its thread, holds what a message can lean on."""
        seen = await self._store.load(where.key, where.user)
        found = await self._found(where, seen)
        return state_of(found).has_begun

    async def _found(self, where: ConversationRef, seen: SavedConversation) -> str | None:
        """Return the conversation that a message goes on with, as JSON.

        Who has none of their own in a thread finds the last one there, which somebody else had.
        """
        own = state_of(seen.state)
        if not where.others or (own.has_begun and not own.is_anothers):
            return seen.state
        last = await self._store.latest(where.others)
        if last is None:
            return seen.state
        return state_of(last).for_another().model_dump_json()

    def _before(self, kept: str | None, instead_of: GivenAnswer | None) -> str | None:
        """Return the conversation that something is said in: without the last answer, if it is taken back."""
        if instead_of is None:
            return kept
        after, _ = self._worked_out(instead_of)
        is_last = after == state_of(kept)
        return instead_of.before if is_last else kept

    async def begin_with(self, given: GivenAnswer, message_id: str) -> None:
        """Write down that a message has this answer, and begin the conversation that it names with it."""
        async with self._turn(given.conversation, None):
            seen = await self._store.load(given.conversation, given.user_id)
            state, _ = self._worked_out(given)
            after = state.model_dump_json()
            await self._settle(message_id, seen, lambda _: after, given)

    async def follows_up(self, where: ConversationRef, text: str) -> bool:
        """Tell whether an unaddressed message goes on with a conversation that the bot is part of."""
        seen = await self._store.load(where.key, where.user)
        if seen.state is None:
            return False
        state = state_of(seen.state)
        return conversation.follows_up(self._live.advisor, state, text)

    async def offered(self, where: ConversationRef) -> tuple[Choice, ...]:
        """Return what the open question of a conversation offers; nothing if none is open."""
        seen = await self._store.load(where.key, where.user)
        return state_of(seen.state).options

    async def _settle(
        self,
        message_id: str | None,
        seen: SavedConversation,
        change: StateChange,
        given: GivenAnswer,
        question: AskedInVain | None = None,
    ) -> None:
        """Write down what became of a conversation whose answer Slack has taken."""
        try:
            await self._store.settle(message_id, seen, change, given, question)
        except Exception:
            # The answer is given: no apology may follow it.
            logger.exception("what became of the conversation cannot be written down")

    async def _let_others_go_first(self) -> None:
        """Wait until it is this answer's turn to be found, which keeps everything else waiting.

        Of many messages at once, the next ones are acknowledged and written down between two answers.
        """
        async with self._reading:
            await asyncio.sleep(0)

    @asynccontextmanager
    async def _turn(self, key: str, seconds: float | None) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), seconds)
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            lock.release()


def as_message(
    given: GivenAnswer,
    answer: Answer,
    *,
    in_full: bool = False,
    is_private: bool = False,
    about: str = "",
) -> blocks.Message:
    """Return an answer with its buttons, below its heading; `about` is the thread that it is about."""
    to_click = below(
        answer,
        given.answer_id,
        in_full=in_full,
        is_private=is_private,
        is_about_thread=bool(about),
    )
    description = [*describe(answer, in_full), *to_click]
    if given.is_unasked:
        description += unasked()
    message = buttons.addressed(blocks.message(description), given.user_id, given.answer_id)
    if about:
        message = buttons.about_thread(message, about)
    if given.heading:
        return blocks.with_heading(message, given.heading)
    return message


def answer_id_of(message_id: str) -> str:
    """Return the name of the answer to a message; given again after a failure, it has the same one."""
    digest = hashlib.sha256(message_id.encode(errors="replace"))
    return digest.hexdigest()[:16]


def _given(
    where: ConversationRef,
    said: Said,
    before: str | None,
    answer: Answer,
    message_id: str | None,
    heading: str,
    is_unasked: bool,
) -> GivenAnswer:
    topic = topic_of(answer)
    return GivenAnswer(
        answer_id=answer_id_of(message_id) if message_id else secrets.token_hex(8),
        user_id=where.user,
        channel=where.channel,
        conversation=where.key,
        said=SAID.dump_json(said).decode(),
        before=before,
        heading=heading,
        intent=intent(answer),
        topic=topic.id if topic else "",
        is_unasked=is_unasked,
    )


def _unanswered(advisor: Advisor, where: ConversationRef, said: Said, answer: Answer) -> AskedInVain | None:
    """Return the question if a person typed one that found no answer."""
    if not isinstance(said, str) or not isinstance(answer, OutOfScope):
        return None
    # What only leans on a refusal asks nothing new.
    if answer.is_followed_up:
        return None
    text = said[:READ_LIMIT]
    return AskedInVain(
        text,
        where.channel,
        nearest_topic(advisor, text),
        understood(advisor, text),
    )


def state_of(kept: str | None) -> conversation.State:
    """Return a conversation as it was kept; one that cannot be read, or none, begins afresh."""
    if kept is None:
        return conversation.State()
    try:
        return conversation.State.model_validate_json(kept)
    except ValidationError as error:
        # Where it is wrong, but not what stands there: it is what people wrote.
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        logger.warning("a conversation cannot be read and begins afresh: %s", problems)
        return conversation.State()
