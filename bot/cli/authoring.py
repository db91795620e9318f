"""The commands for people who write knowledge: `check`, `new`, `schema` and `docs`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.check import Report, examine, read_knowledge
from bot.check.grading import Checked, Grade, table
from bot.cli.settings import environment, folders, own_folder
from bot.cli.terminal import annotation, show_coverage, show_table
from bot.config import knowledge_folders, own_folders, shipped_knowledge
from bot.errors import ConfigError, Problem, WhichroleError
from bot.knowledge import json_schema, scaffold
from bot.knowledge.reader import read
from bot.replies.docs_page import page


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
def check(folder: Path | None, strict: bool, style: str, everything: bool) -> None:
    """Check all knowledge, or that in FOLDER beside the shipped knowledge.

    Reads every file strictly, looks for what would give wrong or cut answers, and asks every question.
    Exit code 1 if anything is wrong.
    """
    if folder and folder.is_file():
        raise click.UsageError(f"{folder} is a file, and files are checked together; give its folder.")
    where = folders(folder)
    report = examine(where, date.today())
    for level, problems in (("error", report.errors), ("warning", report.warnings)):
        for problem in problems:
            click.echo(annotation(level, problem) if style == "github" else _line(level, problem))
    if style == "github":
        for cost in report.costs:
            click.echo(annotation("notice", cost.notice()))
    else:
        _show(report, everything)
    if report.errors or (strict and any(_is_own(warning, where) for warning in report.warnings)):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("first")
@click.argument("second")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of your own knowledge; else the first of KNOWLEDGE_DIR, else ./knowledge.",
)
def new(first: str, second: str, into: Path | None) -> None:
    """Write a draft that compares the roles FIRST and SECOND, its phrases and its questions."""
    variables = environment()
    own = into.absolute() if into else own_folder(variables)
    # An update of whichrole would meet what is written there; its developers name the folder.
    if into is None and own.resolve() == shipped_knowledge().resolve():
        raise click.UsageError(
            f"{_shown(own)} is the knowledge that comes with whichrole; name a folder of your own, "
            "such as --into our-knowledge, and set KNOWLEDGE_DIR to it for the bot to read it."
        )
    reading = read(knowledge_folders(variables, own if own.is_dir() else shipped_knowledge()))
    known = reading.knowledge.comparisons if reading.knowledge else {}
    with _writing():
        comparison, phrases, questions, *_ = scaffold.create((first, second), own, known, date.today())
    click.echo(f"{comparison}\n{phrases}\n{questions}")
    click.echo(f"Replace every text that begins with TODO, then run `whichrole check {_shown(own)}`.")
    if own.resolve() not in {folder.resolve() for folder in (*own_folders(variables), shipped_knowledge())}:
        click.echo(f"For the bot to read it, set KNOWLEDGE_DIR={own} in the environment or in .env.")


@click.command("schema")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--fields", is_flag=True, help="Print every field of every kind of file, as Markdown.")
def write_schema(folder: Path | None, fields: bool) -> None:
    """Write the JSON schemas of the knowledge files into FOLDER/schemas, for editors.

    FOLDER is the first of KNOWLEDGE_DIR, else ./knowledge, unless it is given.
    """
    if fields:
        for kind in json_schema.KINDS:
            click.echo("\n".join((f"### {kind}", "", *json_schema.fields(kind), "")))
        return
    with _writing():
        for path in json_schema.write(folder or own_folder(environment())):
            click.echo(_shown(path))


@click.command()
@click.argument("names", nargs=-1)
def docs(names: tuple[str, ...]) -> None:
    """Print comparisons as Markdown pages: all, or those of these NAMES of files."""
    names = tuple(name.removesuffix(".yaml") for name in names)
    comparisons = read_knowledge(*folders(), with_drafts=bool(names)).comparisons
    if unknown := [name for name in names if name not in comparisons]:
        raise ConfigError(f"{unknown[0]} is not a comparison; use one of {', '.join(comparisons)}.")
    chosen = names or tuple(name for name, comparison in comparisons.items() if not comparison.draft)
    click.echo("\n".join(page(comparisons[name]) for name in chosen), nl=False)


COMMANDS = (check, new, write_schema, docs)


def _is_own(problem: Problem, where: Sequence[Path]) -> bool:
    """Tell whether a problem is in a file that its reader can edit: not in a shipped one beside their own."""
    return len(where) == 1 or not problem.path.is_relative_to(shipped_knowledge())


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WhichroleError(f"{error.filename} cannot be written ({error.strerror}).") from error


def _line(level: str, problem: Problem) -> str:
    line = replace(problem, path=Path(_shown(problem.path)))
    return str(line) if level == "error" else f"{level}: {line}"


def _shown(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _show(report: Report, everything: bool) -> None:
    """Print how the questions are answered; without `everything` a line serves for what is shipped."""
    if everything:
        for level, problem in _unlisted(report):
            click.echo(_line(level, problem))
    _show_tables(report, everything)
    for cost in report.costs:
        for line in cost.lines():
            click.echo(line)
    own = [one for one in report.asked if not one.file.is_foreign]
    if not own and not report.errors:
        click.echo("No question was asked: nothing of yours is finished yet.")
    found = f"{_count(len(report.errors), 'error')}, {_count(len(report.warnings), 'warning')}."
    click.echo(f"{_counts(own)} {found}" if own else found)


def _show_tables(report: Report, everything: bool) -> None:
    tables = table(report.asked)
    shipped = {one.comparison for one in report.asked if one.file.is_foreign}
    for name in {**tables, **report.coverage}:
        if name in shipped and not everything:
            answers = [one for one in report.asked if one.comparison == name]
            click.echo(f"{name} comes with whichrole: {_counts(answers)}")
            continue
        if name in tables:
            show_table(name, tables[name])
        if name in report.coverage:
            show_coverage(name, report.coverage[name])


def _unlisted(report: Report) -> Iterator[tuple[str, Problem]]:
    """Yield what is no error and no warning: known gaps, and answers that change beside one's own."""
    for one in report.asked:
        if one.is_gap:
            yield from (("gap", problem) for problem in one.problems)
    for cost in report.costs:
        for one in cost.changed:
            yield from (("changed", problem) for problem in one.problems)


def _counts(asked: Sequence[Checked]) -> str:
    right = sum(one.verdict is Grade.RIGHT for one in asked)
    gaps = sum(one.is_gap for one in asked)
    return f"{_count(len(asked), 'check')}: {right} right, {_count(gaps, 'known gap')}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
