"""Whether what arrives has the form that Slack's payloads have; whoever reads it further relies on that.

Checked is what the bot reads; whatever else Slack sends, now or later, may have any form.
"""

from __future__ import annotations

import logging
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.slack.payloads import MESSAGE_EVENTS

Id = Annotated[str, Field(min_length=1)]
Timestamp = Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,9})?$")]

logger = logging.getLogger(__name__)


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _WithId(_Part):
    id: str | None = None


class _File(_Part):
    mimetype: str | None = None
    subtype: str | None = None


class _Attachment(_Part):
    text: str | None = None
    files: list[_File] | None = None


class _Edited(_Part):
    ts: Timestamp


class _MessageEvent(_Part):
    channel: Id
    ts: Timestamp
    thread_ts: Timestamp | None = None
    user: str | None = None
    text: str | None = None
    channel_type: str | None = None
    subtype: str | None = None
    team: str | None = None
    user_team: str | None = None
    edited: _Edited | None = None
    files: list[_File] | None = None
    attachments: list[_Attachment] | None = None


class _Command(_Part):
    command: str
    text: str | None = None
    user_id: Id
    channel_id: Id
    team_id: str | None = None
    enterprise_id: str | None = None


class _Person(_Part):
    id: Id
    team_id: str | None = None


class _Container(_Part):
    channel_id: str | None = None
    message_ts: str | None = None


class _Clicked(_Part):
    ts: str | None = None
    thread_ts: str | None = None
    text: str | None = None
    blocks: list[dict[str, Any]] | None = None


class _Action(_Part):
    action_id: str
    action_ts: Timestamp
    block_id: str | None = None
    value: str | None = None


class _Click(_Part):
    user: _Person
    actions: Annotated[list[_Action], Field(min_length=1)]
    enterprise: _WithId | None = None
    channel: _WithId | None = None
    container: _Container | None = None
    message: _Clicked | None = None
    response_url: str | None = None


def is_well_formed(body: dict[str, Any]) -> bool:
    """Tell whether a payload has the parts that are read; what is wrong is logged, not what stands there."""
    try:
        form, part = _form_of(body)
        form.model_validate(part)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        logger.warning("what arrived has not the form of Slack's payloads and is left alone: %s", problems)
        return False
    return True


def _form_of(body: dict[str, Any]) -> tuple[type[_Part], Any]:
    """Return the form that part of a payload must have, and that part."""
    event = body.get("event")
    if isinstance(event, dict) and event.get("type") in MESSAGE_EVENTS:
        return _MessageEvent, event
    if "command" in body:
        return _Command, body
    if body.get("type") == "block_actions":
        return _Click, body
    return _Part, body
