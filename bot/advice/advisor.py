"""Question to answer: what was decided, with what the knowledge says about it. Pure.

The same question gets the same answer. Weights are log odds (nats) as `reading` gives them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from bot.advice.answer_builder import Composer
from bot.advice.answers import (
    Answer,
    Asked,
    Clarification,
    OutOfScope,
    Reason,
    Reply,
    Role,
    SmallTalk,
    Source,
    Talk,
    Topic,
    TopicList,
    Understood,
    WhichTopic,
)
from bot.advice.belief import Belief, prior
from bot.advice.decision import Decision, combined
from bot.advice.near_by import asked_for
from bot.advice.reasons import criteria_of, leaning, reasons_against, reasons_for
from bot.advice.topics import CLEAR_EVIDENCE, CLEAR_LEAD, about, beyond
from bot.knowledge.collection import Knowledge
from bot.reading import RECOMMENDATION, Kind, Label, Match, Matcher, Outcome, together

UNDERSTOOD_LEAD = 0.5
MIN_UNDERSTOOD = 2
"""How clearly (scaled log odds), and with how many words, what is no need must speak to be told."""
CRITERION_LEADS = 3.0
"""How many times more words can tell about the criterion that is meant than about the role."""

Key = TypeVar("Key")


class Spoken(NamedTuple):
    """A message, and the id of the role that it is about; without one it is about any."""

    role: str
    match: Match


class Grounds(NamedTuple):
    """What advice rests on: the reasons for it, best first, and what speaks against it.

    `others` are the criteria, best first, that would speak for another role; `understood` are the parts of
    the last message that would have done so, had they been needs.
    """

    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    others: tuple[Reason, ...]
    understood: tuple[Understood, ...]


class Advisor:
    """Answers questions from the knowledge."""

    def __init__(self, knowledge: Knowledge, today: Callable[[], date] = date.today) -> None:
        """Index the served comparisons; `today` tells which reviews are old."""
        self._comparisons = knowledge.served()
        self._fields = knowledge.near_by
        self._near_by = knowledge.language.near_by
        self.composer = Composer(self._comparisons, today)
        self.matcher = Matcher(knowledge)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The comparisons that are answered from."""
        return tuple(self.composer.topics.values())

    def help(self) -> SmallTalk:
        """Say what the bot can do."""
        return self.small_talk(Talk.HELP)

    def small_talk(self, talk: Talk) -> SmallTalk:
        """Answer small talk in kind."""
        return SmallTalk(talk, self.topics)

    def list(self) -> TopicList:
        """Say what the bot can compare."""
        return TopicList(self.topics)

    def grounds(
        self,
        topic: str,
        roles: Sequence[str],
        said: Sequence[Spoken],
        replies: Mapping[str, Reply],
    ) -> Grounds:
        """Return what advice of these roles rests on: what was said, and replied by criterion."""
        denied = {criterion for criterion, reply in replies.items() if reply is Reply.NO}
        criteria = self._criteria(topic, said)
        reasons: list[Reason] = []
        against: list[Reason] = []
        for criterion in criteria:
            if replies.get(criterion.criterion) is Reply.YES:
                speaks = reasons if criterion.role.id in roles else against
                speaks.append(replace(criterion, reply=Reply.YES))
        for role in self._comparisons[topic].roles:
            outcome = _outcome(topic, role)
            mine = [match for owner, match in said if owner in ("", role)]
            if role in roles:
                reasons += reasons_for(self.matcher, self.composer.criteria, mine, outcome)
            else:
                against += reasons_against(self.matcher, self.composer.criteria, mine, outcome)
        reasons.sort(key=lambda reason: roles.index(reason.role.id))
        spoken_for = {reason.criterion for reason in against} | denied
        others = [c for c in criteria if c.role.id not in roles and c.criterion not in spoken_for]
        return Grounds(
            reasons=_once(reasons, denied),
            against=_once(against, denied),
            others=tuple(others),
            understood=tuple(self._understood(topic, roles, said)),
        )

    def _criteria(self, topic: str, said: Sequence[Spoken]) -> Sequence[Reason]:
        """Return the criteria of a topic, those first that everything said speaks for most."""
        criteria = [reason for (name, _), reason in self.composer.criteria.items() if name == topic]
        if not said:
            return criteria
        scores = together([match.needs for _, match in said]).labels
        labels = {c.criterion: Label(Kind.CRITERION, c.criterion, topic, c.role.id) for c in criteria}
        return sorted(criteria, key=lambda c: (-scores[labels[c.criterion]], c.role.id, c.criterion))

    def _understood(self, topic: str, roles: Sequence[str], said: Sequence[Spoken]) -> Iterator[Understood]:
        """Yield the parts of the last message that would have spoken for another role, were they needs."""
        if not said:
            return
        match = said[-1].match
        for statement in match.statements:
            if statement.is_need or len(statement.words) < MIN_UNDERSTOOD:
                continue
            evidence = self.matcher.evidence_of(statement.words)
            others = [role for role in self._comparisons[topic].roles if role not in roles]
            if any(leaning(evidence, _outcome(topic, role)) >= UNDERSTOOD_LEAD for role in others):
                yield Understood(match.text[statement.start : statement.end], statement.status)

    def belief(self, topic: str, said: Sequence[Match] = (), most: float = math.inf) -> Belief:
        """Return how likely each role of a comparison is after what was said; all alike when nothing was.

        `most` is the lead (log odds) that words can give to a role; to a criterion, CRITERION_LEADS of it.
        """
        comparison = self._comparisons[topic]
        needs = [(role, criterion.id) for role, criterion in comparison.criteria()]
        if not said:
            return prior(dict.fromkeys(needs, 0.0), dict.fromkeys(comparison.roles, 0.0))
        whole = together([match.needs for match in said])
        scale = math.sqrt(whole.size)
        outcomes = combined(whole)
        leads = {role: outcomes[_outcome(topic, role)] / scale for role in comparison.roles}
        scores = {(r, c): whole.labels[Label(Kind.CRITERION, c, topic, r)] / scale for r, c in needs}
        return prior(_capped(scores, CRITERION_LEADS * most), _capped(leads, most))

    def elsewhere(self, match: Match, decision: Decision) -> Clarification | None:
        """Offer a criterion of each of two comparisons, if parts of a message speak for two."""
        first, other = decision.outcomes[0], decision.outcomes[-1]
        if other.comparison == first.comparison:
            return None
        best = [criteria_of(match.needs, outcome)[0] for outcome in (first, other)]
        return Clarification(tuple(self.composer.criteria[label.comparison, label.id] for label in best))

    def question(self, topic: str, belief: Belief, asked: Collection[str] = ()) -> Clarification | None:
        """Ask whether that criterion holds whose reply would tell most; None when all were asked."""
        criterion = belief.best_question(asked)
        return Clarification((self.composer.criteria[topic, criterion],)) if criterion else None

    def whole(self, asked: Asked, topic: str, match: Match | None = None) -> Answer:
        """Answer what is asked of a topic as a whole, or of those of its roles that a message names."""
        match asked:
            case Asked.DIFFERENCE:
                return self.composer.difference(topic, self.aspect(match, topic) if match else None)
            case Asked.DEFINITION:
                return self.composer.definition(topic, match.roles if match else ())
            case Asked.SEQUENCE:
                return self.composer.sequence(topic)

    def sources(self, topic: str = "") -> tuple[tuple[Topic, Source], ...]:
        """Return who stands behind a topic; behind all, when it is none."""
        composer = self.composer
        names = [topic] if topic in composer.topics else list(composer.topics)
        return tuple((composer.topics[name], composer.source(name)) for name in names)

    def of_outcome(self, match: Match, outcome: Outcome, topic: str = "") -> Answer:
        """Answer what is no need; `topic` is the comparison that a conversation is about."""
        match outcome.name:
            case Kind.DIFFERENCE | Kind.DEFINITION | Kind.SEQUENCE as kind:
                return self._asked_of_a_topic(match, Kind(kind), topic)
            case Kind.SMALL_TALK:
                return self.small_talk(Talk(best_label(match, Kind.SMALL_TALK).id))
            case _:
                return self._refusal(match)

    def _asked_of_a_topic(self, match: Match, kind: Kind, topic: str) -> Answer:
        asked = Asked(kind.value)
        if match.strangers and self._is_about_strangers(match, asked):
            return OutOfScope(self.topics, strangers=match.strangers, owners=self._owners(match))
        names = about(self.matcher, match, kind, self._comparisons)
        if not names:
            return OutOfScope(self.topics, apart=self._named(match), owners=self._owners(match))
        if topic in names:
            return self.whole(asked, topic, match)
        if len(names) > 1:
            return self._which_topic(match, asked, names)
        return self.whole(asked, names[0], match)

    @staticmethod
    def _is_about_strangers(match: Match, asked: Asked) -> bool:
        """Tell whether an unknown role takes part in what is asked; others may only be mentioned."""
        match asked:
            case Asked.DEFINITION:
                return not match.roles
            case Asked.DIFFERENCE:
                return len(match.roles) < 2
            case _:
                return not match.roles and len(match.strangers) > 1

    def _which_topic(self, match: Match, asked: Asked, names: Sequence[str]) -> Answer:
        """Ask which topic is meant, but not what one role is: that needs no choice."""
        if asked is Asked.DEFINITION and match.roles:
            return self.whole(asked, names[0], match)
        return WhichTopic(asked, tuple(self.composer.topics[name] for name in names))

    def aspect(self, match: Match, name: str, enough: float = CLEAR_EVIDENCE) -> str | None:
        """Return the one aspect that is asked for: its words, beyond those that ask for any difference."""
        evidence = beyond(self.matcher, match, Kind.DIFFERENCE)
        leads = {
            label.id: lead
            for label, lead in evidence.items()
            if label.kind is Kind.ASPECT and label.comparison == name
        }
        best, *others = sorted(leads, key=lambda aspect: (-leads[aspect], aspect))
        is_clear = all(leads[best] - leads[other] >= CLEAR_LEAD for other in others)
        return best if is_clear and leads[best] >= enough else None

    def unknown(self, match: Match) -> OutOfScope:
        """Say that something is not known, and whom to ask."""
        return OutOfScope(self.topics, owners=self._owners(match))

    def topic_of(self, roles: Collection[str]) -> str:
        """Return the one comparison that holds all of these roles, else nothing."""
        held = [t.id for t in self.topics if roles and set(roles) <= {role.id for role in t.roles}]
        return held[0] if len(held) == 1 else ""

    def _refusal(self, match: Match) -> OutOfScope:
        """Refuse a question, with the near-by topic that it clearly asks for."""
        best = best_label(match, Kind.NOT_COVERED, Kind.EVERYDAY)
        strangers = match.strangers if best.kind is Kind.NOT_COVERED else ()
        subject = asked_for(self.matcher, match, self._comparisons)
        if subject is None:
            return OutOfScope(self.topics, None, strangers, owners=self._owners(match))
        owners = self._owners(match)
        if self.matcher.holders(subject):
            mine = [self._comparisons[name].owner for name in sorted(self.matcher.holders(subject))]
            owners = tuple(dict.fromkeys(owner for owner in mine if owner))
        text = self._sentence(subject)
        return OutOfScope(self.topics, text, strangers, owners=owners, subject=subject.id)

    def _sentence(self, near_by: Label) -> str:
        """Return what is said instead of an answer."""
        if near_by.comparison:
            return self._comparisons[near_by.comparison].not_covered[near_by.id]
        topics = self._fields[near_by.field].topics if near_by.field else self._near_by
        return topics[near_by.id].text

    def _owners(self, match: Match) -> tuple[str, ...]:
        """Return whom to ask: the owners of the topics of the named roles, else all."""
        topics = [t for t in self.topics if any(r.id in match.roles for r in t.roles)] or self.topics
        return tuple(dict.fromkeys(topic.owner for topic in topics if topic.owner))

    def _named(self, match: Match) -> tuple[Role, ...]:
        """Return the roles that a text names, in its order."""
        known = {role.id: role for topic in self.topics for role in topic.roles}
        return tuple(known[role_id] for role_id in match.roles)


def ranked(labels: Mapping[Label, float]) -> list[tuple[Label, float]]:
    """Return the labels, best first, ties by id."""
    return sorted(labels.items(), key=lambda item: (-item[1], item[0]))


def best_label(match: Match, *kinds: Kind) -> Label:
    """Return the label of one of these kinds that the text speaks for most."""
    return next(label for label, _ in ranked(match.about.labels) if label.kind in kinds)


def _outcome(topic: str, role: str) -> Outcome:
    return Outcome(RECOMMENDATION, topic, role)


def _capped(scores: Mapping[Key, float], most: float) -> dict[Key, float]:
    """Return the scores with none further behind the best than `most`."""
    least = max(scores.values()) - most
    return {key: max(score, least) for key, score in scores.items()}


def _once(reasons: Sequence[Reason], denied: Collection[str]) -> tuple[Reason, ...]:
    """Return each criterion once, with the reply to it and the words for it, but none that was denied."""
    merged: dict[str, Reason] = {}
    for reason in reasons:
        if reason.criterion in denied:
            continue
        known = merged.get(reason.criterion, reason)
        merged[reason.criterion] = replace(
            known, words=known.words or reason.words, reply=known.reply or reason.reply
        )
    return tuple(merged.values())
