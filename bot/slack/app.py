"""The wiring: settings, knowledge and store become a Bolt app, and `run` serves it over Socket Mode."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import BOT_TOKEN, SlackSettings
from bot.live import LiveKnowledge
from bot.slack import register
from bot.slack.in_flight import InFlight
from bot.slack.inbox import take_up
from bot.slack.web_client import check_tokens, web_client
from bot.slack.well_formed import well_formed
from bot.store import Store

GRACE_SECONDS = 8.0
"""How long a stopping bot waits for answers under way; containers are killed after ten."""

UPKEEP_SECONDS = 5.0
"""How often leases are renewed and unanswered messages looked for; well within a lease."""

EXPIRE_EVERY = 720
"""After how many such rounds what is too old is deleted: once an hour."""

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
BOLT_ENVIRONMENT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

T = TypeVar("T")
Pause = Callable[[float], Awaitable[object]]

logger = logging.getLogger(__name__)


class HoldingHandler(AsyncSocketModeHandler):
    """Socket Mode that holds each envelope until its acknowledgement is sent."""

    def __init__(self, app: AsyncApp, app_token: str, in_flight: InFlight) -> None:
        """Serve this app."""
        super().__init__(app, app_token)
        self._in_flight = in_flight

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatch an envelope and acknowledge it; what cannot be read is only acknowledged."""
        self._in_flight.add()
        payload = well_formed(req.type, req.payload)
        if payload is None:
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        req.payload = payload
        await super().handle(client, req)  # type: ignore[arg-type]


def build_app(
    client: AsyncWebClient,
    bot: AuthorizeResult,
    live: LiveKnowledge,
    store: Store,
    in_flight: InFlight,
    answers_external: bool = True,
) -> AsyncApp:
    """Return the Bolt app with every listener; `client` decides endpoint and retries, `bot` the token."""

    async def authorize() -> AuthorizeResult:
        # Left to itself, Bolt asks Slack when an event arrives, and drops that event if Slack fails.
        return bot

    app = AsyncApp(client=client, authorize=authorize, name="whichrole")
    app.listener_runner.listener_start_handler = in_flight
    register(app, live, store, answers_external)
    return app


def hide_from_bolt() -> None:
    """Take out of the environment what Bolt would read by itself; a client id makes it ignore the token."""
    for name in BOLT_ENVIRONMENT:
        value = os.environ.pop(name, None)
        if value is None or name == BOT_TOKEN.variable:
            continue
        logger.info("Socket Mode with a bot token is used, not OAuth; %s is ignored", name)


async def run(
    settings: SlackSettings,
    live: LiveKnowledge,
    store: Store,
    stop: asyncio.Event | None = None,
    in_flight: InFlight | None = None,
) -> None:
    """Serve over Socket Mode until SIGTERM, Ctrl-C or `stop`; then finish what is being answered.

    Raises ConfigError for what Slack refuses, and NewerDatabaseError.
    """
    stop = stop or asyncio.Event()
    in_flight = in_flight or InFlight()
    _stop_on_signals(stop)
    hide_from_bolt()
    async with web_client(settings) as client, store.opened():
        bot = await _unless(stop, check_tokens(client, settings))
        if bot is None:
            return
        app = build_app(client, bot, live, store, in_flight, settings.answers_external)
        handler = HoldingHandler(app, settings.app_token, in_flight)
        try:
            await _unless(stop, handler.connect_async())  # type: ignore[no-untyped-call]
            if not stop.is_set():
                logger.info("connected to Slack in Socket Mode; stop with Ctrl-C")
                with live.followed():
                    await _unless(stop, look_after(app, store, in_flight))
            # Answers are finished while still connected: acknowledgements go the same way.
            await in_flight.finish(GRACE_SECONDS / 2)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
            # Whatever came in until the connection was closed.
            await in_flight.finish(GRACE_SECONDS / 2)
            logger.info("stopped")


async def look_after(app: AsyncApp, store: Store, in_flight: InFlight, pause: Pause = asyncio.sleep) -> None:
    """Renew leases, take up what was left unanswered and delete what is too old, for ever."""
    for round_number in itertools.count():
        try:
            if round_number % EXPIRE_EVERY == 0:
                await store.expire()
            await take_up(app, store, in_flight.message_ids)
        except Exception:
            # The next round must come whatever one message brings up.
            logger.exception("looking after the store failed")
        await pause(UPKEEP_SECONDS)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do the work and return its result, or leave it and return None as soon as `stop` is set."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    both = (working, stopping)
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return None
        return await working
    finally:
        for task in both:
            task.cancel()
        # Left work may have something to tidy up.
        await asyncio.gather(*both, return_exceptions=True)


def _stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` at the first signal; a second one ends the process as it would any other."""
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        stop.set()
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)

    # Windows has no such handlers: there, Ctrl-C cancels the task instead.
    with contextlib.suppress(NotImplementedError):
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, on_signal)
