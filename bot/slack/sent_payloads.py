"""What Slack sends, kind by kind, as types that can be checked.

Only what is read is described here, by the bot or by Bolt; everything else passes as it is.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Required

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from typing_extensions import TypedDict

# Ids and times hold nothing that a database or its index does not take.
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]*$", max_length=255)]
Time = Annotated[str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,9})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\x00-\x20\x7f-\x9f]+$", max_length=2000)]

# Halves of characters and NUL, which no database takes, and what else would only upset a terminal.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _storable(words: Any) -> Any:
    return _UNSTORABLE.sub("", words) if isinstance(words, str) else words


Words = Annotated[str, BeforeValidator(_storable)]
"""What people write."""

STRICT = ConfigDict(strict=True, extra="allow")


class SentFile(TypedDict, total=False):
    """A file beside a message."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    mimetype: Name | None
    subtype: Name | None


class SentAttachment(TypedDict, total=False):
    """A message that was forwarded, or a link that Slack shows more of."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    text: Words | None
    is_share: bool | None
    author_id: Name | None
    files: list[SentFile] | None


class SentMessage(TypedDict, total=False):
    """A message: an event itself, the one that an event tells of, or the one that holds a button."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Name | None
    subtype: Name | None
    channel: Name | None
    channel_type: Name | None
    user: Name | None
    bot_id: Name | None
    team: Name | None
    user_team: Name | None
    source_team: Name | None
    ts: Time | None
    thread_ts: Time | None
    hidden: bool | None
    tab: Name | None
    text: Words | None
    edited: dict[str, Any] | None
    files: list[SentFile] | None
    attachments: list[SentAttachment] | None
    blocks: list[dict[str, Any]] | None


class SentEvent(SentMessage, total=False):
    """An event; of an edit or a deletion, it holds the message."""

    message: SentMessage | None
    previous_message: SentMessage | None


class SentOrganisation(TypedDict, total=False):
    """A workspace, an organisation of several, or for whom the app is installed."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    id: Name | None
    team_id: Name | None
    enterprise_id: Name | None
    user_id: Name | None


class SentEnvelope(TypedDict, total=False):
    """An event with what Slack says of it."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Required[Literal["event_callback"]]
    team_id: Name | None
    enterprise_id: Name | None
    context_team_id: Name | None
    context_enterprise_id: Name | None
    event_id: Name | None
    event_time: Annotated[int, Field(ge=0, lt=10**11)] | None
    is_ext_shared_channel: bool | None
    authorizations: list[SentOrganisation] | None
    event: Required[SentEvent]


class SentCommand(TypedDict, total=False):
    """A slash command; without a person and a place, nobody can be answered."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    command: Required[Name]
    user_id: Required[Name]
    channel_id: Required[Name]
    channel_name: Name | None
    team_id: Name | None
    enterprise_id: Name | None
    response_url: Address | None
    text: Words | None


class SentPerson(TypedDict, total=False):
    """Who clicked."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    id: Required[Name]
    team_id: Name | None


class SentPlace(TypedDict, total=False):
    """The channel of a click."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    id: Name


class SentContainer(TypedDict, total=False):
    """What holds the button."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    channel_id: Name
    message_ts: Time
    thread_ts: Time
    is_ephemeral: bool


class SentInput(TypedDict, total=False):
    """What was written or chosen in one field."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Name | None
    value: Words | None
    selected_option: dict[str, Any] | None


class SentState(TypedDict, total=False):
    """The fields of a modal, by block and action."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    values: dict[Name, dict[Name, SentInput]]


class SentView(TypedDict, total=False):
    """A modal or the App Home."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    id: Name | None
    hash: Name | None
    type: Name | None
    callback_id: Name | None
    private_metadata: Words | None
    state: SentState | None


class SentAction(TypedDict, total=False):
    """The button; one without a value is none of the bot's."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Name | None
    action_id: Required[Name]
    action_ts: Required[Time]
    block_id: Name
    value: Required[Words]


class SentClick(TypedDict, total=False):
    """A click; without a person or a button, there is none."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Required[Literal["block_actions"]]
    user: Required[SentPerson]
    actions: Required[Annotated[list[SentAction], Field(min_length=1)]]
    team: SentOrganisation | None
    enterprise: SentOrganisation | None
    channel: SentPlace | None
    container: SentContainer | None
    message: SentMessage | None
    view: SentView | None
    trigger_id: Name | None
    response_url: Address | None


def _named(view: SentView) -> SentView:
    """Return a modal; raises ValueError for one without a name, which is none of the bot's."""
    if not view.get("callback_id"):
        raise ValueError("has no name")
    # Bolt looks for it, too.
    if "type" not in view:
        raise ValueError("has no type")
    return view


class SentSubmission(TypedDict, total=False):
    """A modal that was submitted."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Required[Literal["view_submission"]]
    user: Required[SentPerson]
    team: SentOrganisation | None
    enterprise: SentOrganisation | None
    view: Required[Annotated[SentView, AfterValidator(_named)]]


class SentShortcut(TypedDict, total=False):
    """A shortcut that belongs to no message."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Required[Literal["shortcut"]]
    callback_id: Required[Name]
    trigger_id: Required[Name]
    user: Required[SentPerson]
    team: SentOrganisation | None
    enterprise: SentOrganisation | None


class SentMessageShortcut(TypedDict, total=False):
    """A shortcut on a message."""

    __pydantic_config__ = STRICT  # type: ignore[misc]
    type: Required[Literal["message_action"]]
    callback_id: Required[Name]
    trigger_id: Required[Name]
    user: Required[SentPerson]
    channel: Required[SentPlace]
    message: Required[SentMessage]
    action_ts: Time | None
    team: SentOrganisation | None
    enterprise: SentOrganisation | None
    response_url: Address | None
