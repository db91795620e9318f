"""The wiring: settings, knowledge and store become a Bolt app, and `run` serves it over Socket Mode."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.advisor import Advisor
from bot.config import APP_TOKEN, BOT_TOKEN, SlackSettings, TokenKind, refused
from bot.errors import ConfigError
from bot.listeners import register
from bot.store import MemoryStore, Store

GRACE_SECONDS = 10.0
"""How long a stopping bot waits for answers under way."""

MAX_RETRIES = 3
BOLT_ENVIRONMENT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

logger = logging.getLogger(__name__)


class InFlight:
    """The tasks that are answering now; Bolt itself keeps no hold of them."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def add(self) -> None:
        """Hold the current task until it is done."""
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait until nothing is under way, for at most GRACE_SECONDS."""
        await asyncio.sleep(0)  # a task that was only just created counts too
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)


class _HoldListener(AsyncListenerStartHandler, AsyncListenerCompletionHandler):
    def __init__(self, in_flight: InFlight) -> None:
        self._in_flight = in_flight

    async def handle(self, request: Any, response: Any) -> None:
        self._in_flight.add()


class _Handler(AsyncSocketModeHandler):
    """Socket Mode that holds each envelope until its acknowledgement is sent."""

    def __init__(self, app: AsyncApp, app_token: str, in_flight: InFlight) -> None:
        super().__init__(app, app_token)
        self._in_flight = in_flight

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        self._in_flight.add()
        await super().handle(client, req)  # type: ignore[arg-type]


def build_app(client: AsyncWebClient, advisor: Advisor, store: Store, in_flight: InFlight) -> AsyncApp:
    """Return the Bolt app with every listener; `client` decides token, endpoint and retries."""
    for name in BOLT_ENVIRONMENT:
        # Bolt would read these by itself, and with a client id in sight ignore the bot token.
        os.environ.pop(name, None)
    app = AsyncApp(client=client, name="whichrole")
    app.listener_runner.listener_start_handler = _HoldListener(in_flight)
    register(app, advisor, store)
    return app


@contextlib.asynccontextmanager
async def web_client(settings: SlackSettings) -> AsyncIterator[AsyncWebClient]:
    """Open the one session that all calls share, with retries for whatever passes by itself."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=settings.bot_token,
            base_url=settings.api_url,
            session=session,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(max_retry_count=MAX_RETRIES),
                AsyncRateLimitErrorRetryHandler(max_retry_count=MAX_RETRIES),
                AsyncServerErrorRetryHandler(max_retry_count=MAX_RETRIES),
            ],
        )


async def check_tokens(client: AsyncWebClient, settings: SlackSettings) -> None:
    """Ask Slack about both tokens; the Socket Mode client would retry a refused one for ever.

    Raises ConfigError that names the variable, or the address that does not answer.
    """
    await _accepted(BOT_TOKEN, client.auth_test(), settings)
    await _accepted(APP_TOKEN, client.apps_connections_open(app_token=settings.app_token), settings)


async def run(settings: SlackSettings, advisor: Advisor, stop: asyncio.Event | None = None) -> None:
    """Serve over Socket Mode until SIGTERM, Ctrl-C or `stop`; then finish what is being answered."""
    stop = stop or asyncio.Event()
    _stop_on_signals(stop)
    async with web_client(settings) as client:
        await check_tokens(client, settings)
        in_flight = InFlight()
        app = build_app(client, advisor, MemoryStore(), in_flight)
        handler = _Handler(app, settings.app_token, in_flight)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            logger.info("connected to Slack in Socket Mode; stop with Ctrl-C")
            await stop.wait()
            await in_flight.finish()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
            await in_flight.finish()
            logger.info("stopped")


async def _accepted(kind: TokenKind, call: Any, settings: SlackSettings) -> None:
    try:
        await call
    except SlackApiError as error:
        raise refused(kind, error.response["error"]) from error
    except (aiohttp.ClientError, OSError) as error:
        raise ConfigError(
            f"{settings.api_url} cannot be reached ({error}). Check the network, the proxy and SLACK_API_URL."
        ) from error


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C cancels the task instead
            loop.add_signal_handler(signal_number, stop.set)
