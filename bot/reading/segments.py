"""A message cut into segments: at ends of sentences, at commas and colons, at words that contrast or join."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.reading.word_lists import WordLists
from bot.reading.words import Word

FRAGMENT = 3
"""Words of a question that the next words answer, as in "Serving? Sorted.\""""
MIN_JOINED = 2
"""Words that must stand before, and from, an "and" that begins a segment of its own."""

SENTENCE_ENDS = frozenset(".?")
"""Joints that begin a new sentence."""

_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|[)\"'”*])|\n|(?<=[a-z])[.!?](?=[A-Z])")
_IN_NUMBER = re.compile(r"\d[,.]\d")
_BREAK = re.compile(r"[;:()\u2013\u2014=,]|\s-+\s|\s/\s|->|\*|•")


class Segment(NamedTuple):
    """Words in a row, the number of their sentence, and what joins them to the segment before."""

    words: tuple[Word, ...]
    sentence: int
    joint: str
    """The word or sign between the two; empty for the first segment."""


class Segmenter:
    """Cuts messages by the words of one language."""

    def __init__(self, lists: WordLists) -> None:
        """Take the words that contrast or join."""
        self._breaks = lists.breaks
        self._soft_breaks = lists.soft_breaks
        self._joints = lists.joints

    def segments(self, text: str, words: Sequence[Word]) -> list[Segment]:
        """Return the segments of a message whose words were read."""
        segments: list[Segment] = []
        current: list[Word] = []
        joint = ""
        sentence = 0
        length = 0
        for index, word in enumerate(words):
            begins = None
            if current:
                begins = self._joint_before(
                    text,
                    words,
                    index,
                    len(current),
                )

            if begins is not None:
                segment = Segment(tuple(current), sentence, joint)
                segments.append(segment)
                # The answer to a question of few words belongs to its sentence.
                is_answered = begins == "?" and length <= FRAGMENT
                if begins in SENTENCE_ENDS and not is_answered:
                    sentence += 1
                    length = 0

                joint = begins
                current = []

            current.append(word)
            length += 1

        if current:
            segment = Segment(tuple(current), sentence, joint)
            segments.append(segment)
        return segments

    def _joint_before(self, text: str, words: Sequence[Word], index: int, length: int) -> str | None:
        """Return what begins a segment at a word, or None if it belongs to the one before, of this length."""
        word = words[index]
        end_before = words[index - 1].end
        gap = text[end_before : word.start]
        # An end of a sentence without a space is told by the capital after it.
        gap_and_letter = text[end_before : word.start + 1]
        if _SENTENCE_END.search(gap_and_letter):
            is_asked = "?" in gap and "\n" not in gap
            return "?" if is_asked else "."

        broken = _BREAK.search(gap)
        is_soft = word.form in self._soft_breaks
        if word.form in self._breaks and (broken or not is_soft):
            return word.form

        # "1,200" and "9:30" are one thing.
        if _IN_NUMBER.fullmatch(text, end_before - 1, word.start + 1):
            return None
        if broken:
            sign = broken.group()
            return sign.strip() or "-"

        # "and" joins what is said only if something is said on both sides of it: "uptime and speed" is one.
        if word.form not in self._joints or length < MIN_JOINED:
            return None
        words_from_here = len(words) - index
        return word.form if words_from_here > MIN_JOINED else None
