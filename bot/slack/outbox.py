"""What the bot sends, with patience: until Slack has taken it, and not twice where that can be known."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import BOT_TOKEN, TokenKind
from bot.replies import blocks
from bot.replies.table_block import without_table
from bot.slack.channel_pace import ChannelPaces
from bot.slack.failed_call import FailedCall, Trouble, failed_call
from bot.slack.patient_reading import read_patiently
from bot.slack.response_url import respond
from bot.slack.sent_mark import Sight, look, mark
from bot.slack.timing import Timing, growing_pauses
from bot.store import Store

HOUR = 3600.0
PATIENCE_SECONDS = 6 * HOUR
"""For how long an answer is tried."""

RESPONSE_URL_SECONDS = 25 * 60.0
"""For how long a reply to a click is tried; Slack takes it for half an hour."""

LATE_SECONDS = 120.0
"""An answer that comes so long after its question says so."""

SETTLE_SECONDS = 2.0
"""How long after a lost reply Slack may need until the channel shows what it has taken."""

OF_ONE_MESSAGE = (Trouble.UNREADABLE, Trouble.TOKEN, Trouble.PLACE, Trouble.FAULT)
"""Troubles that waiting does not mend, so that they are no reason to send the others more slowly."""

OnRevoked = Callable[[TokenKind, str], None]

logger = logging.getLogger(__name__)


class NotTakenError(Exception):
    """Slack does not take a message, and trying again is of no use."""

    def __init__(self, failed: FailedCall) -> None:
        """Keep what Slack said."""
        self.failed = failed
        super().__init__(failed.reason)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to send, and to whom."""

    channel: str
    thread: str | None
    reply: blocks.Message
    answers: str = ""
    """The name of what it answers, such as a claimed message's id; by it the answer is found again."""
    asked_ts: str = ""
    """Slack's timestamp of the message after which the answer stands."""
    asked_at: float | None = None
    """When (UNIX seconds) it was asked; an answer that is late says so."""
    is_begun: bool = False
    """Another process has begun to answer, and may have sent it."""
    patience: float | None = None
    """For how long (seconds) it is tried."""
    only_for: str = ""
    """The one person who sees it."""
    response_url: str = ""
    """Where to send it instead: the address for private replies to a click."""
    replaces: str = ""
    """Slack's timestamp of the bot's message whose place it takes; if that is gone, it is posted."""


class Outbox:
    """Sends messages: at once, or in trouble one after the other in each channel."""

    def __init__(
        self,
        client: AsyncWebClient,
        bot: AuthorizeResult,
        store: Store,
        timing: Timing,
        on_revoked: OnRevoked,
    ) -> None:
        """Send by this client, whose session is shared, as this bot."""
        self.client = client
        self._bot = bot
        self.timing = timing
        self._on_revoked = on_revoked
        self._paces = ChannelPaces(store, timing)

    async def send(self, letter: Letter) -> str | None:
        """Return when Slack has the message, or may have it; raises NotTakenError when it never will.

        The result is Slack's timestamp of the message, None where the bot does not get to know it.
        """
        patience = letter.patience or PATIENCE_SECONDS
        if letter.response_url:
            patience = min(patience, RESPONSE_URL_SECONDS)
        end = self.timing.clock() + patience
        if await self._is_posted(letter, end):
            return None

        pauses = growing_pauses()
        level = logging.WARNING
        while True:
            failed = await self._attempt(letter, end)
            if not isinstance(failed, FailedCall):
                return failed
            plainer = _plainer(letter, failed)
            if plainer:
                is_posted_now = bool(letter.replaces) and not plainer.replaces
                letter = plainer
                if is_posted_now and await self._is_posted(letter, end):
                    return None
                continue

            self._raise_if_final(failed)
            if await self._may_be_there(letter, failed, end):
                return None
            if self.timing.clock() >= end:
                raise NotTakenError(failed)

            seconds = max(next(pauses), failed.retry_after)
            logger.log(
                level,
                "an answer in %s waits: %s; tried again in %.0f s",
                letter.channel,
                failed.reason,
                seconds,
            )
            # Said once for each answer.
            level = logging.DEBUG
            await self.timing.pause(seconds)

    async def _is_posted(self, letter: Letter, end: float) -> bool:
        """Tell whether the process that began to answer has posted the answer."""
        # To replace a message twice does no harm.
        if not letter.is_begun or letter.replaces:
            return False
        sight = await self._sight(letter, end)
        if sight is not Sight.THERE:
            return False
        logger.info("message %s has its answer already", letter.answers)
        return True

    async def _attempt(self, letter: Letter, end: float) -> FailedCall | str | None:
        """Send once, when it is this letter's turn; what Slack asks to wait is waited for here."""
        if letter.response_url:
            # Each of these addresses is a place of its own.
            return await self._post(letter)

        lane = letter.channel
        if self._paces.slow(lane) is None:
            sent = await self._post(letter)
            if not isinstance(sent, FailedCall) or sent.trouble in OF_ONE_MESSAGE:
                return sent
            self._paces.slow_down(lane, sent.retry_after)
            if sent.trouble is not Trouble.LIMITED:
                return sent

        pace = self._paces.slow(lane)
        assert pace is not None, "it was just slowed down"
        async with pace.turn():
            while True:
                await pace.wait()
                sent = await self._post(letter)
                if not isinstance(sent, FailedCall) or sent.trouble in OF_ONE_MESSAGE:
                    return sent
                pace.slow_down(sent.retry_after)
                if sent.trouble is not Trouble.LIMITED or self.timing.clock() >= end:
                    return sent
                logger.info("Slack asks to wait %.0f s in %s", sent.retry_after, letter.channel)

    async def _post(self, letter: Letter) -> FailedCall | str | None:
        """Return the timestamp of what is posted, if it has one, or why it is not posted."""
        reply = self._late(letter)
        try:
            if letter.response_url:
                session = self.client.session
                assert session is not None, "all calls share one"
                return await respond(session, letter.response_url, reply)

            place: dict[str, Any] = {
                "channel": letter.channel,
                "thread_ts": letter.thread,
            }
            if letter.only_for:
                await self.client.chat_postEphemeral(user=letter.only_for, **place, **reply)
                return None

            if letter.replaces:
                await self.client.chat_update(channel=letter.channel, ts=letter.replaces, **reply)
                return letter.replaces

            if letter.answers:
                metadata = mark(letter.answers)
                reply = reply | {"metadata": metadata}
            posted = await self.client.chat_postMessage(**place, **reply)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            return failed
        ts: str | None = posted.get("ts")
        return ts

    def _late(self, letter: Letter) -> blocks.Message:
        if letter.asked_at is None:
            return letter.reply
        seconds = self.timing.clock() - letter.asked_at
        if seconds < LATE_SECONDS:
            return letter.reply
        return blocks.late(letter.reply, seconds)

    def _raise_if_final(self, failed: FailedCall) -> None:
        if failed.trouble is Trouble.TOKEN:
            self._on_revoked(BOT_TOKEN, failed.reason)
        is_final = failed.trouble in (
            Trouble.TOKEN,
            Trouble.PLACE,
            Trouble.FAULT,
            Trouble.UNREADABLE,
        )
        if is_final:
            raise NotTakenError(failed)

    async def _may_be_there(self, letter: Letter, failed: FailedCall, end: float) -> bool:
        """Tell whether a message must not be sent again after this failure."""
        if failed.trouble not in (Trouble.LOST, Trouble.UNSURE) or letter.replaces:
            return False

        await self.timing.pause(SETTLE_SECONDS)
        sight = await self._sight(letter, end)
        if sight is Sight.UNKNOWN and failed.trouble is Trouble.LOST:
            logger.warning(
                "whether Slack took an answer in %s cannot be known (%s); it is not sent again",
                letter.channel,
                failed.reason,
            )
            return True
        return sight is Sight.THERE

    async def _sight(self, letter: Letter, end: float) -> Sight:
        """Look whether the channel shows the answer, until Slack lets the bot see or says that it may not."""
        if letter.response_url:
            return Sight.UNKNOWN
        # Without these two, nothing tells the answer or where to look for it.
        if not letter.answers or not letter.asked_ts:
            return Sight.UNKNOWN

        sight = await read_patiently(
            lambda: look(
                self.client,
                self._bot,
                letter.channel,
                letter.thread,
                letter.asked_ts,
                letter.answers,
            ),
            self.timing,
            end,
        )
        if isinstance(sight, Sight):
            return sight
        if sight.trouble is Trouble.TOKEN:
            self._raise_if_final(sight)
        return Sight.UNKNOWN


def _plainer(letter: Letter, failed: FailedCall) -> Letter | None:
    """Return a letter in the next form that Slack may take after this failure, None if there is no other."""
    if letter.replaces and failed.trouble is Trouble.PLACE:
        # The message is gone, or too old to be changed.
        return replace(letter, replaces="")
    if failed.trouble is not Trouble.UNREADABLE or "blocks" not in letter.reply:
        return None
    simpler = without_table(letter.reply)
    if simpler:
        logger.warning("Slack does not take a table (%s); it is sent as text", failed.reason)
        return replace(letter, reply=simpler)
    logger.error("Slack does not take an answer in blocks (%s); it is sent as text", failed.reason)
    return replace(letter, reply={"text": letter.reply["text"]})
