"""A stand-in for Slack under load, and what people write to it: see `tests.benchmarks.load`."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Self

import yaml
from aiohttp import web

from tests.benchmarks.exactly_once import POST_SECONDS, SENDS
from tests.conftest import KNOWLEDGE
from tests.slack_server import BOT, BOT_USER, HOST, TEAM, SlackServer

CHANNELS = 20_000
"""So many that the pace of one channel, about a message a second, holds up nothing."""

REPLY_SECONDS = 120.0
"""How long a reply is waited for before the run is given up."""


class LoadedSlack(SlackServer):
    """A Slack that keeps nothing of what it is sent but when it came."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        """Begin with nobody waiting for a reply."""
        super().__init__()
        self._tls = tls
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def __aenter__(self) -> Self:
        """Listen: for calls with TLS; the web socket is without, as Slack's synchronous client wants it."""
        await super().__aenter__()
        await web.TCPSite(self._runner, HOST, 0, ssl_context=self._tls).start()
        _, (host, port) = self._runner.addresses
        self.api_url = f"https://{host}:{port}/api/"
        return self

    async def ask(self, event: dict[str, Any]) -> tuple[float, float]:
        """Send a mention; return after how many seconds it was acknowledged, and replied to."""
        loop = asyncio.get_running_loop()
        thread = event["event"]["ts"]
        replied = self._waiting[thread] = loop.create_future()
        begun = loop.time()
        await self._deliver(event)
        acknowledged = loop.time()
        async with asyncio.timeout(REPLY_SECONDS):
            return acknowledged - begun, await replied - begun

    async def _deliver(self, event: dict[str, Any]) -> None:
        """Send an event until it is acknowledged, as Slack does."""
        for attempt in range(SENDS):
            with suppress(TimeoutError, OSError):
                await self.send("events_api", event, retry_attempt=attempt)
                return

    async def _serve_method(self, request: web.Request) -> web.Response:
        if request.match_info["method"] != "chat.postMessage":
            return await super()._serve_method(request)
        arguments = await request.json()
        await asyncio.sleep(POST_SECONDS)
        thread = arguments["thread_ts"]
        replied = self._waiting.pop(thread, None)
        if replied is None:
            raise RuntimeError(f"a second reply to the message {thread}")
        replied.set_result(asyncio.get_running_loop().time())
        channel = arguments["channel"]
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT, "text": arguments["text"]}
        return web.json_response({"ok": True, "channel": channel, "ts": "1.1", "message": message})


def mentions(texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield mentions for ever; each begins a thread, by which its reply is known."""
    start = int(time.time())
    for number in count():
        event = {
            "type": "app_mention",
            "channel": f"C{number % CHANNELS:06d}",
            "user": f"U{number % CHANNELS:06d}",
            "ts": f"{start + number // 1_000_000}.{number % 1_000_000:06d}",
            "text": f"<@{BOT_USER}> {texts[number % len(texts)]}",
        }
        yield {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{start}{number:09d}",
            "event": event,
        }


def questions() -> list[str]:
    """Return hundreds of questions, all different, more than the bot remembers readings of."""
    file = KNOWLEDGE / "questions" / "data-scientist-vs-ml-engineer.yaml"
    labelled = yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
    return [question["ask"] for question in labelled if "ask" in question]


def certificate(folder: Path) -> Path:
    """Make a certificate for this machine's own address, with its key in the same file."""
    file = folder / "slack.pem"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    command = ("openssl", "req", *kind, *subject, "-keyout", str(file), "-out", str(folder / "public.pem"))
    subprocess.run(command, check=True, capture_output=True)
    public = (folder / "public.pem").read_text(encoding="ascii")
    file.write_text(file.read_text(encoding="ascii") + public, encoding="ascii")
    return file
