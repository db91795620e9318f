"""Everything that was read, as one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.knowledge.comparison import Comparison
from bot.knowledge.language import Language
from bot.knowledge.phrases import ComparisonPhrases, NearByField
from bot.knowledge.questions import Questions


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All comparisons by id, sorted, with what they are matched by, and what they must answer."""

    comparisons: dict[str, Comparison]
    phrases: dict[str, ComparisonPhrases]
    """By the id of the comparison; every comparison has some."""
    near_by: dict[str, NearByField]
    """By the name of the field."""
    language: Language
    questions: dict[str, Questions]
    """By the name of the file."""

    def served(self) -> dict[str, Comparison]:
        """Return the comparisons that are answered from: all but the drafts."""
        comparisons = self.comparisons.items()
        return {name: comparison for name, comparison in comparisons if not comparison.draft}

    def with_drafts(self, names: Collection[str]) -> Knowledge:
        """Return the same knowledge with these drafts finished."""
        comparisons = dict(self.comparisons)
        for name in names:
            draft = comparisons[name]
            comparisons[name] = draft.model_copy(update={"draft": False})
        return replace(self, comparisons=comparisons)
