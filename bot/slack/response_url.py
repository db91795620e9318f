"""Replies to clicks that only one person sees: Slack gives each click an address for them."""

from __future__ import annotations

import json
from http import HTTPStatus

import aiohttp

from bot.replies.blocks import Message
from bot.slack.failed_call import FailedCall, Trouble, refusal
from bot.slack.obstacles import Obstacle
from bot.slack.proxy import proxy_for

DELETION: Message = {"delete_original": True}
"""The reply that removes the message that was clicked on."""


async def respond(session: aiohttp.ClientSession, url: str, reply: Message) -> FailedCall | None:
    """Send a reply, and return why Slack does not take it; raises what aiohttp raises.

    Bolt's own `respond` uses neither the shared session nor its limits.
    """
    body = reply
    if reply != DELETION:
        body = {
            "response_type": "ephemeral",
            "replace_original": False,
            **reply,
        }
    proxy = proxy_for(url)
    async with session.post(url, json=body, proxy=proxy) as response:
        text = await response.text(errors="replace")
        status = response.status
        headers = response.headers

    code = _code(text)
    if status == HTTPStatus.OK and code is None:
        return None
    failed = refusal(status, code, headers)
    may_be_used_up = failed.trouble in (Trouble.AWAY, Trouble.FAULT)
    if may_be_used_up and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        # The address has served its five times or its half hour.
        return FailedCall(Trouble.PLACE, failed.reason, obstacle=Obstacle.EXPIRED)
    return failed


def _code(text: str) -> str | None:
    """Return Slack's code for what it does not take; None for a reply that holds none."""
    try:
        body = json.loads(text)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.get("ok"):
        return None
    code = body.get("error")
    return code if isinstance(code, str) else None
