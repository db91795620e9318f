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
    visible = "".join(c for c in unicodedata.normalize("NFC", text[:LIMIT]) if not _is_invisible(c))
    said = _CODE.sub("\n", visible)
    if not _LINK.sub("", _LABELLED_LINK.sub("", said)).strip(" \n<>"):
        return ""
    said = _LINK.sub(" ", _LABELLED_LINK.sub(_label, said))
    lines = [line for line in said.splitlines() if not _LOG_LINE.match(line)]
    replied = [line for line in lines if not line.lstrip().startswith(">")]
    return "\n".join(replied if any(line.strip() for line in replied) else lines).strip()


def is_of_another_script(text: str) -> bool:
    """Tell whether most letters of a message are not Latin ones."""
    letters = [character for character in text if character.isalpha()]
    others = [letter for letter in letters if not unicodedata.name(letter, "").startswith("LATIN")]
    return len(others) > len(letters) / 2


def _label(link: re.Match[str]) -> str:
    return f" {link[1] or ''} "


def _is_invisible(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_selector = "\ufe00" <= character <= "\ufe0f"
    return is_skin_tone or is_selector or unicodedata.category(character) == "Cf"
