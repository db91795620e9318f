"""Payloads in which one field has a wrong type: no traceback, and the next message is answered."""

from __future__ import annotations

import copy
import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest  # noqa: TID251 (a click as Bolt gets it)

from bot.live import LiveKnowledge
from bot.replies import buttons
from bot.slack.in_flight import InFlight
from tests.conftest import throw_away_store, unconnected_app
from tests.slack_server import CHANNEL, COMMAND, EVENT, IM, TEAM, USER, SlackServer
from tests.test_slack import ENGINEER, STUCK

Json = dict[str, Any]

WRONG: tuple[object, ...] = (None, 7, True, "", "x", [], [7], {"a": 7})
"""What stands in the place of each field, one after the other."""

EVENT_TO_SPOIL: Json = EVENT | {
    "event_id": "Ev",
    "is_ext_shared_channel": True,
    "event": {
        "type": "message",
        "channel_type": "im",
        "channel": IM,
        "user": USER,
        "ts": "1700000000.000100",
        "thread_ts": "1700000000.000001",
        "text": STUCK,
        "team": TEAM,
        "user_team": TEAM,
        "edited": {"user": USER, "ts": "1700000001.000000"},
        "files": [{"mimetype": "audio/mp4", "subtype": "slack_audio"}],
        "attachments": [{"is_share": True, "text": STUCK, "files": [{"mimetype": "image/png"}]}],
    },
}
CLICK_TO_SPOIL: Json = {
    "type": "block_actions",
    "user": {"id": USER, "team_id": TEAM},
    "team": {"id": TEAM},
    "enterprise": {"id": "E01TEST"},
    "channel": {"id": CHANNEL},
    "container": {"type": "message", "channel_id": CHANNEL, "message_ts": "1.1", "is_ephemeral": False},
    "message": {"ts": "1.1", "thread_ts": "1.0", "text": "?", "blocks": [{"type": "actions"}]},
    "actions": [
        {"type": "button", "action_id": "reply_yes", "block_id": "b", "value": "x", "action_ts": "1.2"}
    ],
}
SHORTCUT_TO_SPOIL: Json = {
    "type": "message_action",
    "callback_id": "which_role",
    "trigger_id": "1.2.3",
    "user": {"id": USER, "team_id": TEAM},
    "team": {"id": TEAM},
    "enterprise": {"id": "E01TEST"},
    "channel": {"id": CHANNEL},
    "message": {"type": "message", "user": USER, "ts": "1.1", "thread_ts": "1.0", "text": STUCK},
    "action_ts": "1.2",
}

VOTE_TO_SPOIL: Json = CLICK_TO_SPOIL | {
    "trigger_id": "1.2.3",
    "actions": [
        {"type": "feedback_buttons", "action_id": "feedback", "value": "bad/x", "action_ts": "1.2"},
    ],
}
FORMS_TO_SPOIL: tuple[Json, ...] = tuple(
    {
        "type": "view_submission",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": '{"answer_id": "x", "key": "k", "channel": "D01ALICE", "thread": "",'
            ' "is_private": false, "response_url": ""}',
            "state": {
                "values": {
                    "reason": {"reason": {"type": "radio_buttons", "selected_option": {"value": "misread"}}},
                    "comment": {"comment": {"type": "plain_text_input", "value": "x"}},
                    "question": {"question": {"type": "plain_text_input", "value": STUCK}},
                    "proposal": {"proposal": {"type": "plain_text_input", "value": "x"}},
                    "about": {"about": {"type": "static_select", "selected_option": {"value": "x"}}},
                }
            },
        },
    }
    for callback_id in ("answer_reason", "answer_correction", "answer_suggestion")
)

COMMAND_TO_SPOIL: Json = COMMAND | {"channel_id": CHANNEL, "user_id": USER, "text": STUCK}


def places(part: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every field below a part of a payload."""
    named = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, below in named:
        yield (*above, name)
        yield from places(below, *above, name)


def spoiled(payload: Json, place: tuple[Any, ...], wrong: object) -> Json:
    """Return a copy of a payload with something else in one place."""
    changed = copy.deepcopy(payload)
    part: Any = changed
    *above, last = place
    for name in above:
        part = part[name]
    part[last] = wrong
    return changed


@pytest.mark.parametrize(
    ("kind", "payload", "within"),
    [
        ("events_api", EVENT_TO_SPOIL, "event"),
        ("interactive", CLICK_TO_SPOIL, ""),
        ("interactive", SHORTCUT_TO_SPOIL, ""),
        ("slash_commands", COMMAND_TO_SPOIL, ""),
        ("interactive", VOTE_TO_SPOIL, ""),
        *(("interactive", form, "") for form in FORMS_TO_SPOIL),
    ],
    ids=["message", "click", "shortcut", "command", "vote", "reason", "correction", "suggestion"],
)
async def test_a_field_of_a_wrong_type_harms_nobody_else(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, kind: str, payload: Json, within: str
) -> None:
    caplog.set_level(logging.ERROR)
    fields = [place for place in places(payload) if not within or (place[0] == within and len(place) > 1)]
    # What is of another kind is nothing that the bot listens to.
    fields = [place for place in fields if place[-1] not in ("type", "command", "callback_id")]
    for number, (place, wrong) in enumerate(itertools.product(fields, WRONG)):
        changed = spoiled(payload, place, wrong)
        if within:
            changed["event_id"] = f"Ev{number}"
        await slack.send(kind, changed)
    await slack.mention(STUCK, ts="1800000000.000001")
    for idle in slack.idle:
        await idle()
    (answer,) = (reply for reply in slack.posted if reply.get("thread_ts") == "1800000000.000001")
    assert ENGINEER in answer["text"]
    assert caplog.messages == []


@pytest.mark.parametrize("name", [buttons.SHARE, buttons.NOT_HELPFUL_HERE, buttons.COMPARE])
async def test_a_button_of_an_answer_that_stands_in_a_modal_is_acknowledged_and_says_nothing(
    library: LiveKnowledge, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    action = {"type": "button", "action_id": name, "block_id": "b", "action_ts": "1.1", "value": "a/b"}
    click = {
        "type": "block_actions",
        "user": {"id": USER},
        "team": {"id": TEAM},
        "view": {"type": "modal", "id": "V1", "callback_id": "of_another_release"},
        "actions": [action],
    }
    in_flight = InFlight()
    async with (
        SlackServer() as slack,
        throw_away_store().opened() as store,
        unconnected_app(slack, library, store, in_flight) as app,
    ):
        response = await app.async_dispatch(AsyncBoltRequest(body=click, mode="socket_mode"))
        await in_flight.idle()
        assert response.status == 200
        assert slack.calls_to("chat.postMessage") == []
    assert "answering failed" not in caplog.text
