"""A page that shows messages, or a view, in a chat window: Slack's measures, and colours of its own."""

from __future__ import annotations

import html
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from string import Template
from typing import Any

from tools.block_kit import drawn
from tools.markup import div, element, span

Message = dict[str, Any]
"""What a person said (`{"from", "text"}`), or what Slack gets from the bot (`{"blocks"}`)."""

View = dict[str, Any]
"""A view of Slack's: `{"type": "home" or "modal", "blocks", …}`."""


class Place(StrEnum):
    """Where people talk with the bot."""

    THREAD = "thread"
    DIRECT = "direct"
    COMMAND = "command"


CHANNELS = ("announcements", "data-platform", "hiring", "random")
CHANNEL = "data-platform"
TEAM = "Fernhill"
TIME = "10:24 AM"
BOT = "whichrole"

# A way that forks.
FACE = """<svg viewBox="0 0 36 36"><rect width="36" height="36" fill="#274b78"/>
<g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
<path d="M18 29v-8c0-5-7-5-7-11M18 21c0-5 7-5 7-11"/>
<path d="M7.5 13 11 9l3.5 4M21.5 13 25 9l3.5 4"/></g></svg>"""

# The page writes down how high it is: whoever takes its picture must know before.
PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>whichrole</title>
<style>$style</style>
<body>$window
<script>
document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)
</script>
</body></html>
""")


def page(shown: Sequence[Message] | View, place: Place = Place.THREAD) -> str:
    """Return the window around messages, or around a view, as an HTML page."""
    if not isinstance(shown, dict):
        window = _conversation(shown, place)
    elif shown["type"] == "modal":
        window = _modal(shown)
    else:
        content = div("home", drawn(shown["blocks"]))
        window = _window(BOT, content, tab="Home")
    style = Path(__file__).with_name("chat_window.css").read_text(encoding="utf-8")
    return PAGE.substitute(style=style, window=window)


def _conversation(messages: Sequence[Message], place: Place) -> str:
    shown = []
    for message in messages:
        if "blocks" in message:
            shown.append(_from_bot(message, place))
        elif place is not Place.COMMAND:  # what was typed after a slash command is shown to nobody
            # Only whoever opens a thread has to mention the bot.
            opens = place is Place.THREAD and not shown
            shown.append(_from_person(message, is_mention=opens))
    match place:
        case Place.THREAD:
            replies = len(shown) - 1
            shown.insert(1, div("replies", f"{replies} {'reply' if replies == 1 else 'replies'}"))
            heading, prompt, tab = f"Thread {span('faint', f'# {CHANNEL}')}", "Reply…", ""
        case Place.DIRECT:
            heading, prompt, tab = BOT, f"Message {BOT}", "Messages"
        case Place.COMMAND:
            heading, prompt, tab = f"# {CHANNEL}", f"Message #{CHANNEL}", ""
    talk = div("talk", *shown)
    return _window(heading, talk + div("box", prompt), tab)


def _from_person(message: Message, *, is_mention: bool) -> str:
    name = message["from"]
    initials = "".join(part[0] for part in name.split())
    text = html.escape(message["text"], quote=False)
    if is_mention:
        text = f"{span('mention', '@' + BOT)} {text}"
    face = div("face person", initials)
    return _message(face, element("b", html.escape(name)), div("text", text))


def _from_bot(message: Message, place: Place) -> str:
    said = drawn(message["blocks"])
    if place is Place.COMMAND:
        said = div("only-you", "Only visible to you") + said
    return _message(div("face", FACE), element("b", BOT) + span("badge", "APP"), said)


def _message(face: str, name: str, said: str) -> str:
    who = div("who", name, span("time", TIME))
    return div("message", face, div("said", who, said))


def _window(heading: str, content: str, tab: str = "") -> str:
    """Return the whole window; a tab is open where a person is with the bot alone."""
    top = div("top", heading)
    if tab:
        top += div("tabs", span("here", tab), span("", "About"))
    return div("window", _side(is_with_bot=bool(tab)), div("main", top, content))


def _side(*, is_with_bot: bool) -> str:
    rows = [div("team", TEAM), div("group", "Channels")]
    for channel in CHANNELS:
        is_here = channel == CHANNEL and not is_with_bot
        rows.append(div("place here" if is_here else "place", f"# {channel}"))
    rows.append(div("group", "Apps"))
    rows.append(div("place here" if is_with_bot else "place", FACE, BOT))
    return div("side", *rows)


def _modal(view: View) -> str:
    title = html.escape(view["title"]["text"])
    close = view.get("close", {"text": "Close"})
    buttons = span("button", html.escape(close["text"]))
    if "submit" in view:
        buttons += span("button primary", html.escape(view["submit"]["text"]))
    body = div("body", drawn(view["blocks"]))
    return div("window modal", div("top", title), body, div("foot", buttons))
