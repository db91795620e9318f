"""What concerns one person alone, told to that person by the best private way that is left."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.replies import blocks, trouble_wording
from bot.slack.failed_call import FailedCall, Trouble
from bot.slack.obstacles import Obstacle
from bot.slack.outbox import Letter, NotTakenError, Outbox
from bot.slack.payloads import is_direct_message, is_private, place_of_click

OF_ONE_WAY = (Trouble.PLACE, Trouble.FAULT, Trouble.UNREADABLE)
"""The troubles of one way, where another one may do; all others are those of every way."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asker:
    """A person who waits for the bot, and what leads to them."""

    user: str
    channel: str = ""
    """Where they asked; none in the App Home or in a modal."""
    response_url: str = ""
    """The address for replies to their click, command or shortcut."""
    thread: str = ""
    """The thread in which they clicked, and which they are likely to look at."""


def asker_of(body: dict[str, Any]) -> Asker | None:
    """Return who waits for an answer to an event, a command, a click, a shortcut or a modal, if anybody."""
    thread = ""
    event = body.get("event")
    if event:
        user = event.get("user")
        channel = event.get("channel")
    elif "command" in body:
        user = body.get("user_id")
        channel = body.get("channel_id")
    else:
        person = body.get("user") or {}
        user = person.get("id")
        channel, _ = place_of_click(body)
        thread = _thread_of_click(body)

    if not user:
        return None
    response_url = body.get("response_url")
    return Asker(user, channel or "", response_url or "", thread)


async def tell(outbox: Outbox, asker: Asker, reply: blocks.Message) -> bool:
    """Tell a person something that nobody else sees, and return whether Slack has taken it.

    Raises nothing: where no way is left, it is only logged.
    """
    place = asker.channel or "no channel"
    for letter in _ways(asker, reply):
        try:
            await outbox.send(letter)
            return True
        except NotTakenError as refusal:
            failed = refusal.failed
        except Exception:
            logger.exception("a person in %s cannot be told something in private", place)
            return False
        if failed.trouble not in OF_ONE_WAY:
            break
    logger.warning("a person in %s cannot be told something in private: %s", place, failed.reason)
    return False


async def tell_asker(outbox: Outbox, body: dict[str, Any], reply: blocks.Message) -> None:
    """Tell whoever waits for an answer to this something that nobody else sees, if anybody waits."""
    asker = asker_of(body)
    if asker:
        await tell(outbox, asker, reply)


async def tell_why(outbox: Outbox, asker: Asker, failed: FailedCall) -> None:
    """Tell a person what to do where Slack does not let the bot; nothing if they can do nothing about it."""
    if failed.obstacle is None:
        return
    if failed.obstacle is Obstacle.EXPIRED:
        asker = replace(asker, response_url="")
    else:
        # In that place the bot can write nothing.
        asker = replace(asker, thread="")
    sentence = trouble_wording.OBSTACLES[failed.obstacle]
    await tell(outbox, asker, blocks.notice(sentence))


def _thread_of_click(body: dict[str, Any]) -> str:
    """Return the thread of the message with the button; none where only that person sees the message."""
    if is_private(body):
        return ""
    message = body.get("message") or {}
    return message.get("thread_ts") or ""


def _ways(asker: Asker, reply: blocks.Message) -> Iterator[Letter]:
    """Yield a message for each way, the best one first."""
    is_in_channel = asker.channel and not is_direct_message(asker.channel)
    if asker.thread and is_in_channel:
        # The address for replies leads to the channel, where they may not look.
        yield Letter(asker.channel, asker.thread, reply, only_for=asker.user)

    if asker.response_url:
        # It leads to places that the bot is not in.
        yield Letter(asker.channel, None, reply, response_url=asker.response_url)

    if is_in_channel:
        # Not in a thread, where Slack does not always show what only one person sees.
        yield Letter(asker.channel, None, reply, only_for=asker.user)
        reply = blocks.about(asker.channel, reply)

    # Slack takes a person for the direct message with them, without a scope of its own.
    yield Letter(asker.user, None, reply)
