"""A message as what somebody says: without code, log lines, links, quoted lines and invisible characters."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 8000
"""Characters that are looked at, code and quoted lines included."""

_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LABELLED_LINK = re.compile(r"<(?:https?://|mailto:|tel:)[^<>|\s]*(?:\|([^<>]*))?>")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LOG_LINE = re.compile(
    r"\s*(?:"
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d"  # a time stamp
    r"|\[?\d\d:\d\d:\d\d"
    r"|\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b[\]:]?\s"
    r"|Traceback \(most recent call last\)"
    r"|\s+(?:File \"|at \S+\()"
    r"|[A-Za-z_.]+(?:Error|Exception): "
    r"|(?:\$|>>>) \S"
    r")"
)


def plain(text: str) -> str:
    """Return what a message says in its own words.

    Of a link only its label counts, and not even that if there is nothing else. Accents are composed;
    invisible characters, the skin tones of emoji and the lines that a reply quotes are left out.
    """
    # What is far beyond what is read is cut before the costly steps.
    composed = unicodedata.normalize("NFC", text[:LIMIT])
    if not composed.isascii():
        composed = "".join(character for character in composed if not _is_invisible(character))
    said = _CODE.sub("\n", composed)

    # Who sends nothing but a link asks nothing, whatever its label says.
    beside_labelled = _LABELLED_LINK.sub("", said)
    beside_links = _LINK.sub("", beside_labelled)
    if not beside_links.strip(" \n<>"):
        return ""
    labelled = _LABELLED_LINK.sub(_label, said)
    linkless = _LINK.sub(" ", labelled)

    lines = []
    replied = []
    for line in linkless.splitlines():
        if _LOG_LINE.match(line):
            continue
        lines.append(line)
        is_quoted = line.lstrip().startswith(">")
        if not is_quoted:
            replied.append(line)
    # A message that only quotes is about the quotation.
    reply = "\n".join(replied).strip()
    return reply or "\n".join(lines).strip()


def is_of_another_script(text: str) -> bool:
    """Tell whether most letters of a message are not Latin ones."""
    if text.isascii():
        return False
    letters = 0
    others = 0
    for character in text:
        if not character.isalpha():
            continue
        letters += 1
        name = unicodedata.name(character, "")
        if not name.startswith("LATIN"):
            others += 1
    return others > letters / 2


def _label(link: re.Match[str]) -> str:
    label = link[1] or ""
    return f" {label} "


def _is_invisible(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_selector = "\ufe00" <= character <= "\ufe0f"
    is_format = unicodedata.category(character) == "Cf"
    return is_skin_tone or is_selector or is_format
