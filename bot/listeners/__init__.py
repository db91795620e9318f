"""Slack's surfaces: each module decodes what arrives, asks the advisor, and sends its answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.advisor import Advisor
from bot.listeners import actions, commands, failures, messages, prompts
from bot.store import Store


def register(app: AsyncApp, advisor: Advisor, store: Store) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    messages.register(app, advisor, store)
    commands.register(app, advisor)
    actions.register(app, advisor)
    prompts.register(app, advisor)
    failures.register(app)
