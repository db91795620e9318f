"""Slack's surfaces: each module decodes what arrives, asks, and sends its answer."""

from __future__ import annotations

from collections.abc import Collection

from slack_bolt.async_app import AsyncApp

from bot.live import LiveKnowledge
from bot.slack import (
    actions,
    app_home,
    asked_anew,
    better_answers,
    decide_modal,
    error_handler,
    feedback,
    full_answer,
    inbox,
    listening,
    message_shortcut,
    messages,
    messages_tab,
    sharing,
    slash_command,
)
from bot.slack.open_questions import OpenQuestions
from bot.slack.outbox import Outbox
from bot.slack.overheard import Overheard
from bot.slack.report_reply import report_subcommand
from bot.slack.responder import Responder
from bot.slack.subcommands import Subcommands
from bot.store import Store


def register(
    app: AsyncApp,
    live: LiveKnowledge,
    store: Store,
    outbox: Outbox,
    answers_external: bool = True,
    admin_users: Collection[str] = (),
) -> None:
    """Attach every listener; the catch-all for events comes last, because the first match wins."""
    responder = Responder(live, store)
    questions = OpenQuestions()
    report = report_subcommand(live, store, admin_users)
    overheard = Overheard(live, store)
    listens = listening.Listening(store, overheard, outbox)
    subcommands = Subcommands(live, report, listens.subcommand())

    # Its middleware sees what arrives before any listener does.
    inbox.register(app, responder, overheard, store, answers_external)

    listening.register(app, listens)
    messages.register(app, live, subcommands, responder, questions, store, outbox)
    slash_command.register(app, subcommands, responder, outbox)
    message_shortcut.register(app, responder, store, outbox)
    sharing.register(app, live, responder, store, outbox)
    full_answer.register(app, responder, outbox)
    app_home.register(app, live, responder, store, outbox, admin_users)
    feedback.register(app, live, responder, store, outbox)
    asked_anew.register(app, responder, store, outbox)
    better_answers.register(app, live, responder, store, outbox)
    decide_modal.register(app, live, outbox)
    actions.register(app, live, responder, questions, store, outbox)
    messages_tab.register(app, live, store, outbox)

    # Its catch-all takes every event that nobody above wants.
    error_handler.register(app, store, outbox)
