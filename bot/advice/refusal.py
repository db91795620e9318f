"""Saying that something is not known: of which subject, of which roles, and whom to ask instead. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.advice.answer_parts import Role, Topic
from bot.advice.answers import OutOfScope
from bot.advice.near_by import near_by_asked_for
from bot.advice.ranking import best_label
from bot.advice.thresholds import Thresholds
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.reading import Kind, Label, Match, Matcher


class Refuser:
    """Refuses what is not known."""

    def __init__(
        self,
        matcher: Matcher,
        knowledge: Knowledge,
        topics: Collection[Topic],
        thresholds: Thresholds,
    ) -> None:
        """Prepare to refuse; `topics` are the comparisons that can be asked about instead."""
        self._matcher = matcher
        self._comparisons = knowledge.served()
        self._topics = tuple(topics)
        self._near_by = knowledge.language.near_by
        self._fields = knowledge.near_by
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

        # Whom to ask about a topic of some comparisons is who owns those.
        if holders := self._matcher.holders(subject):
            held = [self._comparisons[name] for name in sorted(holders)]
            owners = _owners_of(held)
        return OutOfScope(
            self._topics,
            self._sentence(subject),
            strangers,
            owners=owners,
            subject=subject.id,
        )

    def _owners(self, match: Match) -> tuple[str, ...]:
        """Return whom to ask: the owners of the topics of the named roles, else all."""
        known = self._comparisons.values()
        asked = []
        for comparison in known:
            if not comparison.roles.keys().isdisjoint(match.roles):
                asked.append(comparison)
        return _owners_of(asked or known)

    def _sentence(self, near_by: Label) -> str:
        """Return what is said instead of an answer on a near-by topic."""
        if near_by.comparison:
            comparison = self._comparisons[near_by.comparison]
            return comparison.not_covered[near_by.id]
        topics = self._near_by
        if near_by.field:
            topics = self._fields[near_by.field].topics
        return topics[near_by.id].text


def _owners_of(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """Return who owns comparisons, each once."""
    owners: dict[str, None] = {}
    for comparison in comparisons:
        if comparison.owner:
            owners[comparison.owner] = None
    return tuple(owners)
