"""The scopes of the app: what does not work without each, and which of them the bot has.

The manifest asks for them, and docs/operations.md explains them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult

HEADER = "x-oauth-scopes"
"""Where Slack's replies name the scopes of the token."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission that a workspace gives to the app."""

    name: str
    lost: str
    """What does not work without it."""
    is_optional: bool = False


SCOPES = (
    Scope("app_mentions:read", "mentions are not heard"),
    Scope("assistant:write", "opening the direct message suggests no questions"),
    Scope("chat:write", "mentions and direct messages get no answer"),
    Scope("commands", "the slash command and the shortcuts are not there"),
    Scope("im:history", "direct messages are not heard"),
    Scope(
        "channels:history",
        "in public channels, it cannot listen, each follow-up needs a mention, and an answer whose"
        " confirmation was lost is not repeated",
        is_optional=True,
    ),
    Scope(
        "groups:history",
        "in private channels, it cannot listen, each follow-up needs a mention, and an answer whose"
        " confirmation was lost is not repeated",
        is_optional=True,
    ),
)


def report(bot: AuthorizeResult) -> None:
    """Say which bot this is, in which workspace, with which scopes, and what does not work without others."""
    name = bot.user or bot.bot_user_id
    # A bot of an organisation belongs to no single workspace.
    workspace = bot.team or bot.enterprise_id
    logger.info("this is the bot %s in the workspace %s, %s", name, workspace, bot.url)

    granted = bot.bot_scopes
    # What stands between the bot and Slack may take the header away.
    if not granted:
        return
    listed = ", ".join(sorted(granted))
    logger.info("its scopes: %s", listed)
    _report_missing(granted)


def _report_missing(granted: Sequence[str]) -> None:
    for scope in SCOPES:
        if scope.name in granted:
            continue
        if scope.is_optional:
            logger.info("without the optional scope %s: %s", scope.name, scope.lost)
        else:
            logger.warning(
                "the scope %s is missing: %s. Add it under OAuth & Permissions, and install the app again.",
                scope.name,
                scope.lost,
            )
