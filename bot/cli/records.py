"""The commands about what the bot keeps: `unanswered` and `forget`; they need no Slack."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import astuple
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.settings import environment
from bot.config import store_settings
from bot.errors import ConfigError
from bot.replies.parts import one_line

if TYPE_CHECKING:
    from bot.store import Store

T = TypeVar("T")


@click.command()
def unanswered() -> None:
    """List the questions that found no answer, newest last."""
    questions = _with_store(lambda store: store.unanswered())
    if not questions:
        click.echo("No question is without an answer.")
        return
    for question in questions:
        words = one_line(question.text)
        click.echo(f"{question.asked_at:%Y-%m-%d %H:%M}  {words}")


@click.command()
@click.argument("user")
def forget(user: str) -> None:
    """Delete what is kept about USER.

    A Slack member id such as U012ABC names the person.
    """
    # However it was copied: as it stands, or as a mention.
    name = user.strip("<@> ").upper()
    if not re.fullmatch("[UW][A-Z0-9]+", name):
        raise click.UsageError(
            f"{user} is no Slack member id such as U012ABC. In Slack, open the person's profile, click the"
            " three dots (More) and then Copy member ID."
        )
    forgotten = _with_store(lambda store: store.forget(name))
    if not any(astuple(forgotten)):
        click.echo(f"Nothing is kept about {name}.")
        return
    click.echo(
        f"Deleted about {name}: answers {forgotten.answers}, conversations {forgotten.conversations},"
        f" unanswered questions {forgotten.questions}, notes of messages {forgotten.messages},"
        f" notes of listening {forgotten.listening}."
    )


COMMANDS = (unanswered, forget)


def _with_store(ask: Callable[[Store], Awaitable[T]]) -> T:
    # The database's libraries take a while to import; few commands need them.
    from bot.store import Store

    # A failure is this command's own message.
    logging.getLogger("bot.store").setLevel(logging.CRITICAL)
    settings = store_settings(environment())
    store = Store(settings)
    if store.missing:
        raise ConfigError(
            f"There is no database {store.missing.absolute()}. Run this in the folder that the bot runs in,"
            " or set DATABASE_URL as it is set there."
        )

    async def work() -> T:
        async with store.opened():
            return await ask(store)

    return asyncio.run(work())
