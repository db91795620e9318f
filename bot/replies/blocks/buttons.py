"""What the bot's own buttons are called, and what a person says by clicking one."""

from __future__ import annotations

import re
from typing import Any

from bot.advice.answers import CriterionChoice, Reply, Said, TopicChoice

CHOOSE_CRITERION = "choose_criterion"
CHOOSE_TOPIC = "choose_topic"
ASK_EXAMPLE = "ask_example"
REPLY = "reply"
SAY = "say"
ACTION_ID = re.compile(f"{CHOOSE_CRITERION}|{CHOOSE_TOPIC}|{ASK_EXAMPLE}|(?:{REPLY}|{SAY})_[a-z]+")
"""What the bot's own buttons are called; within one block Slack wants each name once."""
VALUE_SEPARATOR = "/"


_ADDRESSED = "for-"


def addressed(message: dict[str, Any], user: str) -> dict[str, Any]:
    """Write on the question in a message whom it asks, so that nobody else answers it with a click."""
    blocks = [
        block | {"block_id": f"{_ADDRESSED}{user}-{number}"} if _is_question(block) else block
        for number, block in enumerate(message["blocks"])
    ]
    return message | {"blocks": blocks}


def addressee(block_id: str) -> str | None:
    """Return whom a question asks, by the id of its block; None when it asks nobody in particular."""
    if not block_id.startswith(_ADDRESSED):
        return None
    return block_id.removeprefix(_ADDRESSED).rpartition("-")[0]


def _is_question(block: dict[str, Any]) -> bool:
    buttons = [*block.get("elements", ()), block.get("accessory", {})]
    answers = (REPLY, CHOOSE_CRITERION, CHOOSE_TOPIC)
    return any(button.get("action_id", "").startswith(answers) for button in buttons)


def said(action_id: str, value: str) -> Said:
    """Return what a person says by clicking one of the bot's own buttons."""
    parts = value.split(VALUE_SEPARATOR)
    match action_id.split("_")[0], parts:
        case ("choose", (first, second)):
            is_topic = action_id == CHOOSE_TOPIC
            return TopicChoice(first, second) if is_topic else CriterionChoice(first, second)
        case (str(kind), (topic, criterion, reply)) if kind == REPLY and reply in set(Reply):
            return CriterionChoice(topic, criterion, Reply(reply))
        case _:
            return value
