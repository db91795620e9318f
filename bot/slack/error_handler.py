"""What happens when a listener fails, and to events that nobody listens to."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.replies import blocks, trouble_wording
from bot.slack.click_replies import answer_to_click
from bot.slack.failed_call import FailedCall, Trouble, failed_call
from bot.slack.inbox import CLAIMED
from bot.slack.outbox import Letter, NotTakenError, Outbox
from bot.slack.payloads import MESSAGE_EVENTS, Addressee, addressee_of, place_of_click, thread_of
from bot.slack.private_word import asker_of, tell_asker, tell_why
from bot.store import Store

OWN_FAULTS = (Trouble.FAULT, Trouble.UNREADABLE)
"""What Slack finds wrong in the message itself."""

ACKNOWLEDGED_SECONDS = 0.05
"""How long Bolt may need to see that a listener has acknowledged; once we return, it would forget that."""

logger = logging.getLogger(__name__)


def register(app: AsyncApp, store: Store, outbox: Outbox) -> None:
    """Apologise once, where the question was asked, for the bot's own faults; the traceback is only logged.

    The apology is the answer to the message; if Slack does not take it, the message is taken up later. What
    Slack does not let the bot do is told to the person alone, with what to do about it.
    """

    @app.event(re.compile(".*"))
    async def ignore() -> None:
        """Acknowledge what no listener wants; Slack would send it again otherwise."""

    @app.error
    async def on_error(
        error: Exception,
        body: dict[str, Any],
        context: AsyncBoltContext,
        response: BoltResponse | None,
    ) -> BoltResponse | None:
        refused = _refusal_of_slack(error)
        if refused is None:
            logger.error("answering failed", exc_info=error)
        is_acknowledged = response is None
        if is_acknowledged:
            await asyncio.sleep(ACKNOWLEDGED_SECONDS)
        elif "command" in body:
            return _acknowledgement(refused)

        message_id = context.get(CLAIMED)
        bot = context.bot_user_id or ""
        is_asked = _is_asked(body, bot, bool(message_id))
        try:
            if refused is None and is_asked:
                refused = await _apologise(body, message_id, outbox)
            await _let_go(store, message_id, refused, body)
        except Exception:
            # Bolt keeps no hold of the task: what is raised here would be heard of by nobody.
            logger.exception("the apology could not be sent")
            store.drop(message_id)

        # After the message is finished: whoever takes it up again would tell it a second time.
        asker = asker_of(body) if is_asked else None
        if refused and asker:
            await tell_why(outbox, asker, refused)
        # A click that failed before it was acknowledged: without this, Slack shows a warning.
        return None if is_acknowledged else BoltResponse(status=200)


def _acknowledgement(refused: FailedCall | None) -> BoltResponse:
    """Return the acknowledgement of a command that failed: what to do about it, or an apology."""
    sentence = trouble_wording.APOLOGY
    if refused and refused.obstacle:
        logger.warning("Slack does not allow what a command asks for: %s", refused.reason)
        sentence = trouble_wording.OBSTACLES[refused.obstacle]
    notice = blocks.notice(sentence)
    unseen_by_others = {"response_type": "ephemeral", **notice}
    return BoltResponse(status=200, body=unseen_by_others)


async def _let_go(
    store: Store, message_id: str | None, refused: FailedCall | None, body: dict[str, Any]
) -> None:
    """Finish a message that has its apology, or that Slack takes nothing for; leave others to be taken up."""
    if refused:
        channel, _ = _place(body)
        logger.warning("Slack takes no answer in %s: %s", channel or "no channel", refused.reason)
        if refused.trouble is Trouble.TOKEN:
            # The bot ends; it holds the message to the end, so that the next one takes it up at once.
            return
    is_over = refused is None or refused.trouble not in OWN_FAULTS
    if message_id and is_over:
        await store.finish(message_id)
    store.drop(message_id)


async def _apologise(body: dict[str, Any], message_id: str | None, outbox: Outbox) -> FailedCall | None:
    """Apologise where the question was asked, else in private; returns why Slack does not take it."""
    apology = blocks.notice(trouble_wording.APOLOGY)
    letter = _answer(body, apology, message_id or "")
    if letter is None:
        await tell_asker(outbox, body, apology)
        return None

    try:
        await outbox.send(letter)
    except NotTakenError as refusal:
        return refusal.failed
    return None


def _answer(body: dict[str, Any], reply: blocks.Message, message_id: str) -> Letter | None:
    """Return the answer to a message, or to a click on one; None for what has no place for answers."""
    channel, thread = _place(body)
    event = body.get("event") or {}
    if event and channel:
        return Letter(
            channel=channel,
            thread=thread,
            reply=reply,
            answers=message_id,
            asked_ts=event.get("ts") or "",
        )
    if "actions" in body and channel:
        return answer_to_click(body, reply, message_id)
    return None


def _refusal_of_slack(error: Exception) -> FailedCall | None:
    """Return why Slack takes no answer, or does not let the bot; None for a fault of the bot's own."""
    if isinstance(error, NotTakenError):
        is_own = error.failed.trouble in OWN_FAULTS
        return None if is_own else error.failed
    # Not every call is a message: Slack may refuse to open a modal, for instance.
    failed = failed_call(error)
    if failed and failed.obstacle:
        return failed
    return None


def _is_asked(body: dict[str, Any], bot: str, is_claimed: bool) -> bool:
    """Tell whether somebody waits for the bot; who talks to others must not read of its troubles."""
    event = body.get("event")
    if not event:
        return True
    addressee = addressee_of(event, bot)
    # A claimed one in a thread goes on with what the bot was asked.
    is_follow_up = is_claimed and addressee is Addressee.THREAD
    return addressee is Addressee.BOT or is_follow_up


def _place(body: dict[str, Any]) -> tuple[str, str | None]:
    """Return the channel and thread that an event, a command or a click belongs to."""
    event = body.get("event") or {}
    if event.get("type") in MESSAGE_EVENTS:
        channel = event.get("channel") or ""
        return channel, thread_of(event)
    if "command" in body:
        return body.get("channel_id") or "", None
    return place_of_click(body)
