"""Calls to Slack: the one session that all share, and whether Slack takes the tokens."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import APP_TOKEN, BOT_TOKEN, SlackSettings, TokenKind, no_address, refused
from bot.slack import obstacles, scopes
from bot.slack.failed_call import TOKEN_REVOKED, Trouble, failed_call
from bot.slack.obstacles import Obstacle
from bot.slack.proxy import proxy_for
from bot.slack.timing import NORMAL_TIMING, Pause, Timing, growing_pauses

REFUSALS = TOKEN_REVOKED | obstacles.CODES[Obstacle.NOT_ALLOWED] | {"no_permission"}

logger = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def web_client(
    settings: SlackSettings, timing: Timing = NORMAL_TIMING
) -> AsyncIterator[AsyncWebClient]:
    """Open the one session that all calls share; it has no token, and repeats nothing by itself."""
    # Without a session of ours, slack_sdk opens a TLS connection for every call.
    async with aiohttp.ClientSession(timeout=call_timeout(timing)) as session:
        yield client_with(session, settings.api_url)


def client_with(session: aiohttp.ClientSession, api_url: str, token: str | None = None) -> AsyncWebClient:
    """Return a client that shares the session. What failed, its caller repeats: not every call may be."""
    client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
    # Given none, it takes the one for other addresses from the environment.
    client.proxy = proxy_for(api_url)
    return client


def call_timeout(timing: Timing) -> aiohttp.ClientTimeout:
    """Return the limits of a call; slack_sdk's own do not reach a session that it is given."""
    # Shorter until it is connected: what times out there was certainly not taken.
    return aiohttp.ClientTimeout(total=timing.call_seconds, connect=timing.call_seconds * 2 / 3)


async def check_tokens(
    client: AsyncWebClient, settings: SlackSettings, timing: Timing = NORMAL_TIMING
) -> AuthorizeResult:
    """Ask Slack about both tokens and return whom the bot is; Socket Mode would retry a refused one for ever.

    Waits while Slack is away. Raises ConfigError that names the variable.
    """
    bot = await _accepted(
        BOT_TOKEN,
        lambda: client.auth_test(token=settings.bot_token),
        settings,
        timing,
    )
    await _accepted(
        APP_TOKEN,
        lambda: client.apps_connections_open(app_token=settings.app_token),
        settings,
        timing,
    )
    scopes_of_bot = bot.headers.get(scopes.HEADER)
    return AuthorizeResult.from_auth_test_response(
        bot_token=settings.bot_token,
        # No name of a scope is empty.
        bot_scopes=scopes_of_bot or None,
        auth_test_response=bot,
    )


async def _accepted(
    kind: TokenKind,
    call: Callable[[], Awaitable[AsyncSlackResponse]],
    settings: SlackSettings,
    timing: Timing,
) -> AsyncSlackResponse:
    pauses = growing_pauses()
    while True:
        try:
            return await call()
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            if failed.reason in REFUSALS:
                raise refused(kind, failed.reason) from error
            if failed.trouble is Trouble.FAULT:
                raise no_address(settings.api_url, failed.reason) from error
        seconds = max(next(pauses), failed.retry_after)
        logger.warning(
            "%s cannot be reached (%s); trying again in %.0f s."
            " Check the network, the proxy and SLACK_API_URL.",
            settings.api_url,
            failed.reason,
            seconds,
        )
        await timing.pause(seconds)


class SocketClient(AsyncWebClient):
    """The client by which Socket Mode asks for its connections; it says what fails."""

    on_revoked: Callable[[TokenKind, str], None]
    on_url: Callable[[str], None]
    pause: Pause

    async def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> AsyncSlackResponse:
        """Ask for a connection; whatever is raised, Socket Mode tries again."""
        try:
            response = await super().apps_connections_open(app_token=app_token, **kwargs)
        except Exception as error:
            failed = failed_call(error)
            if failed is None:
                raise
            logger.warning("no connection to Slack (%s); trying again", failed.reason)
            if failed.trouble is Trouble.TOKEN:
                self.on_revoked(APP_TOKEN, failed.reason)
            await self.pause(failed.retry_after)
            raise ConnectionError(failed.reason) from None
        self.on_url(response["url"])
        return response
