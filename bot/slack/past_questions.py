"""What a person asked last, and what it came to, worked out again from the knowledge in service."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice.advisor import Advisor
from bot.advice.answers import (
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


async def past_questions(
    advisor: Advisor, responder: Responder, store: Store, user: str
) -> Sequence[PastQuestion] | None:
    """Return the last different questions of a person, the newest first; None if the store is away."""
    answers = await store.last_answers(user, LOOK_BACK)
    if answers is None:
        return None

    asked: dict[str, PastQuestion] = {}
    # In each conversation, what the answer to a reply belongs to.
    open_questions: dict[str, str] = {}
    for past in answers:
        given = past.given
        answer = responder.again(given)
        words = answered_question.asked_words(advisor, SAID.validate_json(given.said))
        if not words:
            words = open_questions.get(given.conversation, "")
        outcome = _outcome(answer)
        if not words or outcome is None:
            continue
        key = words.casefold()
        # Asked again, a question is the newest.
        asked.pop(key, None)
        asked[key] = PastQuestion(past.asked_at, words, outcome)
        open_questions[given.conversation] = words
    newest_first = list(asked.values())[::-1]
    return newest_first[:MAX_PAST]


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
