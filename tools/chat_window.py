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
TABS = ("Home", "Messages", "About")

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


# Heading, what stands in the box to write in, and the tab, where a person is with the bot alone.
_SURROUNDINGS = {
    Place.THREAD: (f"Thread {span('faint', f'# {CHANNEL}')}", "Reply…", ""),
    Place.DIRECT: (BOT, f"Message {BOT}", "Messages"),
    Place.COMMAND: (f"# {CHANNEL}", f"Message #{CHANNEL}", ""),
}


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
    if place is Place.THREAD:
        replies = len(shown) - 1
        count = "1 reply" if replies == 1 else f"{replies} replies"
        shown.insert(1, div("replies", count))
    heading, prompt, tab = _SURROUNDINGS[place]
    content = div("talk", *shown) + div("box", prompt)
    return _window(heading, content, tab)


def _from_person(message: Message, *, is_mention: bool) -> str:
    name = message["from"]
    initials = "".join(part[0] for part in name.split())
    text = html.escape(message["text"], quote=False)
    if is_mention:
        mention = span("mention", f"@{BOT}")
        text = f"{mention} {text}"
    face = div("face person", initials)
    title = element("b", html.escape(name))
    return _message(face, title, div("text", text))


def _from_bot(message: Message, place: Place) -> str:
    said = drawn(message["blocks"])
    if place is Place.COMMAND:
        said = div("only-you", "Only visible to you") + said
    face = div("face", FACE)
    title = element("b", BOT) + span("badge", "APP")
    return _message(face, title, said)


def _message(face: str, title: str, said: str) -> str:
    who = div("who", title, span("time", TIME))
    content = div("said", who, said)
    return div("message", face, content)


def _window(heading: str, content: str, tab: str = "") -> str:
    """Return the whole window; a tab is open where a person is with the bot alone."""
    top = div("top", heading)
    if tab:
        tabs = [span("here" if name == tab else "", name) for name in TABS]
        top += div("tabs", *tabs)
    return div("window", _side(is_with_bot=bool(tab)), div("main", top, content))


def _side(*, is_with_bot: bool) -> str:
    rows = [div("team", TEAM), div("group", "Channels")]
    for channel in CHANNELS:
        is_here = channel == CHANNEL and not is_with_bot
        css = "place here" if is_here else "place"
        rows.append(div(css, f"# {channel}"))
    rows.append(div("group", "Apps"))
    css = "place here" if is_with_bot else "place"
    rows.append(div(css, FACE, BOT))
    return div("side", *rows)


def _modal(view: View) -> str:
    title = html.escape(view["title"]["text"])
    close = view.get("close", {"text": "Close"})
    buttons = span("button", html.escape(close["text"]))
    if "submit" in view:
        submit = html.escape(view["submit"]["text"])
        buttons += span("button primary", submit)
    top = div("top", title)
    body = div("body", drawn(view["blocks"]))
    foot = div("foot", buttons)
    return div("window modal", top, body, foot)
