"""What Slack sends, before anything reads it: a part of a wrong type counts as left out.

Only what is read is described here, by the bot or by Bolt; everything else passes as it is.
"""

from __future__ import annotations

import logging
import re
from typing import Annotated, Any, Literal, Required

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails
from typing_extensions import TypedDict

Payload = dict[str, Any]

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

logger = logging.getLogger(__name__)


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


KINDS: dict[str, TypeAdapter[Any]] = {
    "events_api": TypeAdapter(SentEnvelope),
    "slash_commands": TypeAdapter(SentCommand),
}
"""By the type of the envelope that it comes in."""

INTERACTIVE: dict[str, TypeAdapter[Any]] = {
    "block_actions": TypeAdapter(SentClick),
    "view_submission": TypeAdapter(SentSubmission),
    "shortcut": TypeAdapter(SentShortcut),
    "message_action": TypeAdapter(SentMessageShortcut),
}
"""What comes in an envelope of the type `interactive`, by its own type."""


def well_formed(kind: str, payload: Payload) -> Payload | None:
    """Return a payload without its parts of a wrong type; None if nothing can be answered without them."""
    adapter = _adapter(kind, payload)
    if adapter is None:
        return payload
    try:
        return dict(adapter.validate_python(payload))
    except ValidationError as error:
        # Where it is wrong, but not what stands there: it may be what people wrote.
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
    places = [".".join(map(str, detail["loc"])) for detail in wrong]
    if not all(_leave_out(payload, detail) for detail in reversed(wrong)):
        logger.warning("what Slack sent cannot be read and is left alone: %s", ", ".join(places))
        return None
    logger.warning("left out of what Slack sent, for its type: %s", ", ".join(places))
    return well_formed(kind, payload)


def _adapter(kind: str, payload: Payload) -> TypeAdapter[Any] | None:
    """Return what describes a payload; None for one that nothing of is read."""
    if kind != "interactive":
        return KINDS.get(kind)
    described = None
    if isinstance(payload, dict):
        interaction = str(payload.get("type"))
        described = INTERACTIVE.get(interaction)
    # What is none of them is found wrong as a click.
    return described or INTERACTIVE["block_actions"]


def _leave_out(payload: Payload, wrong: ErrorDetails) -> bool:
    """Leave out a part, and tell whether it was there; the last of a list goes first, so that places hold."""
    *path, name = wrong["loc"]
    holder: Any = payload
    try:
        for step in path:
            holder = holder[step]
        del holder[name]
    except (KeyError, IndexError, TypeError):
        return False
    return True
