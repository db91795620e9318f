"""The App Home, drawn for each person whenever it is opened; its clicks are answered in the direct message.

Where a workspace has no Home tab, Slack never says that one was opened.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import DatabaseError
from bot.live import LiveKnowledge
from bot.replies import buttons, home, home_wording
from bot.replies.description import Description
from bot.slack.failed_call import failed_call
from bot.slack.outbox import Outbox
from bot.slack.past_questions import past_questions
from bot.slack.payloads import Event, home_of_click
from bot.slack.report_reply import report_for_admins
from bot.slack.responder import Responder
from bot.store import Store

MAX_GROUPS = 5
"""Groups of the report that admins see."""

logger = logging.getLogger(__name__)


def register(
    app: AsyncApp,
    live: LiveKnowledge,
    responder: Responder,
    store: Store,
    outbox: Outbox,
    admin_users: Collection[str],
) -> None:
    """Draw the Home when it is opened, and anew when what is kept about a person is deleted.

    Questions that are asked there by a click reach `actions`, like those of any message.
    """

    async def draw(user: str, channel: str, notice: str = "", seen: str | None = None) -> None:
        """Draw a person's Home; `seen` is Slack's hash of the one that is to be replaced, None for any."""
        advisor = live.advisor
        past = await past_questions(advisor, responder, store, user)
        for_admins: Description = ()
        if user in admin_users:
            for_admins = await _for_admins(live, store)
        view = home.home_view(advisor.topics, past, channel, notice, for_admins)
        try:
            await outbox.client.views_publish(user_id=user, view=view, hash=seen)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            logger.info("the App Home is not drawn: %s", failed.reason)

    @app.event("app_home_opened", matchers=[_is_opened])
    async def on_opened(event: Event) -> None:
        await draw(event["user"], event.get("channel") or "")

    @app.action(buttons.FORGET)
    async def on_forget(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        user = body["user"]["id"]
        try:
            forgotten = await store.forget(user)
            notice = home_wording.forgotten(asdict(forgotten))
        except DatabaseError:
            notice = home_wording.NOT_FORGOTTEN
        view = home_of_click(body)
        # The same click once more finds another Home, and leaves what the first one says.
        await draw(user, view.get("private_metadata") or "", notice, view.get("hash"))


async def _for_admins(live: LiveKnowledge, store: Store) -> Description:
    sources = live.advisor.sources("")
    news = home.knowledge_news(live.status(), sources, live.version)
    report = await report_for_admins(live, store, shown=MAX_GROUPS)
    return [*news, *report]


async def _is_opened(event: Event) -> bool:
    return event.get("tab") == "home" and bool(event.get("user"))
