"""Sentence templates: how the language files say in one line what people say in many ways.

`(a|b)` are alternatives, `[a]` is optional, `<name>` stands for a rule of the language file, `<number>` for
digits, `*` for up to three words without a negation, `^` and `$` for the begin and the end of what is looked
at. Everything else is words as they are read: in small letters, abbreviations written out. The notation is
hassil's (Home Assistant's intent templates), the matching is that of Python's regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.knowledge.language import Language

MAX_GAP = 3
"""Words that `*` stands for at most."""

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
    "<number>": r"\d+ ",
}


class TemplateError(ValueError):
    """A template that cannot be understood; the message says why."""


class Notation:
    """What the signs and the rules of one language's templates stand for."""

    def __init__(self, language: Language) -> None:
        """Take the rules, and the negations that no gap passes over."""
        negations = "|".join(re.escape(word) for word in language.polarity.negation)
        gap = rf"(?:(?!(?:{negations}) )\S+ ){{0,{MAX_GAP}}}"
        self._symbols = _SYMBOLS | {"*": gap}
        self._rules = language.rules

    def pattern(self, template: str) -> str:
        """Return the regular expression of a template; raises TemplateError if it cannot be understood."""
        pattern = self._pattern(template, ())
        if re.match(pattern, ""):
            raise TemplateError(f"`{template}` fits whatever is said; add a word that must be there")
        return pattern

    def rule(self, name: str, within: tuple[str, ...] = ()) -> str:
        """Return the regular expression of a rule; raises TemplateError if it cannot be understood."""
        if name not in self._rules:
            raise TemplateError(f"there is no rule <{name}>; add it under `rules`")
        if name in within:
            raise TemplateError(f"the rule <{name}> stands for itself; write it out")
        return f"(?:{self._pattern(self._rules[name], (*within, name))})"

    def _pattern(self, template: str, within: tuple[str, ...]) -> str:
        pattern = []
        expected: list[str] = []
        for token in _TOKEN.findall(template):
            if token in _CLOSING:
                expected.append(_CLOSING[token])
            elif token in _CLOSING.values() and (not expected or expected.pop() != token):
                raise TemplateError(f"`{template}` closes a bracket that it does not open")
            if token in self._symbols:
                pattern.append(self._symbols[token])
            elif token.startswith("<"):
                pattern.append(self.rule(token[1:-1], within))
            else:
                pattern.append(re.escape(token) + " ")
        if expected:
            raise TemplateError(f"`{template}` opens a bracket that it does not close")
        return "".join(pattern)


class Templates:
    """The templates of several names, ready to be looked for in what somebody says."""

    def __init__(self, language: Language, templates: Mapping[Any, Iterable[str]]) -> None:
        """Compile the templates of each name; raises TemplateError for one that cannot be understood."""
        notation = Notation(language)
        self._patterns = {
            name: _any_of([notation.pattern(line) for line in lines]) for name, lines in templates.items()
        }

    def is_found(self, name: str, forms: Sequence[str]) -> bool:
        """Tell whether a template of this name describes some of the words."""
        pattern = self._patterns.get(name)
        return pattern is not None and pattern.search(_said(forms)) is not None

    def is_all(self, name: str, forms: Sequence[str]) -> bool:
        """Tell whether a template of this name describes all of what was said."""
        pattern = self._patterns.get(name)
        return pattern is not None and pattern.fullmatch(_said(forms)) is not None


def _said(forms: Sequence[str]) -> str:
    return f" {' '.join(forms)} "


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?:\A |(?<= ))(?:{'|'.join(patterns)})") if patterns else None
