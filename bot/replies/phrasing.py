"""Sentences that a terminal and Slack show alike: facts of an answer, put into the bot's wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.advice.answers import (
    Acknowledgement,
    Clarification,
    Confidence,
    Definition,
    Difference,
    Noted,
    OutOfScope,
    Reason,
    Recommendation,
    Reminder,
    Role,
    Sequence,
    ServiceStatus,
    Source,
    Topic,
    Why,
)
from bot.replies import wording

MAX_NOTED = 100
"""Characters of a message that are repeated when it is noted."""
MAX_PROBLEMS = 5
"""Problems that a status shows; the rest is counted."""


def verdict(answer: Recommendation) -> str:
    """Return how surely a recommendation points to what it names, without the names."""
    stands = answer.is_again and not answer.change
    return (wording.STILL if stands else wording.CONFIDENCE)[answer.confidence]


def headline(answer: Recommendation) -> str:
    """Return the sentence that names the role or roles."""
    return f"{verdict(answer)} {names(answer.roles)}"


def change(answer: Recommendation) -> Iterator[str]:
    """Yield what earlier advice was and what changed it, if it was another."""
    if answer.change:
        yield wording.changed(names(answer.change.before), quotes(answer.change.words))


def understood(answer: Recommendation) -> Iterator[str]:
    """Yield what was taken for no need, and what may be a second one."""
    if answer.understood:
        read = [
            f'"{_one_line(part.words)}" {wording.UNDERSTOOD_AS[part.status]}' for part in answer.understood
        ]
        yield f"{wording.UNDERSTOOD}: {'; '.join(read)}."
    if answer.maybe:
        yield wording.second_need(quotes(answer.maybe.words), answer.maybe.role.name)


def noted(answer: Acknowledgement) -> Iterator[str]:
    """Yield what was noted, what stands, and what is asked."""
    words = _one_line(answer.words)
    shortened = words if len(words) <= MAX_NOTED else f"{words[: MAX_NOTED - 1]}…"
    yield wording.NOTED[answer.noted].format(words=f'"{shortened}"')
    if answer.reason:
        yield wording.rests_on(answer.reason.text, quotes(answer.reason.words))
    elif answer.roles and answer.noted is not Noted.OBJECTION:
        yield wording.still(names(answer.roles))
    if answer.noted is Noted.OBJECTION:
        yield wording.WHICH_PART
    elif not answer.roles:
        yield wording.WHAT_IS_MISSING


def order(answer: Sequence) -> Iterator[str]:
    """Yield what was said comes to, and which role comes first."""
    if len(answer.needed) == 1:
        yield wording.ORDER_OF_ONE[answer.asked].format(role=answer.needed[0].name)
    elif answer.needed and wording.ORDER_OF_BOTH[answer.asked]:
        yield wording.ORDER_OF_BOTH[answer.asked]
    yield wording.in_general(answer.text) if len(answer.needed) == 1 else answer.text


def question(answer: Clarification) -> str:
    """Return what is asked back."""
    if answer.number:
        return wording.question_number(answer.number, answer.most)
    return wording.ASK_ONE if len(answer.choices) == 1 else wording.ASK_BACK


def how_to_answer(answer: Clarification) -> str:
    """Return how a question back can be answered."""
    if answer.number:
        return wording.INTERVIEW_TEXT
    return wording.ASK_ONE_TEXT if len(answer.choices) == 1 else wording.ASK_BACK_TEXT


def found_in(reason: Reason, decisive: Reason | None = None) -> str:
    """Return what a reason rests on, the words of the question or the reply to it, and whether it decided."""
    if decisive and reason.criterion == decisive.criterion:
        return f"{found_in(reason)}. {wording.DECIDED}"
    replied = [wording.YOU_REPLIED[reason.reply]] if reason.reply else []
    written = [f"{wording.YOU_SAID} {quotes(reason.words)}"] if reason.words else []
    return ". ".join(replied + written)


def because(answer: Why) -> str:
    """Return the heading of what earlier advice rests on."""
    if answer.confidence is Confidence.TIE:
        return f"{wording.CONFIDENCE[Confidence.TIE]} {names(answer.roles)}"
    return wording.because(names(answer.roles))


def without_reasons(answer: Why) -> str:
    """Return what earlier advice rests on when nothing was said for it."""
    if answer.confidence is Confidence.TIE:
        return wording.no_more_for_one(names(answer.roles))
    return wording.nothing_for(names(answer.roles))


def settling(reason: Reason) -> str:
    """Return what would settle a doubt, and for whom."""
    return f"{reason.role.name}: {reason.text}"


def reminder(answer: Reminder) -> str:
    """Return in one sentence what was said already."""
    match answer.repeated:
        case Recommendation() as repeated:
            return wording.said_before(f"{names(repeated.roles)}.")
        case Sequence() as repeated:
            return wording.said_before(repeated.text)
        case Definition() as repeated:
            return wording.said_before(" ".join(f"{role.name}: {role.summary}" for role in repeated.roles))
        case Difference() as repeated:
            return wording.said_before(repeated.quick_answer or repeated.aspects[0].name)
    assert_never(answer.repeated)


def names(roles: tuple[Role, ...]) -> str:
    """Return the name of each role in one phrase."""
    return wording.listed([role.name for role in roles])


def quotes(words: Iterable[str]) -> str:
    """Return words of the question as quotes."""
    return ", ".join(f'"{_one_line(quote)}"' for quote in words)


def offer(topics: tuple[Topic, ...]) -> str:
    """Return in one line what can be asked instead."""
    titles = "; ".join(topic.title for topic in topics)
    return wording.offer(titles, topics[0].examples[0])


def asked_owners(owners: Iterable[str]) -> str:
    """Return whom to ask."""
    return f"{wording.ASK_OWNER}: {', '.join(owners)}"


def unknown(answer: OutOfScope) -> Iterator[str]:
    """Yield the sentences that say what is not known, whom to ask instead, and which advice stands."""
    known = tuple(dict.fromkeys(role.name for topic in answer.topics for role in topic.roles))
    if answer.strangers:
        yield wording.strangers(known, answer.strangers)
    elif answer.apart:
        yield wording.apart([role.name for role in answer.apart])
    else:
        unknown_yet = wording.NOT_KNOWN if answer.is_followed_up else wording.UNKNOWN
        yield answer.text or unknown_yet
    if answer.is_followed_up:
        yield wording.NOTHING_MORE
    if answer.advice:
        yield f"{wording.still(names(answer.advice))} {wording.BACK_TO_ADVICE}"
    if answer.owners and not answer.is_again:
        yield asked_owners(answer.owners)


def first_problems(answer: ServiceStatus) -> Iterator[str]:
    """Yield the first problems, and how many there are beyond."""
    yield from answer.problems[:MAX_PROBLEMS]
    if left := len(answer.problems[MAX_PROBLEMS:]):
        yield wording.more(left)


def old_review(source: Source) -> str:
    """Return that a review is old, and whom to ask."""
    owner = f" {asked_owners([source.owner])}" if source.owner else ""
    return f"{wording.OLD_REVIEW}{owner}"


def _one_line(words: str) -> str:
    """Return a quote without line breaks, gaps and control characters."""
    return "".join(c for c in " ".join(words.split()) if c.isprintable())
