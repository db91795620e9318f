"""The bot's questions that wait for a reply, as they stand in Slack: with the reply, their buttons go."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.replies import answered_question, buttons
from bot.replies.blocks import Message
from bot.slack.failed_call import failed_call
from bot.slack.payloads import ConversationRef
from bot.slack.responder import Responder

MAX_QUESTIONS = 200
"""How many are remembered, one for each conversation; each takes about 4 kB."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PostedQuestion:
    """A message of the bot that asks something, and its place."""

    channel: str
    ts: str
    message: Message

    async def show_reply(self, client: AsyncWebClient, replied: str) -> None:
        """Put what was replied in the place of the buttons; where that fails, they stay, and still count."""
        message = answered_question.without_buttons(self.message, replied)
        try:
            await client.chat_update(channel=self.channel, ts=self.ts, **message)
        except Exception as error:
            # The answer is given: no apology may follow it.
            failed = failed_call(error)
            if failed:
                logger.info("the buttons of a question that has its reply stay: %s", failed.reason)
            else:
                logger.exception("the buttons of a question that has its reply stay")


class OpenQuestions:
    """The last question that this process has asked in each conversation, for replies in words."""

    def __init__(self) -> None:
        """Begin without any."""
        self._questions: OrderedDict[str, PostedQuestion] = OrderedDict()

    def note(self, key: str, channel: str, ts: str | None, message: Message) -> None:
        """Remember a message of the bot if it asks something; the oldest is forgotten first."""
        # One without a timestamp cannot be changed later.
        if not ts or not buttons.asks(message):
            return
        self._questions[key] = PostedQuestion(channel, ts, message)
        while len(self._questions) > MAX_QUESTIONS:
            self._questions.popitem(last=False)

    def take(self, key: str) -> PostedQuestion | None:
        """Return the question of a conversation, and forget it."""
        return self._questions.pop(key, None)

    async def take_open(self, where: ConversationRef, responder: Responder) -> PostedQuestion | None:
        """Return the question of a conversation if it is open, and forget it.

        Another bot may have put the next question, or the result, in its place.
        """
        posted = self.take(where.key)
        if posted is None:
            return None
        offered = await responder.offered(where)
        is_open = buttons.offered(posted.message) == set(offered)
        return posted if is_open else None

    async def close(
        self, key: str, earlier: PostedQuestion | None, is_open: bool, client: AsyncWebClient, replied: str
    ) -> None:
        """Take the buttons of the question that was open before an answer, unless it still is."""
        if earlier is None:
            return
        if is_open and self._questions.setdefault(key, earlier) is earlier:
            return
        await earlier.show_reply(client, replied)
