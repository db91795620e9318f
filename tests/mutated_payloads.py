"""Payloads as Slack sends them, and mutants of these: wrong types, missing parts, text not to be kept."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.slack_server import APP, BOT_USER, CHANNEL, IM, TEAM, USER

Json = dict[str, Any]

STUCK = "our data scientists build great models but nothing reaches production"
TS = "1700000000.000100"

BLOCKS = [
    {
        "type": "rich_text",
        "block_id": "b1",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": STUCK}]}],
    }
]
MESSAGE = {
    "client_msg_id": "00000000-0000-4000-8000-000000000000",
    "text": f"<@{BOT_USER}> {STUCK}",
    "user": USER,
    "ts": TS,
    "team": TEAM,
    "blocks": BLOCKS,
    "event_ts": TS,
}
FILE = {"id": "F1", "name": "plan.pdf", "mimetype": "application/pdf", "subtype": "slack_audio", "size": 12}
ATTACHMENT = {"text": STUCK, "is_share": True, "author_id": USER, "fallback": "a message", "files": [FILE]}

AUTHORIZATION = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
ENVELOPE = {
    "token": "deprecated",
    "type": "event_callback",
    "team_id": TEAM,
    "enterprise_id": None,
    "context_team_id": TEAM,
    "context_enterprise_id": None,
    "api_app_id": APP,
    "event_id": "Ev1",
    "event_time": 1_700_000_000,
    "event_context": "4-ev",
    "is_ext_shared_channel": True,
    "authorizations": [AUTHORIZATION | {"is_enterprise_install": False}],
}
INTERACTION = {
    "token": "deprecated",
    "api_app_id": APP,
    "trigger_id": "1.2.3",
    "is_enterprise_install": False,
}

EVENTS: tuple[Json, ...] = (
    {**MESSAGE, "type": "app_mention", "channel": CHANNEL},
    {
        **MESSAGE,
        "type": "app_mention",
        "channel": CHANNEL,
        "thread_ts": TS,
        "user_team": "T2",
        "files": [FILE],
    },
    {**MESSAGE, "type": "message", "channel": IM, "channel_type": "im"},
    {
        **MESSAGE,
        "type": "message",
        "subtype": "file_share",
        "channel": IM,
        "channel_type": "im",
        "files": [FILE],
        "attachments": [ATTACHMENT],
        "edited": {"user": USER, "ts": TS},
    },
    {**MESSAGE, "type": "message", "channel": CHANNEL, "channel_type": "channel", "thread_ts": TS},
    {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": CHANNEL,
        "channel_type": "channel",
        "ts": TS,
        "message": {**MESSAGE, "type": "message"},
        "previous_message": {**MESSAGE, "type": "message"},
    },
    {"type": "app_home_opened", "user": USER, "channel": IM, "tab": "messages", "event_ts": TS},
    {"type": "reaction_added", "user": USER, "reaction": "eyes", "item": {"type": "message", "ts": TS}},
)
COMMAND: Json = {
    "token": "deprecated",
    "team_id": TEAM,
    "team_domain": "test",
    "channel_id": CHANNEL,
    "channel_name": "general",
    "user_id": USER,
    "user_name": "alice",
    "command": "/whichrole",
    "text": STUCK,
    "api_app_id": APP,
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.example/commands/1",
    "trigger_id": "1.2.3",
}
PERSON = {"id": USER, "username": "alice", "name": "alice", "team_id": TEAM}
ASKED = {"type": "button", "action_id": "ask_example", "block_id": "b2", "value": STUCK, "action_ts": TS}
CHOSEN = {
    "type": "button",
    "action_id": "choose_criterion",
    "block_id": f"for-{USER}-1",
    "value": "data-scientist-vs-ml-engineer/stuck-models",
    "action_ts": TS,
}
CLICK: Json = {
    "type": "block_actions",
    "user": PERSON,
    "team": {"id": TEAM, "domain": "test"},
    "enterprise": None,
    "channel": {"id": CHANNEL, "name": "general"},
    "container": {"type": "message", "message_ts": TS, "channel_id": CHANNEL, "is_ephemeral": False},
    "message": {**MESSAGE, "type": "message", "bot_id": "B0BOT", "thread_ts": TS},
    "actions": [CHOSEN],
    "state": {"values": {}},
    **INTERACTION,
}
SHORTCUT: Json = {
    "type": "shortcut",
    "callback_id": "help_me_decide",
    "user": PERSON,
    "team": {"id": TEAM, "domain": "test"},
    "enterprise": None,
    "action_ts": TS,
    **INTERACTION,
}
VIEW: Json = {
    "id": "V1",
    "team_id": TEAM,
    "type": "modal",
    "callback_id": "help_me_decide",
    "private_metadata": '{"topic":"data-scientist-vs-ml-engineer","replies":[["stuck-models","yes"]]}',
    "hash": "1700000000.00000001",
    "blocks": [{"type": "section", "block_id": "b1", "text": {"type": "mrkdwn", "text": STUCK}}],
    "state": {"values": {}},
    "root_view_id": "V1",
    "previous_view_id": None,
}
REPLIED = {
    "type": "button",
    "action_id": "reply_no",
    "block_id": "b2",
    "value": "data-scientist-vs-ml-engineer/understand-data/no",
    "action_ts": TS,
}
VIEW_CLICK: Json = {
    "type": "block_actions",
    "user": PERSON,
    "team": {"id": TEAM, "domain": "test"},
    "enterprise": None,
    "container": {"type": "view", "view_id": "V1"},
    "view": VIEW,
    "actions": [REPLIED],
    **INTERACTION,
}
SHARED = {"type": "button", "action_id": "share", "block_id": "b3", "value": "a1", "action_ts": TS}
MESSAGE_SHORTCUT: Json = {
    "type": "message_action",
    "callback_id": "which_role",
    "user": PERSON,
    "team": {"id": TEAM, "domain": "test"},
    "enterprise": None,
    "channel": {"id": CHANNEL, "name": "general"},
    "message": {**MESSAGE, "type": "message", "thread_ts": TS},
    "message_ts": TS,
    "action_ts": TS,
    **INTERACTION,
}
VOTE = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "block_id": "b3",
    "value": "bad/x",
    "action_ts": TS,
}
ENTERED = {
    "reason": {"reason": {"type": "radio_buttons", "selected_option": {"value": "misread"}}},
    "comment": {"comment": {"type": "plain_text_input", "value": "no"}},
    "proposal": {"proposal": {"type": "plain_text_input", "value": STUCK}},
    "about": {"about": {"type": "static_select", "selected_option": {"value": "ml-engineer"}}},
}
FORM: Json = {
    "type": "view_submission",
    "user": PERSON,
    "team": {"id": TEAM, "domain": "test"},
    "enterprise": None,
    "view": {
        "id": "V1",
        "hash": "1.2",
        "type": "modal",
        "private_metadata": '{"answer_id": "x", "key": "k", "channel": "C01GEN", "thread": "1.1",'
        ' "is_private": false, "response_url": ""}',
        "state": {"values": ENTERED},
    },
    **INTERACTION,
}
PRIVATE = {"type": "message", "message_ts": TS, "channel_id": CHANNEL, "is_ephemeral": True}


def recorded(response_url: str) -> list[tuple[str, Json]]:
    """Return a payload of each kind, with the type of its envelope; clicks are replied to at this URL."""
    click = CLICK | {"response_url": response_url}
    private = {name: part for name, part in click.items() if name != "message"}
    events = [("events_api", ENVELOPE | {"event": event}) for event in EVENTS]
    return [
        *events,
        ("slash_commands", COMMAND),
        ("interactive", SHORTCUT),
        ("interactive", VIEW_CLICK),
        ("interactive", MESSAGE_SHORTCUT | {"response_url": response_url}),
        ("interactive", private | {"container": PRIVATE, "actions": [SHARED]}),
        ("interactive", click),
        ("interactive", private | {"container": PRIVATE, "actions": [ASKED]}),
        ("interactive", click | {"actions": [VOTE]}),
        ("interactive", FORM | {"view": FORM["view"] | {"callback_id": "answer_reason"}}),
        ("interactive", FORM | {"view": FORM["view"] | {"callback_id": "answer_suggestion"}}),
    ]


WRONG: tuple[object, ...] = (
    *(None, True, False, 0, -1, 17, 1.5, 1e308, float("nan"), 10**40),
    *(
        "",
        " ",
        "x",
        "\x00",
        "\ud800",
        "a\x00\ud83d\x1b[2Jb",
        "\u202e",
        "x" * 5000,
        "1",
        "-1.5",
        "nan",
        "1e999",
    ),
    *("<@U0BOT>", "<!channel>", "http://", "im", "message", "for-"),
    *([], [None], [1, "a"], [[]], [{}], {}, {"id": 5}, {"id": None}, {"a": {"b": []}}),
)
"""What no field, or not this one, may be."""


def mutants(chance: random.Random, response_url: str) -> Iterator[tuple[str, Json]]:
    """Yield payloads without end, each with the type of its envelope and wrong in one to three places."""
    originals = recorded(response_url)
    number = 0
    while True:
        number += 1
        kind, original = chance.choice(originals)
        payload = copy.deepcopy(original)
        _tell_apart(payload, number)
        for _ in range(chance.choice((1, 1, 2, 3))):
            _mutate(chance, payload)
        yield kind, payload


def _tell_apart(payload: Json, number: int) -> None:
    """Make this another message than the one before: what is known is not read again."""
    ts = f"1700000000.{number:06d}"
    if "event" in payload:
        payload["event_id"] = f"Ev{number}"
        payload["event"]["ts"] = ts
    if "view" in payload:
        payload["view"]["id"] = f"V{number}"
    if "actions" in payload:
        payload["actions"][0]["action_ts"] = ts
        payload["container"] = payload["container"] | {"message_ts": ts}


def _mutate(chance: random.Random, payload: Json) -> None:
    places = list(_places(payload))
    if not places:
        return
    holder, name = chance.choice(places)
    match chance.randrange(8):
        case 0:
            del holder[name]
        case 1:
            holder[name] = [holder[name]]
        case 2 if isinstance(holder[name], str):
            # Within a text, as somebody types it.
            text = holder[name]
            at = chance.randrange(len(text) + 1)
            holder[name] = text[:at] + chance.choice(("\x00", "\ud800", "\x1b", "\x85", "\udfff")) + text[at:]
        case _:
            holder[name] = copy.deepcopy(chance.choice(WRONG))


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every part of a payload, as what holds it and its name or place in there."""
    if isinstance(holder, dict):
        names: list[Any] = list(holder)
    elif isinstance(holder, list):
        names = list(range(len(holder)))
    else:
        return
    for name in names:
        yield holder, name
        yield from _places(holder[name])
