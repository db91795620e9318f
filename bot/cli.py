"""The command `whichrole`: the only place that prints, exits or sets up logging."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click
from dotenv import dotenv_values
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import check, text, wording
from bot.advisor import Advisor
from bot.answers import INTENTS, Answer, Definition, Recommendation
from bot.config import data_folder, slack_settings
from bot.errors import ConfigError, WhichroleError
from bot.explain import explanation
from bot.knowledge import Knowledge
from bot.loading import read_knowledge

STYLES = {
    text.Style.TITLE: "bold",
    text.Style.HEADING: "bold cyan",
    text.Style.BODY: "",
    text.Style.ITEM: "",
    text.Style.FAINT: "dim",
}
QUIT = {"quit", "exit"}


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
def main() -> None:
    """Tell a team which role it needs, from reviewed knowledge."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Unicode still gets its answer


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id", "text"} lines from standard input; write a line each.'
)
@click.option("--explain", "explain", is_flag=True, help="Show what decided the answer.")
def ask(question: tuple[str, ...], as_json: bool, jsonl: bool, explain: bool) -> None:
    """Answer one QUESTION."""
    if jsonl and (question or as_json or explain):
        raise click.UsageError("--jsonl takes its questions from standard input, and no other option")
    if not jsonl and not question:
        raise click.UsageError(wording.EMPTY_QUESTION)
    advisor = Advisor(knowledge())
    if jsonl:
        answer_lines(advisor)
        return
    asked = " ".join(question)
    answer = advisor.answer(asked)
    if as_json:
        click.echo(json.dumps(as_object(answer), ensure_ascii=False, indent=2))
        return
    show(text.lines(answer))
    if explain:
        click.echo()
        show(explanation(advisor, asked))


@main.command()
def chat() -> None:
    """Talk with the bot here; ends on Ctrl-D or `quit`."""
    advisor = Advisor(knowledge())
    interactive = sys.stdin.isatty()
    if interactive:
        click.echo(wording.BYE_HINT)
    for line in lines_said(interactive):
        show(text.lines(advisor.answer(line)))
        click.echo()


@main.command()
def run() -> None:
    """Serve Slack over Socket Mode until Ctrl-C or SIGTERM."""
    from bot.app import run as serve  # Slack's libraries take a while to import; only this command needs them

    settings = slack_settings(environment())
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(serve(settings, Advisor(knowledge())))


@main.command("check")
def check_knowledge() -> None:
    """Check the knowledge: read every file strictly, and ask every question."""
    known = knowledge()
    found = list(check.problems(known, Advisor(known)))
    for problem in found:
        click.echo(problem)
    asked = [question for questions in known.questions.values() for question in questions.questions]
    gaps = sum(question.gap for question in asked)
    click.echo(f"{len(asked)} questions, {gaps} known gaps, {len(found)} problems")
    if found:
        raise click.exceptions.Exit(1)


@main.command()
def manifest() -> None:
    """Print the Slack app manifest."""
    click.echo((data_folder() / "manifest.json").read_text(encoding="utf-8"), nl=False)


def environment() -> dict[str, str]:
    """Return the settings in `.env`, overruled by the environment's own; raises ConfigError."""
    try:
        from_file = dotenv_values(".env", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(f".env cannot be read ({error}). Save it as plain UTF-8 text.") from error
    return {**{name: value for name, value in from_file.items() if value is not None}, **os.environ}


def knowledge() -> Knowledge:
    """Read the shipped knowledge."""
    return read_knowledge(data_folder() / "knowledge")


def lines_said(interactive: bool) -> Iterator[str]:
    """Yield what a person types, with history and editing, or every line of a pipe; `quit` ends it."""
    if interactive:
        with contextlib.suppress(ImportError):  # not on Windows
            import readline  # noqa: F401 - input() edits lines once this is imported
    while True:
        try:
            line = input("> " if interactive else "")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().lower() in QUIT:
            return
        if line.strip() or not interactive:
            yield line


def answer_lines(advisor: Advisor) -> None:
    """Answer each line of standard input with a line, at once; exit code 1 if one cannot be read."""
    unread = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line.removeprefix("\ufeff"))
            found = {"id": question["id"], **as_object(advisor.answer(question["text"]))}
            answered = json.dumps(found, allow_nan=False)  # NaN would be no JSON
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            unread += 1
            click.echo(f'line {number} is skipped: write it as {{"id": 1, "text": "a question"}}', err=True)
            continue
        click.echo(answered)
        sys.stdout.flush()
    if unread:
        raise click.exceptions.Exit(1)


def as_object(answer: Answer) -> dict[str, Any]:
    """Return the answer as the object that `--json` and `--jsonl` print."""
    roles = answer.roles if isinstance(answer, Recommendation | Definition) else ()
    reasons = answer.reasons if isinstance(answer, Recommendation) else ()
    topic = getattr(answer, "topic", None)
    return {
        "intent": INTENTS[type(answer)],
        "comparison": topic.id if topic else None,
        "roles": [role.id for role in roles],
        "criteria": [reason.criterion for reason in reasons],
        "reply": text.plain(answer),
    }


def show(lines: Iterable[text.Line]) -> None:
    """Print lines for a person; plain when not in a terminal, and without colour under NO_COLOR."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    for line in lines:
        content = Text(line.text, style=STYLES[line.style])
        if line.style is not text.Style.ITEM:
            console.print(content)
        elif console.soft_wrap:
            console.print(Text("  • ").append_text(content))
        else:
            item = Table.grid(padding=0)
            item.add_row("  • ", content)
            console.print(item)
