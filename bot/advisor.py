"""Question to answer: what was decided, with what the knowledge says about it. Pure.

The same question gets the same answer. Weights are log odds (nats) as `matching` gives them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.answers import (
    Answer,
    Asked,
    Clarification,
    OutOfScope,
    Reason,
    Recommendation,
    Role,
    SmallTalk,
    Talk,
    Topic,
    TopicList,
    WhichTopic,
)
from bot.composing import Composer
from bot.decision import Decision, Verdict, decide
from bot.knowledge import Knowledge
from bot.matching import Kind, Label, Match, Matcher, Outcome
from bot.quoting import quotes
from bot.routing import CLEAR_EVIDENCE, about, beyond

MAX_REASONS = 3
MAX_CHOICES = 3
REASON_MARGIN = 6.0
"""Criteria that fall behind a role's best one by more are no reasons."""
TOPIC_LEAD = 2.0
"""By how much a near-by topic must beat everything else that is refused before it is named."""


class Advisor:
    """Answers questions from the knowledge."""

    def __init__(self, knowledge: Knowledge, today: Callable[[], date] = date.today) -> None:
        """Index the served comparisons; `today` tells which reviews are old."""
        self._comparisons = knowledge.served()
        self._composer = Composer(self._comparisons, today)
        self.matcher = Matcher(knowledge)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The comparisons that are answered from."""
        return tuple(self._composer.topics.values())

    def help(self) -> SmallTalk:
        """Say what the bot can do."""
        return SmallTalk(Talk.HELP, self.topics)

    def list(self) -> TopicList:
        """Say what the bot can compare."""
        return TopicList(self.topics)

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
        if (topic, criterion) not in self._composer.criteria:
            return self.help()
        return self._composer.by_criterion(topic, criterion)

    def choose_topic(self, asked: str, topic: str) -> Answer:
        """Answer a click on a topic; one that the knowledge no longer holds gets help."""
        if asked not in set(Asked) or topic not in self._comparisons:
            return self.help()
        return self._whole(Asked(asked), topic)

    def _by_outcome(self, match: Match, outcome: Outcome) -> Answer:
        match outcome.name:
            case Kind.DIFFERENCE | Kind.DEFINITION | Kind.SEQUENCE as kind:
                return self._asked_of_a_topic(match, Kind(kind))
            case Kind.SMALL_TALK:
                label = best_label(match, Kind.SMALL_TALK)
                return SmallTalk(Talk(label.id), self.topics)
            case _:
                return self._refusal(match)

    def _asked_of_a_topic(self, match: Match, kind: Kind) -> Answer:
        asked = Asked(kind.value)
        if match.strangers and self._is_about_strangers(match, asked):
            return OutOfScope(self.topics, strangers=match.strangers, owners=self._owners(match))
        names = about(self.matcher, match, kind, self._comparisons)
        if not names:
            return OutOfScope(self.topics, apart=self._named(match), owners=self._owners(match))
        if len(names) > 1:
            return self._which_topic(match, asked, names)
        return self._whole(asked, names[0], match)

    @staticmethod
    def _is_about_strangers(match: Match, asked: Asked) -> bool:
        """Tell whether an unknown role takes part in what is asked; others may only be mentioned."""
        match asked:
            case Asked.DEFINITION:
                return not match.roles
            case Asked.DIFFERENCE:
                return len(match.roles) < 2
            case Asked.SEQUENCE:
                return not match.roles and len(match.strangers) > 1

    def _which_topic(self, match: Match, asked: Asked, names: Sequence[str]) -> Answer:
        """Ask which topic is meant, but not what one role is: that needs no choice."""
        if asked is Asked.DEFINITION and match.roles:
            return self._whole(asked, names[0], match)
        return WhichTopic(asked, tuple(self._composer.topics[name] for name in names))

    def _whole(self, asked: Asked, name: str, match: Match | None = None) -> Answer:
        match asked:
            case Asked.DIFFERENCE:
                return self._composer.difference(name, self._aspect(match, name) if match else None)
            case Asked.DEFINITION:
                return self._composer.definition(name, match.roles if match else ())
            case Asked.SEQUENCE:
                return self._composer.sequence(name)

    def _recommendation(self, match: Match, decision: Decision) -> Recommendation:
        criteria = [(label, score) for label, score in ranked(match.labels) if label.kind is Kind.CRITERION]
        chosen: list[Label] = []
        for outcome in decision.outcomes:
            mine = [(label, score) for label, score in criteria if label.outcome == outcome]
            enough = mine[0][1] - REASON_MARGIN
            chosen += [label for label, score in mine[:MAX_REASONS] if score > enough]
        others = [label for label, _ in criteria if label.outcome not in decision.outcomes]
        first = decision.outcomes[0]
        return self._composer.recommendation(
            first.comparison,
            tuple(self._composer.role(outcome.comparison, outcome.role) for outcome in decision.outcomes),
            self._reasons(match, chosen),
            [self._composer.criteria[label.comparison, label.id] for label in others],
            decision.confidence,
        )

    def _clarification(self, match: Match, decision: Decision) -> Clarification:
        """Offer the best criterion of each role, and the next best of either."""
        criteria = [label for label, _ in ranked(match.labels) if label.outcome in decision.outcomes]
        best = [next(label for label in criteria if label.outcome == o) for o in decision.outcomes]
        choices = (best + [label for label in criteria if label not in best])[:MAX_CHOICES]
        return Clarification(tuple(self._composer.criteria[label.comparison, label.id] for label in choices))

    def _reasons(self, match: Match, labels: Sequence[Label]) -> tuple[Reason, ...]:
        """Return the criteria with their words in the text; only the first of a role may lack any."""
        reasons: list[Reason] = []
        for label in labels:
            words = quotes(match, self.matcher.label_weights, label)
            reason = replace(self._composer.criteria[label.comparison, label.id], words=words)
            if words or reason.role not in [known.role for known in reasons]:
                reasons.append(reason)
        return tuple(reasons)

    def _aspect(self, match: Match, name: str) -> str | None:
        """Return the one aspect that is asked for: its words, beyond those that ask for any difference."""
        evidence = beyond(self.matcher, match, Kind.DIFFERENCE)
        leads = {
            label.id: lead
            for label, lead in evidence.items()
            if label.kind is Kind.ASPECT and label.comparison == name
        }
        best = min(leads, key=lambda aspect: (-leads[aspect], aspect))
        return best if leads[best] >= CLEAR_EVIDENCE else None

    def _refusal(self, match: Match) -> OutOfScope:
        refused = [item for item in ranked(match.labels) if item[0].kind in (Kind.NOT_COVERED, Kind.EVERYDAY)]
        (label, score), *others = refused
        rival = others[0][1] if others else -math.inf
        strangers = match.strangers if label.kind is Kind.NOT_COVERED else ()
        comparison = self._comparisons.get(label.comparison)
        if comparison is None or score - rival < TOPIC_LEAD:
            return OutOfScope(self.topics, None, strangers, owners=self._owners(match))
        text = next(n.text for n in comparison.not_covered if n.id == label.id)
        owners = (comparison.owner,) if comparison.owner else ()
        return OutOfScope(self.topics, text, strangers, owners=owners)

    def _owners(self, match: Match) -> tuple[str, ...]:
        """Return whom to ask: the owners of the topics of the named roles, else all."""
        topics = [t for t in self.topics if any(r.id in match.roles for r in t.roles)] or self.topics
        return tuple(dict.fromkeys(topic.owner for topic in topics if topic.owner))

    def _named(self, match: Match) -> tuple[Role, ...]:
        """Return the roles that a text names, in its order."""
        known = {role.id: role for topic in self.topics for role in topic.roles}
        return tuple(known[role_id] for role_id in match.roles)


def ranked(labels: dict[Label, float]) -> list[tuple[Label, float]]:
    """Return the labels, best first, ties by id."""
    return sorted(labels.items(), key=lambda item: (-item[1], item[0]))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    return next(label for label, _ in ranked(match.labels) if label.kind in kinds)
