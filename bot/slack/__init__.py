"""Slack's surfaces: each module decodes what arrives, asks, and sends its answer."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.live import LiveKnowledge
from bot.slack import (
    actions,
    decide_modal,
    error_handler,
    full_answer,
    inbox,
    messages,
    slash_command,
    suggested_prompts,
)
from bot.slack.open_questions import OpenQuestions
from bot.slack.outbox import Outbox
from bot.slack.responder import Responder
from bot.store import Store


def register(
    app: AsyncApp, live: LiveKnowledge, store: Store, outbox: Outbox, answers_external: bool = True
) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    responder = Responder(live, store)
    questions = OpenQuestions()

    # Its middleware sees what arrives before any listener does.
    inbox.register(app, responder, store, answers_external)

    messages.register(app, live, responder, questions, store, outbox)
    slash_command.register(app, live, responder)
    full_answer.register(app, responder, outbox)
    decide_modal.register(app, live, outbox)
    actions.register(app, live, responder, questions, store, outbox)
    suggested_prompts.register(app, live, outbox)

    # Its catch-all takes every event that nobody above wants.
    error_handler.register(app, store, outbox)
