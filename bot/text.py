"""Answers as lines of text: for the terminal, for `--json`, and as the plain text of a Slack message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, assert_never

from bot import wording
from bot.answers import (
    Answer,
    Clarification,
    Definition,
    Difference,
    OutOfScope,
    Reason,
    Recommendation,
    Role,
    Sequence,
    SmallTalk,
    Source,
    Status,
    Talk,
    Topic,
    TopicList,
    WhichTopic,
)

MAX_PROBLEMS = 5
"""Problems that a status shows; the rest is counted."""


class Style(StrEnum):
    """What a line is, so that a terminal can show it."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    FAINT = "faint"


class Line(NamedTuple):
    """One line of an answer."""

    style: Style
    text: str


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text, one line a part."""
    return "\n".join(f"- {line.text}" if line.style is Style.ITEM else line.text for line in lines(answer))


def lines(answer: Answer) -> Iterator[Line]:  # noqa: C901 - one case for each kind of answer
    """Return the answer's lines in reading order."""
    match answer:
        case Recommendation():
            return _recommendation(answer)
        case Clarification():
            return _clarification(answer)
        case WhichTopic():
            return _which_topic(answer)
        case Difference():
            return _difference(answer)
        case Definition():
            return _definition(answer)
        case Sequence():
            return _sequence(answer)
        case SmallTalk():
            return _small_talk(answer)
        case OutOfScope():
            return _out_of_scope(answer)
        case TopicList():
            return _topic_list(answer)
        case Status():
            return _status(answer)
    assert_never(answer)


def headline(answer: Recommendation) -> str:
    """Return the sentence that names the role or roles."""
    return f"{wording.CONFIDENCE[answer.confidence]}: {names(answer.roles)}"


def names(roles: tuple[Role, ...]) -> str:
    """Return the name of each role in one phrase."""
    return wording.listed([role.name for role in roles])


def quoted(reason: Reason) -> str:
    """Return the words of the question that a reason was found in, or nothing."""
    return ", ".join(f'"{_one_line(words)}"' for words in reason.words)


def offer(topics: tuple[Topic, ...]) -> str:
    """Return in one line what can be asked instead."""
    titles = "; ".join(topic.title for topic in topics)
    return wording.offer(titles, topics[0].examples[0])


def asked_owners(owners: Iterable[str]) -> str:
    """Return whom to ask."""
    return f"{wording.ASK_OWNER}: {', '.join(owners)}"


def unknown(answer: OutOfScope) -> Iterator[str]:
    """Yield the sentences that say what is not known, and whom to ask instead."""
    known = tuple(dict.fromkeys(role.name for topic in answer.topics for role in topic.roles))
    if answer.strangers:
        yield wording.strangers(known, answer.strangers)
    elif answer.apart:
        yield wording.apart([role.name for role in answer.apart])
    else:
        yield answer.text or wording.UNKNOWN
    if answer.owners:
        yield asked_owners(answer.owners)


def first_problems(answer: Status) -> Iterator[str]:
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


def _recommendation(answer: Recommendation) -> Iterator[Line]:
    yield Line(Style.TITLE, headline(answer))
    yield Line(Style.HEADING, wording.WHY)
    for reason in answer.reasons:
        found = f" ({wording.YOU_SAID} {quoted(reason)})" if reason.words else ""
        owner = f"{reason.role.name}: " if len(answer.roles) > 1 else ""
        yield Line(Style.ITEM, f"{owner}{reason.text}{found}")
    if answer.would_change:
        yield Line(Style.HEADING, wording.if_instead(answer.would_change[0].role.name))
        for reason in answer.would_change:
            yield Line(Style.ITEM, reason.text)
    yield Line(Style.HEADING, wording.BOTTOM_LINE)
    yield Line(Style.BODY, f"{answer.bottom_line} {answer.why}")
    if len(answer.roles) > 1:
        yield Line(Style.BODY, f"{wording.HANDOFF}: {answer.handoff}")
    yield from _source(answer.source)


def _clarification(answer: Clarification) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.ASK_BACK)
    for choice in answer.choices:
        yield Line(Style.ITEM, choice.text)
    yield Line(Style.FAINT, wording.ASK_BACK_TEXT)


def _difference(answer: Difference) -> Iterator[Line]:
    yield Line(Style.TITLE, answer.topic.title)
    if answer.quick_answer:
        yield Line(Style.BODY, answer.quick_answer)
    for aspect in answer.aspects:
        yield Line(Style.HEADING, aspect.name)
        for role, cell in zip(answer.topic.roles, aspect.cells, strict=True):
            yield Line(Style.ITEM, f"{role.name}: {cell}")
    yield from _source(answer.source)


def _definition(answer: Definition) -> Iterator[Line]:
    for role in answer.roles:
        yield Line(Style.TITLE, role.name)
        yield Line(Style.BODY, role.summary)
        yield Line(Style.HEADING, wording.NEEDED_WHEN)
        for reason in answer.reasons:
            if reason.role == role:
                yield Line(Style.ITEM, reason.text)
    yield from _source(answer.source)


def _sequence(answer: Sequence) -> Iterator[Line]:
    yield Line(Style.TITLE, answer.text)
    yield Line(Style.BODY, f"{wording.WHY}: {answer.why}")
    yield Line(Style.BODY, f"{wording.HANDOFF}: {answer.handoff}")
    yield from _source(answer.source)


def _small_talk(answer: SmallTalk) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.TALK[answer.talk])
    if answer.talk is Talk.HELP:
        yield from _topics(answer.topics)


def _which_topic(answer: WhichTopic) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.WHICH_TOPIC)
    for topic in answer.topics:
        yield Line(Style.ITEM, topic.title)


def _out_of_scope(answer: OutOfScope) -> Iterator[Line]:
    first, *more = unknown(answer)
    yield Line(Style.TITLE, first)
    for sentence in more:
        yield Line(Style.BODY, sentence)
    yield Line(Style.FAINT, offer(answer.topics))


def _topic_list(answer: TopicList) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.I_KNOW)
    for topic in answer.topics:
        yield Line(Style.HEADING, topic.title)
        yield from (Line(Style.ITEM, f"{role.name}: {role.summary}") for role in topic.roles)
        if topic.owner:
            yield Line(Style.FAINT, asked_owners([topic.owner]))


def _status(answer: Status) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.in_service(answer.since))
    yield from (Line(Style.ITEM, topic.title) for topic in answer.topics)
    if answer.problems:
        yield Line(Style.HEADING, wording.NOT_IN_SERVICE)
        yield from (Line(Style.ITEM, problem) for problem in first_problems(answer))


def _topics(topics: tuple[Topic, ...]) -> Iterator[Line]:
    yield Line(Style.HEADING, wording.I_KNOW)
    for topic in topics:
        yield Line(Style.ITEM, topic.title)
    yield Line(Style.HEADING, wording.TRY)
    for topic in topics:
        for example in topic.examples:
            yield Line(Style.ITEM, example)


def _source(source: Source) -> Iterator[Line]:
    if source.is_old:
        yield Line(Style.BODY, old_review(source))
    yield Line(
        Style.FAINT, wording.source_line(source.title, source.author, source.publisher, source.reviewed)
    )
    if source.page:
        yield Line(Style.FAINT, f"{wording.PAGE}: {source.page}")
