"""The bot's own buttons, and what a person says by clicking on one."""

from __future__ import annotations

import re
from typing import Any

from bot.advice.answer_parts import Reason, Topic
from bot.advice.choices import CriterionChoice, Reply, Said, TopicChoice
from bot.replies import wording
from bot.replies.description import Button

CHOOSE_CRITERION = "choose_criterion"
CHOOSE_TOPIC = "choose_topic"
ASK_EXAMPLE = "ask_example"
REPLY = "reply"
SAY = "say"
ACTION_ID = re.compile(f"{CHOOSE_CRITERION}|{CHOOSE_TOPIC}|{ASK_EXAMPLE}|(?:{REPLY}|{SAY})_[a-z]+")
"""What the bot's own buttons are called; within one block Slack wants each name once."""
VALUE_SEPARATOR = "/"
_ANSWERS = (REPLY, CHOOSE_CRITERION, CHOOSE_TOPIC)
"""How the buttons are called that answer a question back."""
_ADDRESSED = "for-"


def replies(criterion: Reason) -> list[Button]:
    """Return the buttons that say whether a criterion holds."""
    buttons = []
    for reply, label in wording.REPLIES.items():
        action_id = f"{REPLY}_{reply}"
        value = _value(
            criterion.topic,
            criterion.criterion,
            reply,
        )
        button = Button(label, action_id, value)
        buttons.append(button)
    return buttons


def closest(criterion: Reason) -> Button:
    """Return the button that says that of several criteria this one comes closest."""
    value = _value(criterion.topic, criterion.criterion)
    return Button(wording.CHOOSE, CHOOSE_CRITERION, value)


def meant(topic: Topic, asked: str) -> Button:
    """Return the button that says that this topic is meant by what was asked."""
    value = _value(asked, topic.id)
    return Button(wording.CHOOSE, CHOOSE_TOPIC, value)


def example(question: str) -> Button:
    """Return the button that asks an example."""
    return Button(wording.ASK_THIS, ASK_EXAMPLE, question)


def decide() -> Button:
    """Return the button that begins an interview."""
    return _says("decide", wording.DECIDE)


def way_out() -> list[Button]:
    """Return the buttons that take back the last reply of an interview, and that end it."""
    back = _says("back", wording.BACK)
    stop = _says("stop", wording.STOP)
    return [back, stop]


def _says(name: str, words: str) -> Button:
    # A click says what the label does, so that words and clicks are understood in one place.
    return Button(words, f"{SAY}_{name}", words)


def _value(*ids: str) -> str:
    return VALUE_SEPARATOR.join(ids)


def said(action_id: str, value: str) -> Said:
    """Return what a person says by clicking on one of the bot's own buttons."""
    kind, _, _ = action_id.partition("_")
    ids = value.split(VALUE_SEPARATOR)
    match kind, ids:
        case "choose", [asked, topic] if action_id == CHOOSE_TOPIC:
            return TopicChoice(asked, topic)
        case "choose", [topic, criterion]:
            return CriterionChoice(topic, criterion)
        case "reply", [topic, criterion, reply] if reply in set(Reply):
            return CriterionChoice(topic, criterion, Reply(reply))
        case _:
            # Words to say; an example may hold the separator too.
            return value


def addressed(message: dict[str, Any], user: str) -> dict[str, Any]:
    """Write on the question in a message whom it asks, so that nobody else answers it with a click."""
    blocks = []
    for number, block in enumerate(message["blocks"]):
        if _is_question(block):
            # The number keeps the ids apart: Slack refuses a message in which one stands twice.
            block_id = f"{_ADDRESSED}{user}-{number}"
            block = block | {"block_id": block_id}
        blocks.append(block)
    return message | {"blocks": blocks}


def addressee(block_id: str) -> str | None:
    """Return whom a question asks, by the id of its block; None when it asks nobody in particular."""
    if not block_id.startswith(_ADDRESSED):
        return None
    asked = block_id.removeprefix(_ADDRESSED)
    user, _, _ = asked.rpartition("-")
    return user


def asks(message: dict[str, Any]) -> bool:
    """Tell whether a message of the bot asks something that can be clicked on."""
    return any(map(_is_question, message["blocks"]))


def answers_question(action_id: str) -> bool:
    """Tell whether a button is a reply to a question."""
    return action_id.startswith(_ANSWERS)


def _is_question(block: dict[str, Any]) -> bool:
    parts = list(block.get("elements", ()))
    if "accessory" in block:
        parts.append(block["accessory"])
    for part in parts:
        # Small print has elements too, which are no buttons.
        action_id = part.get("action_id", "")
        if answers_question(action_id):
            return True
    return False
