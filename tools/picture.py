"""Draws a conversation with the bot as a picture of a chat window, from the very blocks that Slack gets.

    python -m tools.picture "our models never reach production" "which first?" --out answer.png

The messages are answered from the shipped knowledge, as they are in Slack. `--json FILE` draws what a file
holds instead: a list of messages, or a view (home or modal). A picture carries what it shows, so that a
test can tell whether the bot still says that.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from bot import conversation
from bot.cache import user_cache
from bot.compiled import Selection, compiled
from bot.config import shipped_knowledge
from bot.replies import blocks
from bot.replies.answer_buttons import below
from bot.replies.describe import describe
from tools.chat_window import Message, Place, page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PERSON = "Maria Keller"
ANSWER_ID = "shown"
WIDTH = 880

# Pixels of the picture for one of the page: sharp on most screens, and under 200 kB.
SCALE = 1.5

# A PNG file is a signature and then chunks: length, type, content, checksum; the last one has no content.
SIGNATURE_SIZE = 8
FRAME_SIZE = 12
TEXT_CHUNK = b"tEXt"
SHOWN = b"messages"


@click.command()
@click.argument("said", nargs=-1)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The picture, .png; with .html, the page that it is taken of, which needs no browser.",
)
@click.option(
    "--place",
    type=click.Choice([place.value for place in Place]),
    default=Place.THREAD.value,
    show_default=True,
)
@click.option("--json", "drawing", type=click.File(encoding="utf-8"), help="Draw what this file holds.")
@click.option("--width", default=WIDTH, show_default=True)
def main(said: tuple[str, ...], out: Path, place: str, drawing: TextIO | None, width: int) -> None:
    """Draw what a person has SAID, one message after the other, and the answers to it."""
    if bool(said) == bool(drawing):
        raise click.UsageError("give what is said, or --json FILE")
    shown = json.load(drawing) if drawing else conversed(said)
    document = page(shown, Place(place))
    if out.suffix == ".html":
        out.write_text(document, encoding="utf-8")
    else:
        picture = photographed(document, width)
        out.write_bytes(labelled(picture, shown))
    click.echo(out)


def conversed(said: Sequence[str]) -> list[Message]:
    """Return a conversation: what a person says, and the blocks that Slack gets for each message."""
    advisor = compiled(Selection((shipped_knowledge(),)), user_cache()).advisor()
    state = conversation.State()
    messages: list[Message] = []
    for text in said:
        state, answer = conversation.reply(advisor, state, text)
        description = [*describe(answer), *below(answer, ANSWER_ID)]
        sent = blocks.message(description)
        messages.append({"from": PERSON, "text": text})
        messages.append({"blocks": sent["blocks"]})
    return messages


def photographed(document: str, width: int) -> bytes:
    """Return a page as a PNG picture, as high as the page is; raises ClickException without a browser."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(document, encoding="utf-8")
        command = _browser(Path(folder, "browser"))
        # The height is known only once the page is laid out.
        dumped = _run([*command, f"--window-size={width},800", "--dump-dom", source.as_uri()])
        height = re.search(r'data-height="(\d+)"', dumped)
        if height is None:
            raise click.ClickException("the browser could not read the page")
        picture = Path(folder, "page.png")
        command.append(f"--window-size={width},{height[1]}")
        command.append(f"--force-device-scale-factor={SCALE}")
        command.append(f"--screenshot={picture}")
        _run([*command, source.as_uri()])
        return picture.read_bytes()


def _browser(profile: Path) -> list[str]:
    """Return the command that starts a browser without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise click.ClickException("there is no Chromium on PATH; write --out page.html, and open that")
    command = [found, "--headless", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
    is_superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_superuser:
        command.append("--no-sandbox")  # Chromium refuses to start for the superuser with one
    return command


def labelled(png: bytes, shown: Any) -> bytes:
    """Return a picture that carries what it shows."""
    content = SHOWN + b"\0" + json.dumps(shown).encode("ascii")
    length = struct.pack(">I", len(content))
    checksum = struct.pack(">I", zlib.crc32(TEXT_CHUNK + content))
    picture, end = png[:-FRAME_SIZE], png[-FRAME_SIZE:]
    return picture + length + TEXT_CHUNK + content + checksum + end


def shown_in(png: bytes) -> Any:
    """Return what a picture shows; raises LookupError when it does not tell."""
    for kind, content in _chunks(png):
        if kind != TEXT_CHUNK:
            continue
        name, _, text = content.partition(b"\0")
        if name == SHOWN:
            return json.loads(text)
    raise LookupError(f"the picture was not made by {__name__}")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = SIGNATURE_SIZE
    while start < len(png):
        length, kind = struct.unpack_from(">I4s", png, start)
        content = start + 8
        yield kind, png[content : content + length]
        start += FRAME_SIZE + length


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise click.ClickException(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    main()
