"""Slack's surfaces: each module decodes what arrives, asks, and sends its answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.library import Library
from bot.listeners import actions, commands, failures, messages, prompts
from bot.store import Store


def register(app: AsyncApp, library: Library, store: Store) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    messages.register(app, library, store)
    commands.register(app, library)
    actions.register(app, library)
    prompts.register(app, library)
    failures.register(app)
