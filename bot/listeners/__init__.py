"""Slack's surfaces: each module decodes what arrives, asks, and sends its answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.library import Library
from bot.listeners import actions, claims, commands, failures, messages, prompts
from bot.listeners.exchange import Exchanges
from bot.store import Store


def register(app: AsyncApp, library: Library, store: Store) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    exchanges = Exchanges(library, store)
    claims.register(app, exchanges, store)
    messages.register(app, exchanges)
    commands.register(app, library, exchanges)
    actions.register(app, exchanges)
    prompts.register(app, library)
    failures.register(app, store)
