"""The command, as a person or a script uses it: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from tests.cache import CACHE

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def whichrole(*arguments: str, said: str = "", folder: Path | None = None, **environment: str) -> Result:
    """Run the command in this process, with the indexes that were built before."""
    settings: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SLACK_")}
    with contextlib.chdir(folder or Path.cwd()):
        result = CliRunner().invoke(
            main,
            arguments,
            input=said,
            env=settings | environment,
            prog_name="whichrole",
            obj=CACHE,
            catch_exceptions=False,
        )
    # Commands that need no log silence it, for what is left of their process.
    logging.getLogger("bot.store").setLevel(logging.NOTSET)
    return Result(result.exit_code, result.stdout, result.stderr)


def whichrole_process(
    *arguments: str, said: str = "", folder: Path | None = None, **environment: str
) -> Result:
    """Run the command in a process of its own, where the process is the subject."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    settings = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment}
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *arguments],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=inherited | settings,
        cwd=folder,
        timeout=300,
        check=False,
    )
    return Result(finished.returncode, finished.stdout, finished.stderr)
