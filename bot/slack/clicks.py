"""A click as it arrives: which one it is, so that it counts once however often it comes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.replies import buttons
from bot.slack.payloads import is_in_modal, is_private, message_of_click, place_of_click
from bot.store import ClaimedMessage

DOUBLE_SECONDS = 60.0
"""Within half of this the same click again is the same click; after the whole, it is meant once more."""

ASKED_FOR_ALL = (buttons.ASK_EXAMPLE, buttons.COMPARE)
"""What the buttons are called that ask the same whoever clicks on them."""

KEPT = (
    *("type", "user", "team", "enterprise", "is_enterprise_install", "api_app_id"),
    *("channel", "container", "message", "actions", "response_url"),
)
"""The parts of a click that are needed to answer it later."""


def claimed_click(body: dict[str, Any]) -> ClaimedMessage | None:
    """Name a click on one of the bot's own buttons; None for anything else that Slack sends.

    A question is answered once, whichever of its buttons is clicked on. A modal counts its clicks by itself.
    """
    if body.get("type") != "block_actions" or is_in_modal(body):
        return None
    action = body["actions"][0]
    if not buttons.ACTION_ID.search(action["action_id"]):
        return None

    user = body["user"]["id"]
    channel, _ = place_of_click(body)
    message = _message_of(body)
    place = f"{channel}:{message}"
    kept = {part: body[part] for part in KEPT if part in body}
    body_kept = json.dumps(kept)
    if is_reply(action):
        # One message asks all the questions of an interview, one after the other.
        question = buttons.question(action.get("block_id") or "")
        return ClaimedMessage(f"{place} {question} reply of {user}", None, user, body_kept)

    button = _button(action)
    clicked = f"{place} {button}"
    # What everybody sees is asked once for all; what begins an interview, by each for himself.
    is_for_all = action["action_id"] in ASKED_FOR_ALL and not is_private(body)
    if not is_for_all:
        clicked = f"{clicked} by {user}"
    # Two rows of windows, each half of one late: two clicks that are close share one in at least one row.
    windows = float(action["action_ts"]) / DOUBLE_SECONDS
    return ClaimedMessage(
        f"{clicked} {int(windows)}",
        f"{clicked} {int(windows + 0.5)}",
        user,
        body_kept,
    )


def is_reply(action: dict[str, Any]) -> bool:
    """Tell whether a button belongs to a question of the bot."""
    if addressee_of_click(action) is not None:
        return True
    return buttons.is_askers_own(action["action_id"])


def addressee_of_click(action: dict[str, Any]) -> str | None:
    """Return whom the question with this button asks; None where it asks nobody in particular."""
    block_id = action.get("block_id") or ""
    return buttons.addressee(block_id)


def _message_of(body: dict[str, Any]) -> str:
    """Return the timestamp of the message that holds the button; Slack may leave any part out."""
    ts = message_of_click(body)
    if ts:
        return ts
    action = body["actions"][0]
    return str(action["action_ts"])


def _button(action: dict[str, Any]) -> str:
    """Return what tells a button from the others of its message, without the words that it holds."""
    words = str(action.get("value"))
    written = words.encode(errors="replace")
    digest = hashlib.sha256(written)
    short = digest.hexdigest()[:16]
    return f"{action['action_id']} {short}"
