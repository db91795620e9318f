"""Comparisons to answers: what the knowledge says, once it is decided what to answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from bot.advice.answer_parts import Aspect, Confidence, Reason, Role, Source, Topic
from bot.advice.answers import Definition, Difference, Order, OrderAsked, Recommendation
from bot.advice.grounds import Grounds
from bot.knowledge.comparison import Comparison


class Composer:
    """Puts answers together from comparisons, each by its name."""

    def __init__(
        self,
        comparisons: Mapping[str, Comparison],
        today: Callable[[], date],
        max_changes: int,
    ) -> None:
        """Prepare topics and criteria; `today` tells which reviews are old."""
        self._comparisons = comparisons
        self._today = today
        self._max_changes = max_changes
        self._roles: dict[tuple[str, str], Role] = {}
        """By the name of the comparison and the role's id."""
        self.topics: dict[str, Topic] = {}
        """By the name of the comparison."""
        self.criteria: dict[tuple[str, str], Reason] = {}
        """By the name of the comparison and the criterion's id."""

        for name, comparison in comparisons.items():
            self._prepare(name, comparison)

    def _prepare(self, name: str, comparison: Comparison) -> None:
        roles = []
        for role_id, described in comparison.roles.items():
            role = Role(role_id, described.name, described.summary)
            self._roles[name, role_id] = role
            roles.append(role)

        self.topics[name] = Topic(
            name,
            comparison.title,
            tuple(roles),
            comparison.examples,
            comparison.owner,
        )

        for role_id, criterion in comparison.criteria():
            role = self.role(name, role_id)
            self.criteria[name, criterion.id] = Reason(
                name,
                role,
                criterion.id,
                criterion.text,
            )

    def role(self, name: str, role_id: str) -> Role:
        """Return a role of a comparison."""
        return self._roles[name, role_id]

    def roles(self, name: str, role_ids: Iterable[str]) -> tuple[Role, ...]:
        """Return some roles of a comparison, in this order."""
        return tuple(self.role(name, role_id) for role_id in role_ids)

    def recommendation(
        self,
        name: str,
        roles: Collection[str],
        confidence: Confidence,
        grounds: Grounds,
        maybe: Reason | None = None,
        decisive: Reason | None = None,
        settles: tuple[Reason, ...] = (),
        is_again: bool = False,
    ) -> Recommendation:
        """Recommend roles on these grounds; for the rest see Recommendation."""
        comparison = self._comparisons[name]
        bottom_line = comparison.bottom_line
        changes = grounds.others[: self._max_changes]
        if len(roles) > 1:
            changes = ()  # nothing is left that would speak for another role
        return Recommendation(
            topic=self.topics[name],
            roles=self.roles(name, roles),
            reasons=grounds.reasons,
            would_change=changes,
            confidence=confidence,
            bottom_line=bottom_line.text,
            why=bottom_line.why,
            handoff=bottom_line.handoff,
            order=comparison.sequence.text,
            first=comparison.sequence.first,
            source=self.source(name),
            against=grounds.against,
            decisive=decisive,
            settles=settles,
            understood=grounds.understood,
            maybe=maybe,
            is_again=is_again,
        )

    def difference(self, name: str, aspect: str | None = None) -> Difference:
        """Show how the roles differ: in one aspect, or in all after the quick answer."""
        comparison = self._comparisons[name]
        quick_answer = None
        if aspect is None:
            quick_answer = comparison.quick_answer

        rows = []
        for row in comparison.differences:
            if aspect not in (None, row.id):
                continue
            cells = [row.cells[role_id] for role_id in comparison.roles]
            shown = Aspect(row.id, row.aspect, tuple(cells))
            rows.append(shown)
        return Difference(
            topic=self.topics[name],
            aspects=tuple(rows),
            quick_answer=quick_answer,
            source=self.source(name),
        )

    def definition(self, name: str, role_ids: Collection[str] = ()) -> Definition:
        """Say what these roles do; without any that the comparison has, what both do."""
        comparison = self._comparisons[name]
        named = [role_id for role_id in comparison.roles if role_id in role_ids]
        defined = named or list(comparison.roles)
        reasons = []
        for role_id, criterion in comparison.criteria():
            if role_id not in defined:
                continue
            reason = self.criteria[name, criterion.id]
            reasons.append(reason)

        return Definition(
            self.topics[name],
            self.roles(name, defined),
            tuple(reasons),
            self.source(name),
        )

    def order(
        self,
        name: str,
        asked: OrderAsked = OrderAsked.ORDER,
        needed: Collection[str] = (),
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
            needed=self.roles(name, needed),
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
