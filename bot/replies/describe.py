"""Each kind of answer as a description: what it says, in which order.

A new kind of answer is added here and in `bot/advice/answers.py`; the printers know no kinds of answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.advice.answer_parts import Topic
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Clarification,
    Definition,
    Difference,
    Order,
    Origin,
    OutOfScope,
    Recommendation,
    Reminder,
    ServiceStatus,
    SmallTalk,
    Talk,
    TopicList,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.replies import buttons, describe_advice, wording
from bot.replies.description import (
    BulletList,
    ButtonRow,
    Description,
    Element,
    Headline,
    Item,
    Option,
    Options,
    Paragraph,
    Quoted,
    SmallPrint,
)
from bot.replies.parts import asked_owners, compared, criteria, drawn_from, names, points

MAX_PROBLEMS = 5
"""Problems that a status shows; the rest is counted."""


def describe(answer: Answer) -> Description:
    """Return what an answer says, ready to be printed."""
    return list(_elements(answer))


def _elements(answer: Answer) -> Iterator[Element]:  # noqa: C901 - one case for each kind of answer
    match answer:
        case Recommendation():
            return describe_advice.recommendation(answer)
        case Clarification():
            return describe_advice.clarification(answer)
        case WhichTopic():
            return _which_topic(answer)
        case Difference():
            return _difference(answer)
        case Definition():
            return _definition(answer)
        case Order():
            return _order(answer)
        case SmallTalk():
            return _small_talk(answer)
        case OutOfScope():
            return _out_of_scope(answer)
        case Why():
            return describe_advice.why(answer)
        case WhyNot():
            return describe_advice.why_not(answer)
        case Origin():
            return _origin(answer)
        case Reminder():
            return describe_advice.reminder(answer)
        case Acknowledgement():
            return describe_advice.acknowledgement(answer)
        case TopicList():
            return _topic_list(answer)
        case ServiceStatus():
            return _status(answer)
    assert_never(answer)


def _which_topic(answer: WhichTopic) -> Iterator[Element]:
    options = []
    for topic in answer.topics:
        this_one = buttons.meant(topic, answer.asked)
        option = Option(topic.title, [this_one])
        options.append(option)
    yield Headline(wording.WHICH_TOPIC)
    yield Options(options, is_numbered=True)


def _difference(answer: Difference) -> Iterator[Element]:
    yield Headline(answer.topic.title)
    if answer.quick_answer:
        yield Paragraph(answer.quick_answer)
    yield compared(answer.topic, answer.aspects)
    yield from drawn_from(answer.source)


def _definition(answer: Definition) -> Iterator[Element]:
    for role in answer.roles:
        yield Paragraph(role.summary, heading=role.name)
        reasons = []
        for reason in answer.reasons:
            if reason.role == role:
                reasons.append(reason)
        yield criteria(wording.NEEDED_WHEN, reasons)
    yield from drawn_from(answer.source)


def _order(answer: Order) -> Iterator[Element]:
    text = answer.text
    if len(answer.needed) == 1:
        (role,) = answer.needed
        so_far = wording.ORDER_OF_ONE[answer.asked]
        so_far = so_far.format(role=role.name)
        yield Paragraph(so_far)
        # The order is of no use to who needs one role, but it was asked for.
        text = wording.in_general(text)
    elif answer.needed:
        so_far = wording.ORDER_OF_BOTH[answer.asked]
        if so_far:
            yield Paragraph(so_far)

    yield Headline(text)
    yield Paragraph(answer.why, label=wording.WHY)
    yield Paragraph(answer.handoff, label=wording.HANDOFF)
    yield from drawn_from(answer.source)


def _small_talk(answer: SmallTalk) -> Iterator[Element]:
    talk = wording.TALK[answer.talk]
    yield Paragraph(talk)
    if answer.talk is not Talk.HELP:
        return

    decide = buttons.decide()
    yield ButtonRow([decide])

    titles = [topic.title for topic in answer.topics]
    yield points(wording.I_KNOW, titles)

    examples = []
    for topic in answer.topics:
        for question in topic.examples:
            ask_this = buttons.example(question)
            example = Option(question, [ask_this])
            examples.append(example)
    yield Options(examples, heading=wording.TRY)


def _out_of_scope(answer: OutOfScope) -> Iterator[Element]:
    unknown = _unknown(answer)
    yield Paragraph(unknown)
    if answer.is_followed_up:
        yield Paragraph(wording.NOTHING_MORE)
    if answer.advice:
        roles = names(answer.advice)
        stands = wording.still(roles)
        yield Paragraph(f"{stands} {wording.BACK_TO_ADVICE}")
    if answer.is_again:
        return
    if answer.owners:
        owners = asked_owners(answer.owners)
        yield Paragraph(owners)
    titles = [topic.title for topic in answer.topics]
    known = "; ".join(titles)
    first, *_ = answer.topics
    example = first.examples[0]
    offer = wording.offer(known, example)
    yield SmallPrint(offer)


def _unknown(answer: OutOfScope) -> str:
    if answer.strangers:
        known = _role_names(answer.topics)
        return wording.strangers(known, answer.strangers)
    if answer.apart:
        apart = [role.name for role in answer.apart]
        return wording.apart(apart)
    if answer.text:
        return answer.text
    # What a follow-up gets says by itself that only what was reviewed is answered.
    return wording.NOT_KNOWN if answer.is_followed_up else wording.UNKNOWN


def _role_names(topics: tuple[Topic, ...]) -> list[str]:
    """Return every role that is known, one that stands in two comparisons once."""
    known: dict[str, None] = {}
    for topic in topics:
        for role in topic.roles:
            known[role.name] = None
    return list(known)


def _origin(answer: Origin) -> Iterator[Element]:
    for topic, source in answer.sources:
        yield Headline(topic.title)
        yield from drawn_from(source)
        # Of an old review the owner is named already.
        if source.owner and not source.is_old:
            owner = asked_owners([source.owner])
            yield Paragraph(owner)


def _topic_list(answer: TopicList) -> Iterator[Element]:
    yield Headline(wording.I_KNOW)
    for topic in answer.topics:
        roles = []
        for role in topic.roles:
            item = Item(role.summary, label=role.name)
            roles.append(item)
        yield BulletList(topic.title, roles)
        if topic.owner:
            owner = asked_owners([topic.owner])
            yield SmallPrint(owner)


def _status(answer: ServiceStatus) -> Iterator[Element]:
    in_service = wording.in_service(answer.since)
    titles = [topic.title for topic in answer.topics]
    yield points(in_service, titles)
    if not answer.problems:
        return

    shown = list(answer.problems[:MAX_PROBLEMS])
    left = len(answer.problems) - len(shown)
    if left > 0:
        and_more = wording.more(left)
        shown.append(and_more)
    # A problem repeats what stands in a file.
    problems = map(Quoted, shown)
    yield points(wording.NOT_IN_SERVICE, problems)
