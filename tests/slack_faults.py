"""What may go wrong between the bot and Slack; each fault is set as `fault` of a `SlackServer`."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.slack_server import Call, Take

Clock = Callable[[], float]
POST = "chat.postMessage"


@dataclass
class Refusing:
    """Slack refuses every call to a method for so many seconds from its first on."""

    clock: Clock
    seconds: float
    status: int
    retry_after: int | None = None
    method: str = POST
    until: float = math.inf
    refused: int = 0

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        if call.method != self.method:
            return take()
        if self.until == math.inf:
            self.until = self.clock() + self.seconds
        if self.clock() >= self.until:
            return take()
        self.refused += 1
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        error = "ratelimited" if self.status == 429 else "service_unavailable"
        return web.json_response({"ok": False, "error": error}, status=self.status, headers=headers)


@dataclass
class Paced:
    """Slack takes one message a second in each channel, and refuses what comes sooner."""

    clock: Clock
    leeway: float = 0.0
    """How many seconds sooner a message may come."""
    taken: dict[str, list[float]] = field(default_factory=dict)
    refused: list[float] = field(default_factory=list)

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        if call.method != POST:
            return take()
        now = self.clock()
        times = self.taken.setdefault(call.args["channel"], [])
        if times and now < times[-1] + 1 - self.leeway:
            self.refused.append(now)
            error = {"ok": False, "error": "ratelimited"}
            return web.json_response(error, status=429, headers={"Retry-After": "1"})
        times.append(now)
        return take()


@dataclass
class Dropping:
    """The connection breaks at the next calls to a method, before or after Slack has done what they ask."""

    times: int
    is_after: bool
    method: str = POST

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        if call.method != self.method or self.times == 0:
            return take()
        self.times -= 1
        reply = take() if self.is_after else web.Response()
        assert request.transport is not None
        request.transport.abort()
        return reply


@dataclass
class Hanging:
    """The next calls to a method get no reply, whether or not Slack does what they ask."""

    times: int
    is_after: bool = False
    method: str = POST

    async def __call__(self, call: Call, request: web.Request, take: Take) -> web.Response:
        if call.method != self.method or self.times == 0:
            return take()
        self.times -= 1
        if self.is_after:
            take()
        # Until the bot hangs up.
        await asyncio.sleep(60)
        return web.Response()
