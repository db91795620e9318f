"""One message and its answer: what it means after what was said before. Pure."""

from __future__ import annotations

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, Confidence, CriterionChoice, OutOfScope, Said, Talk
from bot.advice.decision import STATED, Verdict, decide
from bot.conversation import open_question
from bot.conversation.handling import Heard, acted, advised, asks_in_short, heard, taken_in
from bot.conversation.open_question import PICKS, Turn
from bot.conversation.recording import known, remember
from bot.conversation.state import State
from bot.reading import IN_PART, PREAMBLES, Act, Match, Status

SHORT_CLOSING = 8
"""Words of a message that, beginning with "ok" or "thanks", only closes a conversation."""

SHORT_ASPECT = 2.5
"""The evidence (log odds) for one aspect that is enough in a short question."""

TOO_VAGUE = {Act.MORE, Act.SURE, Act.OBJECT, *PREAMBLES}
"""What people also say to each other: not taken for a word to the bot that does not address it."""


def reply(advisor: Advisor, state: State, said: Said) -> Turn:
    """Return what is to be remembered for the next message, and the answer."""
    state = known(advisor, state).with_(fresh=0)
    if isinstance(said, str):
        return remember(advisor, *_answered(advisor, state, said))
    return remember(advisor, *open_question.clicked(advisor, state, said))


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
        return bool(state.topic or state.refused) and act not in TOO_VAGUE
    if halves := open_question.reply_and_more(advisor, state, match):
        more = advisor.matcher.match(halves[1])
        return advisor.matcher.act(more) in PICKS or _is_about_a_need(advisor, more, Confidence.LIKELY)
    if asks_in_short(match) and state.topic and advisor.aspect(match, state.topic):
        return True
    if advisor.matcher.asks(match):
        return bool(match.roles) and _is_known(advisor, state, match)
    return _is_about_a_need(advisor, match, Confidence.LIKELY if state.options else Confidence.CLEAR)


def _is_about_a_need(advisor: Advisor, match: Match, least: Confidence) -> bool:
    """Tell whether a message by itself says at least so surely what is needed."""
    if not match.features:
        return False
    decision = decide(advisor.matcher, match)
    return decision.confidence in (least, Confidence.CLEAR) and decision.verdict in STATED


def _is_known(advisor: Advisor, state: State, match: Match) -> bool:
    """Tell whether a question about roles is clearly one that the knowledge answers."""
    decision = decide(advisor.matcher, match)
    is_sure = decision.verdict is Verdict.OTHER and decision.confidence is Confidence.CLEAR
    answer = advisor.of_outcome(match, decision.outcomes[0], state.topic)
    return is_sure and not isinstance(answer, OutOfScope)


def _answered(advisor: Advisor, state: State, text: str) -> Turn:
    match = advisor.matcher.match(text)
    if option := open_question.named(advisor, state, match):
        return open_question.clicked(advisor, state, option)
    if not match.features and advisor.matcher.act(match) is None:
        is_unread = any(character.isalnum() for character in text)
        return state, advisor.small_talk(Talk.NO_WORDS) if is_unread else advisor.help()
    if advisor.matcher.is_foreign(match):
        return state, advisor.small_talk(Talk.FOREIGN)
    message = heard(advisor, state, match)
    act = advisor.matcher.act(match)
    if act and (turn := acted(message, act)):
        return turn
    if state.advice and _closes(message):
        return state, advisor.small_talk(Talk.AGREED)
    if state.topic and asks_in_short(match):
        aspect = advisor.aspect(match, state.topic, SHORT_ASPECT)
        if aspect:
            return state, advisor.composer.difference(state.topic, aspect)
    if halves := open_question.reply_and_more(advisor, state, match):
        return _replied_and_more(advisor, state, *halves)
    return taken_in(message)


def _closes(message: Heard) -> bool:
    """Tell whether a short message that begins with agreement has nothing else to say."""
    match, matcher = message.match, message.advisor.matcher
    words = [word for clause in match.clauses for word in clause]
    if len(words) > SHORT_CLOSING or matcher.asks(match) or not matcher.begins_with(Act.AGREE, match):
        return False
    is_plain = all(statement.status is Status.STATED for statement in match.statements[1:])
    does_more = matcher.adds(match) or any(matcher.does(act, match) for act in IN_PART)
    return is_plain and not does_more and message.decision.verdict not in STATED


def _replied_and_more(advisor: Advisor, state: State, choice: CriterionChoice, more: str) -> Turn:
    """Take a reply in with the need that follows it; a question that follows is answered instead."""
    match = advisor.matcher.match(more)
    act = advisor.matcher.act(match)
    if act in PICKS | PREAMBLES or not match.features:
        return open_question.replied(advisor, state, choice)
    message = heard(advisor, state, match)
    if act:
        return acted(message, act) or open_question.replied(advisor, state, choice)
    if message.decision.verdict is Verdict.OTHER and message.is_question:
        return state, advisor.of_outcome(match, message.decision.outcomes[0], state.topic)
    if message.decision.verdict in STATED:
        return advised(message.after(state.replied(choice)))
    return open_question.replied(advisor, state, choice)
