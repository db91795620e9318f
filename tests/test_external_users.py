"""People of other organisations: answered like everybody else, or left alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.config import slack_settings as read_settings
from bot.live import LiveKnowledge
from bot.slack.app import run
from bot.slack.in_flight import InFlight
from tests.conftest import slack_settings, throw_away_store
from tests.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, EVENT, IDENTITY, TEAM, USER, SlackServer
from tests.test_memory import THREAD, replies
from tests.test_slack import STUCK

OTHERS, ENTERPRISE = "T99OTHER", "E01TEST"
EXAMPLE = {"action_id": "ask_example", "value": STUCK}


@contextlib.asynccontextmanager
async def ignoring_bot(slack: SlackServer, library: LiveKnowledge) -> AsyncIterator[None]:
    """Run a bot that leaves people of other organisations alone."""
    settings = replace(slack_settings(slack), answers_external=False)
    stop, in_flight = asyncio.Event(), InFlight()
    bot = asyncio.create_task(run(settings, library, throw_away_store(), stop, in_flight))
    await slack.connected()
    slack.idle.append(in_flight.idle)
    yield
    stop.set()
    await asyncio.wait_for(bot, timeout=30)


async def mention(slack: SlackServer, ts: str, is_shared: bool = True, **fields: str) -> None:
    """Mention the bot in a channel that is shared with other organisations."""
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": ts, "text": STUCK}
    payload: dict[str, Any] = EVENT | {"event": event | fields, "event_id": f"Ev{ts}"}
    await slack.send("events_api", payload | {"is_ext_shared_channel": is_shared})


async def click(slack: SlackServer, team: str, **fields: Any) -> None:
    user = {"id": USER, "username": "alice", "team_id": team}
    payload = {
        "type": "block_actions",
        "user": user,
        "team": {"id": team},
        "channel": {"id": CHANNEL},
        "message": {"ts": "1.1", "thread_ts": THREAD},
        "actions": [EXAMPLE | {"type": "button", "action_ts": "1700000000.1"}],
    }
    await slack.send("interactive", payload | fields)


async def test_people_of_other_organisations_are_answered_unless_it_is_set(
    slack: SlackServer,
) -> None:
    await mention(slack, "1.1", user_team=OTHERS)
    await click(slack, OTHERS)
    assert len(await replies(slack, 2)) == 2


async def test_people_of_other_organisations_are_left_alone_if_that_is_set(library: LiveKnowledge) -> None:
    async with SlackServer() as slack, ignoring_bot(slack, library):
        await mention(slack, "1.1", user_team=OTHERS)
        await mention(slack, "1.2", team=OTHERS)
        await click(slack, OTHERS)
        await slack.send("slash_commands", {"command": "/whichrole", "team_id": OTHERS, "text": STUCK})
        await slack.quiet()
        assert slack.calls_to("chat.postMessage") == []


async def test_ones_own_people_are_answered_beside_them(library: LiveKnowledge) -> None:
    async with SlackServer() as slack, ignoring_bot(slack, library):
        await mention(slack, "1.1", user_team=TEAM)
        await mention(slack, "1.2", user_team=OTHERS, is_shared=False)
        await mention(slack, "1.3")
        await click(slack, TEAM)
        assert len(await replies(slack, 4)) == 4
        assert await slack.command(STUCK) is not None


async def test_colleagues_of_another_workspace_are_known_by_the_organisation(library: LiveKnowledge) -> None:
    async with SlackServer() as slack:
        slack.answers["auth.test"] = IDENTITY | {"enterprise_id": ENTERPRISE}
        async with ignoring_bot(slack, library):
            await mention(slack, "1.1", user_team=ENTERPRISE)
            await click(slack, OTHERS, enterprise={"id": ENTERPRISE})
            assert len(await replies(slack, 2)) == 2


@pytest.mark.parametrize(("value", "is_answered"), [("", True), ("answer", True), (" Ignore ", False)])
def test_the_setting_is_read(value: str, is_answered: bool) -> None:
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    settings = read_settings(tokens | {"EXTERNAL_USERS": value})
    assert settings.answers_external is is_answered
