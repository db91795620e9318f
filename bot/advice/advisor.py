"""Question to answer: what was decided, with what the knowledge says about it. Pure.

The same question gets the same answer. Weights are log odds (nats) as `reading` gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from bot.advice.answer_builder import Composer
from bot.advice.answer_parts import Source, Topic
from bot.advice.answers import Answer, Clarification, OutOfScope, SmallTalk, Talk, TopicList, WhichTopic
from bot.advice.belief import Belief, prior
from bot.advice.choices import Asked, Reply
from bot.advice.decision import Decision, decide
from bot.advice.grounds import Grounds, Spoken, grounds_of
from bot.advice.ranking import best_label, combined, criteria_of
from bot.advice.reasons import ReasonFinder
from bot.advice.refusal import Refuser
from bot.advice.thresholds import THRESHOLDS, Thresholds
from bot.advice.topics import aspect_asked_for, topics_asked_about
from bot.knowledge.collection import Knowledge
from bot.reading import RECOMMENDATION, Kind, Label, Match, Matcher, Outcome, together

MAX_REMEMBERED = 500
"""Messages whose decision is remembered."""


class Advisor:
    """Answers questions from the knowledge."""

    def __init__(
        self,
        knowledge: Knowledge,
        today: Callable[[], date] = date.today,
        thresholds: Thresholds = THRESHOLDS,
        matcher: Matcher | None = None,
    ) -> None:
        """Index the served comparisons; `today` tells which reviews are old.

        `matcher` is the index of the same knowledge, if it was built before: building takes a second.
        """
        self._comparisons = knowledge.served()
        self.thresholds = thresholds
        self.matcher = matcher or Matcher(knowledge)
        self.composer = Composer(
            self._comparisons,
            today,
            thresholds.max_changes,
        )
        self._decided = lru_cache(maxsize=MAX_REMEMBERED)(self._decide_anew)
        self._reasons = ReasonFinder(
            self.matcher,
            self.composer.criteria,
            thresholds,
        )
        self._refuser = Refuser(
            self.matcher,
            knowledge,
            self.topics,
            thresholds,
        )

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

    def decide(self, match: Match) -> Decision:
        """Decide what to do with a message by itself: answer, ask back or refuse."""
        return self._decided(match)

    def _decide_anew(self, match: Match) -> Decision:
        return decide(self.matcher, match, self.thresholds)

    def grounds(
        self,
        topic: str,
        roles: Sequence[str],
        said: Sequence[Spoken],
        replies: Mapping[str, Reply],
    ) -> Grounds:
        """Return what advice of these roles rests on: what was said, and replied by criterion."""
        held = self._comparisons[topic].roles
        outcomes = [_outcome(topic, role) for role in held]
        return grounds_of(
            self._reasons,
            outcomes,
            roles,
            said,
            replies,
        )

    def belief(self, topic: str, said: Sequence[Match], most: float) -> Belief:
        """Return how likely each role of a comparison is after what was said; all alike when nothing was.

        `most` is the lead (log odds) that words can give to a role.
        """
        comparison = self._comparisons[topic]
        leads = dict.fromkeys(comparison.roles, 0.0)
        scores = {}
        for role, criterion in comparison.criteria():
            scores[role, criterion.id] = 0.0
        if said:
            needs = [match.needs for match in said]
            whole = together(needs)
            outcomes = combined(whole)
            scale = whole.scale
            for role in leads:
                outcome = _outcome(topic, role)
                leads[role] = outcomes[outcome] / scale
            for role, name in scores:
                label = Label(Kind.CRITERION, name, topic, role)
                scores[role, name] = whole.labels[label] / scale
        return prior(
            scores,
            leads,
            self.thresholds,
            most,
        )

    def elsewhere(self, match: Match, decision: Decision) -> Clarification | None:
        """Offer a criterion of each of two comparisons, if parts of a message speak for two."""
        comparisons = {outcome.comparison for outcome in decision.outcomes}
        if len(comparisons) < 2:
            return None

        choices = []
        for outcome in decision.outcomes:
            best, *_ = criteria_of(match.needs, outcome)
            key = (best.comparison, best.id)
            reason = self.composer.criteria[key]
            choices.append(reason)
        return Clarification(tuple(choices))

    def question(
        self,
        topic: str,
        belief: Belief,
        asked: Collection[str],
    ) -> Clarification | None:
        """Ask whether that criterion holds whose reply would tell most; None when all were asked."""
        criterion = belief.best_question(asked)
        if criterion is None:
            return None
        choice = self.composer.criteria[topic, criterion]
        return Clarification((choice,))

    def whole(self, asked: Asked, topic: str, match: Match | None = None) -> Answer:
        """Answer what is asked of a topic as a whole, or of those of its roles that a message names."""
        match asked:
            case Asked.DIFFERENCE:
                aspect = None
                if match is not None:
                    aspect = self.aspect(match, topic, self.thresholds.clear_evidence)
                return self.composer.difference(topic, aspect)
            case Asked.DEFINITION:
                roles = match.roles if match else ()
                return self.composer.definition(topic, roles)
            case Asked.ORDER:
                return self.composer.order(topic)

    def sources(self, topic: str) -> tuple[tuple[Topic, Source], ...]:
        """Return who stands behind a topic; behind all, when it is none."""
        topics = self.composer.topics
        names = list(topics)
        if topic in topics:
            names = [topic]
        sources = []
        for name in names:
            source = self.composer.source(name)
            sources.append((topics[name], source))
        return tuple(sources)

    def of_outcome(self, match: Match, outcome: Outcome, topic: str = "") -> Answer:
        """Answer what is no need; `topic` is the comparison that a conversation is about."""
        match outcome.name:
            case Kind.DIFFERENCE | Kind.DEFINITION | Kind.ORDER as name:
                kind = Kind(name)
                return self._asked_of_a_topic(match, kind, topic)
            case Kind.SMALL_TALK:
                label = best_label(match, Kind.SMALL_TALK)
                talk = Talk(label.id)
                return self.small_talk(talk)
            case _:
                return self._refuser.refusal(match)

    def _asked_of_a_topic(self, match: Match, kind: Kind, topic: str) -> Answer:
        asked = Asked(kind.value)
        if match.strangers and self._is_about_strangers(match, asked):
            return self._refuser.strangers(match)
        names = topics_asked_about(
            self.matcher,
            match,
            kind,
            self._comparisons,
            self.thresholds,
        )
        if not names:
            return self._refuser.apart(match)
        if topic in names:
            return self.whole(asked, topic, match)
        # What one role is needs no choice between the topics that hold it.
        is_of_a_role = asked is Asked.DEFINITION and match.roles
        if len(names) == 1 or is_of_a_role:
            return self.whole(asked, names[0], match)
        topics = [self.composer.topics[name] for name in names]
        return WhichTopic(asked, tuple(topics))

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

    def aspect(self, match: Match, topic: str, least: float) -> str | None:
        """Return the one aspect that is asked for: its words, beyond those that ask for any difference.

        `least` is the evidence (log odds) that is enough for it.
        """
        return aspect_asked_for(
            self.matcher,
            match,
            topic,
            least,
            self.thresholds,
        )

    def unknown(self, match: Match) -> OutOfScope:
        """Say that something is not known, and whom to ask."""
        return self._refuser.unknown(match)

    def topics_named(self, text: str) -> tuple[Topic, ...]:
        """Return the comparisons whose roles, or whose title, a text names and says nothing else."""
        titled = [topic for topic in self.topics if topic.title.casefold() == text.casefold()]
        if titled:
            return tuple(titled)
        match = self.matcher.match(text)
        roles = self.matcher.only_names(match)
        if not roles:
            return ()
        named = []
        for topic in self.topics:
            held = self._comparisons[topic.id].roles.keys()
            if roles <= held:
                named.append(topic)
        return tuple(named)

    def topic_of(self, roles: Collection[str]) -> str:
        """Return the one comparison that holds all of these roles, else nothing."""
        if not roles:
            return ""
        found = []
        for topic, comparison in self._comparisons.items():
            if comparison.roles.keys() >= set(roles):
                found.append(topic)
        return found[0] if len(found) == 1 else ""


def _outcome(topic: str, role: str) -> Outcome:
    return Outcome(RECOMMENDATION, topic, role)
