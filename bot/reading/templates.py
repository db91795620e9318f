"""Sentence templates: how the languages say in one line what people say in many ways.

`(a|b)` are alternatives, `[a]` is optional, `<name>` stands for a rule of the language, `<number>` for
digits, `*` for up to three words without a negation, `^` and `$` for the begin and the end of what is looked
at. Everything else is words as they are read: in small letters, abbreviations written out. The notation is
hassil's (Home Assistant's intent templates), the matching is that of Python's regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NewType

from bot.knowledge.language import Language
from bot.reading.words import ROLE_SLOT, Word

MAX_GAP = 3
"""Words that `*` stands for at most."""

_TOKEN = re.compile(r"[()\[\]|^$*]|<[a-z0-9-]+>|[^\s()\[\]|^$*<>]+")
_CLOSING = {"(": ")", "[": "]"}
_PLACES = {"^", "$", "*"}
"""Signs that may stand for no word."""
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

SpokenText = NewType("SpokenText", str)
"""Words with a space before and after each, as templates are looked for in them."""


class TemplateError(ValueError):
    """A template that cannot be understood; the message says why."""


class Notation:
    """What the signs and the rules of one language's templates stand for."""

    def __init__(self, language: Language) -> None:
        """Take the rules, and the negations that no gap passes over."""
        escaped = map(re.escape, language.polarity.negation)
        negations = "|".join(escaped)
        # "seats * left" must not find "seats are never left".
        no_negation = rf"(?!(?:{negations}) )"
        word = rf"{no_negation}\S+ "
        gap = rf"(?:{word}){{0,{MAX_GAP}}}"
        self._symbols = _SYMBOLS | {"*": gap}
        self._rules = language.rules
        self._rules_by_sign = {}
        for name, rule in language.rules.items():
            sign = f"<{name}>"
            self._rules_by_sign[sign] = rule

    def check(self, template: str) -> None:
        """Raise TemplateError if a template cannot be understood, or fits whatever is said."""
        self.pattern(template)  # for its errors
        if self._may_be_empty(template):
            raise TemplateError(f"`{template}` fits whatever is said; add a word that must be there")

    def _may_be_empty(self, template: str) -> bool:
        """Tell whether a template that is well formed fits no word at all."""
        # Of each open bracket, the innermost last: may what stands before its last bar be empty, and what
        # stands behind it?
        earlier = [False]
        current = [True]
        for token in _TOKEN.findall(template):
            if token in _CLOSING:
                earlier.append(False)
                current.append(True)
            elif token == "|":
                earlier[-1] |= current[-1]
                current[-1] = True
            elif token in _CLOSING.values():
                is_optional = token == "]"
                before_bar = earlier.pop()
                behind_bar = current.pop()
                current[-1] &= is_optional or before_bar or behind_bar
            elif token in self._rules_by_sign:
                rule = self._rules_by_sign[token]
                current[-1] &= self._may_be_empty(rule)
            elif token not in _PLACES:
                current[-1] = False
        return earlier[-1] or current[-1]

    def pattern(self, template: str) -> str:
        """Return the regular expression of a template; raises TemplateError if it cannot be understood."""
        return self._pattern(template, within=())

    def rule(self, name: str, within: tuple[str, ...] = ()) -> str:
        """Return the regular expression of a rule; raises TemplateError if it cannot be understood."""
        if name not in self._rules:
            raise TemplateError(f"there is no rule <{name}>; add it under `rules`")
        if name in within:
            raise TemplateError(f"the rule <{name}> stands for itself; write it out")

        rule = self._rules[name]
        way = (*within, name)
        pattern = self._pattern(rule, way)
        return f"(?:{pattern})"

    def _pattern(self, template: str, within: tuple[str, ...]) -> str:
        pattern = []
        # The brackets that are still to be closed, the innermost last.
        expected: list[str] = []
        for token in _TOKEN.findall(template):
            if token in _CLOSING:
                expected.append(_CLOSING[token])
            is_closing = token in _CLOSING.values()
            if is_closing and (not expected or expected.pop() != token):
                raise TemplateError(f"`{template}` closes a bracket that it does not open")

            if token in self._symbols:
                pattern.append(self._symbols[token])
            elif token.startswith("<"):
                name = token[1:-1]
                pattern.append(self.rule(name, within))
            else:
                word = re.escape(token)
                pattern.append(f"{word} ")

        if expected:
            raise TemplateError(f"`{template}` opens a bracket that it does not close")
        return "".join(pattern)


class Templates:
    """The templates of several names, ready to be looked for in what somebody says."""

    def __init__(self, language: Language, templates: Mapping[Any, Iterable[str]]) -> None:
        """Take the templates of each name; they were checked when the language was read."""
        self._notation = Notation(language)
        self._templates = templates
        self._compiled: dict[Any, re.Pattern[str] | None] = {}

    def prepare(self) -> None:
        """Compile all of them now; it takes a tenth of a second, which nobody who asks should wait for."""
        for name in self._templates:
            self._pattern(name)

    def is_found(self, name: str, said: SpokenText) -> bool:
        """Tell whether a template of this name describes some of the words."""
        pattern = self._pattern(name)
        if pattern is None:
            return False
        found = pattern.search(said)
        return found is not None

    def is_all(self, name: str, said: SpokenText) -> bool:
        """Tell whether a template of this name describes all of what was said."""
        pattern = self._pattern(name)
        if pattern is None:
            return False
        found = pattern.fullmatch(said)
        return found is not None

    def _pattern(self, name: str) -> re.Pattern[str] | None:
        """Return the regular expression of a name's templates, compiled when it is first looked for."""
        if name in self._compiled:
            return self._compiled[name]

        compiled = None
        lines = self._templates.get(name, ())
        if lines:
            # One search for all templates of a name is many times as fast as one for each.
            patterns = map(self._notation.pattern, lines)
            any_of_them = "|".join(patterns)
            # A space stands before every word: with it in front, the search leaps from word to word.
            compiled = re.compile(f" (?:{any_of_them})")
        self._compiled[name] = compiled
        return compiled


def as_said(forms: Iterable[str]) -> SpokenText:
    """Return words as templates are looked for in them."""
    joined = " ".join(forms)
    return SpokenText(f" {joined} ")


def spoken_forms(words: Iterable[Word]) -> list[str]:
    """Return the words as templates see them: any role's name is one word."""
    return [ROLE_SLOT if word.role else word.form for word in words]
