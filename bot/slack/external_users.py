"""People of other organisations, who meet the bot in channels that Slack Connect shares with them.

Slack on such channels: https://docs.slack.dev/apis/slack-connect
"""

from __future__ import annotations

from typing import Any

from slack_bolt.authorization import AuthorizeResult


def is_external(body: dict[str, Any], bot: AuthorizeResult) -> bool:
    """Tell whether an event, a command or a click comes from another organisation than the bot's own."""
    # In an organisation of several workspaces, colleagues are known by the organisation.
    own = {bot.team_id, bot.enterprise_id}
    teams = _teams_of_event(body) if body.get("event") else _teams_of_interaction(body)
    # What Slack leaves out says nothing.
    teams.discard(None)
    return bool(teams) and teams.isdisjoint(own)


def _teams_of_event(body: dict[str, Any]) -> set[str | None]:
    event = body["event"]
    # Where Slack says that a channel is the organisation's own, its other workspaces are no strangers.
    if not body.get("is_ext_shared_channel", True):
        return set()
    team = event.get("user_team") or event.get("team")
    return {team}


def _teams_of_interaction(body: dict[str, Any]) -> set[str | None]:
    user = body.get("user") or {}
    team = user.get("team_id") or body.get("team_id")
    enterprise = body.get("enterprise") or {}
    organisation = enterprise.get("id") or body.get("enterprise_id")
    return {team, organisation}
