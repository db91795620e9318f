"""The commands about what the bot keeps: `report` and `forget`; they need no Slack."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import astuple
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cache import Cache
from bot.cli.settings import environment, folders
from bot.config import MEMBER_ID, store_settings
from bot.errors import ConfigError
from bot.replies.feedback_wording import SINCE

if TYPE_CHECKING:
    from bot.store import Store

T = TypeVar("T")


@click.command()
@click.option("--since", "begin", metavar="DATE|DAYS", help="From when on: 2026-11-01, or 7d for seven days.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a table for spreadsheets to standard output.")
@click.pass_obj
def report(cache: Cache, begin: str | None, as_csv: bool) -> None:
    """Show what found no answer or did not help, most asked first, and what to write for it."""
    # What only this command needs takes a while to import.
    from bot.cli.feedback_report import print_csv, print_report
    from bot.compiled import Selection, compiled
    from bot.report import grouped, since, snippet

    earliest = 0.0
    if begin:
        try:
            earliest = since(begin, datetime.now(UTC)).timestamp()
        except ValueError:
            raise click.BadParameter(f"{begin} is neither. {SINCE}.", param_hint="--since") from None
    found = _with_store(lambda store: store.feedback.report(earliest))

    selection = Selection(folders())
    advisor = compiled(selection, cache).advisor()
    groups = grouped(advisor.matcher, found.entries)
    shown = [(group, snippet(advisor, group)) for group in groups]
    if as_csv:
        print_csv(shown)
    else:
        print_report(shown, found.votes)


@click.command()
@click.argument("user")
def forget(user: str) -> None:
    """Delete what is kept about USER.

    A Slack member id such as U012ABC names the person.
    """
    # However it was copied: as it stands, or as a mention.
    name = user.strip("<@> ").upper()
    if not MEMBER_ID.fullmatch(name):
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
        f" unanswered questions {forgotten.questions}, votes {forgotten.ratings},"
        f" suggestions {forgotten.suggestions}, notes of messages {forgotten.messages},"
        f" notes of listening {forgotten.listening}."
    )


COMMANDS = (report, forget)


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
