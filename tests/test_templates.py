"""Every way of saying something that a template offers can be said: no reading cuts or rewrites it before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.advice.advisor import Advisor
from bot.knowledge.collection import Knowledge
from bot.reading import IN_PART, Act
from bot.reading.segments import Segmenter
from bot.reading.templates import spoken_forms
from bot.reading.words import ROLE_SLOT

TOKEN = re.compile(r"[()\[\]|^$*]|<[a-z0-9-]+>|[^\s()\[\]|^$*<>]+")
NO_WORDS = {"^", "$", "*"}
ATTEMPTS = 8
"""Ways of filling in the rest of a template around one of its alternatives."""

Sequence_ = list["str | Choice"]
Choice = list[Sequence_]


def parsed(template: str, rules: dict[str, str]) -> Sequence_:
    tokens = TOKEN.findall(template)
    return _alternatives(tokens, rules)[0]


def _alternatives(tokens: list[str], rules: dict[str, str]) -> Choice:
    """Take tokens up to the bracket that closes, and return what stands between the bars."""
    choice: Choice = [[]]
    while tokens:
        token = tokens.pop(0)
        if token in ")]":
            break
        if token == "|":
            choice.append([])
        elif token == "(":
            choice[-1].append(_alternatives(tokens, rules))
        elif token == "[":
            choice[-1].append([*_alternatives(tokens, rules), []])
        elif token == "<number>":
            choice[-1].append("7")
        elif token.startswith("<"):
            choice[-1].append(_alternatives(TOKEN.findall(rules[token[1:-1]]), rules))
        elif token not in NO_WORDS:
            choice[-1].append(token)
    return choice


def filled(sequence: Sequence_, turn: int) -> list[str]:
    """Return one way to say all of a sequence: each choice takes its option of this turn, from the last."""
    words: list[str] = []
    for item in sequence:
        if isinstance(item, str):
            words.append(item)
        else:
            words += filled(item[(-1 - turn) % len(item)], turn)
    return words


def ways(sequence: Sequence_) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield the words of every option of every choice, with some ways to say all around it."""
    for index, item in enumerate(sequence):
        if isinstance(item, str):
            continue
        before, after = sequence[:index], sequence[index + 1 :]
        for option in filter(None, item):
            inner = [filled(option, turn) for turn in range(2)]
            yield filled(option, 0), _around(before, inner, after)
            for words, attempts in ways(option):
                yield words, _around(before, attempts[:4], after)


def _around(before: Sequence_, inner: list[list[str]], after: Sequence_) -> list[list[str]]:
    found: list[list[str]] = []
    for turn in range(ATTEMPTS):
        found += ([*filled(before, turn), *words, *filled(after, turn)] for words in inner)
    return found


def can_be_said(advisor: Advisor, name: str, words: list[str]) -> bool:
    reader = advisor.matcher.reader
    read = list(reader.words(" ".join(words)))
    if spoken_forms(read) != words:
        return False
    if name in IN_PART:
        return True
    if name in set(Act):
        return _is_kept(words, reader.lists.fillers)
    return len(Segmenter(reader.lists).segments(" ".join(words), read)) == 1


def _is_kept(words: list[str], fillers: frozenset[str]) -> bool:
    """Tell whether none of the words is passed over before it is looked what they do."""
    has_article = any(one in fillers and after == ROLE_SLOT for one, after in pairwise(words))
    has_edge = words[0] in fillers or words[-1] in fillers
    return not (has_article or has_edge) or fillers.issuperset(words)


def dead(advisor: Advisor, knowledge: Knowledge) -> list[str]:
    language = knowledge.language
    found = []
    for lists in (language.statuses, language.acts):
        for name, lines in lists.items():
            for line in lines:
                sequence = parsed(line, language.rules)
                everything = [filled(sequence, turn) for turn in range(ATTEMPTS)]
                if not any(can_be_said(advisor, name, words) for words in everything if words):
                    found.append(f"{name}: {line}")
                    continue
                for words, attempts in ways(sequence):
                    if not any(can_be_said(advisor, name, attempt) for attempt in attempts):
                        found.append(f"{name}: `{' '.join(words)}` in {line}")
    return list(dict.fromkeys(found))


def test_no_alternative_of_a_template_is_dead(advisor: Advisor, knowledge: Knowledge) -> None:
    assert dead(advisor, knowledge) == []
