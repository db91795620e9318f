"""What the bot's own buttons are called, and what a person says by clicking one."""

from __future__ import annotations

import re

from bot.answers import CriterionChoice, Reply, Said, TopicChoice

CHOOSE_CRITERION = "choose_criterion"
CHOOSE_TOPIC = "choose_topic"
ASK_EXAMPLE = "ask_example"
REPLY = "reply"
SAY = "say"
ACTION_ID = re.compile(f"{CHOOSE_CRITERION}|{CHOOSE_TOPIC}|{ASK_EXAMPLE}|(?:{REPLY}|{SAY})_[a-z]+")
"""What the bot's own buttons are called; within one block Slack wants each name once."""
VALUE_SEPARATOR = "/"


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
