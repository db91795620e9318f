"""Advice and the talk about it as descriptions: what is recommended and why, what is asked and noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advice.answers import (
    Acknowledgement,
    Clarification,
    Confidence,
    Definition,
    Difference,
    Noted,
    Reason,
    Recommendation,
    Reminder,
    Reply,
    Why,
    WhyNot,
)
from bot.advice.answers import Sequence as Order
from bot.replies import buttons, wording
from bot.replies.description import (
    BulletList,
    Element,
    Headline,
    Item,
    Option,
    Options,
    Paragraph,
    Quoted,
    SmallPrint,
    Table,
    TableRow,
)
from bot.replies.parts import criteria, drawn_from, names, one_line, quotes

MAX_NOTED = 100
"""Characters of a message that are repeated when it is noted."""


def recommendation(answer: Recommendation) -> Iterator[Element]:
    """Yield the advice, how it was read, what decided it, what would change it, and the bottom line."""
    yield Headline(names(answer.roles), lead=_verdict(answer))
    yield from _reading(answer)

    is_for_both = len(answer.roles) > 1
    decisive = answer.decisive
    yield from _reasons(wording.WHY, answer.reasons, decisive, with_role=is_for_both)
    # What was replied no to speaks for the other role, so it does not stand among the reasons.
    if decisive and decisive.reply is Reply.NO:
        yield from _reasons(wording.DECISIVE, [decisive])
    yield from _against(answer.against)
    if answer.settles:
        yield _settling(answer.settles)
    elif answer.would_change:
        other = answer.would_change[0].role.name
        yield criteria(wording.if_instead(other), answer.would_change)

    # Whoever asks again has read the rest.
    if answer.is_again:
        return
    bottom_line = f"{answer.bottom_line} {answer.why}"
    yield Paragraph(bottom_line, heading=wording.BOTTOM_LINE)
    if is_for_both:
        yield Paragraph(answer.handoff, label=wording.HANDOFF)
    yield from drawn_from(answer.source)


def _verdict(answer: Recommendation) -> str:
    # "Still" would be wrong of advice that this very message has changed.
    if answer.is_again and not answer.change:
        return wording.STILL[answer.confidence]
    return wording.CONFIDENCE[answer.confidence]


def _reading(answer: Recommendation) -> Iterator[Element]:
    """Yield how the message was read where that decided, so that a misreading can be corrected."""
    change = answer.change
    if change:
        before = names(change.before)
        changed = wording.changed(before, quotes(change.words))
        yield SmallPrint(Quoted(changed))
    if answer.understood:
        read = [(one_line(part.words), part.status) for part in answer.understood]
        understood = wording.understood(read)
        yield SmallPrint(Quoted(understood))
    maybe = answer.maybe
    if maybe:
        second = wording.second_need(quotes(maybe.words), maybe.role.name)
        yield SmallPrint(Quoted(second))


def _reasons(
    heading: str,
    reasons: Sequence[Reason],
    decisive: Reason | None = None,
    *,
    with_role: bool = False,
) -> Iterator[Element]:
    """Yield criteria with what each was found in; nothing without any."""
    if not reasons:
        return
    items = []
    for reason in reasons:
        label = reason.role.name if with_role else ""
        found = _found_in(reason, decisive)
        items.append(Item(reason.text, label, Quoted(found)))
    yield BulletList(heading, items)


def _found_in(reason: Reason, decisive: Reason | None) -> str:
    """Return the reply or the words that a reason was found in, and whether it decided; "" for nothing."""
    sentences = []
    if reason.reply:
        sentences.append(wording.YOU_REPLIED[reason.reply])
    if reason.words:
        words = quotes(reason.words)
        sentences.append(f"{wording.YOU_SAID} {words}")
    if decisive and reason.criterion == decisive.criterion:
        sentences.append(wording.DECIDED)
    return ". ".join(sentences)


def _against(reasons: Sequence[Reason]) -> Iterator[Element]:
    if not reasons:
        return
    role = reasons[0].role.name
    yield from _reasons(wording.spoken_for(role), reasons)


def _settling(reasons: Sequence[Reason]) -> Element:
    items = [Item(reason.text, label=reason.role.name) for reason in reasons]
    return BulletList(wording.SETTLES, items)


def clarification(answer: Clarification) -> Iterator[Element]:
    """Yield the question, what to click on, and how to answer in words."""
    is_single = len(answer.choices) == 1
    is_interview = answer.number > 0
    if is_interview:
        yield Headline(wording.question_number(answer.number, answer.most))
    else:
        yield Headline(wording.ASK_ONE if is_single else wording.ASK_BACK)

    options = []
    for choice in answer.choices:
        to_click = buttons.replies(choice) if is_single else [buttons.closest(choice)]
        # At its first question an interview has nothing to go back to and no result so far.
        if answer.number > 1:
            to_click += buttons.way_out()
        options.append(Option(choice.text, to_click))
    yield Options(options, is_numbered=not is_single)

    if is_interview:
        yield SmallPrint(wording.INTERVIEW_TEXT)
    else:
        yield SmallPrint(wording.ASK_ONE_TEXT if is_single else wording.ASK_BACK_TEXT)


def why(answer: Why) -> Iterator[Element]:
    """Yield what earlier advice rests on, what speaks against it, and how sure it is."""
    roles = names(answer.roles)
    is_tie = answer.confidence is Confidence.TIE
    if answer.reasons:
        heading = wording.because(roles)
        if is_tie:
            heading = f"{wording.CONFIDENCE[Confidence.TIE]} {roles}"
        is_for_both = len(answer.roles) > 1
        yield from _reasons(heading, answer.reasons, with_role=is_for_both)
    elif is_tie:
        yield Paragraph(wording.no_more_for_one(roles))
    else:
        yield Paragraph(wording.nothing_for(roles))

    if answer.denied:
        role = answer.denied[0].role.name
        yield from _reasons(wording.said_no_to(role), answer.denied)
    yield from _against(answer.against)
    yield SmallPrint(wording.SURENESS[answer.confidence])


def why_not(answer: WhyNot) -> Iterator[Element]:
    """Yield when the other role would be right, and what was said for it."""
    role = answer.role.name
    yield criteria(wording.if_instead(role), answer.criteria)
    if answer.said:
        yield from _reasons(wording.spoken_for(role), answer.said)
    else:
        yield Paragraph(wording.nothing_for(role))


def acknowledgement(answer: Acknowledgement) -> Iterator[Element]:
    """Yield what was noted, the advice that stands, and what is asked next, a line each."""
    words = one_line(answer.words)
    if len(words) > MAX_NOTED:
        words = words[: MAX_NOTED - 1] + "…"
    noted = wording.NOTED[answer.noted]
    sentences = [noted.format(words=f'"{words}"')]

    is_objection = answer.noted is Noted.OBJECTION
    reason = answer.reason
    if reason:
        rests_on = wording.rests_on(reason.text, quotes(reason.words))
        sentences.append(rests_on)
    elif answer.roles and not is_objection:
        stands = wording.still(names(answer.roles))
        sentences.append(stands)

    if is_objection:
        sentences.append(wording.WHICH_PART)
    elif not answer.roles:
        sentences.append(wording.WHAT_IS_MISSING)
    yield Paragraph(Quoted("\n".join(sentences)))


def reminder(answer: Reminder) -> Iterator[Element]:
    """Yield the earlier answer in one sentence, and another aspect."""
    said = _in_short(answer.repeated)
    yield Paragraph(wording.said_before(said))
    roles = [role.name for role in answer.topic.roles]
    heading = wording.another_view(answer.aspect.name)
    row = TableRow(heading, answer.aspect.cells)
    yield Table(roles, [row])


def _in_short(answer: Recommendation | Difference | Definition | Order) -> str:
    match answer:
        case Recommendation():
            roles = names(answer.roles)
            return f"{roles}."
        case Order():
            return answer.text
        case Definition():
            summaries = [f"{role.name}: {role.summary}" for role in answer.roles]
            return " ".join(summaries)
        case Difference():
            return answer.quick_answer or answer.aspects[0].name
