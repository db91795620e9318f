"""Saying that something is not known: of which subject, of which roles, and whom to ask instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.advice.answers import OutOfScope, Role, Topic
from bot.advice.near_by import near_by_asked_for
from bot.advice.ranking import best_label
from bot.advice.thresholds import Thresholds
from bot.knowledge.models import Comparison, NearBy
from bot.reading import Kind, Match, Matcher


class Refuser:
    """Refuses what is not known."""

    def __init__(
        self,
        matcher: Matcher,
        comparisons: Mapping[str, Comparison],
        topics: Mapping[str, Topic],
        near_by: Sequence[NearBy],
        thresholds: Thresholds,
    ) -> None:
        """Prepare to refuse; `near_by` are the near-by topics that belong to no comparison."""
        self._matcher = matcher
        self._comparisons = comparisons
        self._topics = tuple(topics.values())
        self._near_by = tuple(near_by)
        self._thresholds = thresholds

    def unknown(self, match: Match) -> OutOfScope:
        """Say that something is not known, and whom to ask."""
        return OutOfScope(self._topics, owners=self._owners(match))

    def strangers(self, match: Match) -> OutOfScope:
        """Say that the roles that a question is about are unknown."""
        return OutOfScope(
            self._topics,
            strangers=match.strangers,
            owners=self._owners(match),
        )

    def apart(self, match: Match) -> OutOfScope:
        """Say that the roles that a question names are known, but not compared with each other."""
        roles: dict[str, Role] = {}
        for topic in self._topics:
            for role in topic.roles:
                roles[role.id] = role
        named = [roles[role_id] for role_id in match.roles]
        return OutOfScope(
            self._topics,
            apart=tuple(named),
            owners=self._owners(match),
        )

    def refusal(self, match: Match) -> OutOfScope:
        """Refuse a question, with the near-by topic that it clearly asks for."""
        best = best_label(match, Kind.NOT_COVERED, Kind.EVERYDAY)
        # In everyday talk the name of a job is not what is asked about: "the weather, asks our gardener".
        strangers = match.strangers if best.kind is Kind.NOT_COVERED else ()
        subject = near_by_asked_for(
            self._matcher,
            match,
            self._comparisons,
            self._thresholds,
        )
        owners = self._owners(match)
        if subject is None:
            return OutOfScope(
                self._topics,
                strangers=strangers,
                owners=owners,
            )

        known = self._near_by
        if subject.comparison:
            comparison = self._comparisons[subject.comparison]
            known = comparison.not_covered
            owners = (comparison.owner,) if comparison.owner else ()
        text = next(near_by.text for near_by in known if near_by.id == subject.id)
        return OutOfScope(
            self._topics,
            text,
            strangers,
            owners=owners,
            subject=subject.id,
        )

    def _owners(self, match: Match) -> tuple[str, ...]:
        """Return whom to ask: the owners of the topics of the named roles, else all."""
        known = self._comparisons.values()
        asked = [one for one in known if one.roles.keys() & match.roles]
        # A dictionary, because one owner may stand behind several comparisons.
        owners: dict[str, None] = {}
        for comparison in asked or known:
            if comparison.owner:
                owners[comparison.owner] = None
        return tuple(owners)
