"""A consultation: what was said and replied on one comparison leads to advice, or to a question. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Confidence, Reason
from bot.advice.answers import Clarification, Recommendation
from bot.advice.grounds import Grounds
from bot.advice.ranking import criteria_of
from bot.advice.thresholds import Thresholds
from bot.conversation.state import Response, State
from bot.conversation.weighing import Weighing
from bot.reading import RECOMMENDATION, Outcome


@dataclass(frozen=True)
class Consultation:
    """Advice, or the question that comes before it, on all that a conversation holds on one comparison."""

    advisor: Advisor
    state: State
    topic: str

    def advise(self) -> Recommendation | Clarification:
        """Recommend a role, or ask back when that would tell more."""
        if self.state.is_interview:
            return self._next_in_interview()

        weighing = self._weighing
        roles = weighing.needed_roles
        # Replies can turn what the needs say, unless those speak for both roles.
        is_decided = len(roles) > 1 or not weighing.replies
        if roles and is_decided:
            sure = weighing.surest_need()
            return self.recommend(roles, sure)

        thresholds = self._thresholds
        if weighing.lead >= thresholds.likely_margin:
            return self.conclude()
        if len(weighing.asked) >= thresholds.max_questions:
            return self.conclude()
        question = self.advisor.question(
            self.topic,
            weighing.belief,
            weighing.asked,
        )
        return question or self.conclude()

    def conclude(self) -> Recommendation:
        """Return what was said and replied comes to now, however sure that is."""
        weighing = self._weighing
        if len(weighing.needed_roles) > 1:
            # Both were named: no reply takes one of them away.
            sure = weighing.surest_need()
            return self.recommend(weighing.needed_roles, sure)
        if weighing.lead < self._thresholds.ask_margin:
            roles = tuple(weighing.belief.roles())
            grounds = weighing.grounds(roles)
            return self._recommendation(
                roles,
                Confidence.TIE,
                grounds,
                settles=self._settling(grounds),
            )
        best = weighing.likeliest_role
        roles = (best,)
        grounds = weighing.grounds(roles)
        sure = weighing.confidence()
        if sure is Confidence.CLEAR and not grounds.reasons:
            sure = Confidence.LIKELY  # only denials of the other role speak for this one
        settles: tuple[Reason, ...] = ()
        if sure is Confidence.TENTATIVE:
            settles = self._settling(grounds)
        decisive = self._decisive_reply(best)
        if decisive is not None:
            grounds = _with_first(grounds, decisive)
        return self._recommendation(
            roles,
            sure,
            grounds,
            decisive=decisive,
            settles=settles,
        )

    def recommend(
        self,
        roles: tuple[str, ...],
        sure: Confidence,
        is_again: bool = False,
    ) -> Recommendation:
        """Recommend these roles with everything that was said and replied."""
        return self._recommendation(
            roles,
            sure,
            self._weighing.grounds(roles),
            is_again=is_again,
        )

    def ask(self, criterion: str, number: int) -> Clarification:
        """Return a question of an interview, with its number."""
        choices = (self._criterion(criterion),)
        return Clarification(
            choices,
            number,
            self._thresholds.interview_questions,
        )

    @cached_property
    def _weighing(self) -> Weighing:
        return Weighing(self.advisor, self.state, self.topic)

    @property
    def _thresholds(self) -> Thresholds:
        return self.advisor.thresholds

    def _criterion(self, criterion: str) -> Reason:
        composer = self.advisor.composer
        return composer.criteria[self.topic, criterion]

    def _recommendation(
        self,
        roles: tuple[str, ...],
        sure: Confidence,
        grounds: Grounds,
        decisive: Reason | None = None,
        settles: tuple[Reason, ...] = (),
        is_again: bool = False,
    ) -> Recommendation:
        composer = self.advisor.composer
        maybe = self._possible_reason(roles)
        return composer.recommendation(
            self.topic,
            roles,
            sure,
            grounds,
            maybe=maybe,
            decisive=decisive,
            settles=settles,
            is_again=is_again,
        )

    def _possible_reason(self, roles: tuple[str, ...]) -> Reason | None:
        """Return the criterion that a possible second need speaks for, unless its role is recommended."""
        need = self.state.maybe
        if need is None:
            return None
        if need.topic != self.topic:
            return None
        if need.role in roles:
            return None

        match = self.advisor.matcher.match(need.text)
        outcome = Outcome(
            RECOMMENDATION,
            self.topic,
            need.role,
        )
        best, *_ = criteria_of(match.needs, outcome)
        reason = self._criterion(best.id)
        quoted = (need.text,)
        return replace(reason, words=quoted)

    def _next_in_interview(self) -> Recommendation | Clarification:
        weighing = self._weighing
        asked = weighing.asked
        thresholds = self._thresholds
        if len(asked) >= thresholds.interview_questions:
            return self.conclude()
        if weighing.lead >= thresholds.clear_margin:
            return self.conclude()

        known = set(asked)
        # What was said already, in so many words, is not asked.
        grounds = weighing.grounds(weighing.needed_roles)
        for reason in grounds.reasons:
            if reason.words:
                known.add(reason.criterion)
        criterion = weighing.belief.best_question(known)
        if criterion is None:
            return self.conclude()
        number = len(asked) + 1
        return self.ask(criterion, number)

    def _settling(self, grounds: Grounds) -> tuple[Reason, ...]:
        """Return for each role the criterion whose yes would settle a doubt."""
        criteria = self._weighing.settling(grounds)
        return tuple(map(self._criterion, criteria))

    def _decisive_reply(self, role: str) -> Reason | None:
        """Return the criterion whose reply decided for a role, with that reply."""
        decisive = self._weighing.decisive_reply(role)
        if decisive is None:
            return None
        reason = self._criterion(decisive)
        reply = self._weighing.replies[decisive]
        return replace(reason, reply=reply)


def consult(advisor: Advisor, state: State, topic: str) -> Response:
    """Return the state with the advice, or the question back, that a topic has come to."""
    consultation = Consultation(advisor, state, topic)
    return state, consultation.advise()


def _with_first(grounds: Grounds, decisive: Reason) -> Grounds:
    """Return the grounds with the decisive criterion first among the reasons."""
    reasons = sorted(
        grounds.reasons,
        key=lambda reason: reason.criterion != decisive.criterion,
    )
    return grounds._replace(reasons=tuple(reasons))
