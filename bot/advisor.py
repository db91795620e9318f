"""Question to answer: what was decided, with what the knowledge says about it. Pure.

The same question gets the same answer. Weights are log odds (nats) as `matching` gives them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.answers import (
    Answer,
    Aspect,
    Clarification,
    Confidence,
    Definition,
    Difference,
    OutOfScope,
    Reason,
    Recommendation,
    Role,
    SmallTalk,
    Source,
    Talk,
    Topic,
)
from bot.answers import Sequence as Order
from bot.decision import Decision, Verdict, decide
from bot.knowledge import Comparison, Knowledge
from bot.matching import Kind, Label, Match, Matcher, Outcome
from bot.quoting import quotes

MAX_REASONS = 3
MAX_CHOICES = 3
MAX_CHANGES = 2
REASON_MARGIN = 6.0
"""Criteria that fall behind a role's best one by more are no reasons."""
ASPECT_LEAD = 5.0
"""From how much evidence of its own one aspect is shown instead of all."""
TOPIC_LEAD = 2.0
"""By how much a near-by topic must beat everything else that is refused before it is named."""


class Advisor:
    """Answers questions from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the served comparisons."""
        self._comparisons = knowledge.served()
        self._topics = {name: _topic(name, comparison) for name, comparison in self._comparisons.items()}
        self._criteria = {
            (name, criterion.id): Reason(self._role(name, role_id), criterion.id, criterion.text)
            for name, comparison in self._comparisons.items()
            for role_id, criterion in comparison.criteria()
        }
        self.matcher = Matcher(knowledge)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The comparisons that are answered from."""
        return tuple(self._topics.values())

    def help(self) -> SmallTalk:
        """Say what the bot can do."""
        return SmallTalk(Talk.HELP, self.topics)

    def answer(self, text: str) -> Answer:
        """Answer one message on its own."""
        match = self.matcher.match(text)
        if not match.terms:
            return self.help()
        decision = decide(self.matcher, match)
        match decision.verdict:
            case Verdict.ONE_ROLE | Verdict.BOTH_ROLES:
                return self._recommendation(match, decision)
            case Verdict.ASK:
                return self._clarification(match, decision)
            case Verdict.OTHER:
                return self._by_outcome(match, decision.outcomes[0])

    def choose(self, topic: str, criterion: str) -> Answer:
        """Answer a click on a choice; a choice that the knowledge no longer holds gets help."""
        reason = self._criteria.get((topic, criterion))
        if reason is None:
            return self.help()
        others = [r for (name, _), r in self._criteria.items() if name == topic and r.role != reason.role]
        return self._recommend(topic, (reason.role,), (reason,), others, Confidence.LIKELY)

    def _by_outcome(self, match: Match, outcome: Outcome) -> Answer:
        comparison = self._comparison(match)
        match outcome.name:
            case Kind.DIFFERENCE:
                return self._difference(match, comparison)
            case Kind.DEFINITION:
                return self._definition(match, comparison)
            case Kind.SEQUENCE:
                return self._sequence(comparison)
            case Kind.SMALL_TALK:
                label = best_label(match, Kind.SMALL_TALK)
                return SmallTalk(Talk(label.id), self.topics)
            case _:
                return self._refusal(match)

    def _comparison(self, match: Match) -> str:
        """Return the comparison that a message is about: by the roles it names, else by its best label."""
        named = {
            name: sum(role_id in comparison.roles for role_id in match.roles)
            for name, comparison in self._comparisons.items()
        }
        best = dict.fromkeys(self._comparisons, -math.inf)
        for label, score in match.labels.items():
            if label.comparison:
                best[label.comparison] = max(score, best[label.comparison])
        return min(self._comparisons, key=lambda name: (-named[name], -best[name], name))

    def _recommendation(self, match: Match, decision: Decision) -> Recommendation:
        criteria = [(label, score) for label, score in ranked(match.labels) if label.kind is Kind.CRITERION]
        chosen: list[Label] = []
        for outcome in decision.outcomes:
            mine = [(label, score) for label, score in criteria if label.outcome == outcome]
            enough = mine[0][1] - REASON_MARGIN
            chosen += [label for label, score in mine[:MAX_REASONS] if score > enough]
        others = [label for label, _ in criteria if label.outcome not in decision.outcomes]
        first = decision.outcomes[0]
        return self._recommend(
            first.comparison,
            tuple(self._role(outcome.comparison, outcome.role) for outcome in decision.outcomes),
            self._reasons(match, chosen),
            [self._criteria[label.comparison, label.id] for label in others],
            decision.confidence,
        )

    def _clarification(self, match: Match, decision: Decision) -> Clarification:
        """Offer the best criterion of each role, and the next best of either."""
        criteria = [label for label, _ in ranked(match.labels) if label.outcome in decision.outcomes]
        best = [next(label for label in criteria if label.outcome == o) for o in decision.outcomes]
        choices = (best + [label for label in criteria if label not in best])[:MAX_CHOICES]
        return Clarification(
            self._topics[decision.outcomes[0].comparison],
            tuple(self._criteria[label.comparison, label.id] for label in choices),
        )

    def _recommend(
        self,
        name: str,
        roles: tuple[Role, ...],
        reasons: tuple[Reason, ...],
        others: Sequence[Reason],
        confidence: Confidence,
    ) -> Recommendation:
        comparison = self._comparisons[name]
        return Recommendation(
            topic=self._topics[name],
            roles=roles,
            reasons=reasons,
            would_change=tuple(others[:MAX_CHANGES]) if len(roles) == 1 else (),
            confidence=confidence,
            bottom_line=comparison.bottom_line.text,
            why=comparison.bottom_line.why,
            handoff=comparison.bottom_line.handoff,
            source=_source(comparison),
        )

    def _reasons(self, match: Match, labels: Sequence[Label]) -> tuple[Reason, ...]:
        """Return the criteria with their words in the text; only the first of a role may lack any."""
        reasons: list[Reason] = []
        for label in labels:
            words = quotes(match, self.matcher.label_weights, label)
            reason = replace(self._criteria[label.comparison, label.id], words=words)
            if words or reason.role not in [known.role for known in reasons]:
                reasons.append(reason)
        return tuple(reasons)

    def _difference(self, match: Match, name: str) -> Difference:
        comparison = self._comparisons[name]
        rows = {
            d.id: Aspect(d.id, d.aspect, tuple(d.cells[role_id] for role_id in comparison.roles))
            for d in comparison.differences
        }
        aspect = self._aspect(match, name)
        if aspect is not None:
            return Difference(self._topics[name], (rows[aspect],), None, _source(comparison))
        return Difference(
            self._topics[name], tuple(rows.values()), comparison.quick_answer, _source(comparison)
        )

    def _aspect(self, match: Match, name: str) -> str | None:
        """Return the one aspect that is asked for: its words, beyond those that ask for any difference."""
        weight = self.matcher.label_weights.weight
        general = Label(Kind.DIFFERENCE, Kind.DIFFERENCE)
        words = [term.name for term in match.terms if term.is_content]
        leads = {
            label.id: math.fsum(max(0.0, weight(word, label) - weight(word, general)) for word in words)
            for label in match.labels
            if label.kind is Kind.ASPECT and label.comparison == name
        }
        best = min(leads, key=lambda aspect: (-leads[aspect], aspect))
        return best if leads[best] >= ASPECT_LEAD else None

    def _definition(self, match: Match, name: str) -> Definition:
        roles = tuple(role for role in self._topics[name].roles if role.id in match.roles)
        roles = roles or self._topics[name].roles
        reasons = tuple(r for (topic, _), r in self._criteria.items() if topic == name and r.role in roles)
        return Definition(self._topics[name], roles, reasons, _source(self._comparisons[name]))

    def _sequence(self, name: str) -> Order:
        comparison = self._comparisons[name]
        return Order(
            topic=self._topics[name],
            first=self._role(name, comparison.sequence.first),
            text=comparison.sequence.text,
            why=comparison.bottom_line.why,
            handoff=comparison.bottom_line.handoff,
            source=_source(comparison),
        )

    def _refusal(self, match: Match) -> OutOfScope:
        refused = [item for item in ranked(match.labels) if item[0].kind in (Kind.NOT_COVERED, Kind.EVERYDAY)]
        (label, score), *others = refused
        rival = others[0][1] if others else -math.inf
        comparison = self._comparisons.get(label.comparison)
        if comparison is None or score - rival < TOPIC_LEAD:
            return OutOfScope(self.topics)
        text = next(n.text for n in comparison.not_covered if n.id == label.id)
        return OutOfScope(self.topics, text, comparison.owner)

    def _role(self, comparison: str, role_id: str) -> Role:
        return next(role for role in self._topics[comparison].roles if role.id == role_id)


def ranked(labels: dict[Label, float]) -> list[tuple[Label, float]]:
    """Return the labels, best first, ties by id."""
    return sorted(labels.items(), key=lambda item: (-item[1], item[0]))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    return next(label for label, _ in ranked(match.labels) if label.kind in kinds)


def _topic(name: str, comparison: Comparison) -> Topic:
    roles = tuple(Role(role_id, role.name, role.summary) for role_id, role in comparison.roles.items())
    return Topic(name, comparison.title, roles, comparison.examples)


def _source(comparison: Comparison) -> Source:
    source = comparison.source
    return Source(source.title, source.author, source.publisher, source.reviewed)
