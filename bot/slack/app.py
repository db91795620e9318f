"""The wiring: settings, knowledge and store become a Bolt app, and `run` serves it over Socket Mode."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import signal
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import BOT_TOKEN, SlackSettings, TokenKind, revoked
from bot.errors import RevokedError
from bot.live import LiveKnowledge
from bot.slack import register, scopes
from bot.slack.in_flight import InFlight
from bot.slack.inbox import take_up
from bot.slack.outbox import OnRevoked, Outbox
from bot.slack.proxy import proxy_for
from bot.slack.timing import NORMAL_TIMING, Pause, Timing
from bot.slack.web_client import SocketClient, call_timeout, check_tokens, client_with, web_client
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

logger = logging.getLogger(__name__)


def log_revoked(kind: TokenKind, code: str) -> None:
    """Say which token Slack no longer accepts."""
    logger.error("%s", revoked(kind, code))


class HoldingHandler(AsyncSocketModeHandler):
    """Socket Mode that holds each envelope until its acknowledgement is sent."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        in_flight: InFlight,
        timing: Timing,
        on_revoked: OnRevoked,
    ) -> None:
        """Serve this app, by the session of its client."""
        opener = SocketClient(base_url=app.client.base_url, session=app.client.session, retry_handlers=[])
        opener.proxy = app.client.proxy
        opener.on_revoked = on_revoked
        opener.on_url = self._use_proxy
        opener.pause = timing.pause
        super().__init__(app, app_token, web_client=opener)
        self._in_flight = in_flight
        self._timing = timing

    async def connect_async(self) -> None:
        """Connect, within the same limits as any call."""
        # The session that Socket Mode makes for its sockets waits five minutes for one to open.
        await self.client.aiohttp_client_session.close()
        self.client.aiohttp_client_session = aiohttp.ClientSession(timeout=call_timeout(self._timing))
        await super().connect_async()  # type: ignore[no-untyped-call]

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatch an envelope and acknowledge it; what cannot be read is only acknowledged."""
        self._in_flight.add()
        payload = well_formed(req.type, req.payload)
        if payload is None:
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        req.payload = payload
        await super().handle(client, req)  # type: ignore[arg-type]

    def _use_proxy(self, url: str) -> None:
        self.client.proxy = proxy_for(url)


def build_app(
    client: AsyncWebClient,
    bot: AuthorizeResult,
    live: LiveKnowledge,
    store: Store,
    in_flight: InFlight,
    answers_external: bool = True,
    admin_users: Collection[str] = (),
    timing: Timing = NORMAL_TIMING,
    on_revoked: OnRevoked = log_revoked,
) -> AsyncApp:
    """Return the Bolt app with every listener; `client` decides endpoint and session, `bot` the token."""

    async def authorize() -> AuthorizeResult:
        # Left to itself, Bolt asks Slack when an event arrives, and drops that event if Slack fails.
        return bot

    app = AsyncApp(client=client, authorize=authorize, name="whichrole")
    app.listener_runner.listener_start_handler = in_flight
    session = client.session
    assert session is not None, "all calls share one"
    sender = client_with(session, client.base_url, bot.bot_token)
    outbox = Outbox(sender, bot, store, timing, on_revoked)
    register(app, live, store, outbox, answers_external, admin_users)
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
    timing: Timing = NORMAL_TIMING,
) -> None:
    """Serve over Socket Mode until SIGTERM, Ctrl-C or `stop`; then finish what is being answered.

    Raises ConfigError for what Slack refuses, RevokedError for what it refuses later, and NewerDatabaseError.
    """
    stop = stop or asyncio.Event()
    in_flight = in_flight or InFlight()
    revocations: list[RevokedError] = []

    def on_revoked(kind: TokenKind, code: str) -> None:
        revocations.append(revoked(kind, code))
        stop.set()

    _stop_on_signals(stop)
    hide_from_bolt()
    async with web_client(settings, timing) as client, store.opened():
        bot = await _unless(stop, check_tokens(client, settings, timing))
        if bot is None:
            return
        scopes.report(bot)
        app = build_app(
            client,
            bot,
            live,
            store,
            in_flight,
            settings.answers_external,
            settings.admin_users,
            timing,
            on_revoked,
        )
        handler = HoldingHandler(app, settings.app_token, in_flight, timing, on_revoked)
        try:
            await _unless(stop, handler.connect_async())
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
    if revocations:
        raise revocations[0]


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
