"""Answers as lines of text: for the terminal, for `--json`, and as the plain text of a Slack message."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple, assert_never

from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Aspect,
    Clarification,
    Definition,
    Difference,
    Origin,
    OutOfScope,
    Reason,
    Recommendation,
    Reminder,
    Reply,
    Sequence,
    ServiceStatus,
    SmallTalk,
    Source,
    Talk,
    Topic,
    TopicList,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.replies import phrasing, wording


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
        case Why():
            return _why(answer)
        case WhyNot():
            return _why_not(answer)
        case Origin():
            return _origin(answer)
        case Reminder():
            return _reminder(answer)
        case Acknowledgement():
            return _acknowledgement(answer)
        case TopicList():
            return _topic_list(answer)
        case ServiceStatus():
            return _status(answer)
    assert_never(answer)


def _recommendation(answer: Recommendation) -> Iterator[Line]:
    yield Line(Style.TITLE, phrasing.headline(answer))
    yield from (Line(Style.BODY, sentence) for sentence in phrasing.change(answer))
    yield from (Line(Style.BODY, sentence) for sentence in phrasing.understood(answer))
    yield from _reasons(wording.WHY, answer.reasons, answer.decisive, with_role=len(answer.roles) > 1)
    if answer.decisive and answer.decisive.reply is Reply.NO:
        yield from _reasons(wording.DECISIVE, (answer.decisive,))
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    if answer.settles:
        yield Line(Style.HEADING, wording.SETTLES)
        yield from (Line(Style.ITEM, phrasing.settling(reason)) for reason in answer.settles)
    elif answer.would_change:
        yield Line(Style.HEADING, wording.if_instead(answer.would_change[0].role.name))
        yield from (Line(Style.ITEM, reason.text) for reason in answer.would_change)
    if answer.is_again:
        return
    yield Line(Style.HEADING, wording.BOTTOM_LINE)
    yield Line(Style.BODY, f"{answer.bottom_line} {answer.why}")
    if len(answer.roles) > 1:
        yield Line(Style.BODY, f"{wording.HANDOFF}: {answer.handoff}")
    yield from _source(answer.source)


def _reasons(
    heading: str, reasons: tuple[Reason, ...], decisive: Reason | None = None, *, with_role: bool = False
) -> Iterator[Line]:
    if reasons:
        yield Line(Style.HEADING, heading)
    for reason in reasons:
        found = phrasing.found_in(reason, decisive)
        owner = f"{reason.role.name}: " if with_role else ""
        yield Line(Style.ITEM, f"{owner}{reason.text}{f' ({found})' if found else ''}")


def _clarification(answer: Clarification) -> Iterator[Line]:
    yield Line(Style.TITLE, phrasing.question(answer))
    for number, choice in enumerate(answer.choices, start=1):
        yield Line(Style.ITEM, f"{number}. {choice.text}" if len(answer.choices) > 1 else choice.text)
    yield Line(Style.FAINT, phrasing.how_to_answer(answer))


def _why(answer: Why) -> Iterator[Line]:
    yield from _reasons(phrasing.because(answer), answer.reasons, with_role=len(answer.roles) > 1)
    if not answer.reasons:
        yield Line(Style.TITLE, phrasing.without_reasons(answer))
    if answer.denied:
        yield from _reasons(wording.said_no_to(answer.denied[0].role.name), answer.denied)
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    yield Line(Style.BODY, wording.SURENESS[answer.confidence])


def _why_not(answer: WhyNot) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.if_instead(answer.role.name))
    yield from (Line(Style.ITEM, reason.text) for reason in answer.criteria)
    if answer.said:
        yield from _reasons(wording.spoken_for(answer.role.name), answer.said)
    else:
        yield Line(Style.BODY, wording.nothing_for(answer.role.name))


def _origin(answer: Origin) -> Iterator[Line]:
    for topic, source in answer.sources:
        yield Line(Style.TITLE, topic.title)
        yield from _source(source)
        if source.owner and not source.is_old:
            yield Line(Style.BODY, phrasing.asked_owners([source.owner]))


def _reminder(answer: Reminder) -> Iterator[Line]:
    yield Line(Style.BODY, phrasing.reminder(answer))
    yield from _aspect(wording.another_view(answer.aspect.name), answer.topic, answer.aspect)


def _aspect(heading: str, topic: Topic, aspect: Aspect) -> Iterator[Line]:
    yield Line(Style.HEADING, heading)
    for role, cell in zip(topic.roles, aspect.cells, strict=True):
        yield Line(Style.ITEM, f"{role.name}: {cell}")


def _difference(answer: Difference) -> Iterator[Line]:
    yield Line(Style.TITLE, answer.topic.title)
    if answer.quick_answer:
        yield Line(Style.BODY, answer.quick_answer)
    for aspect in answer.aspects:
        yield from _aspect(aspect.name, answer.topic, aspect)
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
    yield from (Line(Style.TITLE, sentence) for sentence in phrasing.order(answer))
    yield Line(Style.BODY, f"{wording.WHY}: {answer.why}")
    yield Line(Style.BODY, f"{wording.HANDOFF}: {answer.handoff}")
    yield from _source(answer.source)


def _small_talk(answer: SmallTalk) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.TALK[answer.talk])
    if answer.talk is Talk.HELP:
        yield from _topics(answer.topics)


def _which_topic(answer: WhichTopic) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.WHICH_TOPIC)
    for number, topic in enumerate(answer.topics, start=1):
        yield Line(Style.ITEM, f"{number}. {topic.title}")


def _out_of_scope(answer: OutOfScope) -> Iterator[Line]:
    first, *more = phrasing.unknown(answer)
    yield Line(Style.TITLE, first)
    for sentence in more:
        yield Line(Style.BODY, sentence)
    if not answer.is_again:
        yield Line(Style.FAINT, phrasing.offer(answer.topics))


def _acknowledgement(answer: Acknowledgement) -> Iterator[Line]:
    yield from (Line(Style.BODY, sentence) for sentence in phrasing.noted(answer))


def _topic_list(answer: TopicList) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.I_KNOW)
    for topic in answer.topics:
        yield Line(Style.HEADING, topic.title)
        yield from (Line(Style.ITEM, f"{role.name}: {role.summary}") for role in topic.roles)
        if topic.owner:
            yield Line(Style.FAINT, phrasing.asked_owners([topic.owner]))


def _status(answer: ServiceStatus) -> Iterator[Line]:
    yield Line(Style.TITLE, wording.in_service(answer.since))
    yield from (Line(Style.ITEM, topic.title) for topic in answer.topics)
    if answer.problems:
        yield Line(Style.HEADING, wording.NOT_IN_SERVICE)
        yield from (Line(Style.ITEM, problem) for problem in phrasing.first_problems(answer))


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
        yield Line(Style.BODY, phrasing.old_review(source))
    yield Line(
        Style.FAINT, wording.source_line(source.title, source.author, source.publisher, source.reviewed)
    )
    if source.page:
        yield Line(Style.FAINT, f"{wording.PAGE}: {source.page}")
