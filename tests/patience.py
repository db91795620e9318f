"""What the tests of Slack's troubles share: many people who ask, and the one answer that each must get."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from bot.replies import trouble_wording
from tests.slack_server import Json, SlackServer
from tests.test_slack import ENGINEER, STUCK

BODIES: list[dict[str, Any]] = [
    {"status": 500, "body": "upstream error", "content_type": "text/plain"},
    {"status": 200, "body": "captive portal", "content_type": "text/plain"},
    {"status": 502, "body": "<html>bad gateway</html>"},
    {"status": 404, "body": "<html>not here</html>"},
    {"status": 200, "body": "<html>log in first</html>"},
    {"status": 500, "body": "{", "content_type": "application/json"},
    {"status": 200, "body": "{", "content_type": "application/json"},
    {"status": 200, "body": "[]", "content_type": "application/json"},
    {"status": 500, "body": "null", "content_type": "application/json"},
    {"status": 500, "body": "[1]", "content_type": "application/json"},
]
"""Replies that are not Slack's, as something on the way sends them."""


async def asked_by(slack: SlackServer, count: int) -> None:
    """Let so many people ask at once, each in a thread of their own."""
    await asyncio.gather(*(slack.mention(STUCK, user=f"U{number:03}") for number in range(count)))


async def each_has_its_answer(slack: SlackServer, count: int) -> list[Json]:
    """Return the answers, once each of so many questions has its one, which is no apology."""
    answers = await slack.wait_for_posts(count, timeout=30)
    for idle in slack.idle:
        await idle()
    assert len(slack.posted) == count
    threads = Counter(answer.get("thread_ts") for answer in answers)
    assert set(threads.values()) == {1}
    for answer in answers:
        assert ENGINEER in answer["text"]
        assert trouble_wording.APOLOGY not in answer["text"]
    return answers
