"""The command `check`: what is wrong with the knowledge, and how its questions are answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.cache import Cache
from bot.check import Report, examine
from bot.check.grading import Checked, Grade, table
from bot.cli.report import annotation, show_coverage, show_table
from bot.cli.settings import folders, shown_path
from bot.cli.terminal import progress_shown
from bot.config import shipped_knowledge
from bot.errors import Problem


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--strict", is_flag=True, help="Treat warnings as errors, but those about shipped files beside your own."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github"]),
    default="text",
    help="github: annotations, as GitHub's workflows show them.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also list the known gaps, and all that is about the shipped knowledge beside your own.",
)
@click.pass_obj
def check(cache: Cache, folder: Path | None, strict: bool, style: str, everything: bool) -> None:
    """Check all knowledge.

    With FOLDER, that in it beside the shipped knowledge. Reads every file strictly, looks for what would
    give wrong or cut answers, and asks every question.
    Exit code 1 if anything is wrong.
    """
    if folder and folder.is_file():
        raise click.UsageError(f"{folder} is a file, and files are checked together; give its folder.")
    where = folders(folder)
    with progress_shown():
        report = examine(where, date.today(), cache)
    printed = annotation if style == "github" else _line
    for problem in report.errors:
        click.echo(printed("error", problem))
    for problem in report.warnings:
        click.echo(printed("warning", problem))

    if style == "github":
        for cost in report.costs:
            line = annotation("notice", cost.notice())
            click.echo(line)
    else:
        _show(report, everything)

    if report.errors:
        raise click.exceptions.Exit(1)
    if strict and any(_is_own(problem, where) for problem in report.warnings):
        raise click.exceptions.Exit(1)


COMMANDS = (check,)


def _is_own(problem: Problem, where: Sequence[Path]) -> bool:
    """Tell whether a problem is in a file that its reader can edit: not in a shipped one beside their own."""
    if len(where) == 1:
        return True
    return not problem.path.is_relative_to(shipped_knowledge())


def _line(level: str, problem: Problem) -> str:
    path = shown_path(problem.path)
    line = replace(problem, path=Path(path))
    if level == "error":
        # As compilers write it, so that editors find the place.
        return str(line)
    return f"{level}: {line}"


def _show(report: Report, everything: bool) -> None:
    """Print how the questions are answered; without `everything` a line serves for what is shipped."""
    if everything:
        for level, problem in _unlisted(report):
            click.echo(_line(level, problem))
    _show_tables(report, everything)
    for cost in report.costs:
        for line in cost.lines():
            click.echo(line)

    errors = _count(len(report.errors), "error")
    warnings = _count(len(report.warnings), "warning")
    summary = f"{errors}, {warnings}."
    own = [one for one in report.asked if not one.file.is_foreign]
    if own:
        answered = _counts(own)
        summary = f"{answered} {summary}"
    elif not report.errors:
        click.echo("No question was asked: nothing of yours is finished yet.")
    click.echo(summary)


def _show_tables(report: Report, everything: bool) -> None:
    tables = table(report.asked)
    covered = report.coverage
    shipped = {one.comparison for one in report.asked if one.file.is_foreign}

    # In the order of the files, whether they were asked anything or not.
    for name in {**tables, **covered}:
        if name in shipped and not everything:
            answers = [one for one in report.asked if one.comparison == name]
            counts = _counts(answers)
            click.echo(f"{name} comes with whichrole: {counts}")
            continue

        if name in tables:
            show_table(name, tables[name])
        if name in covered:
            show_coverage(name, covered[name])


def _unlisted(report: Report) -> Iterator[tuple[str, Problem]]:
    """Yield what is no error and no warning: known gaps, and answers that change beside one's own."""
    for one in report.asked:
        if not one.is_gap:
            continue
        for problem in one.problems:
            yield "gap", problem
    for cost in report.costs:
        for one in cost.changed:
            for problem in one.problems:
                yield "changed", problem


def _counts(asked: Sequence[Checked]) -> str:
    right = gaps = 0
    for one in asked:
        right += one.verdict is Grade.RIGHT
        gaps += one.is_gap

    checks = _count(len(asked), "check")
    known_gaps = _count(gaps, "known gap")
    return f"{checks}: {right} right, {known_gaps}."


def _count(number: int, name: str) -> str:
    plural = "" if number == 1 else "s"
    return f"{number} {name}{plural}"
