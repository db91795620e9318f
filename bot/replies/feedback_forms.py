"""The forms about an answer: what was wrong with it, what was written put anew, and a better answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.advice.answer_parts import Topic
from bot.replies import blocks
from bot.replies import feedback_wording as wording
from bot.replies.advice_wording import UNDERSTOOD_AS
from bot.replies.description import BulletList, Element, Item, Paragraph, Quoted
from bot.replies.form_elements import MAX_OPTION_VALUE, choice, field, form, menu, notice_modal

REASON_FORM, CORRECTION_FORM, SUGGESTION_FORM = "answer_reason", "answer_correction", "answer_suggestion"
"""The `callback_id` of each form."""
REASON, COMMENT, QUESTION, PROPOSAL, ABOUT = "reason", "comment", "question", "proposal", "about"
"""The names of what is filled in."""

Part = tuple[str, str]
"""Words of a question, and the status that they were read with."""


def reason_form(metadata: str) -> dict[str, Any]:
    """Return the form that asks what was wrong with an answer."""
    reasons = choice(REASON, wording.REASON_LABEL, wording.REASONS.items())
    comment = field(COMMENT, wording.COMMENT_LABEL, is_optional=True)
    return form(
        REASON_FORM,
        wording.REASON_TITLE,
        [reasons, comment],
        metadata=metadata,
        submit=wording.SEND,
        close=wording.CLOSE,
    )


def correction_form(
    metadata: str, question: str, parts: Sequence[Part], reasons: Sequence[str]
) -> dict[str, Any]:
    """Return the form that shows what was read in a question, and in which it is written anew.

    `reasons` are those of the answer. Without a question, nothing of it is kept any more.
    """
    shown: list[Element] = [Paragraph(wording.NOT_KEPT_ANY_MORE)]
    if question:
        shown = [Paragraph(Quoted(question), label=wording.WAS_ASKED)]
    read = []
    for words, status in parts:
        taken_for = UNDERSTOOD_AS.get(status, wording.MAY_BE_MISSING)
        part = Quoted(f"“{words}” {taken_for}")
        read.append(Item(part))
    for reason in reasons:
        read.append(Item(reason))
    if read:
        shown.append(BulletList(wording.READ_IN_IT, read))

    again = field(QUESTION, wording.CORRECTION_LABEL, entered=question, hint=wording.CORRECTION_THERE)
    return form(
        CORRECTION_FORM,
        wording.CORRECTION_TITLE,
        [*blocks.message(shown)["blocks"], again],
        metadata=metadata,
        submit=wording.ASK,
        close=wording.NOT_NOW,
    )


def suggestion_form(metadata: str, topics: Sequence[Topic]) -> dict[str, Any]:
    """Return the form for a better answer."""
    proposal = field(PROPOSAL, wording.SUGGEST_LABEL, hint=wording.SUGGEST_HINT)
    shown = [proposal]
    options = _roles_and_topics(topics)
    if options:
        shown.append(menu(ABOUT, wording.SUGGEST_ABOUT, options))
    return form(
        SUGGESTION_FORM,
        wording.SUGGEST_TITLE,
        shown,
        metadata=metadata,
        submit=wording.SEND,
        close=wording.NOT_NOW,
    )


def thanks(sentence: str) -> dict[str, Any]:
    """Return what takes the place of a form that was sent."""
    shown = blocks.notice(sentence)["blocks"]
    return notice_modal(wording.THANK_YOU, shown, wording.CLOSE)


def _roles_and_topics(topics: Sequence[Topic]) -> list[tuple[str, str]]:
    """Return each role and each topic once, with its name."""
    named: dict[str, str] = {}
    for topic in topics:
        for role in topic.roles:
            named.setdefault(role.id, role.name)
        named.setdefault(topic.id, topic.title)
    # An id that Slack does not take whole would name nothing.
    return [(value, text) for value, text in named.items() if len(value) <= MAX_OPTION_VALUE]
