"""Slack's surfaces: each module decodes what arrives, asks, and sends its answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.live import LiveKnowledge
from bot.slack import clicks, failures, intake, messages, slash_command, suggested_prompts
from bot.slack.responding import Exchanges
from bot.store import Store


def register(app: AsyncApp, library: LiveKnowledge, store: Store) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    exchanges = Exchanges(library, store)
    intake.register(app, exchanges, store)
    messages.register(app, exchanges)
    slash_command.register(app, library, exchanges)
    clicks.register(app, exchanges)
    suggested_prompts.register(app, library)
    failures.register(app, store)
