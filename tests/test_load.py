"""Many messages at once: everything gets its turn, and the database is not taken for away."""

from __future__ import annotations

import asyncio

import pytest

from bot.config import StoreSettings
from bot.live import LiveKnowledge
from bot.slack.payloads import ConversationRef
from bot.slack.responder import Responder
from bot.store import Store
from tests.conftest import running_bot
from tests.slack_server import IM, USER, SlackServer

AT_ONCE = 150


def question(number: int) -> str:
    return f"our {number} models take {number} seconds in production"


async def test_between_two_answers_everything_else_gets_its_turn(
    library: LiveKnowledge, settings: StoreSettings
) -> None:
    rounds = 0
    answered_in = []

    async def count_rounds() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            await asyncio.sleep(0)

    async def send(_: object) -> None:
        answered_in.append(rounds)

    async with Store(settings).opened() as store:
        responder = Responder(library, store)
        counting = asyncio.create_task(count_rounds())
        answers = []
        for number in range(AT_ONCE):
            where = ConversationRef(f"k{number}", USER, IM)
            answers.append(responder.answer(where, question(number), send))
        await asyncio.gather(*answers)
        counting.cancel()
    assert len(set(answered_in)) == AT_ONCE


async def test_many_messages_at_once_are_acknowledged_before_they_are_answered_and_leave_the_database_in_use(
    library: LiveKnowledge, settings: StoreSettings, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, running_bot(slack, library, Store(settings)):
        await asyncio.gather(*(slack.mention(question(number)) for number in range(AT_ONCE)))
        assert len(slack.calls_to("chat.postMessage")) < AT_ONCE / 2
        await slack.wait_for_calls("chat.postMessage", AT_ONCE, timeout=60)
    assert "the database is away" not in caplog.text
