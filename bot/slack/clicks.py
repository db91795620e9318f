"""A click or shortcut as it arrives: which one it is, so that it counts once however often it comes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.replies import buttons
from bot.replies.feedback_forms import CORRECTION_FORM
from bot.slack.payloads import is_in_modal, is_private, message_of_click, place_of_click
from bot.store import ClaimedMessage

DOUBLE_SECONDS = 60.0
"""Within half of this the same click again is the same click; after the whole, it is meant once more."""

WHICH_ROLE = "which_role"
"""The `callback_id` of the shortcut on a message."""

ASKED_FOR_ALL = (buttons.ASK_EXAMPLE, buttons.COMPARE)
"""What the buttons are called that ask the same whoever clicks on them."""

KEPT = (
    *("type", "user", "team", "enterprise", "is_enterprise_install", "api_app_id"),
    *("channel", "container", "message", "actions", "response_url"),
    *("callback_id", "trigger_id", "action_ts", "view"),
)
"""The parts of a click, of a shortcut on a message, or of a form, that are needed to answer it later."""


def claimed_click(body: dict[str, Any]) -> ClaimedMessage | None:
    """Name a click on one of the bot's own buttons; None for anything else that Slack sends.

    A question is answered once, whichever of its buttons is clicked on. A modal counts its clicks by itself.
    """
    if body.get("type") != "block_actions" or is_in_modal(body):
        return None
    action = body["actions"][0]
    user = body["user"]["id"]
    channel, _ = place_of_click(body)
    body_kept = _kept(body)
    if action["action_id"] == buttons.SHARE:
        # Whenever it is clicked on, and in whatever place its message has got meanwhile.
        answer_id = action["value"]
        return ClaimedMessage(f"{channel}:share {answer_id}", None, user, body_kept)
    name = action["action_id"]
    if name != buttons.NOT_HELPFUL_HERE and not buttons.ACTION_ID.search(name):
        return None

    message = _message_of(body)
    place = f"{channel}:{message}"
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
    return _once_in_a_while(clicked, action["action_ts"], user, body_kept)


def claimed_shortcut(body: dict[str, Any]) -> ClaimedMessage | None:
    """Name the use of the shortcut on a message; None for anything else that Slack sends."""
    if body.get("type") != "message_action" or body["callback_id"] != WHICH_ROLE:
        return None
    user = body["user"]["id"]
    channel, _ = place_of_click(body)
    message = message_of_click(body)
    used = f"{channel}:{message} shortcut by {user}"
    body_kept = _kept(body)
    action_ts = body.get("action_ts")
    if not action_ts:
        # Slack always sends it, but promises only the other one, which is new each time.
        trigger = body["trigger_id"]
        return ClaimedMessage(f"{used} {trigger}", None, user, body_kept)
    return _once_in_a_while(used, action_ts, user, body_kept)


def claimed_submission(body: dict[str, Any]) -> ClaimedMessage | None:
    """Name a question that was written anew in a form; None for anything else that Slack sends.

    A form is sent once, and closes.
    """
    if body.get("type") != "view_submission":
        return None
    view = body["view"]
    if view.get("callback_id") != CORRECTION_FORM:
        return None
    view_id = view.get("id") or view.get("hash") or ""
    return ClaimedMessage(f"view:{view_id}", None, body["user"]["id"], _kept(body))


def is_reply(action: dict[str, Any]) -> bool:
    """Tell whether a button belongs to a question of the bot."""
    if addressee_of_click(action) is not None:
        return True
    return buttons.is_askers_own(action["action_id"])


def addressee_of_click(action: dict[str, Any]) -> str | None:
    """Return whom the question with this button asks; None where it asks nobody in particular."""
    block_id = action.get("block_id") or ""
    return buttons.addressee(block_id)


def _once_in_a_while(name: str, ts: str, user: str, body: str) -> ClaimedMessage:
    """Name what a person does at a time (Slack's timestamp): done again at once it is the same, later not."""
    # Two rows of windows, each half of one late: two clicks that are close share one in at least one row.
    windows = float(ts) / DOUBLE_SECONDS
    return ClaimedMessage(
        f"{name} {int(windows)}",
        f"{name} {int(windows + 0.5)}",
        user,
        body,
    )


def _kept(body: dict[str, Any]) -> str:
    kept = {part: body[part] for part in KEPT if part in body}
    return json.dumps(kept)


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
