"""The bot in Slack: real Bolt, real Socket Mode, against an in-process stand-in for Slack."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Talk
from bot.config import SlackSettings, slack_settings
from bot.errors import ConfigError
from bot.live import LiveKnowledge
from bot.replies import trouble_wording, wording
from bot.slack.app import run
from tests.conftest import running_bot, throw_away_store
from tests.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, IM, SlackServer

STUCK = "our data scientists build great models but nothing reaches production"
ENGINEER = "Machine Learning Engineer"


def said(payload: dict[str, Any] | None) -> str:
    assert payload is not None
    text: str = payload["text"]
    return text


async def only_reply(slack: SlackServer) -> dict[str, Any]:
    calls = await slack.wait_for_calls("chat.postMessage")
    await slack.quiet()
    assert len(calls) == 1
    return calls[0].args


async def test_a_mention_is_answered_in_its_thread(slack: SlackServer) -> None:
    payload = await slack.mention(STUCK)
    reply = await only_reply(slack)
    assert reply["channel"] == CHANNEL
    assert reply["thread_ts"] == payload["event"]["ts"]
    assert ENGINEER in reply["text"]
    assert ENGINEER in json.dumps(reply["blocks"])


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(slack: SlackServer) -> None:
    await slack.mention(STUCK, thread_ts="1700000000.000001")
    assert (await only_reply(slack))["thread_ts"] == "1700000000.000001"


async def test_a_direct_message_is_answered_in_the_conversation(slack: SlackServer) -> None:
    await slack.direct_message(STUCK)
    reply = await only_reply(slack)
    assert reply["channel"] == IM
    assert "thread_ts" not in reply


async def test_a_direct_message_in_a_thread_is_answered_in_that_thread(slack: SlackServer) -> None:
    await slack.direct_message(STUCK, thread_ts="1700000000.000002")
    assert (await only_reply(slack))["thread_ts"] == "1700000000.000002"


async def test_the_slash_command_is_answered_in_the_acknowledgement_for_one_person(
    slack: SlackServer,
) -> None:
    ack = await slack.command(STUCK)
    assert ack is not None
    assert ack["response_type"] == "ephemeral"
    assert ENGINEER in said(ack)
    assert slack.calls_to("chat.postMessage") == []


@pytest.mark.parametrize("text", ["", "  ", "help"])
async def test_the_slash_command_without_a_question_gives_help_with_examples_to_click(
    slack: SlackServer, text: str
) -> None:
    ack = await slack.command(text)
    assert ack is not None
    assert said(ack).startswith(wording.TALK[Talk.HELP])
    buttons = [block["accessory"] for block in ack["blocks"] if "accessory" in block]
    assert len(buttons) >= 3


async def test_clicking_an_example_asks_it(slack: SlackServer) -> None:
    ack = await slack.command("help")
    assert ack is not None
    button = next(block["accessory"] for block in ack["blocks"] if "accessory" in block)
    await slack.action(button)
    answers = await slack.wait_for_calls("response_url")
    assert ENGINEER in answers[0].args["text"]
    assert answers[0].args["response_type"] == "ephemeral"
    assert answers[0].args["replace_original"] is False


async def test_a_click_in_a_channel_is_answered_in_the_thread_of_the_message(slack: SlackServer) -> None:
    button = {"action_id": "choose_criterion", "value": "data-scientist-vs-ml-engineer/stuck-models"}
    await slack.action(button, message={"ts": "1700000000.000009", "thread_ts": "1700000000.000003"})
    reply = await only_reply(slack)
    assert reply["thread_ts"] == "1700000000.000003"
    assert ENGINEER in reply["text"]


async def test_a_click_on_a_choice_that_the_knowledge_no_longer_holds_gets_help(slack: SlackServer) -> None:
    await slack.action({"action_id": "choose_criterion", "value": "gone/also-gone"}, message={"ts": "1.1"})
    assert wording.TALK[Talk.HELP] in (await only_reply(slack))["text"]


async def test_a_redelivered_event_is_answered_once(slack: SlackServer) -> None:
    payload = await slack.mention(STUCK)
    await slack.send("events_api", payload, retry_attempt=1)
    await only_reply(slack)


async def test_a_mention_that_also_arrives_as_a_message_is_answered_once(slack: SlackServer) -> None:
    payload = await slack.mention(STUCK, channel=IM)
    event = {**payload["event"], "type": "message", "channel_type": "im"}
    await slack.event(event)
    await only_reply(slack)


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B99OTHER"},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted", "hidden": True},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"user": ""},
    ],
)
async def test_bots_edits_deletions_and_notices_are_left_alone(
    slack: SlackServer, fields: dict[str, Any]
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": IM, "user": "U1", "ts": "1.5", "text": STUCK}
    await slack.event(event | fields)
    await slack.quiet()
    assert slack.calls_to("chat.postMessage") == []


async def test_plain_channel_messages_and_unknown_events_are_acknowledged_and_left_alone(
    slack: SlackServer,
) -> None:
    message = {"type": "message", "channel_type": "channel", "channel": CHANNEL, "user": "U1", "ts": "1.6"}
    await slack.event(message | {"text": STUCK})
    await slack.event({"type": "reaction_added", "user": "U1", "reaction": "eyes"})
    await slack.quiet()
    assert slack.calls_to("chat.postMessage") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "asdf qwer zxcv",
        ":tada: :tada:",
        "🎉🎉🎉",
        "нам нужен инженер",
        "機械学習の人が必要です",
        "x" * 40_000,
        "\x00\u202e",
    ],
    ids=[
        "empty",
        "gibberish",
        "emoji names",
        "emoji",
        "cyrillic",
        "japanese",
        "40,000 characters",
        "controls",
    ],
)
async def test_whatever_is_written_gets_exactly_one_reply(slack: SlackServer, text: str) -> None:
    await slack.mention(text)
    reply = await only_reply(slack)
    assert reply["text"]
    assert trouble_wording.APOLOGY not in reply["text"]


async def test_quoted_words_can_neither_mention_nor_format(slack: SlackServer) -> None:
    await slack.mention("our great &lt;models&gt; in `notebooks` never reach production")
    reply = await only_reply(slack)
    shown = json.dumps(reply["blocks"])
    assert "models&gt; in notebooks never" in shown
    assert "<models>" not in json.dumps(reply)


async def test_opening_the_direct_message_suggests_the_examples(slack: SlackServer, advisor: Advisor) -> None:
    await slack.event({"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": IM})
    call = (await slack.wait_for_calls("assistant.threads.setSuggestedPrompts"))[0]
    assert "thread_ts" not in call.args
    assert [prompt["message"] for prompt in call.args["prompts"]] == list(advisor.topics[0].examples)


async def test_a_workspace_without_agent_features_does_without_suggestions(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("assistant.threads.setSuggestedPrompts", error="feature_not_enabled")
    await slack.event({"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": IM})
    await slack.wait_for_calls("assistant.threads.setSuggestedPrompts")
    # The greeting.
    await slack.wait_for_posts(1)
    await slack.quiet()
    assert "no suggested prompts in this workspace: feature_not_enabled" in caplog.text
    assert "answering failed" not in caplog.text


@pytest.mark.parametrize("failure", [{"status": 429, "headers": {"Retry-After": "0"}}, {"status": 503}])
async def test_rate_limits_and_server_errors_are_tried_again(
    slack: SlackServer, failure: dict[str, Any]
) -> None:
    slack.fail("chat.postMessage", **failure)
    await slack.direct_message(STUCK)
    calls = await slack.wait_for_calls("chat.postMessage", 2)
    assert calls[0].args["text"] == calls[1].args["text"]


async def test_a_button_that_no_listener_knows_is_acknowledged(slack: SlackServer) -> None:
    assert await slack.action({"action_id": "of_an_older_release"}, message={"ts": "1.2"}) is None
    await slack.quiet()


async def test_messages_without_an_event_id_are_told_apart(slack: SlackServer) -> None:
    for ts in ("1.7", "1.8"):
        event = {
            "type": "message",
            "channel_type": "im",
            "channel": IM,
            "user": "U1",
            "ts": ts,
            "text": STUCK,
        }
        await slack.send("events_api", {"type": "event_callback", "team_id": "T01TEST", "event": event})
    assert len(await slack.wait_for_calls("chat.postMessage", 2)) == 2


async def test_a_redelivery_under_another_timestamp_is_known_by_its_event_id(slack: SlackServer) -> None:
    payload = await slack.direct_message(STUCK)
    again = {**payload, "event": {**payload["event"], "ts": "1700000000.000077"}}
    await slack.send("events_api", again, retry_attempt=1)
    await only_reply(slack)


async def test_the_bot_answers_again_after_slack_asked_it_to_reconnect(slack: SlackServer) -> None:
    await slack.disconnect()
    await slack.connected()
    await slack.direct_message(STUCK)
    assert ENGINEER in (await only_reply(slack))["text"]


async def test_stopping_finishes_the_answer_under_way(library: LiveKnowledge) -> None:
    async with SlackServer() as server:
        async with running_bot(server, library):
            server.fail("chat.postMessage", status=429, headers={"Retry-After": "0"})
            await server.direct_message(STUCK)
            await server.wait_for_calls("chat.postMessage")
        assert len(server.calls_to("chat.postMessage")) == 2


@pytest.mark.parametrize(
    ("tokens", "variable"),
    [((BOT_TOKEN, "xapp-wrong"), "SLACK_APP_TOKEN"), (("xoxb-wrong", APP_TOKEN), "SLACK_BOT_TOKEN")],
)
async def test_a_refused_token_is_named_before_anything_is_served(
    library: LiveKnowledge, tokens: tuple[str, str], variable: str
) -> None:
    async with SlackServer() as server:
        with pytest.raises(ConfigError, match=f"{variable} is refused by Slack .invalid_auth."):
            await run(SlackSettings(*tokens, server.api_url), library, throw_away_store())


@pytest.mark.parametrize("error", ["unknown_method", "invalid_arguments"])
async def test_an_address_that_is_not_slacks_is_named(library: LiveKnowledge, error: str) -> None:
    async with SlackServer() as server:
        server.fail("auth.test", error=error)
        with pytest.raises(ConfigError, match=rf"does not answer as Slack does \({error}\)"):
            await run(SlackSettings(BOT_TOKEN, APP_TOKEN, server.api_url), library, throw_away_store())


@pytest.mark.parametrize("url", ["https://[/api/", "https://", "slack.com/api", "https://slack.com:port/"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    with pytest.raises(ConfigError, match="SLACK_API_URL must start with"):
        slack_settings(tokens | {"SLACK_API_URL": url})


async def test_stopping_while_slack_does_not_answer_ends_at_once(library: LiveKnowledge) -> None:
    async with SlackServer() as server:
        server.fail("auth.test", status=429, headers={"Retry-After": "30"})
        stop = asyncio.Event()
        bot = asyncio.create_task(
            run(SlackSettings(BOT_TOKEN, APP_TOKEN, server.api_url), library, throw_away_store(), stop)
        )
        await server.wait_for_calls("auth.test")
        stop.set()
        await asyncio.wait_for(bot, timeout=2)


async def test_an_answer_that_takes_too_long_to_finish_is_given_up_and_logged(
    library: LiveKnowledge, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.slack.app.GRACE_SECONDS", 0.2)
    async with SlackServer() as server, running_bot(server, library):
        server.fail("chat.postMessage", status=429, headers={"Retry-After": "30"})
        await server.direct_message(STUCK)
        await server.wait_for_calls("chat.postMessage")
    assert "gave up 1 answers" in caplog.text


async def test_a_message_is_answered_though_slack_cannot_say_at_that_moment_who_the_bot_is(
    slack: SlackServer,
) -> None:
    slack.fail("auth.test", error="internal_error", times=9)
    await slack.mention(STUCK)
    assert ENGINEER in (await only_reply(slack))["text"]
    assert len(slack.calls_to("auth.test")) == 1, "Slack is asked once, at the start"
    assert {call.token for call in slack.calls_to("chat.postMessage")} == {BOT_TOKEN}


async def test_a_client_id_in_the_environment_does_not_make_bolt_ignore_the_token(
    library: LiveKnowledge, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")
    async with SlackServer() as server, running_bot(server, library):
        await server.direct_message(STUCK)
        assert ENGINEER in (await only_reply(server))["text"]
    assert caplog.messages == []
