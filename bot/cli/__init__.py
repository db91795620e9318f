"""The command `whichrole`: the only place that prints, exits or sets up logging."""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import Any

import click

from bot.cache import user_cache
from bot.errors import WhichroleError

MODULES = {
    "ask": "ask",
    "chat": "chat",
    "check": "checking",
    "docs": "authoring",
    "forget": "records",
    "list": "ask",
    "manifest": "serve",
    "new": "authoring",
    "report": "records",
    "run": "serve",
    "schema": "authoring",
}
"""Each command's module, imported when it is asked for: answering once needs neither Slack nor a database."""


class Commands(click.Group):
    """A group of MODULES that prints whichrole's own errors as one message, without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which `--help` shows them."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None if there is none."""
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"bot.cli.{MODULES[cmd_name]}")
        for command in module.COMMANDS:
            if command.name == cmd_name:
                found: click.Command = command
                return found
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with exit code 130, an error of whichrole's own with its code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Click itself would call it an error.
            ctx.exit(130)
        except WhichroleError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="whichrole")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Tell a team which role it needs, from reviewed knowledge."""
    # Who calls this from Python may bring another cache.
    ctx.obj = ctx.obj or user_cache()

    # UTF-8 whatever the locale, unless another encoding was asked for.
    is_asked_for = os.environ.get("PYTHONIOENCODING")
    encoding = None if is_asked_for else "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")
