"""What Slack sends, before anything reads it: a part of a wrong type counts as left out."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.slack.sent_payloads import (
    SentClick,
    SentCommand,
    SentEnvelope,
    SentMessageShortcut,
    SentShortcut,
    SentSubmission,
)

Payload = dict[str, Any]

logger = logging.getLogger(__name__)

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
