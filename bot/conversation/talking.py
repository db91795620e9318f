"""One message and its answer: what it means after what was said before. Pure."""

from __future__ import annotations

import math

from bot.advisor import Advisor
from bot.answers import (
    Acknowledgement,
    Answer,
    Confidence,
    CriterionChoice,
    Noted,
    OrderAsked,
    OutOfScope,
    Reply,
    Said,
    Talk,
)
from bot.conversation import questions
from bot.conversation.consulting import Consultation
from bot.conversation.leaning import lean, objection, order, why
from bot.conversation.memory import known, remember
from bot.conversation.needs import (
    needs_in,
    settled_by,
    take_in,
    takes_back,
    withdrawn_by,
)
from bot.conversation.questions import PICKS, Turn
from bot.conversation.state import State
from bot.decision import STATED, Decision, Verdict, combined, decide, rank_outcomes
from bot.reading import PREAMBLES, RECOMMENDATION, REFUSAL, Act, Kind, Match, Status
from bot.reasoning import criteria_of

EVIDENCE_MARGIN = 1.0
"""Once a need is talked of, what would be refused or be small talk is evidence if a role is so near to it."""

SHORT_QUESTION = 2
SHORT_QUESTION_WORDS = 6
"""Content words, and all words, of a question such as "and how about risk?"."""

SHORT_MESSAGE = 16
"""Words of a message that, in a conversation, may do something by its words alone."""

LEADING = frozenset({Act.CHALLENGE, Act.OBJECT, Act.WHY, Act.SOURCE, Act.REPEAT, Act.AGREE, Act.SUPPOSE})
"""Acts that go before a need that the same words could state."""

SHORT_CHALLENGE = 2
"""Content words of a question of yes or no that, after advice, can only be about that."""

OPENING = 4
"""Words among which a question says what it asks for."""

SHORT_CLOSING = 8
"""Words of a message that, beginning with "ok" or "thanks", only closes a conversation."""

SHORT_ASPECT = 2.5
"""The evidence (log odds) for one aspect that is enough in such a question."""

TOO_VAGUE = {Act.MORE, Act.SURE, Act.OBJECT, *PREAMBLES}
"""What people also say to each other: not taken for a word to the bot that does not address it."""

ROLE_QUESTIONS = frozenset({Kind.DIFFERENCE, Kind.DEFINITION, Kind.SEQUENCE})

NOTED = {
    Status.OPINION: Noted.OPINION,
    Status.SUPPOSED: Noted.SUPPOSED,
    Status.THERE: Noted.NO_NEED,
    Status.DENIED: Noted.NO_NEED,
    Status.PAST: Noted.NO_NEED,
}


def reply(advisor: Advisor, state: State, said: Said) -> Turn:
    """Return what is to be remembered for the next message, and the answer."""
    state = known(advisor, state)
    if isinstance(said, str):
        return remember(advisor, *_heard(advisor, state, said))
    return remember(advisor, *questions.clicked(advisor, state, said))


def answer_to(advisor: Advisor, text: str) -> Answer:
    """Answer one message on its own: a conversation that begins and ends with it."""
    return reply(advisor, State(), text)[1]


def follows_up(advisor: Advisor, state: State, text: str) -> bool:
    """Tell whether a message that was not addressed to the bot confidently goes on with the conversation."""
    state = known(advisor, state)
    match = advisor.matcher.match(text)
    if act := advisor.matcher.act(match):
        if act in PICKS | {Act.BACK, Act.STOP}:
            return bool(state.options)
        return bool(state.topic) and act not in TOO_VAGUE
    if halves := questions.reply_and_more(advisor, state, match):
        more = advisor.matcher.match(halves[1])
        return advisor.matcher.act(more) in PICKS or _is_about_a_need(advisor, more, Confidence.LIKELY)
    if _asks_in_short(advisor, match) and state.topic and advisor.aspect(match, state.topic):
        return True
    if advisor.matcher.asks(match):
        return bool(match.roles) and _is_known(advisor, state, match)
    return _is_about_a_need(advisor, match, Confidence.LIKELY if state.options else Confidence.CLEAR)


def _is_about_a_need(advisor: Advisor, match: Match, least: Confidence) -> bool:
    """Tell whether a message by itself says at least so surely what is needed."""
    if not match.terms:
        return False
    decision = decide(advisor.matcher, match)
    return decision.confidence in (least, Confidence.CLEAR) and decision.verdict in STATED


def _is_known(advisor: Advisor, state: State, match: Match) -> bool:
    """Tell whether a question about roles is clearly one that the knowledge answers."""
    decision = decide(advisor.matcher, match)
    is_sure = decision.verdict is Verdict.OTHER and decision.confidence is Confidence.CLEAR
    known_answer = advisor.of_outcome(match, decision.outcomes[0], state.topic)
    return is_sure and not isinstance(known_answer, OutOfScope)


def _heard(advisor: Advisor, state: State, text: str) -> Turn:
    match = advisor.matcher.match(text)
    if option := questions.named(advisor, state, match):
        return questions.clicked(advisor, state, option)
    act = advisor.matcher.act(match)
    if act and (turn := _acted(advisor, state, act, match)):
        return turn
    if not match.terms:
        return state, advisor.help()
    if (
        state.topic
        and _asks_in_short(advisor, match)
        and (aspect := advisor.aspect(match, state.topic, SHORT_ASPECT))
    ):
        return state, advisor.composer.difference(state.topic, aspect)
    if halves := questions.reply_and_more(advisor, state, match):
        return _replied_and_more(advisor, state, *halves)
    return _told(advisor, state, match)


def _closes(advisor: Advisor, match: Match) -> bool:
    """Tell whether a short message that begins with agreement has nothing else to say."""
    words = [word for clause in match.clauses for word in clause]
    is_short = len(words) <= SHORT_CLOSING and not advisor.matcher.asks(match)
    return is_short and advisor.matcher.begins_with(Act.AGREE, match)


def _acted(advisor: Advisor, state: State, act: Act, match: Match) -> Turn | None:
    """Return what a short message gets, or None when there is nothing that it could lean on."""
    match act:
        case Act.START_OVER:
            return State(), advisor.small_talk(Talk.START_OVER)
        case Act.RETRACT:
            return _retracted(advisor, state)
        case Act.DECIDE:
            return questions.begin_interview(advisor, state, advisor.topic_of(match.roles))
        case Act.BACK:
            return questions.step_back(advisor, state)
        case Act.STOP:
            return questions.conclude(advisor, state)
        case Act.REPEAT if state.options:
            return questions.again(advisor, state)
        case Act.YES if state.advice and not state.options and advisor.matcher.asks(match):
            return state, why(advisor, state, match) or advisor.help()
        case Act.CONFIRM | Act.YES | Act.BOTH if state.maybe and not state.options:
            return _confirmed(advisor, state)
        case Act.LIMIT:
            return _limited(advisor, state, match)
        case Act.STAFF:
            return _staffed(advisor, state, match)
        case Act.WITHDRAW if state.needs:
            return _taken_back(advisor, state, match)
        case Act.SUPPOSE if state.advice:
            return state, _noted(advisor, state, Noted.SUPPOSED, match.text)
        case Act.NO if state.advice and not state.options:
            return state, objection(advisor, state, match)
        case _ if act in PICKS:
            return questions.picked(advisor, state, act)
        case _:
            found = lean(advisor, state, act, match)
            return (state, found) if found else None


def _confirmed(advisor: Advisor, state: State) -> Turn:
    """Take the possible second need for a need."""
    need = state.maybe
    if need is None:
        return state, advisor.help()
    state = state.told(need)
    return state, Consultation(advisor, state, need.topic).advise()


def _told(advisor: Advisor, state: State, match: Match) -> Turn:
    """Take in what a message says, and answer what it asks."""
    matcher = advisor.matcher
    decision = decide(matcher, match)
    if state.needs and takes_back(advisor, match):
        return _taken_back(advisor, state, match)
    if state.advice and matcher.begins_with(Act.OBJECT, match):
        return _objected(advisor, state, match)
    if state.advice and _doubts(advisor, match):
        return state, why(advisor, state, match) or advisor.help()
    act = _likely_act(advisor, state, match, decision)
    if act in LEADING and (turn := _acted(advisor, state, act, match)):
        return turn
    if decision.verdict in STATED:
        return _advised(advisor, state, match, decision)
    if act and (turn := _acted(advisor, state, act, match)):
        return turn
    asks_of_roles = decision.outcomes[0].name in ROLE_QUESTIONS and matcher.asks(match)
    if matcher.does(Act.LIMIT, match) and not asks_of_roles:
        return _limited(advisor, state, match)
    if matcher.does(Act.STAFF, match) and not asks_of_roles:
        return _staffed(advisor, state, match)
    if decision.verdict is Verdict.NO_NEED or (_is_all_settled(match, decision) and not matcher.asks(match)):
        return _not_needed(advisor, state, match, decision)
    if decision.verdict is Verdict.OTHER and not _is_evidence(advisor, state, match, decision):
        return _other(advisor, state, match, decision)
    if state.topic and decision.verdict is Verdict.ASK and _asks_in_short(advisor, match):
        return state, advisor.unknown(match)  # too few words for a need, and no question that is known
    return _added(advisor, state, match, decision)


def _doubts(advisor: Advisor, match: Match) -> bool:
    """Tell whether a message begins by doubting the advice, or only tells what somebody else thinks."""
    begins = any(advisor.matcher.begins_with(act, match) for act in (Act.SURE, Act.CHALLENGE, Act.WHY))
    return begins or all(part.status is Status.OPINION for part in match.statements)


def _likely_act(advisor: Advisor, state: State, match: Match, decision: Decision) -> Act | None:
    """Return what a short message in a conversation most likely does, unless it is about a near-by topic."""
    if decision.outcomes[0] == REFUSAL and advisor.matcher.asks(match):
        found = advisor.of_outcome(match, REFUSAL)
        if isinstance(found, OutOfScope) and found.text:
            return None
    words = [word for clause in match.clauses for word in clause]
    is_in_talk = bool(state.advice or state.needs)
    if not is_in_talk or state.options or len(words) > SHORT_MESSAGE:
        return None
    act = advisor.matcher.likely_act(match)
    return None if act in PICKS else act


def _objected(advisor: Advisor, state: State, match: Match) -> Turn:
    """Take an objection: what it says beside takes the place of what the advice rested on."""
    rest = advisor.matcher.match(match.text[match.statements[1].start :])
    decision = decide(advisor.matcher, rest) if rest.terms else None
    if (
        decision is not None
        and decision.verdict is Verdict.ONE_ROLE
        and decision.outcomes[0].role not in state.advice
    ):
        return _advised(advisor, state.with_(is_doubted=True), rest, decision)
    return state, objection(advisor, state, match)


def _advised(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn:
    """Take in a message that names needs, and advise on all of them."""
    state = _without_denial(state, match, decision)
    state = take_in(advisor, state, match, decision)
    topic = decision.outcomes[0].comparison
    if state.is_interview and state.topic == topic:
        return state, Consultation(advisor, state, topic).advise()
    return state, Consultation(advisor, state.with_(is_interview=False), topic).advise()


def _added(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn:
    """Take in a message that is too thin to tell a role, and advise or ask back; what stands, stays."""
    if state.advice and not state.options and not advisor.matcher.asks(match):
        return state, _noted(advisor, state, Noted.FACT, match.text)
    if elsewhere := advisor.elsewhere(match, decision):
        return take_in(advisor, state, match, decision), elsewhere
    outcome = decision.outcomes[0]
    topic = state.topic if state.topic and (state.needs or state.options) else outcome.comparison
    topic = topic or next(o.comparison for o in combined(match.needs) if o.name == RECOMMENDATION)
    state = take_in(advisor, state, match, decision)
    return state, Consultation(advisor, state, topic).advise()


def _other(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn:
    """Answer what is no need: a question about roles, small talk, or what is not known."""
    found = advisor.of_outcome(match, decision.outcomes[0], state.topic)
    is_in_talk = bool(state.needs or state.advice or state.options)
    if not is_in_talk or not isinstance(found, OutOfScope):
        return state, found
    if not advisor.matcher.asks(match):
        is_elsewhere = found.text is not None and decision.confidence is Confidence.CLEAR
        return state, found if is_elsewhere else _noted(advisor, state, Noted.FACT, match.text)
    if state.advice and found.text is None and _doubts_in_short(advisor, match):
        return state, why(advisor, state, match) or found
    return state, found


def _doubts_in_short(advisor: Advisor, match: Match) -> bool:
    """Tell whether a short question can only be about the advice: it names a role, or next to nothing."""
    words = [word for clause in match.clauses for word in clause]
    content = [word for word in words if not word.is_function_word]
    is_open = any(word.form in advisor.matcher.reader.open_questions for word in words[:OPENING])
    return not is_open and len(content) <= SHORT_CHALLENGE


def _taken_back(advisor: Advisor, state: State, match: Match) -> Turn:
    """Drop the needs that a message takes back; what else it says may be a need."""
    gone = withdrawn_by(advisor, state, match)
    state = state.without_needs(gone)
    rest = advisor.matcher.match(needs_in(match))
    if rest.terms and rest.text != match.text:
        decision = decide(advisor.matcher, rest)
        if decision.verdict in STATED:
            return _advised(advisor, state.with_(is_doubted=False), rest, decision)
    return _left(advisor, state, match.text)


def _left(advisor: Advisor, state: State, words: str) -> Turn:
    """Advise on the needs that are left, or say that none is."""
    state = state.with_(options=())
    topics = [need.topic for need in state.needs if need.role]
    if topics:
        return state, Consultation(advisor, state, topics[-1]).advise()
    forgotten = state.with_(needs=(), advice=(), focus="", confidence=Confidence.TENTATIVE)
    return forgotten, Acknowledgement(Noted.WITHDRAWN, words)


def _not_needed(advisor: Advisor, state: State, match: Match, decision: Decision) -> Turn:
    """Note what is there, denied, past, supposed or somebody's opinion."""
    gone = settled_by(advisor, state, match)
    statuses = [statement.status for statement in match.statements if not statement.is_need]
    if gone and Status.SUPPOSED not in statuses:
        return _left(advisor, state.without_needs(gone), match.text)
    status = statuses[-1] if statuses else Status.THERE
    if status is Status.OPINION and state.advice:
        return state, why(advisor, state, match) or advisor.help()
    is_asked = advisor.matcher.does(Act.WHO, match)
    if status is Status.SUPPOSED and is_asked and decision.verdict is Verdict.NO_NEED and not state.needs:
        return _advised(advisor, state, match, _as_needs(match, decision))
    return state, _noted(advisor, state, NOTED[status], match.text)


def _as_needs(match: Match, decision: Decision) -> Decision:
    """Decide on what is only supposed as if it were so: who is asked for is told."""
    scores = combined(match.about)
    first = max(decision.outcomes, key=lambda outcome: scores[outcome])
    return Decision(Verdict.ONE_ROLE, (first,), Confidence.LIKELY, decision.gate)


def _limited(advisor: Advisor, state: State, match: Match) -> Turn:
    """Take a limit: with a need open, say which role comes first."""
    if state.topic and state.advice and not state.is_limited:
        return state.with_(is_limited=True), order(advisor, state, OrderAsked.LIMIT)
    return state, _noted(advisor, state, Noted.LIMIT, match.text)


def _staffed(advisor: Advisor, state: State, match: Match) -> Turn:
    """Note whom the team has, has lost or has hired; a question about them is answered with the reason."""
    gone = settled_by(advisor, state, match)
    if gone:
        return _left(advisor, state.without_needs(gone), match.text)
    if state.advice and advisor.matcher.asks(match):
        return state, why(advisor, state, match) or advisor.help()
    return state, _noted(advisor, state, Noted.STAFF, match.text)


def _noted(advisor: Advisor, state: State, noted: Noted, words: str) -> Acknowledgement:
    """Say what was noted; the advice that stands is named."""
    topic = advisor.composer.topics.get(state.topic)
    roles = tuple(advisor.composer.role(state.topic, role) for role in state.advice) if topic else ()
    return Acknowledgement(noted, words, roles, topic=topic)


def _is_all_settled(match: Match, decision: Decision) -> bool:
    """Tell whether a message says only what is no need, and is not refused or small talk."""
    is_open = decision.verdict is Verdict.ASK or decision.outcomes[0].name in ROLE_QUESTIONS
    is_settled = not any(statement.is_need for statement in match.statements)
    return is_settled and is_open


def _without_denial(state: State, match: Match, decision: Decision) -> State:
    """Return the state without an earlier no to what a message now says by itself."""
    if decision.verdict is not Verdict.ONE_ROLE:
        return state
    best = criteria_of(match.needs, decision.outcomes[0])[0]
    denial = CriterionChoice(best.comparison, best.id, Reply.NO)
    return state.without(denial) if denial in state.replies else state


def _retracted(advisor: Advisor, state: State) -> Turn:
    """Take back the last need."""
    if not state.needs and state.options and state.asked_on(state.topic):
        return questions.step_back(advisor, state)
    if not state.needs:
        return state, advisor.small_talk(Talk.NOTHING_SAID)
    gone = state.needs[-1]
    kept = (*state.replaced, *state.needs[:-1])
    state = state.with_(needs=kept, replaced=(), maybe=None)
    if state.is_interview and state.options:
        return questions.again(advisor, state)
    return _left(advisor, state, gone.text)


def _replied_and_more(advisor: Advisor, state: State, choice: CriterionChoice, more: str) -> Turn:
    """Take a reply in with the need that follows it; a question that follows is answered instead."""
    match = advisor.matcher.match(more)
    act = advisor.matcher.act(match)
    if act and act not in PICKS | PREAMBLES and (turn := _acted(advisor, state, act, match)):
        return turn
    if act or not match.terms:
        return questions.replied(advisor, state, choice)
    decision = decide(advisor.matcher, match)
    if decision.verdict is Verdict.OTHER and advisor.matcher.asks(match):
        return state, advisor.of_outcome(match, decision.outcomes[0], state.topic)
    if decision.verdict in STATED:
        return _advised(advisor, state.replied(choice), match, decision)
    return questions.replied(advisor, state, choice)


def _is_evidence(advisor: Advisor, state: State, match: Match, decision: Decision) -> bool:
    """Tell whether a message that says little by itself goes on describing what was talked of."""
    is_open = bool(state.needs or state.options) and not advisor.matcher.asks(match)
    if not is_open or decision.outcomes[0].name not in (REFUSAL.name, Kind.SMALL_TALK):
        return False
    ranking = rank_outcomes(match)
    role = next(score for outcome, score in ranking if outcome.name == RECOMMENDATION)
    return (ranking[0][1] - role) / math.sqrt(len(match.terms)) < EVIDENCE_MARGIN


def _asks_in_short(advisor: Advisor, match: Match) -> bool:
    """Tell whether a message is a question of so few words that they can only name what is asked for."""
    words = [word for clause in match.clauses for word in clause]
    content = [word for word in words if not word.is_function_word]
    is_short = len(content) <= SHORT_QUESTION and len(words) <= SHORT_QUESTION_WORDS
    return is_short and match.text.rstrip().endswith("?")
