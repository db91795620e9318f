"""The commands that serve Slack: `run`, and the app manifest to set it up with."""

from __future__ import annotations

import asyncio
import logging

import click

from bot.cache import Cache
from bot.cli.settings import environment, folders
from bot.compiled import Selection
from bot.config import data_folder, slack_settings, store_settings
from bot.live import LiveKnowledge


@click.command()
@click.pass_obj
def run(cache: Cache) -> None:
    """Serve Slack over Socket Mode until Ctrl-C or SIGTERM."""
    # Slack's libraries and the database's take a while to import; few commands need them.
    from bot.slack.app import run as serve
    from bot.store import Store

    variables = environment()
    settings = slack_settings(variables)
    store = Store(store_settings(variables))
    log(settings.log_level)
    live = LiveKnowledge(Selection(folders()), cache)
    asyncio.run(serve(settings, live, store))


def log(level: str) -> None:
    """Log to standard error; the libraries say less, because at DEBUG they show what people write."""
    libraries = "INFO" if level == "DEBUG" else level
    logging.basicConfig(
        level=libraries,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("bot").setLevel(level)


@click.command()
def manifest() -> None:
    """Print the Slack app manifest."""
    file = data_folder() / "manifest.json"
    text = file.read_text(encoding="utf-8")
    click.echo(text, nl=False)


COMMANDS = (run, manifest)
