"""Question to answer: the decision and its thresholds. Pure: the same question gets the same answer.

Thresholds are log odds (nats) as `matching` gives them, divided by the square root of the number of terms,
so that a long message needs proportionally more evidence than a short one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
from bot.matching import RECOMMENDATION, Kind, Label, Match, Matcher, Outcome

MAX_REASONS = 3
MAX_CHOICES = 3
MAX_CHANGES = 2
MAX_QUOTES = 4
CLEAR_MARGIN = 3.0
LIKELY_MARGIN = 1.0
REASON_MARGIN = 6.0
QUOTE_WEIGHT = 1.0
QUOTE_GAP = 25
BOTH_MARGIN = 2.0
BOTH_MARGIN_PER_LEAD = 0.2
MAX_LEAD = 3.0
ASPECT_LEAD = 5.0
COORDINATOR_WEIGHT = 0.3
MAX_COORDINATORS = 2
ASK_MARGIN = 0.4


class Verdict(StrEnum):
    """What to do with a question."""

    ONE_ROLE = "one role"
    BOTH_ROLES = "both roles"
    ASK = "ask back"
    OTHER = "no recommendation"


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the outcomes that it is about (best first), how far the first one leads, and why."""

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    margin: float
    gate: str


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
        decision = self.decide(match)
        match decision.verdict:
            case Verdict.ONE_ROLE | Verdict.BOTH_ROLES:
                return self._recommendation(match, decision)
            case Verdict.ASK:
                return self._clarification(match, decision)
            case Verdict.OTHER:
                return self._by_outcome(match, decision.outcomes[0])

    def decide(self, match: Match) -> Decision:
        """Weigh the outcomes against each other, and one part of the text against another."""
        ranking = rank_outcomes(match)
        (first, top), (_, second) = ranking[:2]
        scale = math.sqrt(len(match.terms))
        margin = (top - second) / scale
        lead = f"leads by {margin:.2f}"
        if first.name != RECOMMENDATION:
            return Decision(Verdict.OTHER, (first,), margin, lead)
        other = next(o for o, _ in ranking if o.comparison == first.comparison and o.role != first.role)
        opposition = self.matcher.opposition(match, first, other) / scale + self._coordination(match)
        lead_of_role = (top - dict(ranking)[other]) / scale
        needed = BOTH_MARGIN + BOTH_MARGIN_PER_LEAD * min(lead_of_role, MAX_LEAD)
        gates = f"{lead} (asks below {ASK_MARGIN}), opposed parts {opposition:.2f} (both from {needed:.2f})"
        if opposition >= needed:
            rival = next(score for outcome, score in ranking if outcome not in (first, other))
            return Decision(Verdict.BOTH_ROLES, (first, other), (top - rival) / scale, gates)
        if margin < ASK_MARGIN:
            return Decision(Verdict.ASK, (first, other), margin, gates)
        return Decision(Verdict.ONE_ROLE, (first,), margin, gates)

    def _coordination(self, match: Match) -> float:
        """Return what words such as "and" or "both" add to the evidence that two things are asked for."""
        coordinators = sum(
            word.term in self.matcher.reader.coordinators for clause in match.clauses for word in clause
        )
        return COORDINATOR_WEIGHT * min(coordinators, MAX_COORDINATORS)

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

    def _recommendation(self, match: Match, decision: Decision) -> Recommendation:
        criteria = [(label, score) for label, score in ranked(match.labels) if label.kind is Kind.CRITERION]
        chosen: list[tuple[Label, float]] = []
        for outcome in decision.outcomes:
            mine = [(label, score) for label, score in criteria if label.outcome == outcome]
            chosen += [(label, score) for label, score in mine if score > mine[0][1] - REASON_MARGIN][
                :MAX_REASONS
            ]
        others = [label for label, _ in criteria if label.outcome not in decision.outcomes]
        first = decision.outcomes[0]
        return self._recommend(
            first.comparison,
            tuple(self._role(outcome.comparison, outcome.role) for outcome in decision.outcomes),
            tuple(self._found(match, label) for label, _ in chosen),
            [self._criteria[label.comparison, label.id] for label in others],
            confidence(decision.margin),
        )

    def _clarification(self, match: Match, decision: Decision) -> Clarification:
        best = [
            next(label for label, _ in ranked(match.labels) if label.outcome == outcome)
            for outcome in decision.outcomes
        ]
        return Clarification(
            self._topics[decision.outcomes[0].comparison],
            tuple(self._criteria[label.comparison, label.id] for label in best),
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

    def _found(self, match: Match, label: Label) -> Reason:
        reason = self._criteria[label.comparison, label.id]
        weight = self.matcher.label_weights.weight
        weighed = sorted((-weight(t.name, label), t.start, t.end) for t in match.terms if t.is_content)
        telling = [(start, end) for negative, start, end in weighed[:MAX_QUOTES] if -negative > QUOTE_WEIGHT]
        return Reason(reason.role, reason.criterion, reason.text, quotes(match, telling))

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
        label = best_label(match, Kind.NOT_COVERED, Kind.EVERYDAY)
        comparison = self._comparisons.get(label.comparison)
        if comparison is None:
            return OutOfScope(self.topics)
        text = next(n.text for n in comparison.not_covered if n.id == label.id)
        return OutOfScope(self.topics, text, comparison.owner)

    def _role(self, comparison: str, role_id: str) -> Role:
        return next(role for role in self._topics[comparison].roles if role.id == role_id)


def rank_outcomes(match: Match) -> list[tuple[Outcome, float]]:
    """Return the outcomes, best first: all terms together, and its best single label, speak for each."""
    best: dict[Outcome, float] = {}
    for label, score in match.labels.items():
        best[label.outcome] = max(score, best.get(label.outcome, -math.inf))
    combined = {outcome: score + best[outcome] for outcome, score in match.outcomes.items()}
    return sorted(combined.items(), key=lambda item: (-item[1], item[0]))


def confidence(margin: float) -> Confidence:
    """Return the word for a margin in log odds by the square root of terms."""
    if margin >= CLEAR_MARGIN:
        return Confidence.CLEAR
    return Confidence.LIKELY if margin >= LIKELY_MARGIN else Confidence.TENTATIVE


def ranked(labels: dict[Label, float]) -> list[tuple[Label, float]]:
    """Return the labels, best first, ties by id."""
    return sorted(labels.items(), key=lambda item: (-item[1], item[0]))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    return next(label for label, _ in ranked(match.labels) if label.kind in kinds)


def quotes(match: Match, places: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Return the text at the places (start and end), in order; near ones of one clause are joined."""
    pieces: list[list[int]] = []
    ends = [clause[-1].end for clause in match.clauses]
    for start, end in sorted(places):
        same_clause = bool(pieces) and not any(pieces[-1][1] <= border < start for border in ends)
        if pieces and (start <= pieces[-1][1] or (same_clause and start - pieces[-1][1] <= QUOTE_GAP)):
            pieces[-1][1] = max(end, pieces[-1][1])
        else:
            pieces.append([start, end])
    return tuple(match.text[start:end] for start, end in pieces)


def _topic(name: str, comparison: Comparison) -> Topic:
    roles = tuple(Role(role_id, role.name, role.summary) for role_id, role in comparison.roles.items())
    return Topic(name, comparison.title, roles, comparison.examples)


def _source(comparison: Comparison) -> Source:
    source = comparison.source
    return Source(source.title, source.author, source.publisher, source.reviewed)
