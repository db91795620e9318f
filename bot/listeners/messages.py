"""Mentions, answered in their thread, and direct messages, answered where they were written."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks
from bot.library import Library
from bot.listeners.incoming import Event, claim_keys, decode, is_from_person
from bot.store import Store


def register(app: AsyncApp, library: Library, store: Store) -> None:
    """Answer people in channels and direct messages, each message once."""

    async def answer(body: dict[str, Any], event: Event, client: AsyncWebClient, thread: str | None) -> None:
        if not is_from_person(event) or not await store.claim(*claim_keys(body, event)):
            return
        reply = blocks.message(library.advisor.answer(decode(event.get("text") or "")))
        await client.chat_postMessage(channel=event["channel"], thread_ts=thread, **reply)

    @app.event("app_mention")
    async def on_mention(body: dict[str, Any], event: Event, client: AsyncWebClient) -> None:
        await answer(body, event, client, thread=event.get("thread_ts") or event["ts"])

    @app.event("message")
    async def on_message(body: dict[str, Any], event: Event, client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im":
            await answer(body, event, client, thread=event.get("thread_ts"))
