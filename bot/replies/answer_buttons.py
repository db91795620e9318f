"""What can be clicked on below an answer: to read on, to compare, to decide, to share, to rate."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advice.answers import (
    Answer,
    Definition,
    Difference,
    InBrief,
    Order,
    OutOfScope,
    Recommendation,
    Reminder,
    Why,
    WhyNot,
    topic_of,
)
from bot.replies import buttons, wording
from bot.replies.describe import has_more
from bot.replies.description import Button, ButtonRow, Element

RATED = (Recommendation, Difference, Definition, Order, OutOfScope, Reminder, InBrief, Why, WhyNot)
"""Answers that can help or not; questions, notes and small talk are not rated."""
SHARED = tuple(kind for kind in RATED if kind is not Reminder)
"""Answers that can be shared; others cannot see what a reminder reminds of."""


def below(
    answer: Answer,
    answer_id: str,
    *,
    in_full: bool = False,
    is_private: bool = False,
    is_about_thread: bool = False,
) -> Iterator[Element]:
    """Yield the buttons of an answer, which is found again by its id."""
    if isinstance(answer, Recommendation) and answer.maybe:
        # In a row of its own: only who asked may say so.
        yield ButtonRow([buttons.that_too()])

    row = list(_row(answer, answer_id, in_full))
    if is_private and isinstance(answer, SHARED):
        label = wording.SHARE_IN_THREAD if is_about_thread else wording.SHARE
        row.append(buttons.share(answer_id, label))
    if isinstance(answer, OutOfScope):
        row.append(buttons.suggest(answer_id))
    if row:
        yield ButtonRow(row)
    if isinstance(answer, RATED):
        yield buttons.feedback(answer_id)


def _row(answer: Answer, answer_id: str, in_full: bool) -> Iterator[Button]:
    if not isinstance(answer, RATED):
        return
    if not in_full and has_more(answer):
        is_advice = isinstance(answer, Recommendation)
        label = wording.WHY_BUTTON if is_advice else wording.MORE_BUTTON
        yield buttons.in_full(label, answer_id)
    topic = topic_of(answer)
    if topic is None:
        return
    if isinstance(answer, Recommendation) and len(answer.roles) > 1:
        yield buttons.which_first()
    if not isinstance(answer, Difference):
        yield buttons.compare(topic)
    yield buttons.decide_on(topic)
