"""Comparisons to answers: what the knowledge says, once it is decided what to answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from bot.advice.answers import (
    Aspect,
    Confidence,
    Definition,
    Difference,
    OrderAsked,
    Reason,
    Recommendation,
    Role,
    Source,
    Topic,
    Understood,
)
from bot.advice.answers import Sequence as Order
from bot.knowledge.comparison import Comparison

MAX_CHANGES = 2


class Composer:
    """Puts answers together from comparisons, each by its name."""

    def __init__(self, comparisons: Mapping[str, Comparison], today: Callable[[], date]) -> None:
        """Prepare topics and criteria; `today` tells which reviews are old."""
        self._comparisons = comparisons
        self._today = today
        self.topics = {name: _topic(name, comparison) for name, comparison in comparisons.items()}
        self.criteria = {
            (name, criterion.id): Reason(name, self.role(name, role_id), criterion.id, criterion.text)
            for name, comparison in comparisons.items()
            for role_id, criterion in comparison.criteria()
        }

    def role(self, name: str, role_id: str) -> Role:
        """Return a role of a comparison."""
        return next(role for role in self.topics[name].roles if role.id == role_id)

    def recommendation(
        self,
        name: str,
        roles: Collection[str],
        confidence: Confidence,
        reasons: tuple[Reason, ...],
        against: tuple[Reason, ...] = (),
        others: Sequence[Reason] = (),
        understood: tuple[Understood, ...] = (),
        maybe: Reason | None = None,
        decisive: Reason | None = None,
        settles: tuple[Reason, ...] = (),
        is_again: bool = False,
    ) -> Recommendation:
        """Recommend roles; `others` are the criteria, best first, that would change a single one."""
        bottom_line = self._comparisons[name].bottom_line
        return Recommendation(
            topic=self.topics[name],
            roles=tuple(self.role(name, role) for role in roles),
            reasons=reasons,
            would_change=tuple(others[:MAX_CHANGES]) if len(roles) == 1 else (),
            confidence=confidence,
            bottom_line=bottom_line.text,
            why=bottom_line.why,
            handoff=bottom_line.handoff,
            source=self.source(name),
            against=against,
            understood=understood,
            maybe=maybe,
            decisive=decisive,
            settles=settles,
            is_again=is_again,
        )

    def difference(self, name: str, aspect: str | None = None) -> Difference:
        """Show how the roles differ: in one aspect, or in all after the quick answer."""
        comparison = self._comparisons[name]
        rows = tuple(
            Aspect(row.id, row.aspect, tuple(row.cells[role_id] for role_id in comparison.roles))
            for row in comparison.differences
            if aspect in (None, row.id)
        )
        quick_answer = comparison.quick_answer if aspect is None else None
        return Difference(self.topics[name], rows, quick_answer, self.source(name))

    def definition(self, name: str, role_ids: Collection[str] = ()) -> Definition:
        """Say what these roles do; without any that the comparison has, what both do."""
        topic = self.topics[name]
        roles = tuple(role for role in topic.roles if role.id in role_ids) or topic.roles
        reasons = tuple(r for (known, _), r in self.criteria.items() if known == name and r.role in roles)
        return Definition(topic, roles, reasons, self.source(name))

    def sequence(
        self, name: str, asked: OrderAsked = OrderAsked.ORDER, needed: Collection[str] = ()
    ) -> Order:
        """Say which role comes first, and what of it matters to who needs these roles."""
        comparison = self._comparisons[name]
        return Order(
            topic=self.topics[name],
            first=self.role(name, comparison.sequence.first),
            text=comparison.sequence.text,
            why=comparison.bottom_line.why,
            handoff=comparison.bottom_line.handoff,
            source=self.source(name),
            asked=asked,
            needed=tuple(self.role(name, role) for role in needed),
        )

    def source(self, name: str) -> Source:
        """Return who stands behind a comparison."""
        comparison = self._comparisons[name]
        source = comparison.source
        return Source(
            title=source.title,
            author=source.author,
            publisher=source.publisher,
            reviewed=source.reviewed,
            is_old=source.is_old(self._today()),
            page=comparison.page,
            owner=comparison.owner,
        )


def _topic(name: str, comparison: Comparison) -> Topic:
    roles = tuple(Role(role_id, role.name, role.summary) for role_id, role in comparison.roles.items())
    return Topic(name, comparison.title, roles, comparison.examples, comparison.owner)
