"""The commands `ask`, which answers once or line by line, and `list`."""

from __future__ import annotations

import json
import sys

import click

from bot.cache import Cache
from bot.cli.json_output import answer_lines, as_object
from bot.cli.settings import folders
from bot.cli.terminal import progress_shown, show
from bot.compiled import Selection, compiled
from bot.conversation import answer_to
from bot.live import LiveKnowledge
from bot.replies import wording
from bot.replies.describe import describe

drafts_option = click.option("--drafts", is_flag=True, help="Answer from drafts too.")
comparison_option = click.option(
    "--comparison",
    metavar="NAME",
    help="Answer from this comparison only; NAME is its file's, without .yaml.",
)
long_option = click.option(
    "--long", "in_full", is_flag=True, help="Show all that belongs to an answer, not the short form."
)


class AskCommand(click.Command):
    """A command whose question may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what begins with a dash and has several words for part of the question."""
        taken = []
        for argument in args:
            words = argument.split()
            is_said = argument.startswith("-") and len(words) > 1
            # With a space before it, click takes it for no option.
            taken.append(f" {argument}" if is_said else argument)
        return super().parse_args(ctx, taken)


@click.command(cls=AskCommand)
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id", "text"} lines from standard input; write a line each.'
)
@click.option("--explain", "explain", is_flag=True, help="Show what decided the answer.")
@long_option
@drafts_option
@comparison_option
@click.pass_obj
def ask(
    cache: Cache,
    question: tuple[str, ...],
    as_json: bool,
    jsonl: bool,
    explain: bool,
    in_full: bool,
    drafts: bool,
    comparison: str | None,
) -> None:
    """Answer one QUESTION.

    Without one, or with `-`, it is read from standard input.
    """
    if jsonl and (question or as_json or explain):
        raise click.UsageError(
            "--jsonl takes its questions from standard input, and no QUESTION or output option"
        )
    if as_json and explain:
        raise click.UsageError("--json prints the answer alone; leave out --explain, or --json")
    # Before the knowledge is read, which takes a while: there may be no question.
    asked = "" if jsonl else _asked(question)
    with progress_shown():
        advisor = compiled(Selection(folders(), drafts, comparison), cache).advisor()
    if jsonl:
        answer_lines(advisor, sys.stdin, in_full)
        return

    answer = answer_to(advisor, asked)
    if as_json:
        answered = as_object(answer, in_full)
        printed = json.dumps(answered, ensure_ascii=False, indent=2)
        click.echo(printed)
        return

    show(describe(answer, in_full))
    if explain:
        from bot.check.explain import explanation

        click.echo()
        show(explanation(advisor, asked))


@click.command("list")
@click.pass_obj
def list_topics(cache: Cache) -> None:
    """List what the bot can compare."""
    with progress_shown():
        live = LiveKnowledge(Selection(folders()), cache)
    topics = live.advisor.list()
    show(describe(topics))

    if live.drafts:
        names = ", ".join(live.drafts)
        click.echo(f"Drafts, from which nothing is answered: {names}")


COMMANDS = (ask, list_topics)


def _asked(question: tuple[str, ...]) -> str:
    """Return the question that was typed, or that comes through a pipe; raises UsageError for none."""
    asked = " ".join(question)
    is_piped = not question and not sys.stdin.isatty()
    if is_piped or asked == "-":
        asked = sys.stdin.read()

    if not asked.strip():
        raise click.UsageError(wording.EMPTY_QUESTION)
    return asked
