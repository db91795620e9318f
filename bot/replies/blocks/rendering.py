"""Each kind of answer as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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
from bot.replies.blocks.buttons import (
    ASK_EXAMPLE,
    CHOOSE_CRITERION,
    CHOOSE_TOPIC,
    REPLY,
    SAY,
    VALUE_SEPARATOR,
)
from bot.replies.blocks.elements import (
    Block,
    actions,
    button,
    context,
    escape,
    listing,
    mrkdwn,
    section,
    verbatim,
)


def rendered(answer: Answer) -> Iterator[Block]:  # noqa: C901 - one case for each kind of answer
    """Yield the blocks of an answer, whatever their number and size."""
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


def _recommendation(answer: Recommendation) -> Iterator[Block]:
    yield section(f"{phrasing.verdict(answer)} *{escape(phrasing.names(answer.roles))}*")
    yield from (context(verbatim(sentence)) for sentence in phrasing.change(answer))
    yield from (context(verbatim(sentence)) for sentence in phrasing.understood(answer))
    yield from _reasons(wording.WHY, answer.reasons, answer.decisive, with_role=len(answer.roles) > 1)
    if answer.decisive and answer.decisive.reply is Reply.NO:
        yield from _reasons(wording.DECISIVE, (answer.decisive,))
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    if answer.settles:
        yield listing(wording.SETTLES, map(phrasing.settling, answer.settles))
    elif answer.would_change:
        heading = wording.if_instead(answer.would_change[0].role.name)
        yield listing(heading, (reason.text for reason in answer.would_change))
    if answer.is_again:
        return
    yield section(f"*{wording.BOTTOM_LINE}*\n{escape(answer.bottom_line)} {escape(answer.why)}")
    if len(answer.roles) > 1:
        yield section(f"*{wording.HANDOFF}*\n{escape(answer.handoff)}")
    yield from _source(answer.source)


def _reasons(
    heading: str, reasons: tuple[Reason, ...], decisive: Reason | None = None, *, with_role: bool = False
) -> Iterator[Block]:
    items = []
    for reason in reasons:
        owner = f"_{escape(reason.role.name)}:_ " if with_role else ""
        found = phrasing.found_in(reason, decisive)
        items.append(f"• {owner}{escape(reason.text)}" + (f"\n    _{verbatim(found)}_" if found else ""))
    if items:
        yield section(f"*{escape(heading)}*\n" + "\n".join(items))


def _clarification(answer: Clarification) -> Iterator[Block]:
    yield section(f"*{phrasing.question(answer)}*")
    if len(answer.choices) == 1:
        (choice,) = answer.choices
        yield section(escape(choice.text))
        yield actions(_replies(choice, is_later=answer.number > 1))
    else:
        for choice in answer.choices:
            value = VALUE_SEPARATOR.join((choice.topic, choice.criterion))
            yield section(escape(choice.text), button(wording.CHOOSE, CHOOSE_CRITERION, value))
    yield context(phrasing.how_to_answer(answer))


def _replies(choice: Reason, *, is_later: bool) -> Iterator[Block]:
    for reply, label in wording.REPLIES.items():
        value = VALUE_SEPARATOR.join((choice.topic, choice.criterion, reply))
        yield button(label, f"{REPLY}_{reply}", value)
    if is_later:  # in an interview
        yield button(wording.BACK, f"{SAY}_back", wording.BACK)
        yield button(wording.STOP, f"{SAY}_stop", wording.STOP)


def _why(answer: Why) -> Iterator[Block]:
    yield from _reasons(phrasing.because(answer), answer.reasons, with_role=len(answer.roles) > 1)
    if not answer.reasons:
        yield section(escape(phrasing.without_reasons(answer)))
    if answer.denied:
        yield from _reasons(wording.said_no_to(answer.denied[0].role.name), answer.denied)
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    yield context(wording.SURENESS[answer.confidence])


def _why_not(answer: WhyNot) -> Iterator[Block]:
    yield listing(wording.if_instead(answer.role.name), (reason.text for reason in answer.criteria))
    if answer.said:
        yield from _reasons(wording.spoken_for(answer.role.name), answer.said)
    else:
        yield section(escape(wording.nothing_for(answer.role.name)))


def _origin(answer: Origin) -> Iterator[Block]:
    for topic, source in answer.sources:
        yield section(f"*{escape(topic.title)}*")
        yield from _source(source)
        if source.owner and not source.is_old:
            yield section(escape(phrasing.asked_owners([source.owner])))


def _reminder(answer: Reminder) -> Iterator[Block]:
    yield section(escape(phrasing.reminder(answer)))
    yield _aspect(wording.another_view(answer.aspect.name), answer.topic, answer.aspect)


def _aspect(heading: str, topic: Topic, aspect: Aspect) -> Block:
    fields = [
        mrkdwn(f"*{escape(role.name)}*\n{escape(cell)}")
        for role, cell in zip(topic.roles, aspect.cells, strict=True)
    ]
    return section(f"*{escape(heading)}*") | {"fields": fields}


def _difference(answer: Difference) -> Iterator[Block]:
    yield section(f"*{escape(answer.topic.title)}*")
    if answer.quick_answer:
        yield section(escape(answer.quick_answer))
    for aspect in answer.aspects:
        yield _aspect(aspect.name, answer.topic, aspect)
    yield from _source(answer.source)


def _definition(answer: Definition) -> Iterator[Block]:
    for role in answer.roles:
        yield section(f"*{escape(role.name)}*\n{escape(role.summary)}")
        needed = [f"• {escape(reason.text)}" for reason in answer.reasons if reason.role == role]
        yield section(f"*{wording.NEEDED_WHEN}*\n" + "\n".join(needed))
    yield from _source(answer.source)


def _sequence(answer: Sequence) -> Iterator[Block]:
    *leads, order = phrasing.order(answer)
    yield from (section(escape(sentence)) for sentence in leads)
    yield section(f"*{escape(order)}*")
    yield section(f"*{wording.WHY}*\n{escape(answer.why)}")
    yield section(f"*{wording.HANDOFF}*\n{escape(answer.handoff)}")
    yield from _source(answer.source)


def _small_talk(answer: SmallTalk) -> Iterator[Block]:
    yield section(wording.TALK[answer.talk])
    if answer.talk is Talk.HELP:
        yield actions([button(wording.DECIDE, f"{SAY}_decide", wording.DECIDE)])
        yield from _topics(answer.topics)


def _which_topic(answer: WhichTopic) -> Iterator[Block]:
    yield section(f"*{wording.WHICH_TOPIC}*")
    for topic in answer.topics:
        value = VALUE_SEPARATOR.join((answer.asked, topic.id))
        yield section(escape(topic.title), button(wording.CHOOSE, CHOOSE_TOPIC, value))


def _out_of_scope(answer: OutOfScope) -> Iterator[Block]:
    for sentence in phrasing.unknown(answer):
        yield section(escape(sentence))
    if not answer.is_again:
        yield context(escape(phrasing.offer(answer.topics)))


def _acknowledgement(answer: Acknowledgement) -> Iterator[Block]:
    yield section("\n".join(verbatim(sentence) for sentence in phrasing.noted(answer)))


def _topic_list(answer: TopicList) -> Iterator[Block]:
    for topic in answer.topics:
        roles = "\n".join(f"• *{escape(role.name)}:* {escape(role.summary)}" for role in topic.roles)
        yield section(f"*{escape(topic.title)}*\n{roles}")
        if topic.owner:
            yield context(escape(phrasing.asked_owners([topic.owner])))


def _status(answer: ServiceStatus) -> Iterator[Block]:
    titles = "\n".join(f"• {escape(topic.title)}" for topic in answer.topics)
    yield section(f"*{wording.in_service(answer.since)}*\n{titles}")
    if answer.problems:
        problems = "\n".join(f"• {verbatim(problem)}" for problem in phrasing.first_problems(answer))
        yield section(f"*{wording.NOT_IN_SERVICE}*\n{problems}")


def _topics(topics: tuple[Topic, ...]) -> Iterator[Block]:
    titles = "\n".join(f"• {escape(topic.title)}" for topic in topics)
    yield section(f"*{wording.I_KNOW}*\n{titles}")
    yield context(wording.TRY)
    for topic in topics:
        for example in topic.examples:
            yield section(escape(example), button(wording.ASK_THIS, ASK_EXAMPLE, example))


def _source(source: Source) -> Iterator[Block]:
    if source.is_old:
        yield section(escape(phrasing.old_review(source)))
    line = escape(wording.source_line(source.title, source.author, source.publisher, source.reviewed))
    link = f" <{escape(source.page)}|{wording.PAGE}>" if source.page else ""
    yield context(f"{line}{link}")
