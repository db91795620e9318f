"""Messages to statements: what each part of a message says, and whether it says that something is missing.

Each segment of a message gets a status from the templates of the language: that something is missing, is
there, is denied, and so on. What has no status of its own takes it from its neighbours: "serving,
monitoring: all covered", "that is settled", "if we ever grow, ...".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.language import Language
from bot.reading.segments import Segment, Segmenter
from bot.reading.templates import Templates, as_said, spoken_forms
from bot.reading.word_lists import WordLists
from bot.reading.words import Word

SCRAP = 3
"""Words of a statement that is too short to have a status of its own, and takes its neighbour's."""
REMARK = 4
"""Words of a statement that can say of the one before it that it is over: "not any more"."""

LIST_SIGNS = frozenset(",:?=-\u2013\u2014/&+")
"""Signs that join the items of a list."""


class Status(StrEnum):
    """Whether something is a need; the names are those of the lists in the language, but for STATED."""

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
REACHING = frozenset({Status.OPINION, Status.SUPPOSED})
"""What is said so reaches on: all that a vendor says is the vendor's opinion."""
NO_NEED = SETTLED | REACHING
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

    def __init__(self, language: Language, lists: WordLists) -> None:
        """Compile the templates; raises TemplateError for one that cannot be understood."""
        self._templates = Templates(language, language.statuses)
        self._segmenter = Segmenter(lists)
        self._lists = lists
        self._list_joints = lists.joints | LIST_SIGNS
        # What follows a colon or a question says something of what stands before it, and not the same.
        of_same = self._list_joints - {":", "?"}
        self._following_joints = of_same | {"("}

    def prepare(self) -> None:
        """Do what the first message would wait for."""
        self._templates.prepare()

    def read(self, text: str, words: Sequence[Word]) -> tuple[Statement, ...]:
        """Return the statements of a message whose words were read."""
        segments = self._segmenter.segments(text, words)
        own = [self._own_status(segment) for segment in segments]
        statuses = list(own)
        self._reach_on(segments, own, statuses)
        self._reach_back(segments, own, statuses)
        self._share(segments, statuses)

        statements = []
        for segment, status in zip(segments, statuses, strict=True):
            statement = Statement(
                segment.words,
                status,
                segment.sentence,
                segment.joint,
            )
            statements.append(statement)
        return tuple(statements)

    def _own_status(self, segment: Segment) -> Status:
        """Return the first status, in the order of Status, that a template finds."""
        words = segment.words
        is_answer = segment.joint == "?" and len(words) == 1
        if is_answer and words[0].is_negation:
            return Status.DENIED  # "scale? no."

        forms = spoken_forms(words)
        said = as_said(forms)
        is_found = self._templates.is_found
        for status in Status:
            if not is_found(status, said):
                continue
            # However good what was made is, it may be missing where it is needed.
            if status is Status.MADE:
                is_missing = is_found(Status.MISSING, said)
                return Status.MISSING if is_missing else Status.STATED
            if status is Status.SOLVED:
                return Status.THERE
            return status
        return Status.STATED

    def _reach_on(self, segments: list[Segment], own: list[Status], statuses: list[Status]) -> None:
        """Let an opinion or a supposition reach to the end of its sentence, or to a contrast."""
        for index, status in enumerate(own):
            segment = segments[index]
            is_remark = len(segment.words) <= REMARK
            is_of_then = is_remark and status is Status.PAST  # "back in the day, ..."
            if status not in REACHING and not is_of_then:
                continue
            for place in range(index + 1, len(segments)):
                later = segments[place]
                if later.sentence != segment.sentence:
                    break
                ends = self._ends_reach(
                    later,
                    own[place],
                    status,
                )
                if ends:
                    break
                statuses[place] = status

    def _ends_reach(self, later: Segment, own: Status, reaching: Status) -> bool:
        """Tell whether a status does not reach to a later segment of its sentence, which has its own."""
        lists = self._lists
        if later.joint == ";" or later.joint in lists.contrasts:
            return True
        if own in (Status.DENIED, Status.PAST):
            return True
        if self._begins_with(later, lists.present):
            return True

        # "the vendor says streaming, what we lack is insight"
        is_own_need = reaching is Status.OPINION and own is Status.MISSING
        return is_own_need and self._begins_with(later, lists.own_voice)

    def _reach_back(self, segments: list[Segment], own: list[Status], statuses: list[Status]) -> None:
        """Let a remark speak of the statement before it: "..., and that is settled"."""
        for index in range(1, len(segments)):
            status = own[index]
            segment = segments[index]
            before = segments[index - 1]
            if status not in SETTLED:
                continue
            if segment.sentence != before.sentence:
                continue
            if segment.joint in self._lists.contrasts:
                continue

            said_before = statuses[index - 1]
            is_open = said_before is Status.STATED
            is_need = said_before in (Status.STATED, Status.MISSING)
            is_remark = len(segment.words) <= REMARK
            is_after_few = len(before.words) <= REMARK
            refers = self._begins_with(segment, self._lists.references)

            # "serving: not any more"; "alerts, covered"; "we need alerts, and that is settled"
            is_over = is_remark and status is Status.PAST
            is_about_few = is_remark and is_open and is_after_few
            is_about_need = refers and is_need
            if not (is_over or is_about_few or is_about_need):
                continue
            statuses[index - 1] = status

            # A scrap between the two only completes what the remark is about.
            is_tail = refers and len(before.words) <= SCRAP
            if not is_tail or index < 2:
                continue
            earlier = segments[index - 2]
            if earlier.sentence == segment.sentence:
                statuses[index - 2] = status

    def _share(self, segments: list[Segment], statuses: list[Status]) -> None:
        """Let the short items of a list share the status of the item that has one."""
        for index in range(1, len(segments)):
            before = statuses[index - 1]
            segment = segments[index]
            if before not in NO_NEED:
                continue
            if segment.joint not in self._following_joints:
                continue
            is_scrap = _is_scrap(
                segments,
                statuses,
                index,
                neighbour=index - 1,
            )
            if is_scrap:
                statuses[index] = before

        # Backwards, so that "serving, monitoring, alerts: covered" reaches the first item.
        for index in range(len(segments) - 2, -1, -1):
            after = statuses[index + 1]
            following = segments[index + 1]
            if after not in SETTLED:
                continue
            if following.joint not in self._list_joints:
                continue
            is_scrap = _is_scrap(
                segments,
                statuses,
                index,
                neighbour=index + 1,
            )
            if is_scrap:
                statuses[index] = after

    def _begins_with(self, segment: Segment, forms: frozenset[str]) -> bool:
        """Tell whether a segment begins with one of these words, after words that only join it."""
        lists = self._lists
        for word in segment.words[:SCRAP]:
            if word.form in forms:
                return True
            only_joins = word.form in lists.joints or word.form in lists.breaks
            if not only_joins:
                return False
        return False


def _is_scrap(segments: list[Segment], statuses: list[Status], index: int, neighbour: int) -> bool:
    """Tell whether a segment is too short to say anything but what its neighbour does."""
    segment = segments[index]
    if statuses[index] is not Status.STATED:
        return False
    if len(segment.words) > SCRAP:
        return False
    beside = segments[neighbour]
    return segment.sentence == beside.sentence
