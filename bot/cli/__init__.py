"""The command `whichrole`: the only place that prints, exits or sets up logging."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import click

from bot.advice.advisor import Advisor
from bot.cli import ask, authoring, chat, checking, records, serve
from bot.errors import ConfigError, WhichroleError


class Commands(click.Group):
    """A group that prints whichrole's own errors as one message, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit code 2 for a setting to correct, 1 for everything else."""
        try:
            return super().invoke(ctx)
        except WhichroleError as error:
            click.echo(str(error), err=True)
            ctx.exit(2 if isinstance(error, ConfigError) else 1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="whichrole")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Tell a team which role it needs, from reviewed knowledge."""
    # Who calls this from Python may bring what builds the index.
    ctx.obj = ctx.obj or Advisor
    # UTF-8 whatever the locale, unless another encoding was asked for.
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")


for module in (ask, chat, checking, authoring, serve, records):
    for command in module.COMMANDS:
        main.add_command(command)
