"""A message as it is heard in a conversation, and what is done about it. Pure.

The ways of meeting a message stand in one list, TAKEN, in the order in which they are tried; each returns
the state and the answer, or None if the message is nothing for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Acknowledgement,
    Confidence,
    CriterionChoice,
    Noted,
    OrderAsked,
    OutOfScope,
    Reply,
    Talk,
)
from bot.advice.decision import STATED, Decision, Verdict, combined, decide, rank_outcomes
from bot.advice.reasons import criteria_of
from bot.conversation import open_question
from bot.conversation.advising import Consultation
from bot.conversation.follow_ups import lean, objection, order, why
from bot.conversation.needs import needs_in, settled_by, take_in, takes_back, withdrawn_by
from bot.conversation.open_question import PICKS, Turn
from bot.conversation.refused import leans_on_refusal, refused_again
from bot.conversation.state import State
from bot.reading import GUESS_MARGIN, RECOMMENDATION, REFUSAL, SURE_GUESS, Act, Kind, Match, Status

EVIDENCE_MARGIN = 1.0
"""Once a need is talked of, what would be refused or be small talk is evidence if a role is so near to it."""

SHORT_QUESTION = 2
SHORT_QUESTION_WORDS = 6
"""Content words, and all words, of a question such as "and how about risk?"."""

SHORT_MESSAGE = 16
"""Words of a message that, in a conversation, may do something by its words alone."""

SHORT_CHALLENGE = 2
"""Content words of a question of yes or no that, after advice, can only be about that."""

OPENING = 4
"""Words among which a question says what it asks for."""

LEADING = frozenset({Act.CHALLENGE, Act.OBJECT, Act.WHY, Act.SOURCE, Act.REPEAT, Act.AGREE, Act.SUPPOSE})
"""Acts that go before a need that the same words could state."""

ROLE_QUESTIONS = frozenset({Kind.DIFFERENCE, Kind.DEFINITION, Kind.SEQUENCE})

NOTED = {
    Status.OPINION: Noted.OPINION,
    Status.SUPPOSED: Noted.SUPPOSED,
    Status.THERE: Noted.NO_NEED,
    Status.DENIED: Noted.NO_NEED,
    Status.PAST: Noted.NO_NEED,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, what was decided on it by itself, and the conversation that it comes into."""

    advisor: Advisor
    state: State
    match: Match
    decision: Decision

    @property
    def is_question(self) -> bool:
        """Whether it asks something."""
        return self.advisor.matcher.asks(self.match)

    @property
    def is_in_talk(self) -> bool:
        """Whether something was said before that it may go on with."""
        return bool(self.state.needs or self.state.advice or self.state.options)

    @property
    def is_of_roles(self) -> bool:
        """Whether it asks about the roles themselves."""
        return self.decision.outcomes[0].name in ROLE_QUESTIONS

    def does(self, act: Act) -> bool:
        """Tell whether part of it does this."""
        return self.advisor.matcher.does(act, self.match)

    def after(self, state: State) -> Heard:
        """Return the same message in a changed conversation."""
        return replace(self, state=state)


def heard(advisor: Advisor, state: State, match: Match) -> Heard:
    """Return a message in its conversation."""
    return Heard(advisor, state, match, decide(advisor.matcher, match))


def taken_in(message: Heard) -> Turn:
    """Return the state after a message, and the answer, by the first way of meeting it that fits."""
    for take in TAKEN:
        if turn := take(message):
            return _with_open_question(message, turn)
    return _with_open_question(message, _added(message))


def _with_open_question(message: Heard, turn: Turn) -> Turn:
    """Ask an open question again after a message that was only noted, so that it does not hang."""
    state, answer = turn
    is_open = message.state.options and state.options and isinstance(answer, Acknowledgement)
    return open_question.again(message.advisor, state) if is_open else turn


def _takes_back(message: Heard) -> Turn | None:
    """Drop the needs that a message takes back; what else it says may be a need."""
    if not message.state.needs or not takes_back(message.advisor, message.match):
        return None
    return taken_back(message.advisor, message.state, message.match)


def taken_back(advisor: Advisor, state: State, match: Match) -> Turn:
    """Drop the needs that a message speaks of, and take in what else it says."""
    state = state.without_needs(withdrawn_by(advisor, state, match))
    rest = advisor.matcher.match(needs_in(match))
    if rest.features and rest.text != match.text:
        message = heard(advisor, state.with_(is_doubted=False), rest)
        if message.decision.verdict in STATED:
            return advised(message)
    return left(advisor, state, match.text)


def left(advisor: Advisor, state: State, words: str) -> Turn:
    """Advise on the needs that are left, or say that none is."""
    state = state.with_(options=())
    topics = [need.topic for need in state.needs if need.role]
    if topics:
        return state, Consultation(advisor, state, topics[-1]).advise()
    return state.emptied(), Acknowledgement(Noted.WITHDRAWN, words)


def _objects(message: Heard) -> Turn | None:
    """Take an objection: what it says beside takes the place of what the advice rested on."""
    advisor, state, match = message.advisor, message.state, message.match
    if not state.advice or not advisor.matcher.begins_with(Act.OBJECT, match):
        return None
    rest = advisor.matcher.match(match.text[match.statements[1].start :])
    if rest.features:
        more = heard(advisor, state.with_(is_doubted=True), rest)
        is_one = more.decision.verdict is Verdict.ONE_ROLE
        if is_one and more.decision.outcomes[0].role not in state.advice:
            return advised(more)
    return state, objection(advisor, state, match)


def _doubts(message: Heard) -> Turn | None:
    """Explain the advice to who begins by doubting it, or only tells what somebody else thinks."""
    begins_with = message.advisor.matcher.begins_with
    begins = any(begins_with(act, message.match) for act in (Act.SURE, Act.CHALLENGE, Act.WHY))
    is_hearsay = all(part.status is Status.OPINION for part in message.match.statements)
    return explained(message) if message.state.advice and (begins or is_hearsay) else None


def explained(message: Heard) -> Turn:
    """Say what the advice rests on; after a refusal, what is not known."""
    advisor = message.advisor
    if message.state.refused and not message.match.roles:
        return message.state, refused_again(advisor, message.state)
    return message.state, why(advisor, message.state, message.match) or advisor.help()


def _does_first(message: Heard) -> Turn | None:
    """Meet what a short message does by its words, where that goes before a need."""
    act = _likely_act(message)
    return acted(message, act) if act in LEADING else None


def _does(message: Heard) -> Turn | None:
    """Meet what a short message does by its words."""
    act = _likely_act(message)
    return acted(message, act) if act else None


def _likely_act(message: Heard) -> Act | None:
    """Return what a short message in a conversation most likely does; a near-by topic must be outweighed."""
    state, match = message.state, message.match
    words = [word for clause in match.clauses for word in clause]
    is_in_talk = bool(state.advice or state.needs) and not state.options
    if not is_in_talk or len(words) > SHORT_MESSAGE:
        return None
    least = GUESS_MARGIN
    if message.decision.outcomes[0] == REFUSAL and message.is_question:
        found = message.advisor.of_outcome(match, REFUSAL)
        least = SURE_GUESS if isinstance(found, OutOfScope) and found.text else GUESS_MARGIN
    act = message.advisor.matcher.likely_act(match, least)
    return None if act in PICKS else act


def _names_needs(message: Heard) -> Turn | None:
    """Take in a message that names needs, and advise on all of them."""
    return advised(message) if message.decision.verdict in STATED else None


def advised(message: Heard) -> Turn:
    """Take in a message that names needs, and advise on all of them."""
    advisor, decision = message.advisor, message.decision
    state = take_in(advisor, _without_denial(message), message.match, decision)
    topic = decision.outcomes[0].comparison
    if message.does(Act.LIMIT) and decision.verdict is Verdict.BOTH_ROLES:
        state = state.with_(topic=topic, advice=state.roles(), is_limited=True, is_interview=False)
        return state, order(advisor, state, OrderAsked.LIMIT)
    goes_on = state.is_interview and state.topic == topic
    return state, Consultation(advisor, state if goes_on else state.with_(is_interview=False), topic).advise()


def _without_denial(message: Heard) -> State:
    """Return the state without an earlier no to what a message now says by itself."""
    if message.decision.verdict is not Verdict.ONE_ROLE:
        return message.state
    best = criteria_of(message.match.needs, message.decision.outcomes[0])[0]
    denial = CriterionChoice(best.comparison, best.id, Reply.NO)
    is_denied = denial in message.state.replies
    return message.state.without(denial) if is_denied else message.state


def _limits(message: Heard) -> Turn | None:
    """Take a limit, unless the message asks which role comes first."""
    asks_of_roles = message.is_of_roles and message.is_question
    return limited(message) if message.does(Act.LIMIT) and not asks_of_roles else None


def limited(message: Heard) -> Turn:
    """Take a limit: with a need open, say once which role comes first."""
    state = message.state
    if state.topic and state.advice and not state.is_limited:
        return state.with_(is_limited=True), order(message.advisor, state, OrderAsked.LIMIT)
    return state, noted(message, Noted.LIMIT)


def _staffs(message: Heard) -> Turn | None:
    """Take in whom the team has, unless the message asks which role comes first."""
    asks_of_roles = message.is_of_roles and message.is_question
    return staffed(message) if message.does(Act.STAFF) and not asks_of_roles else None


def staffed(message: Heard) -> Turn:
    """Note whom the team has, has lost or has hired; a question about them is answered with the reason."""
    advisor, state = message.advisor, message.state
    if gone := settled_by(advisor, state, message.match):
        return left(advisor, state.without_needs(gone), message.match.text)
    if state.advice and message.is_question:
        return explained(message)
    return state, noted(message, Noted.STAFF)


def _needs_nothing(message: Heard) -> Turn | None:
    """Note what is there, denied, supposed or an opinion; what it settles is no need any more."""
    if not _is_settled(message):
        return None
    advisor, state, match = message.advisor, message.state, message.match
    statuses = [statement.status for statement in match.statements if not statement.is_need]
    gone = settled_by(advisor, state, match)
    if gone and Status.SUPPOSED not in statuses:
        return left(advisor, state.without_needs(gone), match.text)
    status = statuses[-1] if statuses else Status.THERE
    is_asked = status is Status.SUPPOSED and message.does(Act.WHO)
    if is_asked and message.decision.outcomes[0].role and not state.needs:
        return advised(replace(message, decision=_as_needs(message)))
    return state, noted(message, NOTED[status])


def _is_settled(message: Heard) -> bool:
    """Tell whether a message says only what is no need, and is not refused or small talk."""
    if message.decision.verdict is Verdict.NO_NEED:
        return True
    is_open = message.decision.verdict is Verdict.ASK or message.is_of_roles
    has_needs = any(statement.is_need for statement in message.match.statements)
    return is_open and not has_needs and not message.is_question


def _as_needs(message: Heard) -> Decision:
    """Decide on what is only supposed as if it were so: who is asked for is told."""
    scores = combined(message.match.about)
    first = max(message.decision.outcomes, key=lambda outcome: scores[outcome])
    return Decision(Verdict.ONE_ROLE, (first,), Confidence.LIKELY, message.decision.gate)


def _is_no_need(message: Heard) -> Turn | None:
    """Answer what is no need: a question about roles, small talk, or what is not known."""
    decision, state = message.decision, message.state
    if decision.verdict is not Verdict.OTHER or _is_evidence(message):
        return None
    found = message.advisor.of_outcome(message.match, decision.outcomes[0], state.topic)
    if not message.is_in_talk or not isinstance(found, OutOfScope):
        return state, found
    if not message.is_question:
        is_elsewhere = found.text is not None and decision.confidence is Confidence.CLEAR
        return state, found if is_elsewhere else noted(message, Noted.FACT)
    if state.advice and found.text is None and _is_about_the_advice(message):
        return explained(message)
    return state, found


def _is_about_the_advice(message: Heard) -> bool:
    """Tell whether a short question of yes or no can only be about the advice."""
    words = [word for clause in message.match.clauses for word in clause]
    content = [word for word in words if not word.is_function_word]
    is_open = any(
        word.form in message.advisor.matcher.reader.lists.open_questions for word in words[:OPENING]
    )
    return not is_open and len(content) <= SHORT_CHALLENGE


def _is_evidence(message: Heard) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    is_open = bool(message.state.needs or message.state.options) and not message.is_question
    if not is_open or message.decision.outcomes[0].name not in (REFUSAL.name, Kind.SMALL_TALK):
        return False
    ranking = rank_outcomes(message.match)
    role = next(score for outcome, score in ranking if outcome.name == RECOMMENDATION)
    return (ranking[0][1] - role) / math.sqrt(len(message.match.features)) < EVIDENCE_MARGIN


def _is_too_short(message: Heard) -> Turn | None:
    """Say that something is not known: too few words for a need, and no question that is known."""
    is_thin = message.decision.verdict is Verdict.ASK and asks_in_short(message.match)
    if not message.state.topic or not is_thin:
        return None
    return message.state, message.advisor.unknown(message.match)


def _added(message: Heard) -> Turn:
    """Take in a message that is too thin to tell a role, and advise or ask back; what stands, stays."""
    advisor, state, match = message.advisor, message.state, message.match
    if state.advice and not state.options and not message.is_question:
        return state, noted(message, Noted.FACT)
    decision = message.decision
    after = take_in(advisor, state, match, decision)
    if elsewhere := advisor.elsewhere(match, decision):
        return after, elsewhere
    is_in_topic = state.topic and (state.needs or state.options)
    topic = state.topic if is_in_topic else decision.outcomes[0].comparison
    topic = topic or next(o.comparison for o in combined(match.needs) if o.name == RECOMMENDATION)
    return after, Consultation(advisor, after, topic).advise()


def noted(message: Heard, what: Noted) -> Acknowledgement:
    """Say what was noted; the advice that stands is named."""
    state, composer = message.state, message.advisor.composer
    topic = composer.topics.get(state.topic)
    roles = tuple(composer.role(state.topic, role) for role in state.advice) if topic else ()
    return Acknowledgement(what, message.match.text, roles, topic=topic)


def acted(message: Heard, act: Act) -> Turn | None:
    """Return what a message gets for what it does, or None when there is nothing that it could lean on."""
    advisor, state, match = message.advisor, message.state, message.match
    if leans_on_refusal(advisor, state, act, match):
        return state, refused_again(advisor, state)
    is_unasked = act in PICKS | {Act.CONFIRM, Act.BOTH} and not state.options
    if is_unasked and (turn := _replies_to_advice(message, act)):
        return turn
    if meet := MET.get(act):
        return meet(message)
    if act in PICKS:
        return open_question.picked(advisor, state, act)
    found = lean(advisor, state, act, match)
    return (state, found) if found else None


def _replies_to_advice(message: Heard, act: Act) -> Turn | None:
    """Take a yes or no that nothing was asked for as one to the advice: a doubt, a consent, an objection."""
    state = message.state
    if state.advice and act is Act.YES and message.is_question:
        return explained(message)
    if state.maybe and act in (Act.YES, Act.CONFIRM, Act.BOTH):
        state = state.told(state.maybe)
        return state, Consultation(message.advisor, state, state.needs[-1].topic).advise()
    if state.maybe and act is Act.NO:
        return state.with_(maybe=None), message.advisor.small_talk(Talk.AGREED)
    if state.advice and act is Act.NO:
        return state, objection(message.advisor, state, message.match)
    return None


def _begins_anew(message: Heard) -> Turn:
    return State(), message.advisor.small_talk(Talk.START_OVER)


def _retracts(message: Heard) -> Turn:
    """Take back the last need; what it took the place of counts again."""
    advisor, state = message.advisor, message.state
    has_replied = bool(state.replies) or bool(state.options)
    if not state.needs and has_replied and state.asked_on(state.topic):
        return open_question.step_back(advisor, state)
    if not state.needs:
        return state, advisor.small_talk(Talk.NOTHING_SAID)
    gone = state.needs[-1]
    state = state.with_(needs=(*state.replaced, *state.needs[:-1]), replaced=(), maybe=None)
    if state.is_interview and state.options:
        return open_question.again(advisor, state)
    return left(advisor, state, gone.text)


def _decides(message: Heard) -> Turn:
    topic = message.advisor.topic_of(message.match.roles)
    return open_question.begin_interview(message.advisor, message.state, topic)


def _steps_back(message: Heard) -> Turn:
    return open_question.step_back(message.advisor, message.state)


def _stops(message: Heard) -> Turn:
    return open_question.conclude(message.advisor, message.state)


def _repeats(message: Heard) -> Turn | None:
    """Ask the open question again, else repeat the advice."""
    if message.state.options:
        return open_question.again(message.advisor, message.state)
    found = lean(message.advisor, message.state, Act.REPEAT, message.match)
    return (message.state, found) if found else None


def _withdraws(message: Heard) -> Turn | None:
    if not message.state.needs:
        return None
    return taken_back(message.advisor, message.state, message.match)


def _supposes(message: Heard) -> Turn | None:
    return (message.state, noted(message, Noted.SUPPOSED)) if message.state.advice else None


def asks_in_short(match: Match) -> bool:
    """Tell whether a message is a question of so few words that they can only name what is asked for.

    One that names an unknown role asks for that.
    """
    words = [word for clause in match.clauses for word in clause]
    content = [word for word in words if not word.is_function_word]
    is_short = len(content) <= SHORT_QUESTION and len(words) <= SHORT_QUESTION_WORDS
    return is_short and not match.strangers and match.text.rstrip().endswith("?")


MET: dict[Act, Callable[[Heard], Turn | None]] = {
    Act.START_OVER: _begins_anew,
    Act.RETRACT: _retracts,
    Act.DECIDE: _decides,
    Act.BACK: _steps_back,
    Act.STOP: _stops,
    Act.REPEAT: _repeats,
    Act.LIMIT: limited,
    Act.STAFF: staffed,
    Act.WITHDRAW: _withdraws,
    Act.SUPPOSE: _supposes,
}
"""What is done about an act that changes the conversation; the others only lean on it."""

TAKEN: tuple[Callable[[Heard], Turn | None], ...] = (
    _takes_back,
    _objects,
    _doubts,
    _does_first,
    _names_needs,
    _does,
    _limits,
    _staffs,
    _needs_nothing,
    _is_no_need,
    _is_too_short,
)
"""The ways of meeting a message, in the order in which they are tried."""
