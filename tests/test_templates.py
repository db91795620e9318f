"""Every way of saying something that a template offers can be said: no reading cuts or rewrites it before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.advice.advisor import Advisor
from bot.knowledge.models import Knowledge
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
    """Return one way to say all of a sequence: a choice takes its option of this turn, counted from the last."""
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
        for option in item:
            if not option:
                continue
            attempts = []
            for turn in range(ATTEMPTS):
                for inner in range(2):
                    words = [*filled(before, turn), *filled(option, inner), *filled(after, turn)]
                    attempts.append(words)
            yield filled(option, 0), attempts
            for words, inner_attempts in ways(option):
                around = []
                for turn in range(ATTEMPTS):
                    for attempt in inner_attempts[:4]:
                        around.append([*filled(before, turn), *attempt, *filled(after, turn)])
                yield words, around


def can_be_said(advisor: Advisor, name: str, words: list[str]) -> bool:
    reader = advisor.matcher.reader
    text = " ".join(words)
    if spoken_forms(reader.words(text)) != words:
        return False
    if name in IN_PART:
        return True
    if name in set(Act):
        fillers = reader.lists.fillers
        has_article = any(
            one in fillers and after == ROLE_SLOT for one, after in zip(words, words[1:], strict=False)
        )
        has_edge = words[0] in fillers or words[-1] in fillers
        return not (has_article or has_edge) or all(word in fillers for word in words)
    return len(Segmenter(reader.lists).segments(text, list(reader.words(text)))) == 1


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
