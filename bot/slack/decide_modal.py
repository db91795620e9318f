"""*Help me decide* as a modal: a shortcut or a button opens it, and each click in it brings the next page.

Nothing is written down about it: what was chosen and replied stands in the view itself. So a click needs no
claim, either: made twice it leads to the same page, and of two different ones Slack takes the first.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advice.advisor import Advisor
from bot.advice.choices import CriterionChoice, TopicChoice
from bot.conversation.interview import Interview
from bot.live import LiveKnowledge
from bot.replies import buttons
from bot.replies.modal import HELP_ME_DECIDE, decide_modal
from bot.slack.failed_call import failed_call
from bot.slack.outbox import Outbox

OVERTAKEN = ("hash_conflict", "not_found")
"""What Slack says when another click was faster, and when the modal is closed."""

logger = logging.getLogger(__name__)


def register(app: AsyncApp, live: LiveKnowledge, outbox: Outbox) -> None:
    """Open the modal and move it on; its clicks must come here before `actions` sees them."""

    @app.global_shortcut(HELP_ME_DECIDE)
    async def on_shortcut(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        await ack()
        await open_decide_modal(live.advisor, outbox, shortcut["trigger_id"])

    @app.action(buttons.OPEN_DECISION)
    async def on_open(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        trigger_id = body.get("trigger_id") or ""
        await open_decide_modal(live.advisor, outbox, trigger_id, topic=action["value"])

    @app.action(re.compile(".*"), matchers=[_is_in_modal])
    async def on_click(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        view = body["view"]
        interview = Interview.unpacked(view.get("private_metadata") or "")
        moved_on = _after_click(interview, action)
        page = decide_modal(live.advisor, moved_on)
        try:
            # The hash says which page was clicked on.
            await outbox.client.views_update(view_id=view["id"], hash=view.get("hash"), view=page)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            # Who still sees the page can click once more.
            level = logging.INFO if failed.reason in OVERTAKEN else logging.WARNING
            logger.log(level, "a modal does not move on: %s", failed.reason)


async def open_decide_modal(advisor: Advisor, outbox: Outbox, trigger_id: str, topic: str = "") -> None:
    """Open the modal for whoever used a shortcut or a button; without a topic, it asks which one.

    `trigger_id` is Slack's, and lives for three seconds. Raises SlackApiError.
    """
    page = decide_modal(advisor, Interview(topic=topic))
    await outbox.client.views_open(trigger_id=trigger_id, view=page)


async def _is_in_modal(body: dict[str, Any]) -> bool:
    view = body.get("view") or {}
    # Without an id, there is nothing that could be changed.
    return bool(view.get("id")) and view.get("callback_id") == HELP_ME_DECIDE


def _after_click(interview: Interview, action: dict[str, Any]) -> Interview:
    """Return an interview after a click; one on a button that nobody knows leaves it as it is."""
    match action["action_id"]:
        case buttons.BACK:
            return interview.back()
        case buttons.STOP:
            return interview.stopped()
        case buttons.START_AGAIN:
            return Interview()
    match buttons.said(action["action_id"], action["value"]):
        case TopicChoice(topic=topic):
            return Interview(topic=topic)
        case CriterionChoice() as choice:
            return interview.replied(choice)
    return interview
