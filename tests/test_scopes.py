"""The scopes: the manifest, the documents and the code name the same, and the start says which are there."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

import bot.slack
from bot.live import LiveKnowledge
from bot.slack import scopes
from tests.conftest import running_bot
from tests.slack_server import IM, SlackServer
from tests.slack_server import SCOPES as GRANTED
from tests.test_slack import ENGINEER, STUCK, said

ROOT = Path(__file__).parent.parent
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
REQUIRED = [scope for scope in scopes.SCOPES if not scope.is_optional]
OPTIONAL = [scope for scope in scopes.SCOPES if scope.is_optional]

SCOPES_OF_EVENTS = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""What Slack's reference names for each event that the manifest subscribes to."""
SCOPES_OF_METHODS = {
    r"\bchat_(?:postMessage|postEphemeral|update|delete)\b": "chat:write",
    r"assistant\.threads\.": "assistant:write",
}
"""What Slack's reference names for the methods that are called; histories are read where they are heard."""

_ROW = re.compile(
    r"^\| `(?P<name>[\w.]+:?\w*)`(?P<optional> \(optional\))? \| (?P<used>.+) \| (?P<lost>.+) \|$"
)


def table() -> list[re.Match[str]]:
    """The rows of the table in the manual."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.partition("\n## Scopes\n")[2].partition("\n## ")[0]
    return [row for line in section.splitlines() if (row := _ROW.match(line))]


def test_the_manifest_the_manual_and_the_code_name_the_same_scopes() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]
    assert sorted(asked["bot"]) == sorted(scope.name for scope in REQUIRED)
    assert sorted(asked["bot_optional"]) == sorted(scope.name for scope in OPTIONAL)
    told = [(row["name"], row["lost"], bool(row["optional"])) for row in table()]
    assert told == [(scope.name, scope.lost, scope.is_optional) for scope in scopes.SCOPES]


def test_every_scope_is_used_and_none_is_lacking() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    needed = {SCOPES_OF_EVENTS[event] for event in events} - {None}
    if MANIFEST["features"].keys() & {"slash_commands", "shortcuts"}:
        needed.add("commands")
    code = "\n".join(path.read_text() for path in Path(bot.slack.__path__[0]).glob("*.py"))
    needed |= {scope for method, scope in SCOPES_OF_METHODS.items() if re.search(method, code)}
    assert needed == {scope.name for scope in scopes.SCOPES}


def test_the_readme_says_what_every_scope_is_for() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [scope.name for scope in scopes.SCOPES if f"`{scope.name}`" not in readme] == []


async def start(library: LiveKnowledge, *granted: str) -> None:
    """Start a bot that has these scopes, and stop it again."""
    async with SlackServer() as slack:
        slack.scopes = granted
        async with running_bot(slack, library):
            pass


async def test_the_start_says_which_bot_this_is_and_which_scopes_it_has(
    library: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await start(library, "commands", "chat:write")
    assert "this is the bot bot in the workspace Test, https://test.slack.com/" in caplog.messages
    assert "its scopes: chat:write, commands" in caplog.messages


@pytest.mark.parametrize("missing", scopes.SCOPES, ids=lambda scope: scope.name)
async def test_the_start_says_of_each_scope_that_is_missing_what_does_not_work_without_it(
    library: LiveKnowledge, missing: scopes.Scope, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await start(library, *(scope.name for scope in scopes.SCOPES if scope is not missing))
    told = [record for record in caplog.records if missing.lost in record.getMessage()]
    assert [missing.name in record.getMessage() for record in told] == [True]
    assert told[0].levelno == (logging.INFO if missing.is_optional else logging.WARNING)
    others = [scope for scope in scopes.SCOPES if scope is not missing and scope.lost in caplog.text]
    assert others == []


async def test_a_start_with_all_scopes_warns_of_nothing(
    library: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await start(library, *(scope.name for scope in scopes.SCOPES))
    told = [record.getMessage() for record in caplog.records if record.name == scopes.__name__]
    assert len(told) == 2


async def test_where_slack_does_not_tell_the_scopes_nothing_is_said_of_them(
    library: LiveKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await start(library)
    assert "this is the bot" in caplog.text
    assert [line for line in caplog.messages if "scope" in line] == []


async def test_without_the_optional_scopes_everything_is_answered(slack: SlackServer) -> None:
    assert not {scope.name for scope in OPTIONAL} & set(GRANTED)
    assert ENGINEER in said(await slack.command(STUCK))
    await slack.event({"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": IM})
    await slack.wait_for_calls("assistant.threads.setSuggestedPrompts")
    (greeting,) = await slack.wait_for_posts(1)
    assert greeting["channel"] == IM
    await slack.mention(STUCK)
    _, answer = await slack.wait_for_posts(2)
    assert ENGINEER in answer["text"]
    await slack.quiet()
