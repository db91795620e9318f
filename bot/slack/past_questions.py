"""What a person asked last, and what it came to, worked out again from the knowledge in service."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    INTENTS,
    Answer,
    Clarification,
    Definition,
    Difference,
    Order,
    OutOfScope,
    Recommendation,
)
from bot.replies import answered_question, home_wording, wording
from bot.replies.home import MAX_PAST, PastQuestion
from bot.replies.parts import names
from bot.slack.responder import SAID, Responder
from bot.store import Store

LOOK_BACK = 50
"""How many answers are looked at: of an interview, each question back is one."""

OF_QUESTIONS = frozenset(
    INTENTS[kind] for kind in (Recommendation, Definition, Difference, Order, OutOfScope, Clarification)
)
"""The kinds of answers that a question may get, and not only what leans on one."""


async def past_questions(
    advisor: Advisor, responder: Responder, store: Store, user: str
) -> Sequence[PastQuestion] | None:
    """Return the last different questions of a person, the newest first; None if the store is away."""
    answers = await store.last_answers(user, LOOK_BACK)
    if answers is None:
        return None

    asked: dict[str, PastQuestion] = {}
    # In each conversation, what the replies to an earlier question have come to.
    led_to: dict[str, str] = {}
    for past in answers:
        given = past.given
        if given.intent not in OF_QUESTIONS:
            continue
        # Each answer takes a while to be worked out anew: what else comes in goes first.
        await asyncio.sleep(0)
        outcome = _outcome(responder.again(given))
        if outcome is None:
            continue

        words = answered_question.asked_words(advisor, SAID.validate_json(given.said))
        if not words:
            led_to.setdefault(given.conversation, outcome)
            continue
        replied = led_to.pop(given.conversation, "")
        question = PastQuestion(past.asked_at, words, outcome or replied)
        asked.setdefault(words.casefold(), question)
        if len(asked) == MAX_PAST:
            break
    return list(asked.values())


def _outcome(answer: Answer) -> str | None:
    """Return what a question came to, "" while it is open; None for an answer to no question of its own."""
    match answer:
        case Recommendation() | Definition():
            return names(answer.roles)
        case Difference():
            return home_wording.COMPARED
        case Order():
            return answer.text
        case OutOfScope(is_followed_up=False):
            return wording.NOT_KNOWN
        case Clarification():
            return ""
        case _:
            return None
