"""One message and its answer: what it means after what was said before. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.advice.advisor import Advisor
from bot.advice.answers import Acknowledgement, Answer, Talk
from bot.advice.choices import Said, TopicChoice
from bot.advice.decision import Verdict
from bot.conversation.advising import advise, advise_on_thin, meet_needs
from bot.conversation.anothers_advice import is_wordless, leans_on
from bot.conversation.corrections import meet_doubt, meet_objection, meet_withdrawal
from bot.conversation.dialogue_acts import answer_act, meet_act, meet_leading_act, meet_likely_act
from bot.conversation.no_advice import meet_question, meet_short_aspect, meet_unknown
from bot.conversation.notes import meet_limit, meet_settled, meet_staff
from bot.conversation.open_question import (
    PICKS,
    asked_again,
    click,
    named_option,
    reply_and_more,
    reply_to,
)
from bot.conversation.remembering import remember, still_known
from bot.conversation.state import Response, State
from bot.conversation.user_message import UserMessage, read
from bot.reading import IN_PART, PREAMBLES, Act, Status


def reply(advisor: Advisor, state: State, said: Said) -> Response:
    """Return what is to be remembered for the next message, and the answer."""
    state = still_known(advisor, state)
    state = state.with_(fresh=0)
    if state.is_anothers and not leans_on(advisor, state, said):
        state = State()
    if isinstance(said, str):
        message = read(advisor, said)
        response = _respond(message, state, said)
    else:
        response = click(advisor, state, said)
    # Whoever chooses a comparison wants to see it, and not to be reminded of it.
    is_chosen = isinstance(said, TopicChoice)
    return remember(advisor, *response, is_chosen=is_chosen)


def answer_to(advisor: Advisor, text: str) -> Answer:
    """Answer one message on its own: a conversation that begins and ends with it."""
    _, answer = reply(advisor, State(), text)
    return answer


def _respond(message: UserMessage, state: State, text: str) -> Response:
    """Return the state after a message, and the answer, by the first way of meeting it that fits."""
    # "PostgreSQL" alone would be a question of what that is.
    if option := named_option(message, state):
        return click(message.advisor, state, option)
    if not message.match.features and message.act is None:
        return _answer_without_words(message, state, text)
    for meet in WAYS_TO_MEET_ALL:
        if response := meet(message, state):
            return response
    for meet in WAYS_TO_MEET_PARTS:
        if response := meet(message, state):
            return _with_open_question(message, state, response)
    return advise_on_thin(message, state)


def _answer_without_words(message: UserMessage, state: State, text: str) -> Response:
    """Say that code and links alone are not read; a message that says nothing at all gets help.

    Where advice stands, it is meant instead, as by "what do you think?".
    """
    advisor = message.advisor
    if not is_wordless(text):
        return state, advisor.small_talk(Talk.NO_WORDS)
    if state.advice:
        response = answer_act(message, state, Act.ABOVE)
        if response is not None:
            return response
    return state, advisor.help()


def _meet_foreign(message: UserMessage, state: State) -> Response | None:
    """Say in English that only English is understood."""
    if not message.matcher.is_foreign(message.match):
        return None
    answer = message.advisor.small_talk(Talk.FOREIGN)
    return state, answer


def _meet_closing(message: UserMessage, state: State) -> Response | None:
    """Agree with a short message that begins with agreement and has nothing else to say."""
    is_short = len(message.words) <= message.thresholds.max_closing
    if not state.advice or not is_short:
        return None
    if message.is_question or not message.begins_with(Act.AGREE):
        return None
    if message.matcher.adds(message.match):
        return None  # "ok, also the forecasts"
    for part in message.statements[1:]:
        if part.status is not Status.STATED:
            return None
    for act in IN_PART:
        if message.does(act):
            return None
    if message.states_needs:
        return None
    answer = message.advisor.small_talk(Talk.AGREED)
    return state, answer


def _meet_reply_and_more(message: UserMessage, state: State) -> Response | None:
    """Take a reply in with the need that follows it; a question that follows is answered instead."""
    found = reply_and_more(message, state)
    if found is None:
        return None
    choice, more = found
    replied = state.replied(choice)
    response = _meet_more(more, state, replied)
    if response is None:
        return reply_to(message.advisor, state, choice)
    return response


def _meet_more(more: UserMessage, state: State, replied: State) -> Response | None:
    """Return what is answered to what follows a reply, or None if that adds nothing to it.

    What asks leaves the question open; what tells of a need counts together with the reply.
    """
    if not more.match.features or more.act in PICKS | PREAMBLES:
        return None
    if more.act:
        return answer_act(more, state, more.act)
    if more.states_needs:
        return advise(more, replied, more.decision)
    if more.decision.verdict is Verdict.OTHER and more.is_question:
        answer = more.advisor.of_outcome(
            more.match,
            more.outcome,
            state.topic,
        )
        return state, answer
    return None


def _with_open_question(message: UserMessage, state: State, response: Response) -> Response:
    """Ask an open question again after a message that was only noted, so that it does not hang."""
    after, answer = response
    if not isinstance(answer, Acknowledgement):
        return response
    was_asked = state.options and after.options
    if not was_asked:
        return response
    return after, asked_again(message.advisor, after)


Meet = Callable[[UserMessage, State], Response | None]
"""A way of meeting a message: the response, or None if the message is nothing for it."""

WAYS_TO_MEET_ALL: tuple[Meet, ...] = (
    _meet_foreign,
    meet_act,
    _meet_closing,
    meet_short_aspect,
    _meet_reply_and_more,
)
"""Ways to meet what a message as a whole does or asks, in the order in which they are tried."""

WAYS_TO_MEET_PARTS: tuple[Meet, ...] = (
    meet_withdrawal,
    meet_objection,
    meet_doubt,
    meet_leading_act,
    meet_needs,
    meet_likely_act,
    meet_limit,
    meet_staff,
    meet_settled,
    meet_question,
    meet_unknown,
)
"""Ways to meet what is left by what its parts and its words say, in the order in which they are tried."""
