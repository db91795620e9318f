"""What it means for a message that a call to Slack failed: was it taken, and will it be?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.obstacles import Obstacle, obstacle_of


class Trouble(StrEnum):
    """Why a message was not taken, as far as it is known."""

    LIMITED = "limited"
    """Slack takes no more for a while, and says for how long."""
    AWAY = "away"
    """Not taken, for a reason that passes by itself."""
    UNSURE = "unsure"
    """Refused for a reason that passes, but Slack may have done a part of it."""
    LOST = "lost"
    """There was no reply: taken or not."""
    UNREADABLE = "unreadable"
    """Slack does not take the message in this form."""
    TOKEN = "token"
    """Slack takes nothing from this bot any more."""
    PLACE = "place"
    """Slack takes nothing from the bot in that place, not even an apology; the obstacle says why."""
    FAULT = "fault"
    """Slack finds a mistake in the call."""


@dataclass(frozen=True, slots=True)
class FailedCall:
    """What one failed call means."""

    trouble: Trouble
    reason: str
    """Slack's code, or what happened to the connection; never what somebody wrote."""
    retry_after: float = 0.0
    """Seconds that Slack asks to wait."""
    obstacle: Obstacle | None = None
    """What a person can do something about; only with the trouble of a place."""


TOKEN_REVOKED = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}

_CODES = {
    Trouble.LIMITED: {"ratelimited", "rate_limited"},
    Trouble.AWAY: {"service_unavailable", "request_timeout", "team_added_to_org", "org_login_required"},
    # Of these two Slack says that a part may have been done.
    Trouble.UNSURE: {"internal_error", "fatal_error"},
    Trouble.UNREADABLE: {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
    | {"invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large"},
    Trouble.TOKEN: TOKEN_REVOKED,
}

MAX_RETRY_AFTER = 3600.0
"""What Slack asks to wait longer than this is tried again after it, in seconds."""


def failed_call(error: Exception) -> FailedCall | None:
    """Return what an error of slack_sdk or aiohttp means; None for one that is not of a call."""
    match error:
        case SlackApiError():
            return _refusal(error.response)
        case aiohttp.InvalidURL():
            return FailedCall(Trouble.FAULT, f"the address is none: {error}")
        case (
            aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.ClientHttpProxyError()
        ):
            return FailedCall(Trouble.AWAY, _said(error))
        case TimeoutError():
            return FailedCall(Trouble.LOST, "no reply in time")
        case aiohttp.ClientError() | OSError():
            return FailedCall(Trouble.LOST, _said(error))
        case AttributeError() | ValueError() if _is_of_slack_sdk(error):
            # It takes every reply with the status 200 for an object.
            return FailedCall(Trouble.LOST, "the reply is not Slack's")
    return None


def refusal(status: int, code: str | None, headers: Mapping[str, str]) -> FailedCall:
    """Return what a reply means by its status and Slack's code, if it has one."""
    reason = code or f"HTTP status {status}"
    is_limited = status == HTTPStatus.TOO_MANY_REQUESTS
    if is_limited or code in _CODES[Trouble.LIMITED]:
        seconds = _retry_after(headers)
        return FailedCall(Trouble.LIMITED, reason, seconds)

    # Some statuses say enough, whatever the code is.
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return FailedCall(Trouble.AWAY, reason)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return FailedCall(Trouble.UNSURE, reason)

    obstacle = obstacle_of(code)
    if obstacle:
        return FailedCall(Trouble.PLACE, reason, obstacle=obstacle)
    for trouble, codes in _CODES.items():
        if code in codes:
            return FailedCall(trouble, reason)
    if code:
        return FailedCall(Trouble.FAULT, reason)

    # Whoever answers without a code is not Slack, but something on the way.
    if status < HTTPStatus.BAD_REQUEST:
        return FailedCall(Trouble.LOST, f"{reason} without Slack's reply")
    return FailedCall(Trouble.AWAY, reason)


def _refusal(response: Any) -> FailedCall:
    # slack_sdk hands on its own response, that of aiohttp, or what was in the body: an object or a text.
    status = getattr(response, "status_code", None)
    if not status:
        status = getattr(response, "status", None)
    headers = getattr(response, "headers", None)
    body = getattr(response, "data", response)

    code = None
    if isinstance(body, dict):
        code = body.get("error")
    if not isinstance(code, str):
        code = None
    return refusal(status or 0, code, headers or {})


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds that Slack asks to wait; one if it does not say."""
    for name, value in headers.items():
        if name.lower() != "retry-after":
            continue
        try:
            seconds = float(value)
        except ValueError:
            break
        if math.isfinite(seconds) and seconds >= 0:
            return min(seconds, MAX_RETRY_AFTER)
    return 1.0


def _is_of_slack_sdk(error: Exception) -> bool:
    """Tell whether slack_sdk, or what it calls, raised this."""
    traceback = error.__traceback__
    while traceback:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.startswith("slack_sdk."):
            return True
        traceback = traceback.tb_next
    return False


def _said(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        # In its own words it repeats the address, and that of a proxy may hold a password.
        return f"HTTP status {error.status} from a proxy, or on the way to Slack: {error.message}"
    return str(error) or type(error).__name__
