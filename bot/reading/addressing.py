"""Whether a message speaks to people, by a name or by a word such as "folks"."""

from __future__ import annotations

import re

from bot.reading.words import Reader

_HANDLE = re.compile(r"(?<!\w)@\w")
_PART = re.compile(r"[^,;:.!?\n()\u2013\u2014]+")
_NAME = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def addresses_people(text: str, reader: Reader) -> bool:
    """Tell whether a part of a text between two signs is nothing but an address."""
    for part in _PART.finditer(text):
        words = part[0].strip()
        forms = reader.forms(words)
        said = [form for form in forms if form not in reader.lists.fillers]
        spoken = " ".join(said)
        if spoken in reader.lists.addresses:
            return True  # "hey team, …"

        before = text[: part.start()]
        is_after_comma = before.rstrip().endswith(",")
        if is_after_comma and _is_name(words):
            return True  # "…, Bob?"
    return False


def names_somebody(text: str, reader: Reader) -> bool:
    """Tell whether a text speaks to somebody by name, which leaves out all others; "hi all" does not."""
    if _HANDLE.search(text):
        return True
    for part in _PART.finditer(text):
        before = text[: part.start()].rstrip()
        after = text[part.end() :]
        is_first = not before and after.startswith((",", ":"))
        if not is_first and not before.endswith(","):
            continue
        name = _without_fillers(part[0], reader)
        if _is_name(name) and name.casefold() not in reader.lists.addresses:
            return True
    return False


def _without_fillers(said: str, reader: Reader) -> str:
    """Return what is said after words such as "hey"."""
    words = said.split()
    while words and words[0].casefold() in reader.lists.fillers:
        words.pop(0)
    return " ".join(words)


def _is_name(words: str) -> bool:
    """Tell whether this is one word with a capital letter, which after a comma only a name has."""
    if not _NAME.fullmatch(words):
        return False
    first = words[0]
    others = words[1:]
    return first.isupper() and others.islower()
