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
from bot.config import shipped_knowledge
from bot.live import LiveKnowledge
from bot.replies import blocks
from tools.chat_window import Message, Place, page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PERSON = "Maria Keller"
WIDTH = 880

# Pixels of the picture for one of the page: sharp on most screens, and under 200 kB.
SCALE = 1.5

# A PNG file is a signature and then chunks: length, type, content, checksum; the last one has no content.
SIGNATURE_SIZE = 8
FRAME_SIZE = 12
TEXT_CHUNK = b"tEXt"
SHOWN = b"messages\0"


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
        out.write_bytes(labelled(photographed(document, width), shown))
    click.echo(out)


def conversed(said: Sequence[str]) -> list[Message]:
    """Return a conversation: what a person says, and the blocks that Slack gets for each message."""
    advisor = LiveKnowledge([shipped_knowledge()]).advisor
    state = conversation.State()
    messages: list[Message] = []
    for text in said:
        state, answer = conversation.reply(advisor, state, text)
        messages.append({"from": PERSON, "text": text})
        messages.append({"blocks": blocks.message(answer)["blocks"]})
    return messages


def photographed(document: str, width: int) -> bytes:
    """Return a page as a PNG picture, as high as the page is; raises ClickException without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise click.ClickException("there is no Chromium on PATH; write --out page.html, and open that")
    with tempfile.TemporaryDirectory() as folder:
        source, picture = Path(folder, "page.html"), Path(folder, "page.png")
        source.write_text(document, encoding="utf-8")
        command = [browser, "--headless", "--disable-gpu", "--hide-scrollbars"]
        command.append(f"--user-data-dir={folder}/browser")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # the superuser, as in a container, can have none
        dumped = _run([*command, f"--window-size={width},800", "--dump-dom", source.as_uri()])
        height = re.search(r'data-height="(\d+)"', dumped)
        if height is None:
            raise click.ClickException(f"{browser} could not read the page")
        command.append(f"--window-size={width},{height[1]}")
        command.append(f"--force-device-scale-factor={SCALE}")
        _run([*command, f"--screenshot={picture}", source.as_uri()])
        return picture.read_bytes()


def labelled(png: bytes, shown: Any) -> bytes:
    """Return a picture that carries what it shows."""
    content = SHOWN + json.dumps(shown).encode("ascii")
    checksum = zlib.crc32(TEXT_CHUNK + content)
    chunk = struct.pack(">I", len(content)) + TEXT_CHUNK + content + struct.pack(">I", checksum)
    return png[:-FRAME_SIZE] + chunk + png[-FRAME_SIZE:]


def shown_in(png: bytes) -> Any:
    """Return what a picture shows; raises LookupError when it does not tell."""
    for kind, content in _chunks(png):
        if kind == TEXT_CHUNK and content.startswith(SHOWN):
            return json.loads(content.removeprefix(SHOWN))
    raise LookupError(f"the picture was not made by {__name__}")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = SIGNATURE_SIZE
    while start < len(png):
        length, kind = struct.unpack(">I4s", png[start : start + 8])
        yield kind, png[start + 8 : start + 8 + length]
        start += FRAME_SIZE + length


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise click.ClickException(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    main()
