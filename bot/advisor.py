"""Question to answer: the decision and its thresholds. Pure: the same question gets the same answer.

Thresholds are log odds (nats) as `matching` gives them, divided by the square root of the number of terms,
so that a long message needs proportionally more evidence than a short one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

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
from bot.knowledge import Comparison, Knowledge
from bot.matching import Kind, Label, Match, Matcher, Outcome, Term

MAX_REASONS = 3
MAX_CHOICES = 3
MAX_CHANGES = 2
MAX_QUOTES = 3
CLEAR_MARGIN = 3.0
LIKELY_MARGIN = 1.0
REASON_MARGIN = 6.0
QUOTE_WEIGHT = 1.0


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
        return self._by_outcome(match, decide(match))

    def choose(self, topic: str, criterion: str) -> Answer:
        """Answer a click on a choice; a choice that the knowledge no longer holds gets help."""
        reason = self._criteria.get((topic, criterion))
        if reason is None:
            return self.help()
        others = [r for (name, _), r in self._criteria.items() if name == topic and r.role != reason.role]
        return self._recommend(topic, (reason.role,), (reason,), others, Confidence.LIKELY)

    def _by_outcome(self, match: Match, outcome: Outcome) -> Answer:
        comparison = outcome.comparison or next(iter(self._comparisons))
        match outcome.name:
            case "recommendation":
                return self._recommendation(match, outcome)
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

    def _recommendation(self, match: Match, outcome: Outcome) -> Answer:
        ranked = [(label, score) for label, score in match.labels.ranked() if label.kind is Kind.CRITERION]
        mine = [(label, score) for label, score in ranked if label.outcome == outcome]
        others = [self._criteria[label.comparison, label.id] for label, _ in ranked if label.outcome != outcome]
        top = mine[0][1]
        chosen = [label for label, score in mine if score > top - REASON_MARGIN][:MAX_REASONS]
        reasons = tuple(self._found(match, label) for label in chosen)
        role = self._role(outcome.comparison, outcome.role)
        return self._recommend(outcome.comparison, (role,), reasons, others, Confidence.LIKELY)

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

    def _found(self, match: Match, label: Label) -> Reason:
        reason = self._criteria[label.comparison, label.id]
        weights = self.matcher.label_weights
        weighed = sorted(((weights.weight(t.name, label), t) for t in match.terms), key=lambda w: (-w[0], w[1].name))
        words = quotes(match.text, [term for weight, term in weighed[:MAX_QUOTES] if weight > QUOTE_WEIGHT])
        return Reason(reason.role, reason.criterion, reason.text, words)

    def _difference(self, match: Match, name: str) -> Difference:
        comparison = self._comparisons[name]
        rows = {
            d.id: Aspect(d.id, d.aspect, tuple(d.cells[role_id] for role_id in comparison.roles))
            for d in comparison.differences
        }
        label = best_label(match, Kind.ASPECT, Kind.DIFFERENCE)
        if label.kind is Kind.ASPECT:
            return Difference(self._topics[name], (rows[label.id],), None, _source(comparison))
        return Difference(self._topics[name], tuple(rows.values()), comparison.quick_answer, _source(comparison))

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
        label = best_label(match, Kind.NOT_COVERED, Kind.EVERYDAY)
        comparison = self._comparisons.get(label.comparison)
        if comparison is None:
            return OutOfScope(self.topics)
        text = next(n.text for n in comparison.not_covered if n.id == label.id)
        return OutOfScope(self.topics, text, comparison.owner)

    def _role(self, comparison: str, role_id: str) -> Role:
        return next(role for role in self._topics[comparison].roles if role.id == role_id)


def decide(match: Match) -> Outcome:
    """Return what to answer: the outcome that all terms together speak for most."""
    labels: dict[Outcome, float] = {}
    for label, score in match.labels.scores.items():
        labels[label.outcome] = max(score, labels.get(label.outcome, -math.inf))
    combined = {outcome: score + labels[outcome] for outcome, score in match.outcomes.scores.items()}
    return min(combined, key=lambda outcome: (-combined[outcome], outcome))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    return next(label for label, _ in match.labels.ranked() if label.kind in kinds)


def quotes(text: str, terms: Iterable[Term]) -> tuple[str, ...]:
    """Return the pieces of the text that the terms were read from, in order, overlapping ones joined."""
    pieces: list[list[int]] = []
    for start, end in sorted({(term.start, term.end) for term in terms}):
        if pieces and start <= pieces[-1][1] + 1:
            pieces[-1][1] = max(end, pieces[-1][1])
        else:
            pieces.append([start, end])
    return tuple(text[start:end] for start, end in pieces)


def _topic(name: str, comparison: Comparison) -> Topic:
    roles = tuple(Role(role_id, role.name, role.summary) for role_id, role in comparison.roles.items())
    return Topic(name, comparison.title, roles, comparison.examples)


def _source(comparison: Comparison) -> Source:
    source = comparison.source
    return Source(source.title, source.author, source.publisher, source.reviewed)
