"""A question that has its reply: its buttons give way to a line that says what was replied."""

from __future__ import annotations

from typing import Any

from bot.advice.advisor import Advisor
from bot.advice.choices import CriterionChoice, Said, TopicChoice
from bot.replies import blocks, wording
from bot.replies.blocks import Message
from bot.replies.description import Quoted
from bot.replies.parts import shortened


def line(advisor: Advisor, said: Said) -> str:
    """Return what was replied; what the knowledge no longer holds is left out."""
    match said:
        case CriterionChoice():
            reason = advisor.composer.criteria.get((said.topic, said.criterion))
            replied = wording.YOU_REPLIED[said.reply]
            return f"{replied}: {shortened(reason.text)}" if reason else f"{replied}."
        case TopicChoice():
            topic = advisor.composer.topics.get(said.topic)
            return f"{wording.CHOSEN}: {shortened(topic.title)}" if topic else f"{wording.CHOSEN}."
        case str():
            return Quoted(f"{wording.REPLIED_WORDS}: {shortened(said)}")


def without_buttons(question: dict[str, Any], replied: str) -> Message:
    """Return a posted question as it stands from now on; what tells how to reply goes with the buttons."""
    kept = []
    for block in question.get("blocks") or ():
        if block.get("type") in ("actions", "context"):
            continue
        # Slack wants an id that it has seen in this message no second time.
        kept.append({name: part for name, part in block.items() if name not in ("accessory", "block_id")})
    asked = question.get("text") or ""
    return blocks.noted({"text": asked, "blocks": kept}, replied)
