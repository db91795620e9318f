"""Whether a message speaks to people, by a name or by a word such as "folks"."""

from __future__ import annotations

import re

from bot.reading.words import Reader

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


def _is_name(words: str) -> bool:
    """Tell whether this is one word with a capital letter, which after a comma only a name has."""
    if not _NAME.fullmatch(words):
        return False
    first = words[0]
    others = words[1:]
    return first.isupper() and others.islower()
