"""Answers in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advice.answer_parts import Confidence, Reason, Role
from bot.advice.answers import Definition, Difference, InBrief, Order, Recommendation
from bot.replies import advice_wording
from bot.replies.description import Element, Paragraph
from bot.replies.parts import names


def in_brief(answer: InBrief) -> Iterator[Element]:
    """Yield one sentence: the roles and why, or what was said of them in general."""
    repeated = answer.repeated
    match repeated:
        case Recommendation():
            yield Paragraph(_because(repeated))
        case Difference():
            yield Paragraph(_first_aspect(repeated))
        case Definition() | Order():
            yield Paragraph(in_short(repeated))


def _because(answer: Recommendation) -> str:
    """Return the recommended roles in one sentence, each with what speaks most for it."""
    roles = names(answer.roles)
    if answer.confidence is Confidence.TIE:
        return f"{advice_wording.CONFIDENCE[Confidence.TIE]} {roles}."
    parts = []
    for role in answer.roles:
        own = [reason for reason in answer.reasons if reason.role == role]
        parts.append(_role_because(role, own))
    sentence = "; ".join(parts)
    if answer.confidence is Confidence.TENTATIVE:
        sentence = f"{advice_wording.CONFIDENCE[Confidence.TENTATIVE]} {sentence}"
    return f"{sentence}."


def _role_because(role: Role, reasons: Sequence[Reason]) -> str:
    if not reasons:
        return role.name
    best, *_ = reasons
    text = best.text.removesuffix(".")
    return advice_wording.because_of(role.name, text)


def _first_aspect(answer: Difference) -> str:
    """Return the first row of a comparison as a sentence."""
    aspect = answer.aspects[0]
    parts = []
    for role, cell in zip(answer.topic.roles, aspect.cells, strict=True):
        parts.append(f"{cell} ({role.name})")
    cells = "; ".join(parts)
    return f"{aspect.name}: {cells}."


def in_short(answer: Recommendation | Difference | Definition | Order) -> str:
    """Return what an answer comes to, without its reasons."""
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
