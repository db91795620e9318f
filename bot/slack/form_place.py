"""What a form keeps of the answer that it is about: which one, and where the person saw it.

A submission comes from no channel, so it stands in the form itself (`private_metadata`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.replies import buttons
from bot.slack.payloads import ConversationRef, conversation_of_click, place_of_click

MAX_METADATA = 3000
"""Characters that Slack keeps with a form."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """An answer, and the conversation of the person who saw it."""

    answer_id: str
    key: str
    channel: str
    thread: str
    is_private: bool
    response_url: str
    about: str = ""
    """Of a private answer: Slack's timestamp of the thread whose message it is about, if it is about one."""

    def conversation(self, user: str) -> ConversationRef:
        """Return the conversation that goes on there."""
        return ConversationRef(
            self.key,
            user,
            self.channel,
            is_private=self.is_private,
            about=self.about,
        )

    def packed(self) -> str:
        """Return it as a form keeps it."""
        whole = json.dumps(asdict(self))
        if len(whole) <= MAX_METADATA:
            return whole
        kept = asdict(self) | {"response_url": ""}
        return json.dumps(kept)


PLACE = TypeAdapter(FormPlace)


def place_of_form(body: dict[str, Any], action: dict[str, Any]) -> FormPlace:
    """Return the place of the message with the button that opens a form."""
    answer_id = action["value"]
    if action["action_id"] == buttons.FEEDBACK:
        _, answer_id = buttons.vote(answer_id)
    channel, thread = place_of_click(body)
    conversation = conversation_of_click(body)
    return FormPlace(
        answer_id=answer_id,
        key=conversation.key,
        channel=channel,
        thread=thread or "",
        is_private=conversation.is_private,
        response_url=body.get("response_url") or "",
        about=conversation.about,
    )


def unpacked(view: dict[str, Any]) -> FormPlace | None:
    """Return the place that a submitted form keeps; None for a form of another release."""
    try:
        return PLACE.validate_json(view.get("private_metadata") or "")
    except ValidationError:
        return None


def entered(view: dict[str, Any], name: str) -> str:
    """Return what was written or chosen under a name, empty for nothing."""
    state = view.get("state") or {}
    values = state.get("values") or {}
    inputs = values.get(name) or {}
    given = inputs.get(name) or {}
    chosen = given.get("selected_option") or {}
    value = given.get("value") or chosen.get("value") or ""
    return value if isinstance(value, str) else ""
