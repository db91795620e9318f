"""The commands for people who write knowledge: `new`, `schema` and `docs`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from bot.check import read_knowledge
from bot.cli.settings import environment, folders, own_folder, shown_path
from bot.config import knowledge_folders, own_folders, shipped_knowledge
from bot.errors import ConfigError, WhichroleError
from bot.knowledge import json_schema, scaffold
from bot.knowledge.reader import read
from bot.replies.docs_page import page


@click.command()
@click.argument("first")
@click.argument("second")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of your own knowledge; else the first of KNOWLEDGE_DIR, else ./knowledge.",
)
def new(first: str, second: str, into: Path | None) -> None:
    """Write the draft of a comparison.

    It compares the roles FIRST and SECOND, and comes with files for its phrases and its questions.
    """
    variables = environment()
    own = into.absolute() if into else own_folder(variables)
    # An update of whichrole would meet what is written there; its developers name the folder.
    if into is None and own.resolve() == shipped_knowledge().resolve():
        raise click.UsageError(
            f"{shown_path(own)} is the knowledge that comes with whichrole; name a folder of your own, "
            "such as --into our-knowledge, and set KNOWLEDGE_DIR to it for the bot to read it."
        )
    # A folder that is still to be made holds nothing to read.
    beside = own if own.is_dir() else shipped_knowledge()
    reading = read(knowledge_folders(variables, beside))
    known = reading.knowledge.comparisons if reading.knowledge else {}
    roles = (first, second)
    today = date.today()
    with _writing():
        written = scaffold.create(roles, own, known, today)
    # The schemas that follow are for editors, and no text to write.
    for path in written[:3]:
        click.echo(path)

    shown = shown_path(own)
    click.echo(f"Replace every text that begins with TODO, then run `whichrole check {shown}`.")

    followed = [*own_folders(variables), shipped_knowledge()]
    # Under whatever name, or through whatever link, it is given there.
    targets = [folder.resolve() for folder in followed]
    if own.resolve() not in targets:
        click.echo(f"For the bot to read it, set KNOWLEDGE_DIR={own} in the environment or in .env.")


@click.command("schema")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--fields", is_flag=True, help="Print every field of every kind of file, as Markdown.")
def write_schema(folder: Path | None, fields: bool) -> None:
    """Write JSON schemas for editors.

    They describe the knowledge files, and are written into FOLDER/schemas. FOLDER is the first of
    KNOWLEDGE_DIR, else ./knowledge, unless it is given.
    """
    if fields:
        for kind in json_schema.KINDS:
            click.echo(f"### {kind}\n")
            for line in json_schema.fields(kind):
                click.echo(line)
            click.echo()
        return
    target = folder or own_folder(environment())
    with _writing():
        written = json_schema.write(target)
    for path in written:
        click.echo(shown_path(path))


@click.command()
@click.argument("names", nargs=-1)
def docs(names: tuple[str, ...]) -> None:
    """Print comparisons as Markdown pages.

    All of them, or those of these NAMES of files.
    """
    # A draft has its page only on demand.
    where = folders()
    knowledge = read_knowledge(*where, with_drafts=bool(names))
    comparisons = knowledge.comparisons
    chosen = [name.removesuffix(".yaml") for name in names]
    pages = []
    for name in chosen or knowledge.served():
        if name not in comparisons:
            known = ", ".join(comparisons)
            raise ConfigError(f"{name} is not a comparison; use one of {known}.")
        markdown = page(comparisons[name])
        pages.append(markdown)

    printed = "\n".join(pages)
    click.echo(printed, nl=False)


COMMANDS = (new, write_schema, docs)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WhichroleError(f"{error.filename} cannot be written ({error.strerror}).") from error
