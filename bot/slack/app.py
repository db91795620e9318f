"""The wiring: settings, knowledge and store become a Bolt app, and `run` serves it over Socket Mode."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import signal
from collections.abc import AsyncIterator, Collection, Coroutine
from typing import Any, TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
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
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import APP_TOKEN, BOT_TOKEN, SlackSettings, TokenKind, refused, unreachable
from bot.live import LiveKnowledge
from bot.slack import register
from bot.slack.intake import CLAIM, take_up
from bot.store import Store

GRACE_SECONDS = 8.0
"""How long a stopping bot waits for answers under way; containers are killed after ten."""

UPKEEP_SECONDS = 5.0
"""How often leases are renewed and unanswered messages looked for; well within a lease."""

EXPIRE_EVERY = 720
"""After how many such rounds what is too old is deleted: once an hour."""

MAX_RETRIES = 3
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
REFUSALS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"} | {
    "not_allowed_token_type",
    "no_permission",
    "missing_scope",
}
BOLT_ENVIRONMENT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

T = TypeVar("T")

logger = logging.getLogger(__name__)


class InFlight:
    """The tasks that are answering now; Bolt itself keeps no hold of them."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._tasks: dict[asyncio.Task[Any], str | None] = {}

    @property
    def messages(self) -> Collection[str]:
        """The names of the claimed messages that are being answered now."""
        return {message for message in self._tasks.values() if message}

    def add(self, message: str | None = None) -> None:
        """Hold the current task, and the message that it answers, until it is done."""
        if task := asyncio.current_task():
            self._tasks[task] = message
            task.add_done_callback(lambda done: self._tasks.pop(done, None))

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is under way; after `seconds`, give up what is left and say so."""
        deadline = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(0)  # a task that was only just created counts too
        while self._tasks and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if self._tasks:
            logger.warning("gave up %d answers under way after %.0f seconds", len(self._tasks), seconds)
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=1)


class _HoldListener(AsyncListenerStartHandler):
    def __init__(self, in_flight: InFlight) -> None:
        self._in_flight = in_flight

    async def handle(self, request: Any, response: Any) -> None:
        self._in_flight.add(request.context.get(CLAIM))


class _Handler(AsyncSocketModeHandler):
    """Socket Mode that holds each envelope until its acknowledgement is sent."""

    def __init__(self, app: AsyncApp, app_token: str, in_flight: InFlight) -> None:
        super().__init__(app, app_token)
        self._in_flight = in_flight

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        self._in_flight.add()
        await super().handle(client, req)  # type: ignore[arg-type]


def build_app(
    client: AsyncWebClient, bot: AuthorizeResult, library: LiveKnowledge, store: Store, in_flight: InFlight
) -> AsyncApp:
    """Return the Bolt app with every listener; `client` decides endpoint and retries, `bot` the token.

    Left to itself, Bolt asks Slack who it is when an event arrives, and drops that event if Slack fails.
    """

    async def authorize() -> AuthorizeResult:
        return bot

    app = AsyncApp(client=client, authorize=authorize, name="whichrole")
    app.listener_runner.listener_start_handler = _HoldListener(in_flight)
    register(app, library, store)
    return app


def hide_from_bolt() -> None:
    """Take out of the environment what Bolt would read by itself; a client id makes it ignore the token."""
    for name in BOLT_ENVIRONMENT:
        if os.environ.pop(name, None) is not None and name != BOT_TOKEN.variable:
            logger.info("Socket Mode with a bot token is used, not OAuth; %s is ignored", name)


@contextlib.asynccontextmanager
async def web_client(settings: SlackSettings) -> AsyncIterator[AsyncWebClient]:
    """Open the one session that all calls share, with retries for whatever passes by itself.

    It has no token: Bolt gives each event's client the token of whom it is authorised as.
    """
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            base_url=settings.api_url,
            session=session,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(max_retry_count=MAX_RETRIES),
                AsyncRateLimitErrorRetryHandler(max_retry_count=MAX_RETRIES),
                AsyncServerErrorRetryHandler(max_retry_count=MAX_RETRIES),
            ],
        )


async def check_tokens(client: AsyncWebClient, settings: SlackSettings) -> AuthorizeResult:
    """Ask Slack about both tokens and return whom the bot is; Socket Mode would retry a refused one for ever.

    Raises ConfigError that names the variable, or the address that does not answer.
    """
    bot = await _accepted(BOT_TOKEN, client.auth_test(token=settings.bot_token), settings)
    await _accepted(APP_TOKEN, client.apps_connections_open(app_token=settings.app_token), settings)
    return AuthorizeResult.from_auth_test_response(bot_token=settings.bot_token, auth_test_response=bot)


async def run(
    settings: SlackSettings, library: LiveKnowledge, store: Store, stop: asyncio.Event | None = None
) -> None:
    """Serve over Socket Mode until SIGTERM, Ctrl-C or `stop`; then finish what is being answered.

    Raises ConfigError for what Slack refuses, and NewerDatabaseError.
    """
    stop = stop or asyncio.Event()
    _stop_on_signals(stop)
    hide_from_bolt()
    async with web_client(settings) as client, store.opened():
        bot = await _unless(stop, check_tokens(client, settings))
        if bot is None:
            return
        in_flight = InFlight()
        app = build_app(client, bot, library, store, in_flight)
        handler = _Handler(app, settings.app_token, in_flight)
        try:
            await _unless(stop, handler.connect_async())  # type: ignore[no-untyped-call]
            if not stop.is_set():
                logger.info("connected to Slack in Socket Mode; stop with Ctrl-C")
                with library.followed():
                    await _unless(stop, look_after(app, store, in_flight))
            await in_flight.finish(GRACE_SECONDS / 2)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
            await in_flight.finish(GRACE_SECONDS / 2)
            logger.info("stopped")


async def look_after(app: AsyncApp, store: Store, in_flight: InFlight) -> None:
    """Renew leases, take up what was left unanswered and delete what is too old, for ever."""
    for round_number in itertools.count():
        try:
            if round_number % EXPIRE_EVERY == 0:
                await store.expire()
            await take_up(app, store, in_flight.messages)
        except Exception:
            # The next round must come whatever one message brings up.
            logger.exception("looking after the store failed")
        await asyncio.sleep(UPKEEP_SECONDS)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do the work and return its result, or leave it and return None as soon as `stop` is set."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def _accepted(
    kind: TokenKind, call: Coroutine[Any, Any, AsyncSlackResponse], settings: SlackSettings
) -> AsyncSlackResponse:
    try:
        return await call
    except SlackApiError as error:
        code = error.response.get("error") or f"HTTP status {error.response.status_code}"
        if code in REFUSALS:
            raise refused(kind, code) from error
        raise unreachable(settings.api_url, f"it answers {code}") from error
    except (aiohttp.ClientError, OSError, ValueError, AttributeError) as error:
        # slack_sdk raises the last two for an address that is none, and for an answer that is not Slack's.
        raise unreachable(settings.api_url, str(error)) from error


def _stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` at the first signal; a second one ends the process as it would any other."""
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        stop.set()
        for signal_number in STOP_SIGNALS:
            loop.remove_signal_handler(signal_number)

    for signal_number in STOP_SIGNALS:
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C cancels the task instead
            loop.add_signal_handler(signal_number, on_signal)
