"""Sentence templates: how the language files say in one line what people say in many ways.

`(a|b)` are alternatives, `[a]` is optional, `<name>` stands for a rule of the language file, `<number>` for
digits, `*` for up to three words, `^` and `$` for the begin and the end of what is looked at. Everything
else is words as they are read: in small letters, abbreviations written out. The notation is hassil's (Home
Assistant's intent templates), the matching is that of Python's regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MAX_GAP = 3
"""Words that `*` stands for at most."""

_GAP = rf"(?:\S+ ){{0,{MAX_GAP}}}"
_TOKEN = re.compile(r"[()\[\]|^$*]|<[a-z0-9-]+>|[^\s()\[\]|^$*<>]+")
_CLOSING = {"(": ")", "[": "]"}
_SYMBOLS = {
    "(": "(?:",
    "|": "|",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "^": r"(?<=\A )",
    "$": r"\Z",
    "*": _GAP,
    "<number>": r"\d+ ",
}


class TemplateError(ValueError):
    """A template that cannot be understood; the message says why."""


class Templates:
    """The templates of several names, ready to be looked for in what somebody says."""

    def __init__(self, rules: Mapping[str, str], templates: Mapping[Any, Iterable[str]]) -> None:
        """Compile the templates of each name; raises TemplateError for one that cannot be understood."""
        self._patterns = {name: self._compiled(rules, lines) for name, lines in templates.items()}

    def find(self, name: str, forms: Sequence[str]) -> tuple[int, int] | None:
        """Return the first and the last of the words that a template of this name describes, or None."""
        pattern = self._patterns.get(name)
        if pattern is None:
            return None
        said = f" {' '.join(forms)} "
        found = pattern.search(said)
        if found is None:
            return None
        first = said.count(" ", 1, found.start() + 1)
        last = said.count(" ", 0, found.end()) - 2
        return first, max(first, last)

    def is_all(self, name: str, forms: Sequence[str]) -> bool:
        """Tell whether a template of this name describes all of what was said."""
        pattern = self._patterns.get(name)
        return pattern is not None and pattern.fullmatch(f" {' '.join(forms)} ") is not None

    @staticmethod
    def _compiled(rules: Mapping[str, str], lines: Iterable[str]) -> re.Pattern[str] | None:
        patterns = [pattern_of(line, rules) for line in lines]
        if not patterns:
            return None
        return re.compile(rf"(?:\A |(?<= ))(?:{'|'.join(patterns)})")


def pattern_of(template: str, rules: Mapping[str, str], within: tuple[str, ...] = ()) -> str:
    """Return the regular expression of a template; raises TemplateError if it cannot be understood."""
    pattern = []
    expected: list[str] = []
    for token in _TOKEN.findall(template):
        if token in _CLOSING:
            expected.append(_CLOSING[token])
        elif token in _CLOSING.values() and (not expected or expected.pop() != token):
            raise TemplateError(f"`{template}` closes a bracket that it does not open")
        if token in _SYMBOLS:
            pattern.append(_SYMBOLS[token])
        elif token.startswith("<"):
            pattern.append(_rule(token[1:-1], rules, within))
        else:
            pattern.append(re.escape(token) + " ")
    if expected:
        raise TemplateError(f"`{template}` opens a bracket that it does not close")
    return "".join(pattern)


def _rule(name: str, rules: Mapping[str, str], within: tuple[str, ...]) -> str:
    if name not in rules:
        raise TemplateError(f"there is no rule <{name}>; add it under `rules`")
    if name in within:
        raise TemplateError(f"the rule <{name}> stands for itself; write it out")
    return f"(?:{pattern_of(rules[name], rules, (*within, name))})"
