"""The files of questions whose comparisons are answered from, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.collection import Knowledge
from bot.knowledge.questions import Questions
from bot.knowledge.reader import Reading
from bot.knowledge.yaml_documents import Document


@dataclass(frozen=True, slots=True)
class File:
    """What is asked of one comparison, and where it was read."""

    asked: Questions
    document: Document
    is_draft: bool
    is_foreign: bool
    """Whether it comes with whichrole, while knowledge of one's own is checked beside it."""

    @property
    def comparison(self) -> str:
        """Name of the comparison that is asked about."""
        return self.asked.comparison


def asked_files(knowledge: Knowledge, reading: Reading) -> Iterator[File]:
    """Yield the files of all comparisons that the knowledge answers from."""
    if reading.knowledge is None:
        return
    served = knowledge.served()
    as_written = reading.knowledge.comparisons  # there a draft is a draft
    for name, asked in knowledge.questions.items():
        if asked.comparison not in served:
            continue
        document = reading.questions[name]
        is_draft = as_written[asked.comparison].draft
        yield File(
            asked=asked,
            document=document,
            is_draft=is_draft,
            is_foreign=reading.is_foreign(document),
        )
