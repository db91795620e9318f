"""A question that has its reply: its buttons give way to a line that says what was replied."""

from __future__ import annotations

from typing import Any

from bot.advice.advisor import Advisor
from bot.advice.choices import CriterionChoice, Said, TopicChoice
from bot.replies import advice_wording, blocks, wording
from bot.replies.blocks import Message
from bot.replies.description import Quoted
from bot.replies.limits import escape
from bot.replies.parts import shortened


def line(advisor: Advisor, said: Said) -> str:
    """Return what was replied; what the knowledge no longer holds is left out."""
    match said:
        case CriterionChoice():
            replied = advice_wording.YOU_REPLIED[said.reply]
            criteria = advisor.composer.criteria
            reason = criteria.get((said.topic, said.criterion))
            if reason is None:
                return f"{replied}."
            text = shortened(reason.text)
            return f"{replied}: {text}"
        case TopicChoice():
            topics = advisor.composer.topics
            topic = topics.get(said.topic)
            if topic is None:
                return f"{wording.CHOSEN}."
            title = shortened(topic.title)
            return f"{wording.CHOSEN}: {title}"
        case str():
            words = shortened(said)
            return Quoted(f"{wording.REPLIED_WORDS}: {words}")


def asked_words(advisor: Advisor, said: Said) -> str:
    """Return what was asked, in words; "" for a reply to a question, and for what nobody knows any more."""
    if isinstance(said, str):
        return said
    if not isinstance(said, TopicChoice):
        return ""
    label = wording.ASKED.get(said.asked)
    topic = advisor.composer.topics.get(said.topic)
    if label is None or topic is None:
        return ""
    return f"{label}: {topic.title}"


def asked_line(question: str, user: str = "") -> str:
    """Return, in Slack's markup, whose question stands below; without a user it is the reader's own."""
    repeated = escape(Quoted(shortened(question)))
    mention = f"<@{user}>" if user else ""
    return wording.asked(repeated, mention)


def about_line(message: str, user: str = "") -> str:
    """Return, in Slack's markup, about which message the answer below was asked for, and by whom."""
    repeated = escape(Quoted(shortened(message)))
    mention = f"<@{user}>" if user else ""
    return wording.asked_about(repeated, mention)


def shared_line(advisor: Advisor, said: Said, user: str) -> str:
    """Return, in Slack's markup, what the answer below was given to, and to whom."""
    match said:
        case str():
            return asked_line(said, user)
        case TopicChoice():
            topics = advisor.composer.topics
            topic = topics.get(said.topic)
            title = topic.title if topic else said.topic
            return about_line(title, user)
        case CriterionChoice():
            return wording.result_for(f"<@{user}>")


def without_buttons(question: dict[str, Any], replied: str) -> Message:
    """Return a posted question as it stands from now on; what tells how to reply goes with the buttons."""
    kept = []
    for block in question.get("blocks") or ():
        if block.get("type") in ("actions", "context"):
            continue
        block = dict(block)
        block.pop("accessory", None)
        # Slack wants an id that it has seen in this message no second time.
        block.pop("block_id", None)
        kept.append(block)
    asked = question.get("text") or ""
    return blocks.noted({"text": asked, "blocks": kept}, replied)
