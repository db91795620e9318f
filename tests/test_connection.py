"""Slack away at the start, connections that do not open, revoked tokens, proxies."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.config import StoreSettings
from bot.errors import RevokedError
from bot.live import LiveKnowledge
from bot.slack.app import run
from bot.slack.failed_call import Trouble, failed_call
from bot.slack.proxy import proxy_for
from bot.slack.response_url import respond
from bot.store import Store
from tests.conftest import running_bot, slack_settings, throw_away_store
from tests.patience import BODIES, each_has_its_answer
from tests.skipped_time import SkippedTime
from tests.slack_faults import POST, Hanging
from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.test_failures import advisor_that_fails  # noqa: F401 (a fixture)
from tests.test_slack import STUCK

HOUR = 3600.0
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize(
    ("method", "variable"), [(POST, "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")]
)
async def test_a_token_that_is_revoked_while_the_bot_runs_is_named_and_ends_it(
    library: LiveKnowledge, settings: StoreSettings, method: str, variable: str
) -> None:
    async with SlackServer() as slack:
        bot = asyncio.create_task(run(slack_settings(slack), library, Store(settings)))
        await slack.connected()
        slack.fail(method, error="token_revoked", times=99)
        await slack.direct_message(STUCK)
        if method != POST:
            await slack.disconnect()
        with pytest.raises(RevokedError, match=f"{variable} is no longer accepted by Slack .token_revoked"):
            await asyncio.wait_for(bot, timeout=10)
        if method == POST:
            slack._failures.clear()
            async with running_bot(slack, library, Store(settings)):
                await each_has_its_answer(slack, 1)
    assert RevokedError.exit_code == 3


async def test_a_start_without_slack_waits_for_it_and_says_so_each_time(
    library: LiveKnowledge, skipping: SkippedTime, unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    slack = SlackServer(unused_tcp_port)
    url = f"http://127.0.0.1:{unused_tcp_port}/api/"
    slack.api_url = url
    stop = asyncio.Event()
    serving = run(slack_settings(slack), library, throw_away_store(), stop, timing=skipping.timing)
    bot = asyncio.create_task(serving)
    while caplog.text.count(f"{url} cannot be reached") < 4:
        await asyncio.sleep(0.01)
    for seconds in (1, 2, 4, 8):
        assert f"trying again in {seconds} s" in caplog.text
    async with slack:
        await slack.connected()
        stop.set()
        await bot


@pytest.mark.parametrize(
    "failure",
    [{"status": 503}, {"status": 500}, {"status": 429, "headers": {"Retry-After": "60"}}, *BODIES],
    ids=str,
)
async def test_a_start_while_slack_fails_waits_too(
    library: LiveKnowledge, skipping: SkippedTime, failure: dict[str, Any]
) -> None:
    async with SlackServer() as slack:
        slack.fail("auth.test", **failure, times=3)
        slack.fail("apps.connections.open", **failure, times=2)
        async with running_bot(slack, library, timing=skipping.timing):
            await slack.mention(STUCK)
            await each_has_its_answer(slack, 1)


async def test_a_request_for_a_new_connection_that_gets_no_reply_is_over_soon_and_told(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.fault = Hanging(times=1, method="apps.connections.open")
    leaving = asyncio.create_task(patient.disconnect())
    async with asyncio.timeout(4):
        while "no connection to Slack (no reply in time); trying again" not in caplog.text:
            await asyncio.sleep(0.05)
    leaving.cancel()


async def test_a_socket_that_never_opens_is_given_up_soon(
    patient: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    patient.silent_sockets = 1
    leaving = asyncio.create_task(patient.disconnect())
    async with asyncio.timeout(4):
        while "Failed to connect" not in caplog.text:
            await asyncio.sleep(0.05)
    leaving.cancel()


async def test_a_revoked_token_ends_the_command_with_its_own_exit_code(tmp_path: Path) -> None:
    async with SlackServer() as slack:
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
        database = f"sqlite+aiosqlite:///{tmp_path}/whichrole.db"
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **tokens, "DATABASE_URL": database},
            stderr=asyncio.subprocess.PIPE,
        )
        await slack.connected(timeout=60)
        slack.fail(POST, error="token_revoked")
        await slack.direct_message(STUCK)
        _, said = await asyncio.wait_for(command.communicate(), timeout=30)
    assert command.returncode == 3
    assert said.decode().splitlines()[-1].startswith("SLACK_BOT_TOKEN is no longer accepted by Slack")


async def test_a_host_in_no_proxy_is_called_without_the_proxy(
    library: LiveKnowledge, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    async with SlackServer() as slack, running_bot(slack, library):
        await slack.mention(STUCK)
        await each_has_its_answer(slack, 1)
        await slack.action({"action_id": "ask_example", "value": STUCK})
        await slack.wait_for_calls("response_url")


async def test_what_a_proxy_refuses_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with (
        await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy,
        aiohttp.ClientSession() as session,
    ):
        address, port = proxy.sockets[0].getsockname()
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:pass-word@{address}:{port}")
        with pytest.raises(aiohttp.ClientHttpProxyError) as refused:
            await respond(session, "https://hooks.example/a-secret", {"text": "hello"})
    failed = failed_call(refused.value)
    assert failed is not None
    assert failed.trouble is Trouble.AWAY
    assert "407" in failed.reason
    assert "pass-word" not in failed.reason


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://slack.com/api/", "http://proxy:3128"),
        ("wss://wss-primary.slack.com/link/?ticket=1", "http://proxy:3128"),
        ("https://slack.example.com/api/", None),
        ("http://127.0.0.1:8080/api/", None),
    ],
)
def test_the_proxy_serves_all_hosts_but_those_in_no_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", ".example.com,127.0.0.1")
    assert proxy_for(url) == proxy
