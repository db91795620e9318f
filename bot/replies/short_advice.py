"""Advice in short: the role, its best reason, how the message was read, and when the other role is right.

The rest is told by the long form, `describe_advice.recommendation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advice.answer_parts import Confidence, Reason
from bot.advice.answers import Recommendation
from bot.advice.choices import Reply
from bot.replies import advice_wording, text
from bot.replies.description import BulletList, Element, Headline, Item, Paragraph, Quoted, SmallPrint
from bot.replies.parts import few_words, names

MAX_WORDS = 60
"""Of a short advice, without the line that names its source."""
MIN_QUOTED = 3
"""Words of a quote that tells by itself what was meant."""
MAX_REASON = 35
"""Words of a criterion that is told beside what it was found in."""


def headline(answer: Recommendation) -> Headline:
    """Return what is recommended, and how sure that is."""
    verdict = advice_wording.CONFIDENCE[answer.confidence]
    # "Still" would be wrong of advice that this very message has changed.
    if answer.is_again and not answer.change:
        verdict = advice_wording.STILL[answer.confidence]
    roles = names(answer.roles)
    return Headline(roles, lead=verdict)


def short_advice(answer: Recommendation) -> Iterator[Element]:
    """Yield the advice, then by importance what there is room for."""
    left = MAX_WORDS
    for element in _by_importance(answer):
        left_then = left - _word_count(element)
        if left_then < 0:
            continue
        left = left_then
        yield element


def _by_importance(answer: Recommendation) -> Iterator[Element]:
    yield headline(answer)
    yield from _best_reasons(answer)
    if answer.change:
        before = names(answer.change.before)
        yield SmallPrint(advice_wording.changed_shortly(before))
    if answer.maybe:
        words = _quoted(answer.maybe.words)
        second = advice_wording.second_need_shortly(words, answer.maybe.role.name)
        yield SmallPrint(Quoted(second))
    if answer.understood:
        first, *_ = answer.understood
        read = few_words(first.words)
        understood = advice_wording.understood([(read, first.status)])
        yield SmallPrint(Quoted(understood))
    yield from _instead(answer)


def _best_reasons(answer: Recommendation) -> Iterator[Element]:
    """Yield the reason that decided; of advice that names several roles, one for each."""
    decisive = answer.decisive
    if decisive and decisive.reply is Reply.NO:
        # It speaks for the other role, so it does not stand among the reasons.
        yield Paragraph(decisive.text, label=advice_wording.NO_TO)
        return
    if not answer.reasons:
        return
    if len(answer.roles) == 1:
        best = answer.reasons[0]
        yield BulletList("", [_in_full(best)])
        return

    items = []
    for role in answer.roles:
        for reason in answer.reasons:
            if reason.role == role:
                items.append(_for_its_role(reason))
                break
    yield BulletList("", items)


def _in_full(reason: Reason) -> Item:
    found = _found_in(reason)
    if found and len(reason.text.split()) > MAX_REASON:
        # It would take the room of all the rest; what was said tells enough.
        return Item(Quoted(f"{found}."))
    return Item(reason.text, note=Quoted(found))


def _for_its_role(reason: Reason) -> Item:
    """Return a reason beside another role's: what was said has to do, unless only a reply speaks for it."""
    said = reason.text
    if reason.words:
        words = _quoted(reason.words)
        said = Quoted(f"{advice_wording.YOU_SAID} {words}.")
    return Item(said, label=reason.role.name)


def _found_in(reason: Reason) -> str:
    """Return the reply or the words that a reason was found in; "" for nothing."""
    if reason.reply:
        return advice_wording.YOU_REPLIED[reason.reply]
    if reason.words:
        words = _quoted(reason.words)
        return f"{advice_wording.YOU_SAID} {words}"
    return ""


def _instead(answer: Recommendation) -> Iterator[Element]:
    """Yield when another role is right, or what would settle a doubt."""
    if answer.confidence in (Confidence.TENTATIVE, Confidence.TIE) and answer.settles:
        for reason in answer.settles:
            choose = advice_wording.choose_if(reason.role.name)
            yield Paragraph(reason.text, label=choose)
        return
    if len(answer.roles) > 1:
        yield Paragraph(answer.order)
    for reason in answer.would_change[:1]:
        choose = advice_wording.choose_instead(reason.role.name)
        yield Paragraph(reason.text, label=choose)


def _quoted(words: Sequence[str]) -> str:
    """Return the newest of the words that were found, as a quote; one too short to say much gives way."""
    quotes = [few_words(each) for each in words]
    telling = [quote for quote in quotes if len(quote.split()) >= MIN_QUOTED]
    *_, newest = telling or quotes
    return f'"{newest}"'


def _word_count(element: Element) -> int:
    said = text.plain([element])
    # The mark of a point is no word.
    words = [word for word in said.split() if word != "-"]
    return len(words)
