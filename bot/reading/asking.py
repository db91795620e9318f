"""Which sentences of a message ask something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.reading.statements import Statement
from bot.reading.word_lists import WordLists
from bot.reading.words import Clause, Word


def begins_as_question(sentence: Iterable[Word], lists: WordLists) -> bool:
    """Tell whether the first word of a sentence that says something begins a question."""
    for word in sentence:
        if word.form not in lists.fillers:
            return word.form in lists.question_words
    return False


def questions_in(text: str, statements: Sequence[Statement], lists: WordLists) -> Iterator[Clause]:
    """Yield the words of each sentence that is a question, up to a colon.

    What stands behind one may be a title: "on the agenda: which role do we need?"
    """
    sentences: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        sentences[statement.sentence].append(statement)

    end = len(text)
    for parts in reversed(sentences.values()):
        sign = text[parts[-1].end : end]
        end = parts[0].start
        words = _before_colon(parts)
        if "?" in sign or begins_as_question(words, lists):
            yield words


def _before_colon(parts: Iterable[Statement]) -> Clause:
    words: list[Word] = []
    for part in parts:
        if words and part.joint == ":":
            break
        words += part.words
    return tuple(words)
