"""Answers for programs: one JSON object, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Reason
from bot.advice.answers import (
    Answer,
    Definition,
    InBrief,
    Origin,
    Recommendation,
    Reminder,
    Why,
    intent,
    topic_of,
)
from bot.conversation import State, reply
from bot.replies import text
from bot.replies.describe import describe

NOT_TO_BE_READ = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a line of any content may raise."""


def answer_lines(advisor: Advisor, lines: Iterable[str], in_full: bool = False) -> None:
    """Answer each line with a line, at once; exit code 1 if one cannot be read.

    Lines that name the same conversation are one; a line without a name is one of its own.
    """
    unread = 0
    states: dict[str, State] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            id_, conversation, question = _parsed(line)
        except NOT_TO_BE_READ:
            unread += 1
            click.echo(f'line {number} is skipped: write it as {{"id": 1, "text": "a question"}}', err=True)
            continue

        before = states.get(conversation, State())
        after, answer = reply(advisor, before, question)
        if conversation:
            states[conversation] = after
        answered = {"id": id_, **as_object(answer, in_full)}
        printed = json.dumps(answered)
        click.echo(printed)

    if unread:
        raise click.exceptions.Exit(1)


def as_object(answer: Answer, in_full: bool = False) -> dict[str, Any]:
    """Return the answer as the object that `--json` and `--jsonl` print; its reply in short or `in_full`."""
    reasons: Sequence[Reason] = ()
    confidence = None
    if isinstance(answer, Recommendation | Why):
        reasons = answer.reasons
        confidence = answer.confidence
    criteria = []
    maybe = []
    understood = []
    if isinstance(answer, Recommendation):
        criteria = [reason.criterion for reason in reasons]
        understood = [asdict(part) for part in answer.understood]
        if answer.maybe:
            maybe.append(answer.maybe.role.id)
    topic = topic_of(answer)
    return {
        "intent": intent(answer),
        "comparison": topic.id if topic else None,
        "roles": _roles(answer),
        "maybe": maybe,
        "confidence": confidence,
        "criteria": criteria,
        "reasons": [_reason(reason) for reason in reasons],
        "quotes": _quotes(reasons),
        "understood": understood,
        "source": _source(answer),
        "reply": text.plain(describe(answer, in_full)),
    }


def _parsed(line: str) -> tuple[Any, str, str]:
    """Return a line's id, the name of its conversation (empty for none) and its question.

    Raises one of NOT_TO_BE_READ.
    """
    # Some editors on Windows put this mark before the first line.
    asked = json.loads(line.removeprefix("\ufeff"))
    id_ = asked["id"]
    question = asked["text"]
    if not isinstance(question, str):
        raise TypeError
    # It is given back with the answer, and NaN would be no JSON.
    json.dumps(id_, allow_nan=False)
    name = asked.get("conversation")
    if name is None:
        return id_, "", question
    # A name may be any JSON; 1 and "1" are two conversations.
    return id_, json.dumps(name, sort_keys=True), question


def _roles(answer: Answer) -> list[str]:
    """Return the ids of the roles that are recommended or explained, also where that is only repeated."""
    if isinstance(answer, Reminder | InBrief):
        answer = answer.repeated
    if not isinstance(answer, Recommendation | Definition):
        return []
    return [role.id for role in answer.roles]


def _reason(reason: Reason) -> dict[str, Any]:
    """Return a reason: its criterion, whether it is missing or was replied to, and the words for it."""
    return {
        "criterion": reason.criterion,
        "status": reason.reply or "missing",
        "words": list(reason.words),
    }


def _quotes(reasons: Sequence[Reason]) -> list[str]:
    """Return the words of all reasons, each once, in their order."""
    quotes = {}
    for reason in reasons:
        words = dict.fromkeys(reason.words)
        quotes.update(words)
    return list(quotes)


def _source(answer: Answer) -> str | None:
    """Return the title of what an answer is drawn from."""
    if isinstance(answer, Origin):
        titles = [source.title for _, source in answer.sources]
        return "; ".join(titles)

    source = getattr(answer, "source", None)
    return source.title if source else None
