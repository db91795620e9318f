"""Listening in a channel: `listen on`, `listen off`, `listen status`, and the button *Not helpful here*.

`listen` alone asks for the status.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.errors import DatabaseError
from bot.replies import blocks, buttons
from bot.replies.block_elements import context as small_print
from bot.replies.blocks import Message
from bot.replies.describe_listening import announced_off, announced_on, on_since, told, turned_off_by
from bot.replies.description import Description
from bot.replies.limits import escape
from bot.replies.listening_wording import Told
from bot.slack.failed_call import FailedCall, failed_call
from bot.slack.inbox import CLAIMED, is_claimed
from bot.slack.obstacles import Obstacle
from bot.slack.outbox import Letter, NotTakenError, Outbox
from bot.slack.overheard import Overheard
from bot.slack.payloads import is_direct_message, message_of_click, place_of_click
from bot.slack.private_word import Asker, tell_asker
from bot.slack.subcommands import ForOne, Reply, Subcommand, Use
from bot.store import Store

NAME = "listen"

OF_SMALL_GROUPS = "mpim:history"
"""The scope that it takes to read direct messages of several people."""

ANNOUNCING_SECONDS = 60.0
"""For how long an announcement is tried; whoever has asked for it waits."""

logger = logging.getLogger(__name__)


class Switch(StrEnum):
    """What can be asked of listening."""

    ON = "on"
    OFF = "off"
    STATUS = "status"


def register(app: AsyncApp, listening: Listening) -> None:
    """Let anybody silence the bot in a channel by the button below what nobody has asked for."""

    @app.action(buttons.NOT_HELPFUL_HERE, matchers=[is_claimed])
    async def on_not_helpful_here(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        await listening.silence(body, action, context[CLAIMED])


class Listening:
    """Turns listening on and off, tells everybody in the channel, and whoever did it what came of it."""

    def __init__(self, store: Store, overheard: Overheard, outbox: Outbox) -> None:
        """Keep in the store where it is on."""
        self._store = store
        self._channels = store.listening
        self._overheard = overheard
        self._outbox = outbox

    def subcommand(self) -> Subcommand:
        """Return `listen`, whose reply is for the person alone."""

        async def reply(use: Use) -> Reply:
            asker = Asker(use.user, use.channel)
            answer = await self.answer(_switch(use.argument), asker)
            message = blocks.message(answer)
            # In a direct message, nobody else sees it anyway.
            return message if is_direct_message(use.channel) else ForOne(message)

        return Subcommand(NAME, reply, takes=_is_switch, is_slow=True)

    async def answer(self, switch: Switch, asker: Asker) -> Description:
        """Do what is asked, and return what is told to that person alone.

        This calls Slack, which may take longer than Slack itself waits for a command.
        """
        if is_direct_message(asker.channel):
            return told(Told.DIRECT)
        try:
            match switch:
                case Switch.ON:
                    return await self._turn_on(asker)
                case Switch.OFF:
                    return await self._turn_off(asker)
                case Switch.STATUS:
                    return await self._status(asker)
        except DatabaseError:
            return told(Told.AWAY)

    async def silence(self, body: dict[str, Any], action: dict[str, Any], click: str) -> None:
        """Turn listening off by a click below an answer; the button gives way to a word who did."""
        channel, _ = place_of_click(body)
        try:
            await self._channels.turn_off(channel)
        except DatabaseError:
            await tell_asker(self._outbox, body, blocks.message(told(Told.AWAY)))
        else:
            await self._show_silenced(body, action)
        await self._store.finish(click)

    async def _turn_on(self, asker: Asker) -> Description:
        obstacle = await self._obstacle(asker.channel)
        if obstacle:
            return told(obstacle)
        if not await self._channels.turn_on(asker.channel, asker.user):
            return await self._status(asker)

        self._overheard.look_again()
        refused = await self._announce(asker.channel, announced_on(asker.user))
        if refused is None:
            return told(Told.ON)
        # Nobody must be listened to who was not told.
        await self._channels.turn_off(asker.channel)
        is_elsewhere = refused.obstacle is Obstacle.NOT_INVITED
        return told(Told.NOT_HERE if is_elsewhere else Told.NO_WORD)

    async def _turn_off(self, asker: Asker) -> Description:
        if not await self._channels.turn_off(asker.channel):
            return told(Told.OFF)
        refused = await self._announce(asker.channel, announced_off(asker.user))
        return told(Told.OFF if refused else Told.OFF_NOW)

    async def _status(self, asker: Asker) -> Description:
        found = await self._channels.found(asker.channel)
        if found is None:
            return told(Told.OFF)
        return on_since(found.since, found.user)

    async def _obstacle(self, channel: str) -> Told | None:
        """Return why the bot cannot listen in a channel, None if it can."""
        try:
            # It takes what listening takes: the scope, and to be in the channel.
            await self._outbox.client.conversations_history(channel=channel, limit=1)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            if failed.obstacle is Obstacle.NOT_INVITED:
                return Told.NOT_HERE
            if failed.obstacle is not Obstacle.NOT_ALLOWED:
                return Told.UNSURE
            return Told.DIRECT if _is_of_small_group(error) else Told.SCOPE
        return None

    async def _announce(self, channel: str, announcement: Description) -> FailedCall | None:
        """Tell everybody in a channel, and return why Slack does not take it."""
        letter = Letter(
            channel=channel,
            thread=None,
            reply=blocks.message(announcement),
            patience=ANNOUNCING_SECONDS,
        )
        try:
            await self._outbox.send(letter)
        except NotTakenError as refusal:
            return refusal.failed
        return None

    async def _show_silenced(self, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Show everybody who has silenced the bot, or else tell the one who did that it has worked."""
        by_whom = escape(turned_off_by(body["user"]["id"]))
        answer = _without_row(body, action, by_whom)
        channel, _ = place_of_click(body)
        if answer:
            try:
                await self._outbox.client.chat_update(channel=channel, ts=message_of_click(body), **answer)
            except Exception as error:
                failed = failed_call(error)
                if failed is None:
                    raise
                logger.info("the button that turned listening off stays: %s", failed.reason)
            else:
                return
        await tell_asker(self._outbox, body, blocks.message(told(Told.OFF)))


def _switch(argument: str) -> Switch:
    return Switch(argument.casefold() or Switch.STATUS)


def _is_switch(argument: str) -> bool:
    return not argument or argument.casefold() in set(Switch)


def _is_of_small_group(error: Exception) -> bool:
    """Tell whether Slack refuses a call because it is about direct messages of several people."""
    if not isinstance(error, SlackApiError) or isinstance(error.response, str):
        return False
    return bool(error.response.get("needed") == OF_SMALL_GROUPS)


def _without_row(body: dict[str, Any], action: dict[str, Any], line: str) -> Message | None:
    """Return the clicked message with a line of Slack's markup in the place of the button's row."""
    message = body.get("message") or {}
    text = message.get("text") or ""
    kept: list[dict[str, Any]] = []
    is_replaced = False
    for block in message.get("blocks") or ():
        if _holds(block, action["action_id"]):
            is_replaced = True
            kept.append(small_print(line))
        else:
            kept.append(block)
    if not is_replaced:
        return None
    return {"text": f"{text}\n{line}", "blocks": kept}


def _holds(block: dict[str, Any], action_id: str) -> bool:
    elements = block.get("elements") or ()
    return any(element.get("action_id") == action_id for element in elements)
