"""Calls to Slack: the one session that all share, and whether Slack takes the tokens."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import APP_TOKEN, BOT_TOKEN, SlackSettings, TokenKind, refused, unreachable

MAX_RETRIES = 3
REFUSALS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"} | {
    "not_allowed_token_type",
    "no_permission",
    "missing_scope",
}


@contextlib.asynccontextmanager
async def web_client(settings: SlackSettings) -> AsyncIterator[AsyncWebClient]:
    """Open the one session that all calls share, with retries for whatever passes by itself.

    It has no token: Bolt gives each event's client the token of whom it is authorised as.
    """
    retry_handlers = [
        AsyncConnectionErrorRetryHandler(max_retry_count=MAX_RETRIES),
        AsyncRateLimitErrorRetryHandler(max_retry_count=MAX_RETRIES),
        AsyncServerErrorRetryHandler(max_retry_count=MAX_RETRIES),
    ]
    # Without a session of ours, slack_sdk opens a TLS connection for every call.
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            base_url=settings.api_url,
            session=session,
            retry_handlers=retry_handlers,
        )


async def check_tokens(client: AsyncWebClient, settings: SlackSettings) -> AuthorizeResult:
    """Ask Slack about both tokens and return whom the bot is; Socket Mode would retry a refused one for ever.

    Raises ConfigError that names the variable, or the address that does not answer.
    """
    asked = client.auth_test(token=settings.bot_token)
    bot = await _accepted(BOT_TOKEN, asked, settings)
    asked = client.apps_connections_open(app_token=settings.app_token)
    await _accepted(APP_TOKEN, asked, settings)
    return AuthorizeResult.from_auth_test_response(
        bot_token=settings.bot_token,
        auth_test_response=bot,
    )


async def _accepted(
    kind: TokenKind, call: Coroutine[Any, Any, AsyncSlackResponse], settings: SlackSettings
) -> AsyncSlackResponse:
    try:
        return await call
    except SlackApiError as error:
        response = error.response
        code = response.get("error") or f"HTTP status {response.status_code}"
        if code in REFUSALS:
            raise refused(kind, code) from error
        raise unreachable(settings.api_url, f"it answers {code}") from error
    except (aiohttp.ClientError, OSError, ValueError, AttributeError) as error:
        # slack_sdk raises the last two for an address that is none, and for an answer that is not Slack's.
        raise unreachable(settings.api_url, str(error)) from error
