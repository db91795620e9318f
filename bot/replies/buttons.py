"""The bot's own buttons, and what a person says by clicking on one."""

from __future__ import annotations

import re
from typing import Any

from bot.advice.answer_parts import Reason, Topic
from bot.advice.choices import DECISION, Asked, CriterionChoice, Reply, Said, TopicChoice
from bot.replies import feedback_wording, home_wording, listening_wording, wording
from bot.replies.description import Button, Feedback

CHOOSE_CRITERION = "choose_criterion"
CHOOSE_TOPIC = "choose_topic"
ASK_EXAMPLE = "ask_example"
REPLY = "reply"
SAY = "say"
CONFIRM = "confirm"
ABOUT = "about"
ACTION_ID = re.compile(
    f"{CHOOSE_CRITERION}|{CHOOSE_TOPIC}|{ASK_EXAMPLE}|{CONFIRM}|(?:{REPLY}|{SAY}|{ABOUT})_[a-z]+"
)
"""What the buttons are called that say something; within one block Slack wants each name once."""
COMPARE = f"{ABOUT}_{Asked.DIFFERENCE}"
IN_FULL = "in_full"
SHARE = "share"
FEEDBACK = "feedback"
SUGGEST = "suggest"
"""What the buttons are called that do something with an answer, whose id is their value."""
NOT_HELPFUL_HERE = "not_helpful_here"
"""What the button is called that turns listening off in the channel."""
FORGET = "forget"
"""What the button of the App Home is called that deletes what is kept about a person."""
OPEN_DECISION = "open_decision"
"""What the button is called that opens an interview as a modal; its value is the id of a topic."""
START_AGAIN = "start_again"
GOOD, BAD = "good", "bad"
VALUE_SEPARATOR = "/"
_ANSWERS = (REPLY, CHOOSE_CRITERION, CHOOSE_TOPIC)
"""How the buttons are called that answer a question back."""
BACK, STOP = f"{SAY}_back", f"{SAY}_stop"
"""How the buttons are called that lead out of a question."""
_ASKERS_OWN = (*_ANSWERS, CONFIRM, BACK, STOP)
"""How the buttons are called that only who asked may click on."""
_ADDRESSED = "for-"
_ABOUT_THREAD = "@"


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


def compare(topic: Topic) -> Button:
    """Return the button that asks how the roles of a topic differ."""
    return _about(topic, Asked.DIFFERENCE, wording.COMPARE)


def decide_on(topic: Topic) -> Button:
    """Return the button that begins an interview on a topic."""
    return _about(topic, DECISION, wording.DECIDE)


def which_first() -> Button:
    """Return the button that asks for the order of two roles."""
    return Button(wording.WHICH_FIRST_BUTTON, f"{SAY}_order", wording.WHICH_FIRST)


def that_too() -> Button:
    """Return the button that confirms a second need."""
    return Button(wording.THAT_TOO_BUTTON, CONFIRM, wording.THAT_TOO)


def in_full(label: str, answer_id: str) -> Button:
    """Return the button that shows an answer with all that belongs to it."""
    return Button(label, IN_FULL, answer_id)


def share(answer_id: str, label: str = wording.SHARE) -> Button:
    """Return the button that shows an answer to everybody in the channel, or in a thread of it."""
    return Button(label, SHARE, answer_id)


def forget() -> Button:
    """Return the button that deletes what is kept about the person who clicks on it."""
    return Button(home_wording.FORGET, FORGET, FORGET)


def not_helpful_here() -> Button:
    """Return the button that turns listening off in the channel of an answer."""
    return Button(listening_wording.NOT_HELPFUL_HERE, NOT_HELPFUL_HERE, "off")


def feedback(answer_id: str) -> Feedback:
    """Return the buttons that say whether an answer helped."""
    return Feedback(
        Button(wording.HELPFUL, FEEDBACK, _value(GOOD, answer_id)),
        Button(wording.NOT_HELPFUL, FEEDBACK, _value(BAD, answer_id)),
    )


def suggest(answer_id: str) -> Button:
    """Return the button that opens a form for a better answer."""
    return Button(feedback_wording.SUGGEST, SUGGEST, answer_id)


def vote(value: str) -> tuple[bool, str]:
    """Return whether an answer helped, and its id, by the value of a vote."""
    helped, _, answer_id = value.partition(VALUE_SEPARATOR)
    return helped == GOOD, answer_id


def decide() -> Button:
    """Return the button that begins an interview."""
    return _says(f"{SAY}_decide", wording.DECIDE)


def way_out() -> list[Button]:
    """Return the buttons that take back the last reply of an interview, and that end it."""
    return [back(), stop()]


def back() -> Button:
    """Return the button that takes back the last reply of an interview."""
    return _says(BACK, wording.BACK)


def stop() -> Button:
    """Return the button that ends an interview with the result so far."""
    return _says(STOP, wording.STOP)


def start_again() -> Button:
    """Return the button that begins an interview anew, in a modal."""
    return Button(wording.START_AGAIN, START_AGAIN, wording.START_AGAIN)


def open_decision(topic: Topic) -> Button:
    """Return the button that opens the interview on a topic as a modal."""
    return Button(wording.DECIDE, OPEN_DECISION, topic.id)


def _about(topic: Topic, asked: str, label: str) -> Button:
    value = _value(asked, topic.id)
    return Button(label, f"{ABOUT}_{asked}", value)


def _says(action_id: str, words: str) -> Button:
    # A click says what the label does, so that words and clicks are understood in one place.
    return Button(words, action_id, words)


def _value(*ids: str) -> str:
    return VALUE_SEPARATOR.join(ids)


def said(action_id: str, value: str) -> Said:
    """Return what a person says by clicking on one of the bot's own buttons."""
    kind, _, _ = action_id.partition("_")
    ids = value.split(VALUE_SEPARATOR)
    match kind, ids:
        case "choose", [asked, topic] if action_id == CHOOSE_TOPIC:
            return TopicChoice(asked, topic)
        case "about", [asked, topic]:
            return TopicChoice(asked, topic)
        case "choose", [topic, criterion]:
            return CriterionChoice(topic, criterion)
        case "reply", [topic, criterion, reply] if reply in set(Reply):
            return CriterionChoice(topic, criterion, Reply(reply))
        case _:
            # Words to say; an example may hold the separator too.
            return value


def addressed(message: dict[str, Any], user: str, answer_id: str) -> dict[str, Any]:
    """Write on the question in a message whom it asks, so that nobody else answers it with a click.

    `answer_id` tells it from the questions that stood or will stand in the same message.
    """
    blocks = []
    for number, block in enumerate(message["blocks"]):
        if _holds(block, _ASKERS_OWN):
            # The number keeps the ids apart: Slack refuses a message in which one stands twice.
            block_id = f"{_ADDRESSED}{user}-{answer_id}-{number}"
            block = block | {"block_id": block_id}
        blocks.append(block)
    return message | {"blocks": blocks}


def addressee(block_id: str) -> str | None:
    """Return whom a question asks, by the id of its block; None when it asks nobody in particular."""
    if not block_id.startswith(_ADDRESSED):
        return None
    asked = block_id.removeprefix(_ADDRESSED)
    user, *_ = asked.rsplit("-", 2)
    return user


def about_thread(message: dict[str, Any], thread: str) -> dict[str, Any]:
    """Write on all buttons of a message which thread (Slack's timestamp) it is about.

    Slack shows nobody else such a message, and does not send it with a click.
    """
    blocks = []
    for number, block in enumerate(message["blocks"]):
        if block["type"] in ("actions", "context_actions") or "accessory" in block:
            block_id = block.get("block_id") or f"block-{number}"
            block = block | {"block_id": f"{block_id}{_ABOUT_THREAD}{thread}"}
        blocks.append(block)
    return message | {"blocks": blocks}


def thread_of(block_id: str) -> str:
    """Return the thread that a private message is about, by the id of a block with buttons in it."""
    _, _, thread = block_id.partition(_ABOUT_THREAD)
    return thread


def question(block_id: str) -> str:
    """Return what all buttons of one question have in common, by the id of the block of one of them."""
    common, _, _ = block_id.rpartition("-")
    return common


def asks(message: dict[str, Any]) -> bool:
    """Tell whether a message of the bot asks something that can be clicked on."""
    return any(_holds(block, _ANSWERS) for block in message["blocks"])


def answers_question(action_id: str) -> bool:
    """Tell whether a button is a reply to a question."""
    return action_id.startswith(_ANSWERS)


def is_askers_own(action_id: str) -> bool:
    """Tell whether a button is meant for the one person who is asked: a reply, or a way out."""
    return action_id.startswith(_ASKERS_OWN)


def offered(message: dict[str, Any]) -> set[Said]:
    """Return what the question in a message offers, whatever would be replied to it."""
    choices: set[Said] = set()
    for block in message["blocks"]:
        for part in _found_in(block, _ANSWERS):
            choice = said(part["action_id"], part["value"])
            if isinstance(choice, CriterionChoice):
                choice = CriterionChoice(choice.topic, choice.criterion)
            choices.add(choice)
    return choices


def _holds(block: dict[str, Any], names: tuple[str, ...]) -> bool:
    """Tell whether one of these buttons is in a block."""
    return bool(_found_in(block, names))


def _found_in(block: dict[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return those of a block's buttons that have one of these names."""
    parts = list(block.get("elements", ()))
    if "accessory" in block:
        parts.append(block["accessory"])
    # Small print has elements too, which are no buttons.
    return [part for part in parts if part.get("action_id", "").startswith(names)]
