"""Slack's inbound text and events as plain words and facts.

Escaping and references: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.replies import buttons

Event = dict[str, Any]

MESSAGE_EVENTS = ("app_mention", "message")

EDIT_SECONDS = 3600.0
"""How long after a message an edit may still mention the bot; that it was answered is known for longer."""


class Addressee(StrEnum):
    """Whom a message speaks to."""

    BOT = "bot"
    THREAD = "thread"
    """Nobody in particular, in a thread of a channel: perhaps a follow-up."""
    CHANNEL = "channel"
    """Nobody in particular, in a channel itself: perhaps a question, where the bot listens."""
    NOBODY = "nobody"
    """Not the bot, for all that is known."""


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """A conversation: its key in the store, the person who has it, and where it takes place."""

    key: str
    user: str
    channel: str
    is_private: bool = False
    """Whether only that person sees the answers."""
    others: str = ""
    """What the keys of all conversations in its thread begin with; empty where nobody else can have one."""
    about: str = ""
    """Of a private one: Slack's timestamp of the thread whose message it is about, if it is about one."""


_MENTION = re.compile(r"<@([^<>|]+)[|>]")
_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
# People, groups and everybody who is here; a date is written with "!" too.
_ADDRESSEE = re.compile(r"<(?:@|!(?!date\^))")
# What a person quotes stands behind one sign, or behind three up to the end.
_QUOTED = re.compile(r"^[^\S\n]*(?:(?:&gt;|>){3}.*\Z|(?:&gt;|>)[^\n]*)", re.MULTILINE | re.DOTALL)
_PERSONAL_SUBTYPES = {None, "file_share", "thread_broadcast", "me_message"}
_SLACKBOT = "USLACKBOT"


def decode(text: str) -> str:
    """Return what the person wrote: links as they are, other references as names, no mentions, no escapes."""
    # References first: a "<" that a person typed is still escaped then.
    readable = _REFERENCE.sub(_readable, text)
    return html.unescape(readable).strip()


def is_from_person(event: Event) -> bool:
    """Tell whether a message was newly written by a person: no bot, edit, deletion or notice."""
    return is_by_person(event) and not _is_edited_late(event)


def is_by_person(message: Event) -> bool:
    """Tell whether a person wrote a message, whenever it was edited: no bot, deletion or notice."""
    if message.get("subtype") not in _PERSONAL_SUBTYPES:
        return False
    if message.get("bot_id") or message.get("hidden"):
        return False
    return message.get("user") not in (None, "", _SLACKBOT)


def addressee_of(event: Event, bot: str) -> Addressee:
    """Tell whom a newly written message is addressed to; `bot` is the bot's user id."""
    # Without these two, no answer has a place.
    if not event.get("channel") or not event.get("ts"):
        return Addressee.NOBODY
    if event.get("type") not in MESSAGE_EVENTS:
        return Addressee.NOBODY
    if not is_from_person(event):
        return Addressee.NOBODY

    if is_direct(event) or _is_mention(event, bot):
        return Addressee.BOT

    text = event.get("text") or ""
    if _ADDRESSEE.search(text):
        return Addressee.NOBODY
    # Of what does not mention the bot, only a message in a thread can be a follow-up.
    if event.get("thread_ts"):
        return Addressee.THREAD
    if _is_plain(event):
        return Addressee.CHANNEL
    return Addressee.NOBODY


def asked_at(body: dict[str, Any]) -> float | None:
    """Return when (UNIX seconds) an event happened; None if Slack does not say."""
    time: int | None = body.get("event_time")
    return float(time) if time else None


def mention_of(text: str, bot: str) -> int | None:
    """Return where a text mentions the bot outside of quoted lines, or None."""
    own = _QUOTED.sub(_blank, text)
    for mention in _MENTION.finditer(own):
        if mention[1] == bot:
            return mention.start()
    return None


def is_direct(event: Event) -> bool:
    """Tell whether a message was written to the bot in private."""
    return event.get("channel_type") == "im"


def is_direct_message(channel: str) -> bool:
    """Tell by the id of a channel whether it is a direct message."""
    return channel.startswith("D")


def thread_of(event: Event) -> str | None:
    """Return the thread that a message is answered in: none of its own in a direct message."""
    thread: str | None = event.get("thread_ts")
    if thread or is_direct(event):
        return thread
    return event.get("ts")


def conversation_of(event: Event) -> ConversationRef:
    """Return a message's conversation: a direct message's thread or whole, a channel's thread and asker."""
    conversation = _conversation(event["channel"], thread_of(event), event["user"])
    if is_in_thread(event):
        return conversation
    # Nobody has said anything yet in a thread that begins with this message.
    return replace(conversation, others="")


def is_in_thread(event: Event) -> bool:
    """Tell whether a message stands in a thread that another one began."""
    thread = event.get("thread_ts")
    return bool(thread) and thread != event.get("ts")


def conversation_of_command(command: dict[str, Any]) -> ConversationRef:
    """Return the conversation that a person has with the bot unseen by others in a channel."""
    return _unseen(command["channel_id"], command["user_id"])


def conversation_of_click(body: dict[str, Any]) -> ConversationRef:
    """Return the conversation that the clicked message belongs to, for the person who clicked."""
    channel, thread = place_of_click(body)
    user = body["user"]["id"]
    if is_private(body):
        return _unseen(channel, user, thread_about(body))
    return _conversation(channel, thread, user)


def conversation_of_shortcut(body: dict[str, Any]) -> ConversationRef:
    """Return the conversation that a person has with the bot, unseen by others, about somebody's message."""
    channel, _ = place_of_click(body)
    message = body["message"]
    thread = message.get("thread_ts") or message.get("ts")
    return _unseen(channel, body["user"]["id"], thread or "")


def conversation_below(channel: str, thread: str | None, user: str) -> ConversationRef:
    """Return the conversation that a person has with the bot in a thread, or in the whole direct message."""
    return _conversation(channel, thread, user)


def thread_about(body: dict[str, Any]) -> str:
    """Return the thread that the private message with the button is about, empty for none."""
    action = body["actions"][0]
    return buttons.thread_of(action.get("block_id") or "")


def place_of_click(body: dict[str, Any]) -> tuple[str, str | None]:
    """Return channel and thread of the message that holds the button, or that a shortcut was used on.

    Slack may leave any part out. What stands in a channel by itself begins a thread, and
    what is asked in the App Home is answered in the direct message.
    """
    if is_in_home(body):
        user: str = body["user"]["id"]
        view = home_of_click(body)
        # Sent to a person, a message stands in the direct message too, but its channel is not known before.
        return view.get("private_metadata") or user, None

    container = body.get("container") or {}
    channel_id = container.get("channel_id")
    if not channel_id:
        channel = body.get("channel") or {}
        channel_id = channel.get("id", "")

    message = body.get("message") or {}
    thread = message.get("thread_ts")
    if not thread and not is_direct_message(channel_id) and not is_private(body):
        thread = message_of_click(body) or None
    return channel_id, thread


def message_of_click(body: dict[str, Any]) -> str:
    """Return Slack's timestamp of the message that holds the button, empty if it does not say."""
    container = body.get("container") or {}
    message = body.get("message") or {}
    return container.get("message_ts") or message.get("ts") or ""


def is_in_modal(body: dict[str, Any]) -> bool:
    """Tell whether something was clicked on in a modal: no message holds the button."""
    view = body.get("view") or {}
    return bool(view) and view.get("type") != "home"


def is_private(body: dict[str, Any]) -> bool:
    """Tell whether only the person who clicked sees the message that holds the button."""
    container = body.get("container") or {}
    return bool(container.get("is_ephemeral"))


def is_in_home(body: dict[str, Any]) -> bool:
    """Tell whether the button stands in the App Home of the person who clicked."""
    container = body.get("container") or {}
    if container.get("type") != "view":
        return False
    view = home_of_click(body)
    return view.get("type") != "modal"


def home_of_click(body: dict[str, Any]) -> dict[str, Any]:
    """Return the view that holds the button, as Slack knows it."""
    view: dict[str, Any] = body.get("view") or {}
    return view


def _blank(quoted: re.Match[str]) -> str:
    # As long as what it replaces, so that everything else stays where it is.
    return " " * len(quoted[0])


def _is_mention(event: Event, bot: str) -> bool:
    text = event.get("text") or ""
    if bot in _MENTION.findall(text):
        # A mention may arrive as either event, or as both in any order.
        return mention_of(text, bot) is not None
    return bool(event["type"] == "app_mention")


def _is_plain(event: Event) -> bool:
    """Tell whether a message in a channel is nothing but words that were just written."""
    if event["type"] != "message" or event.get("channel_type") not in ("channel", "group"):
        return False
    more_than_words = ("subtype", "edited", "files", "attachments")
    return not any(event.get(part) for part in more_than_words)


def _is_edited_late(event: Event) -> bool:
    """Tell whether this is an old message, sent again because it was edited: it may have been answered."""
    edited = event.get("edited")
    if not edited:
        return False
    try:
        edited_at = float(edited["ts"])
        written_at = float(event["ts"])
    except (KeyError, TypeError, ValueError):
        return True
    return edited_at - written_at > EDIT_SECONDS


def _readable(reference: re.Match[str]) -> str:
    target, label = reference.groups()
    if target.startswith(("@", "!")):
        return " "
    if target.startswith("#") or not label:
        name = target.removeprefix("#")
        return f" {label or name} "
    if label in target:
        # Slack makes a link of "example.com/page": its words are no sentence.
        return f" {target} "
    # A link stays one: whoever sends nothing else asks nothing, whatever its label says.
    return f" <{target}|{label}> "


def _conversation(channel: str, thread: str | None, user: str) -> ConversationRef:
    place = f"{channel}:{thread or ''}"
    if is_direct_message(channel):
        # A direct message has one person only.
        return ConversationRef(f"direct:{place}", user, channel)
    others = f"thread:{place}:" if thread else ""
    return ConversationRef(f"thread:{place}:{user}", user, channel, others=others)


def _unseen(channel: str, user: str, about: str = "") -> ConversationRef:
    key = f"unseen:{channel}:{user}"
    if about:
        key = f"{key}:{about}"
    return ConversationRef(
        key,
        user,
        channel,
        is_private=True,
        about=about,
    )
