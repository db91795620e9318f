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
    InBrief,
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
from bot.advice.choices import DECISION
from bot.replies import advice_wording, buttons, describe_advice, wording
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
from bot.replies.in_brief import in_brief
from bot.replies.parts import asked_owners, compared, criteria, drawn_from, names, points
from bot.replies.short_advice import short_advice

MAX_CRITERIA = 2
"""Criteria of a role that a short answer shows."""
MAX_PROBLEMS = 5
"""Problems that a status shows; the rest is counted."""


def describe(answer: Answer, in_full: bool = False) -> Description:
    """Return what an answer says, ready to be printed: in short, or with all that belongs to it."""
    return list(_elements(answer, in_full))


def has_more(answer: Answer) -> bool:
    """Tell whether an answer in full says more than in short."""
    return describe(answer) != describe(answer, in_full=True)


def _elements(answer: Answer, in_full: bool) -> Iterator[Element]:  # noqa: C901 - one case for each kind
    match answer:
        case Recommendation():
            return _recommendation(answer, in_full)
        case Clarification():
            return describe_advice.clarification(answer)
        case WhichTopic():
            return _which_topic(answer)
        case Difference():
            return _difference(answer, in_full)
        case Definition():
            return _definition(answer, in_full)
        case Order():
            return _order(answer, in_full)
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
        case InBrief():
            return in_brief(answer)
        case Acknowledgement():
            return describe_advice.acknowledgement(answer)
        case TopicList():
            return _topic_list(answer)
        case ServiceStatus():
            return _status(answer)
    assert_never(answer)


def _recommendation(answer: Recommendation, in_full: bool) -> Iterator[Element]:
    if in_full:
        yield from describe_advice.recommendation(answer)
    else:
        yield from short_advice(answer)
    # Whoever asks again has read it.
    if in_full or not answer.is_again:
        yield from drawn_from(answer.source)


def _which_topic(answer: WhichTopic) -> Iterator[Element]:
    options = []
    for topic in answer.topics:
        this_one = buttons.meant(topic, answer.asked)
        option = Option(topic.title, [this_one])
        options.append(option)
    is_decision = answer.asked == DECISION
    yield Headline(wording.WHICH_TO_DECIDE if is_decision else wording.WHICH_TOPIC)
    yield Options(options, is_numbered=True)


def _difference(answer: Difference, in_full: bool) -> Iterator[Element]:
    yield Headline(answer.topic.title)
    if in_full and answer.quick_answer:
        yield Paragraph(answer.quick_answer)
    yield compared(answer.topic, answer.aspects)
    yield from drawn_from(answer.source)


def _definition(answer: Definition, in_full: bool) -> Iterator[Element]:
    for role in answer.roles:
        yield Paragraph(role.summary, heading=role.name)
        reasons = [reason for reason in answer.reasons if reason.role == role]
        if not in_full:
            # Of one role the first few say what it is; of two, what each does.
            shown = MAX_CRITERIA if len(answer.roles) == 1 else 0
            reasons = reasons[:shown]
        if reasons:
            yield criteria(advice_wording.NEEDED_WHEN, reasons)
    yield from drawn_from(answer.source)


def _order(answer: Order, in_full: bool) -> Iterator[Element]:
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
    if in_full:
        yield Paragraph(answer.why, label=advice_wording.WHY)
        yield Paragraph(answer.handoff, label=advice_wording.HANDOFF)
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
        stands = advice_wording.still(roles)
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
    yield from problems(answer)


def problems(answer: ServiceStatus) -> Iterator[Element]:
    """Yield what keeps a later edit out of service, if anything does."""
    if not answer.problems:
        return
    shown = list(answer.problems[:MAX_PROBLEMS])
    left = len(answer.problems) - len(shown)
    if left > 0:
        and_more = wording.more(left)
        shown.append(and_more)
    # A problem repeats what stands in a file.
    repeated = map(Quoted, shown)
    yield points(wording.NOT_IN_SERVICE, repeated)
