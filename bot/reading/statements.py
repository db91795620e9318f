"""Messages to statements: what each part of a message says, and whether it says that something is missing.

A message is cut into statements at the ends of sentences, at commas and colons, and at words that contrast
or join. Each gets a status from the templates of the language: that something is missing, is there, is
denied, and so on. What has no status of its own takes it from its neighbours: "serving, monitoring: all
covered", "that is settled", "if we ever grow, ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.knowledge.language import Language
from bot.reading.templates import Templates
from bot.reading.words import ROLE_SLOT, Word

SCRAP = 3
"""Words of a statement that is too short to have a status of its own, and takes its neighbour's."""
REMARK = 4
"""Words of a statement that can say of the one before it that it is over: "not any more"."""
FRAGMENT = 3
"""Words of a question that the next words answer, as in "Serving? Sorted.\""""
MIN_JOINED = 2
"""Words that must stand before an "and" that begins a statement of its own."""

_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|[)\"'”*])|\n|(?<=[a-z])[.!?](?=[A-Z])")
_IN_NUMBER = re.compile(r"\d[,.]\d")
_BREAK = re.compile(r"[;:()\u2013\u2014=,]|\s-+\s|\s/\s|->|\*|•")


class Status(StrEnum):
    """Whether something is a need; the names are those of the lists in the language file, but for STATED."""

    OPINION = "opinion"
    SUPPOSED = "supposed"
    PAST = "past"
    DENIED = "denied"
    MADE = "made"
    SOLVED = "solved"
    MISSING = "missing"
    THERE = "there"
    STATED = "stated"


SETTLED = frozenset({Status.THERE, Status.DENIED, Status.PAST})
NO_NEED = SETTLED | {Status.OPINION, Status.SUPPOSED}
"""What has one of these is not missing: its words speak, if at all, for the other role."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Part of a message: its words, its status, the number of its sentence, and what joins it to the last."""

    words: tuple[Word, ...]
    status: Status
    sentence: int
    joint: str

    @property
    def start(self) -> int:
        """The place of its first character in the message."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.words[-1].end

    @property
    def is_need(self) -> bool:
        """Whether it may say that something is missing."""
        return self.status not in NO_NEED


class StatementReader:
    """Reads statements by the templates of one language."""

    def __init__(self, language: Language) -> None:
        """Compile the templates; raises TemplateError for one that cannot be understood."""
        self._templates = Templates(language, language.statuses)
        self._breaks = frozenset(language.clause_breaks)
        self._soft_breaks = frozenset(language.soft_breaks)
        self._contrasts = frozenset(language.contrasts)
        self._joints = frozenset(language.joints)
        self._list_joints = self._joints | frozenset(",:?=-\u2013\u2014/&+")
        self._own_voice = frozenset(language.own_voice)
        self._present = frozenset(language.present)
        self._references = frozenset(language.references)

    def read(self, text: str, words: Sequence[Word]) -> tuple[Statement, ...]:
        """Return the statements of a message whose words were read."""
        stated = [replace(part, status=self._own_status(part)) for part in self._parts(text, words)]
        own = [part.status for part in stated]
        found = self._reach_on(stated, own)
        found = self._reach_back(stated, own, found)
        found = self._shared(stated, found)
        return tuple(replace(part, status=status) for part, status in zip(stated, found, strict=True))

    def _own_status(self, part: Statement) -> Status:
        """Return the first status, in the order of Status, that a template finds."""
        forms = spoken_forms(part.words)
        if part.joint == "?" and len(forms) == 1 and part.words[0].is_negation:
            return Status.DENIED  # "scale? no."
        for status in Status:
            if not self._templates.is_found(status, forms):
                continue
            if status is Status.MADE:
                # However good what was made is, it may be missing where it is needed.
                is_missing = self._templates.is_found(Status.MISSING, forms)
                return Status.MISSING if is_missing else Status.STATED
            return Status.THERE if status is Status.SOLVED else status
        return Status.STATED

    def _parts(self, text: str, words: Sequence[Word]) -> list[Statement]:
        """Cut the words where a sentence, a list item or a contrast begins."""
        parts: list[Statement] = []
        current: list[Word] = []
        joint, sentence, length = "", 0, 0
        for index, word in enumerate(words):
            begins = self._joint_before(text, words, index, current) if current else None
            if begins is not None:
                parts.append(Statement(tuple(current), Status.STATED, sentence, joint))
                is_answered = begins == "?" and length <= FRAGMENT
                if begins in ".?" and not is_answered:
                    sentence, length = sentence + 1, 0
                joint, current = begins, []
            current.append(word)
            length += 1
        if current:
            parts.append(Statement(tuple(current), Status.STATED, sentence, joint))
        return parts

    def _joint_before(
        self, text: str, words: Sequence[Word], index: int, current: Sequence[Word]
    ) -> str | None:
        """Return what joins a word to the statement before it, or None if it belongs to that statement."""
        word = words[index]
        gap = text[words[index - 1].end : word.start + 1]
        if _SENTENCE_END.search(gap):
            return "?" if "?" in gap and "\n" not in gap else "."
        if word.form in self._breaks and (word.form not in self._soft_breaks or _BREAK.search(gap[:-1])):
            return word.form
        if _IN_NUMBER.fullmatch(text, words[index - 1].end - 1, word.start + 1):
            return None
        if broken := _BREAK.search(gap[:-1]):
            return broken.group().strip() or "-"
        is_joined = word.form in self._joints and len(current) >= MIN_JOINED
        return word.form if is_joined and index < len(words) - 2 else None

    def _reach_on(self, parts: Sequence[Statement], own: Sequence[Status]) -> list[Status]:
        """Let an opinion or a supposition reach to the end of its sentence, or to a contrast."""
        found = list(own)
        for index, status in enumerate(own):
            is_of_then = status is Status.PAST and len(parts[index].words) <= REMARK
            if status not in (Status.OPINION, Status.SUPPOSED) and not is_of_then:
                continue
            for later in range(index + 1, len(parts)):
                if self._ends_reach(parts[index], parts[later], own[later]):
                    break
                found[later] = status
        return found

    def _ends_reach(self, first: Statement, later: Statement, own: Status) -> bool:
        is_elsewhere = (
            later.sentence != first.sentence or later.joint in self._contrasts or later.joint == ";"
        )
        is_of_now = self._begins_with(later, self._present)
        is_opinion = first.status is Status.OPINION
        is_own_need = is_opinion and own is Status.MISSING and self._begins_with(later, self._own_voice)
        return is_elsewhere or is_of_now or is_own_need or own in (Status.DENIED, Status.PAST)

    def _reach_back(
        self, parts: Sequence[Statement], own: Sequence[Status], found: list[Status]
    ) -> list[Status]:
        """Let a remark speak of the statement before it: "..., and that is settled"."""
        found = list(found)
        for index in range(1, len(parts)):
            part, before = parts[index], parts[index - 1]
            is_elsewhere = part.sentence != before.sentence or part.joint in self._contrasts
            if own[index] not in SETTLED or is_elsewhere:
                continue
            is_remark = len(part.words) <= REMARK
            is_open = found[index - 1] is Status.STATED
            refers = self._begins_with(part, self._references)
            is_about_scrap = is_remark and is_open and len(before.words) <= REMARK
            is_over = is_remark and own[index] is Status.PAST
            if is_over or is_about_scrap or (refers and (is_open or found[index - 1] is Status.MISSING)):
                found[index - 1] = own[index]
                is_tail = refers and len(before.words) <= SCRAP and index > 1
                if is_tail and parts[index - 2].sentence == part.sentence:
                    found[index - 2] = own[index]
        return found

    def _shared(self, parts: Sequence[Statement], found: list[Status]) -> list[Status]:
        """Let the short items of a list share the status of the item that has one."""
        found = list(found)
        for index in range(1, len(parts)):
            part = parts[index]
            may_follow = part.joint not in ":?" and part.joint in self._list_joints | {"("}
            if may_follow and self._is_scrap(parts, found, index, index - 1) and found[index - 1] in NO_NEED:
                found[index] = found[index - 1]
        for index in range(len(parts) - 2, -1, -1):
            may_lead = parts[index + 1].joint in self._list_joints
            if may_lead and self._is_scrap(parts, found, index, index + 1) and found[index + 1] in SETTLED:
                found[index] = found[index + 1]
        return found

    @staticmethod
    def _is_scrap(parts: Sequence[Statement], found: Sequence[Status], index: int, neighbour: int) -> bool:
        is_short = found[index] is Status.STATED and len(parts[index].words) <= SCRAP
        return is_short and parts[index].sentence == parts[neighbour].sentence

    def _begins_with(self, part: Statement, forms: frozenset[str]) -> bool:
        """Tell whether a statement begins with one of these words, after words that only join it."""
        for word in part.words[:SCRAP]:
            if word.form in forms:
                return True
            if word.form not in self._joints and word.form not in self._breaks:
                return False
        return False


def spoken_forms(words: Sequence[Word]) -> list[str]:
    """Return the words as templates see them: any role's name is one word."""
    return [ROLE_SLOT if word.role else word.form for word in words]
