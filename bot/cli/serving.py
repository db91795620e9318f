"""The commands that serve Slack: `run`, and the app manifest to set it up with."""

from __future__ import annotations

import asyncio
import logging

import click

from bot.cli.settings import environment, folders
from bot.config import data_folder, slack_settings
from bot.library import Library


@click.command()
def run() -> None:
    """Serve Slack over Socket Mode until Ctrl-C or SIGTERM."""
    from bot.app import run as serve  # Slack's libraries take a while to import; only this command needs them

    settings = slack_settings(environment())
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(serve(settings, Library(folders())))


@click.command()
def manifest() -> None:
    """Print the Slack app manifest."""
    click.echo((data_folder() / "manifest.json").read_text(encoding="utf-8"), nl=False)


COMMANDS = (run, manifest)
