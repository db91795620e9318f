"""The elements that Slack messages, modals and the App Home are built of, as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from bot.replies.description import Button, Feedback
from bot.replies.limits import MAX_SECTION, Block, clip, escape

FENCE = "```"


def header(content: str) -> Block:
    """Return a heading in large letters, as it was written."""
    return {
        "type": "header",
        "text": plain_text(content),
    }


def section(content: str) -> Block:
    """Return a paragraph of Slack's markup."""
    return {
        "type": "section",
        "text": mrkdwn(content),
    }


def code(text: str) -> Block:
    """Return lines to be copied as they stand."""
    # Three backticks would end it, and their place is taken by what looks like them.
    lines = escape(text.rstrip()).replace(FENCE, "'''")
    room = MAX_SECTION - 2 * len(FENCE) - 2
    lines = clip(lines, room)
    return section(f"{FENCE}\n{lines}\n{FENCE}")


def context(content: str) -> Block:
    """Return small print in Slack's markup."""
    return {
        "type": "context",
        "elements": [mrkdwn(content)],
    }


def actions(buttons: Iterable[Button]) -> Block:
    """Return a row of buttons."""
    return {
        "type": "actions",
        "elements": [button(each) for each in buttons],
    }


def button(shown: Button) -> Block:
    """Return a button."""
    return {
        "type": "button",
        "text": plain_text(shown.label),
        "action_id": shown.action_id,
        "value": shown.value,
    }


def mrkdwn(content: str) -> Block:
    """Return a text in Slack's markup."""
    return {
        "type": "mrkdwn",
        "text": content,
    }


def plain_text(content: str) -> Block:
    """Return a text without markup, in which nothing is escaped."""
    return {
        "type": "plain_text",
        "text": content,
    }


def bold(content: str) -> str:
    """Return a text as it was written, in bold."""
    escaped = escape(content)
    return f"*{escaped}*"


def feedback(rating: Feedback) -> Block:
    """Return the two buttons by which Slack lets an answer be rated."""
    elements = {
        "type": "feedback_buttons",
        "action_id": rating.good.action_id,
        "positive_button": _rating(rating.good),
        "negative_button": _rating(rating.bad),
    }
    return {
        "type": "context_actions",
        "elements": [elements],
    }


def _rating(button: Button) -> Block:
    return {
        "text": plain_text(button.label),
        "value": button.value,
    }
