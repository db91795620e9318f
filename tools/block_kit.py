"""Slack's blocks as HTML, for pictures: those that the bot uses, and the few that it may come to use.

Reference: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

from tools.markup import div, element, span

Block = dict[str, Any]
Draw = Callable[[Block], str]

_CODE = re.compile(r"```\n?(.+?)```|`([^`\n]+)`", re.DOTALL)
_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_STYLES = {"*": "strong", "_": "em", "~": "s"}
_SET_ASIDE = re.compile("\0([0-9]+)\0")
_QUOTE_MARK = "&gt;"


def drawn(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML; raises ValueError for a kind that cannot be drawn."""
    shown = []
    for block in blocks:
        content = _draw(_BLOCKS, block)
        shown.append(div(f"block {block['type']}", content))
    return "\n".join(shown)


def mrkdwn(content: str) -> str:
    """Return Slack's formatting as HTML; `content` comes escaped, as Slack wants it."""
    aside: list[str] = []

    def set_aside(markup: str) -> str:
        # What is finished must not be formatted again: a link may hold an underscore.
        aside.append(markup)
        return f"\0{len(aside) - 1}\0"

    def code(found: re.Match[str]) -> str:
        lines, words = found.groups()
        return set_aside(element("pre", lines) if lines else element("code", words))

    def reference(found: re.Match[str]) -> str:
        target, label = found.groups()
        if target.startswith("!date^"):
            # Slack puts the reader's own time here; the label is for where it cannot.
            return label or ""
        if target[0] not in "@#!":
            return set_aside(_link(target, label or target))
        sign = "#" if target[0] == "#" else "@"
        name = (label or target[1:]).removeprefix(sign)
        return set_aside(span("mention", sign + name))

    text = _CODE.sub(code, content)
    text = _REFERENCE.sub(reference, text)
    for mark, tag in _STYLES.items():
        sign = re.escape(mark)
        # A mark inside a word, such as that of snake_case, is only itself.
        styled = rf"(?<!\w){sign}(?=\S)(.+?)(?<=\S){sign}(?!\w)"
        text = re.sub(styled, rf"<{tag}>\1</{tag}>", text)
    text = _with_quotes(text)
    return _SET_ASIDE.sub(lambda found: aside[int(found[1])], text)


def _with_quotes(text: str) -> str:
    """Put neighbouring lines that begin with > into one quote."""
    shown = ""
    quote: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith(_QUOTE_MARK):
            quote.append(line.removeprefix(_QUOTE_MARK).strip())
            continue
        if quote:
            # A quote begins and ends a line by itself.
            shown = shown.removesuffix("\n") + element("blockquote", "\n".join(quote))
            quote.clear()
        shown += line + "\n"
    return shown.rstrip("\n")


def _link(target: str, label: str) -> str:
    return f'<a href="{target}">{label}</a>'


def _draw(drawings: dict[str, Draw], part: Block) -> str:
    """Draw a part by its type; what cannot be drawn must not be left out of a picture unnoticed."""
    kind = part["type"]
    if kind not in drawings:
        raise ValueError(f"{kind} cannot be drawn yet; add it to {__name__}")
    return drawings[kind](part)


def _draw_all(drawings: dict[str, Draw], parts: Iterable[Block]) -> str:
    shown = ""
    for part in parts:
        shown += _draw(drawings, part)
    return shown


def _text(part: Block) -> str:
    """Draw a text object; only mrkdwn comes escaped."""
    if part["type"] == "mrkdwn":
        return mrkdwn(part["text"])
    return _escaped(part["text"])


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _section(block: Block) -> str:
    content = ""
    if "text" in block:
        content += div("text", _text(block["text"]))
    if "fields" in block:
        fields = ""
        for field in block["fields"]:
            fields += div("field", _text(field))
        content += div("fields", fields)
    section = div("", content)
    if "accessory" in block:
        beside = _draw(_ELEMENTS, block["accessory"])
        section += div("accessory", beside)
    return section


def _context(block: Block) -> str:
    shown = ""
    for part in block["elements"]:
        shown += span("", _draw(_ELEMENTS, part))
    return shown


def _actions(block: Block) -> str:
    return _draw_all(_ELEMENTS, block["elements"])


def _image(block: Block) -> str:
    address = html.escape(block["image_url"])
    description = html.escape(block["alt_text"])
    return f'<img src="{address}" alt="{description}">'


def _input(block: Block) -> str:
    label = _text(block["label"])
    if block.get("optional"):
        label += span("", " (optional)")
    shown = element("label", label)
    shown += _draw(_ELEMENTS, block["element"])
    if "hint" in block:
        shown += div("hint", _text(block["hint"]))
    return shown


def _table(block: Block) -> str:
    rows = ""
    tag = "th"
    for row in block["rows"]:
        cells = ""
        for cell in row:
            cells += element(tag, _draw(_CELLS, cell))
        rows += element("tr", cells)
        tag = "td"
    return element("table", rows)


def _rich_text(block: Block) -> str:
    return _draw_all(_RICH_PARTS, block["elements"])


def _rich_list(part: Block) -> str:
    tag = "ol" if part["style"] == "ordered" else "ul"
    items = ""
    for item in part["elements"]:
        items += element("li", _inline(item))
    indent = part.get("indent", 0)
    return element(tag, items, css=f"indent-{indent}")


def _inline(part: Block) -> str:
    shown = ""
    for piece in part["elements"]:
        markup = _draw(_INLINE, piece)
        for style in piece.get("style", {}):
            markup = element(_RICH_STYLES[style], markup)
        shown += markup
    return shown


def _rich_link(piece: Block) -> str:
    target = html.escape(piece["url"])
    label = _escaped(piece.get("text", ""))
    return _link(target, label or target)


def _emoji(piece: Block) -> str:
    # Several code points make one picture, such as a thumb with the colour of a skin.
    shown = ""
    for code in piece["unicode"].split("-"):
        shown += chr(int(code, 16))
    return shown


def _button(part: Block) -> str:
    style = part.get("style", "")
    return span(f"button {style}", _text(part["text"]))


def _thumbs(_: Block) -> str:
    return span("icon", "\N{THUMBS UP SIGN}") + span("icon", "\N{THUMBS DOWN SIGN}")


def _text_input(part: Block) -> str:
    css = "field-box tall" if part.get("multiline") else "field-box"
    if "initial_value" in part:
        return div(css, _escaped(part["initial_value"]))
    return div(css, _placeholder(part))


def _select(part: Block) -> str:
    if "initial_option" in part:
        chosen = part["initial_option"]
        return div("field-box select", _text(chosen["text"]))
    return div("field-box select", _placeholder(part))


def _placeholder(part: Block) -> str:
    if "placeholder" not in part:
        return ""
    return span("faint", _text(part["placeholder"]))


def _options(part: Block) -> str:
    shown = ""
    for option in part["options"]:
        shown += div("option", _text(option["text"]))
    return shown


_BLOCKS: dict[str, Draw] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _actions,
    "divider": lambda _: "<hr>",
    "header": lambda block: _text(block["text"]),
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}

_ELEMENTS: dict[str, Draw] = {
    "button": _button,
    "checkboxes": _options,
    "conversations_select": _select,
    "feedback_buttons": _thumbs,
    "image": _image,
    "mrkdwn": _text,
    "overflow": lambda _: span("button", "\N{MIDLINE HORIZONTAL ELLIPSIS}"),
    "plain_text": _text,
    "plain_text_input": _text_input,
    "radio_buttons": _options,
    "static_select": _select,
}

_CELLS: dict[str, Draw] = {
    "raw_text": lambda cell: _escaped(cell["text"]),
    "rich_text": _rich_text,
}

_RICH_PARTS: dict[str, Draw] = {
    "rich_text_list": _rich_list,
    "rich_text_preformatted": lambda part: element("pre", _inline(part)),
    "rich_text_quote": lambda part: element("blockquote", _inline(part)),
    "rich_text_section": lambda part: element("p", _inline(part)),
}

_INLINE: dict[str, Draw] = {
    "emoji": _emoji,
    "link": _rich_link,
    "text": lambda piece: _escaped(piece["text"]),
    "user": lambda piece: span("mention", f"@{piece['user_id']}"),
}

_RICH_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}
