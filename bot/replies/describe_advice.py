"""Advice and the talk about it as descriptions: what is recommended and why, what is asked and noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advice.answer_parts import Confidence, Reason
from bot.advice.answers import (
    Acknowledgement,
    Clarification,
    Noted,
    Recommendation,
    Reminder,
    Why,
    WhyNot,
)
from bot.advice.choices import Reply
from bot.replies import advice_wording, buttons, wording
from bot.replies.description import (
    BulletList,
    ButtonRow,
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
from bot.replies.in_brief import in_short
from bot.replies.parts import criteria, names, one_line, quotes, shortened
from bot.replies.short_advice import headline


def recommendation(answer: Recommendation) -> Iterator[Element]:
    """Yield the advice, how it was read, what decided it, what would change it, and the bottom line."""
    yield headline(answer)
    yield from _reading(answer)

    is_for_both = len(answer.roles) > 1
    decisive = answer.decisive
    yield from _reasons(
        advice_wording.WHY,
        answer.reasons,
        decisive,
        with_role=is_for_both,
    )
    # What was replied no to speaks for the other role, so it does not stand among the reasons.
    if decisive and decisive.reply is Reply.NO:
        yield from _reasons(advice_wording.DECISIVE, [decisive])
    yield from _against(answer.against)
    if answer.settles:
        yield _settling(answer.settles)
    elif answer.would_change:
        other = answer.would_change[0].role.name
        heading = advice_wording.if_instead(other)
        yield criteria(heading, answer.would_change)

    bottom_line = _bottom_line(answer)
    yield Paragraph(bottom_line, heading=advice_wording.BOTTOM_LINE)
    if is_for_both:
        yield Paragraph(answer.handoff, label=advice_wording.HANDOFF)


def _bottom_line(answer: Recommendation) -> str:
    """Return what a topic comes to; where that begins with another role, this advice stands first."""
    bottom_line = f"{answer.bottom_line} {answer.why}"
    role, *others = answer.roles
    if others or role.id == answer.first:
        return bottom_line
    return advice_wording.needed_now(role.name, bottom_line)


def _reading(answer: Recommendation) -> Iterator[Element]:
    """Yield how the message was read where that decided, so that a misreading can be corrected."""
    change = answer.change
    if change:
        before = names(change.before)
        words = quotes(change.words)
        changed = advice_wording.changed(before, words)
        yield SmallPrint(Quoted(changed))

    if answer.understood:
        read = []
        for part in answer.understood:
            words = one_line(part.words)
            read.append((words, part.status))
        understood = advice_wording.understood(read)
        yield SmallPrint(Quoted(understood))

    maybe = answer.maybe
    if maybe:
        words = quotes(maybe.words)
        second = advice_wording.second_need(words, maybe.role.name)
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
        found = _found_in(reason, decisive)
        item = Item(
            reason.text,
            label=reason.role.name if with_role else "",
            note=Quoted(found),
        )
        items.append(item)
    yield BulletList(heading, items)


def _found_in(reason: Reason, decisive: Reason | None) -> str:
    """Return the reply or the words that a reason was found in, and whether it decided; "" for nothing."""
    sentences = []
    if reason.reply:
        replied = advice_wording.YOU_REPLIED[reason.reply]
        sentences.append(replied)
    if reason.words:
        words = quotes(reason.words)
        sentences.append(f"{advice_wording.YOU_SAID} {words}")
    if decisive and reason.criterion == decisive.criterion:
        sentences.append(advice_wording.DECIDED)
    return ". ".join(sentences)


def _against(reasons: Sequence[Reason]) -> Iterator[Element]:
    if not reasons:
        return
    role = reasons[0].role.name
    heading = advice_wording.spoken_for(role)
    yield from _reasons(heading, reasons)


def _settling(reasons: Sequence[Reason]) -> Element:
    items = []
    for reason in reasons:
        role = reason.role.name
        item = Item(reason.text, label=role)
        items.append(item)
    return BulletList(advice_wording.SETTLES, items)


def clarification(answer: Clarification) -> Iterator[Element]:
    """Yield the question, what to click on, and how to answer in words."""
    is_single = len(answer.choices) == 1
    is_interview = answer.number > 0
    if is_interview:
        numbered = wording.question_number(answer.number, answer.most)
        yield Headline(numbered)
    else:
        yield Headline(wording.ASK_ONE if is_single else wording.ASK_BACK)

    options = []
    for choice in answer.choices:
        to_click = buttons.replies(choice) if is_single else [buttons.closest(choice)]
        option = Option(choice.text, to_click)
        options.append(option)
    yield Options(options, is_numbered=not is_single)

    # At its first question an interview has nothing to go back to and no result so far.
    if answer.number > 1:
        yield ButtonRow(buttons.way_out())
    if is_interview:
        yield SmallPrint(wording.INTERVIEW_TEXT)
    else:
        yield SmallPrint(wording.ASK_ONE_TEXT if is_single else wording.ASK_BACK_TEXT)


def why(answer: Why) -> Iterator[Element]:
    """Yield what earlier advice rests on, what speaks against it, and how sure it is."""
    roles = names(answer.roles)
    is_tie = answer.confidence is Confidence.TIE
    if answer.reasons:
        heading = advice_wording.because(roles)
        if is_tie:
            # "I say A and B" would promise more than a tie does.
            tie = advice_wording.CONFIDENCE[Confidence.TIE]
            heading = f"{tie} {roles}"
        is_for_both = len(answer.roles) > 1
        yield from _reasons(heading, answer.reasons, with_role=is_for_both)
    elif is_tie:
        yield Paragraph(advice_wording.no_more_for_one(roles))
    else:
        yield Paragraph(advice_wording.nothing_for(roles))

    if answer.denied:
        role = answer.denied[0].role.name
        heading = advice_wording.said_no_to(role)
        yield from _reasons(heading, answer.denied)
    yield from _against(answer.against)
    yield SmallPrint(advice_wording.SURENESS[answer.confidence])


def why_not(answer: WhyNot) -> Iterator[Element]:
    """Yield when the other role would be right, and what was said for it."""
    role = answer.role.name
    heading = advice_wording.if_instead(role)
    yield criteria(heading, answer.criteria)
    if answer.said:
        heading = advice_wording.spoken_for(role)
        yield from _reasons(heading, answer.said)
    else:
        nothing = advice_wording.nothing_for(role)
        yield Paragraph(nothing)


def acknowledgement(answer: Acknowledgement) -> Iterator[Element]:
    """Yield what was noted, the advice that stands, and what is asked next, a line each."""
    words = shortened(answer.words)
    noted = wording.NOTED[answer.noted]
    noted = noted.format(words=f'"{words}"')
    sentences = [noted]

    is_objection = answer.noted is Noted.OBJECTION
    reason = answer.reason
    if reason:
        found = quotes(reason.words)
        rests_on = advice_wording.rests_on(reason.text, found)
        sentences.append(rests_on)
    elif answer.roles and not is_objection:
        roles = names(answer.roles)
        stands = advice_wording.still(roles)
        sentences.append(stands)

    if is_objection:
        sentences.append(advice_wording.WHICH_PART)
    elif not answer.roles:
        sentences.append(advice_wording.WHAT_IS_MISSING)
    lines = "\n".join(sentences)
    yield Paragraph(Quoted(lines))


def reminder(answer: Reminder) -> Iterator[Element]:
    """Yield the earlier answer in one sentence, and another aspect."""
    said = in_short(answer.repeated)
    said_before = wording.said_before(said)
    yield Paragraph(said_before)
    aspect = answer.aspect
    heading = wording.another_view(aspect.name)
    yield Table(
        columns=[role.name for role in answer.topic.roles],
        rows=[TableRow(heading, aspect.cells)],
    )
