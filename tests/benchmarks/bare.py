"""What Slack's library gives without a bot: one listener that replies: python -m tests.benchmarks.bare async

It is what `tests.benchmarks.load` measures whichrole against, and takes its settings from the environment as
whichrole does.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import aiohttp
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

REPLY = (
    "An answer of about the usual length, so that as much is sent as by a bot that has something to say. " * 3
)


async def serve_async(api_url: str, bot_token: str, app_token: str) -> None:
    """Serve with an AsyncApp, whose calls share one session, until the process is ended."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(bot_token, base_url=api_url, session=session)
        app = AsyncApp(token=bot_token, client=client)

        @app.event("app_mention")
        async def on_mention(event: dict[str, Any], client: AsyncWebClient) -> None:
            await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=REPLY)

        await AsyncSocketModeHandler(app, app_token).start_async()  # type: ignore[no-untyped-call]


def serve_sync(api_url: str, bot_token: str, app_token: str) -> None:
    """Serve with a synchronous App, as Slack's first example does, until the process is ended."""
    app = App(token=bot_token, client=WebClient(bot_token, base_url=api_url))

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=REPLY)

    SocketModeHandler(app, app_token).start()  # type: ignore[no-untyped-call]


def main() -> None:
    """Serve with the kind of app that the command line names."""
    names = ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    settings = [os.environ[name] for name in names]
    if sys.argv[1] == "async":
        asyncio.run(serve_async(*settings))
    else:
        serve_sync(*settings)


if __name__ == "__main__":
    main()
