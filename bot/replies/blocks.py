"""A description as a Slack message (`{"text", "blocks"}`), as plain data; Slack itself is not known here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from bot.replies import text, trouble_wording
from bot.replies.block_elements import actions, bold, button, code, context, feedback, section
from bot.replies.description import (
    BulletList,
    ButtonRow,
    Code,
    Description,
    Element,
    Feedback,
    Headline,
    Options,
    Paragraph,
    SmallPrint,
    Table,
)
from bot.replies.limits import MAX_BLOCKS, MAX_LABEL, MAX_PROMPTS, MAX_TEXT, Block, clip, clipped, escape, fit
from bot.replies.table_block import table_block

Message = dict[str, Any]


def message(description: Description) -> Message:
    """Return the arguments for `chat.postMessage`, `ack` or `respond`: complete text beside the blocks."""
    # Screen readers and notifications read the text, and nothing of the blocks.
    lines = map(escape, text.written(description))
    whole = "\n".join(lines)
    blocks = printed(description)
    return {
        "text": clip(whole, MAX_TEXT),
        "blocks": fit(blocks, context(trouble_wording.CUT)),
    }


def notice(sentence: str) -> Message:
    """Return one sentence of the bot's own as a message."""
    return message([Paragraph(sentence)])


def late(reply: Message, seconds: float) -> Message:
    """Return a message that begins with the word that it comes so much later than its question."""
    word = trouble_wording.late(seconds)
    if "blocks" in reply:
        return headed(reply, word)
    return {"text": f"{word}\n{reply['text']}"}


def headed(reply: Message, sentence: str) -> Message:
    """Return a message with a sentence of the bot's own in small print above it."""
    return with_heading(reply, escape(sentence))


def with_heading(reply: Message, line: str) -> Message:
    """Return a message with a line of Slack's markup in small print above it."""
    below = reply["blocks"][: MAX_BLOCKS - 1]
    return {
        "text": f"{line}\n{reply['text']}",
        "blocks": [context(line), *below],
    }


def about(channel: str, reply: Message) -> Message:
    """Return a message that says which channel it is about; Slack shows the id as the channel's name."""
    link = f"<#{escape(channel)}>"
    return with_heading(reply, trouble_wording.asked_in(link))


def noted(reply: Message, sentence: str) -> Message:
    """Return a message with a sentence of the bot's own in small print beneath it."""
    line = escape(sentence)
    # Where there is no room, it takes the place of the note that the rest does not fit.
    above = reply["blocks"][: MAX_BLOCKS - 1]
    return {
        "text": f"{reply['text']}\n{line}",
        "blocks": [*above, context(line)],
    }


def prompts(examples: Iterable[str]) -> list[dict[str, str]]:
    """Return examples as the prompts that Slack suggests when a conversation is opened."""
    suggested = []
    for example in islice(examples, MAX_PROMPTS):
        title = clip(example, MAX_LABEL)
        suggested.append({"title": title, "message": example})
    return suggested


def crowded(description: Description) -> list[str]:
    """Return what Slack has no room for, escaped: each text that is cut, and all if blocks are left out."""
    blocks = printed(description)
    cut, everything = [], []
    for block in blocks:
        kept = _texts(clipped(block))
        for whole in _texts(block):
            everything.append(whole)
            if whole not in kept:
                cut.append(whole)

    note = context(trouble_wording.CUT)
    if note in fit(blocks, note):
        cut.append("\n".join(everything))
    return cut


def _texts(block: Block) -> list[str]:
    """Return all that a block says, without its buttons."""
    texts = []
    if "text" in block:
        texts.append(block["text"]["text"])
    for row in block.get("rows") or ():
        for cell in row:
            texts.append(cell["text"])
    parts = block.get("fields") or block.get("elements") or []
    for part in parts:
        if part["type"] == "button":
            continue
        texts.append(part["text"])
    return texts


def printed(description: Iterable[Element]) -> list[Block]:
    """Return the blocks of a description, whatever their number and size."""
    blocks = []
    for element in description:
        blocks += _blocks(element)
    return blocks


def _blocks(element: Element) -> list[Block]:  # noqa: C901 - one case for each kind
    match element:
        case Headline():
            return [_headline(element)]
        case Paragraph():
            return [_paragraph(element)]
        case BulletList():
            return [_list(element)]
        case Table():
            return [table_block(element)]
        case Options():
            return _options(element)
        case ButtonRow():
            return [actions(element.buttons)]
        case Feedback():
            return [feedback(element)]
        case Code():
            return [code(element.text)]
        case SmallPrint():
            return [_small_print(element)]


def _headline(headline: Headline) -> Block:
    content = bold(headline.text)
    if headline.lead:
        lead = escape(headline.lead)
        content = f"{lead} {content}"
    return section(content)


def _paragraph(paragraph: Paragraph) -> Block:
    content = escape(paragraph.text)
    # A label stands above its text too: bold words before a long line are hard to tell from it.
    heading = paragraph.heading or paragraph.label
    if heading:
        heading = bold(heading)
        content = f"{heading}\n{content}"
    return section(content)


def _list(listed: BulletList) -> Block:
    lines = []
    if listed.heading:
        lines.append(bold(listed.heading))
    mark, indent = "• ", "    "
    if listed.is_one_point:
        mark = indent = ""
    for item in listed.items:
        line = escape(item.text)
        if item.label:
            label = escape(item.label)
            line = f"_{label}:_ {line}"
        lines.append(f"{mark}{line}")
        if item.note:
            note = escape(item.note)
            lines.append(f"{indent}_{note}_")
    return section("\n".join(lines))


def _options(options: Options) -> list[Block]:
    blocks = []
    if options.heading:
        heading = bold(options.heading)
        blocks.append(section(heading))
    for option in options.options:
        content = escape(option.text)
        block = section(content)
        blocks.append(block)
        # There is room for one button beside a text, and for more only beneath it.
        if len(option.buttons) == 1:
            block["accessory"] = button(option.buttons[0])
        else:
            blocks.append(actions(option.buttons))
    return blocks


def _small_print(small_print: SmallPrint) -> Block:
    content = escape(small_print.text)
    if small_print.channels:
        # Slack shows the name of a channel to those who may see it.
        mentions = ", ".join(f"<#{escape(channel)}>" for channel in small_print.channels)
        content = f"{content} {mentions}"
    link = small_print.link
    if link:
        url = escape(link.url)
        name = escape(link.text)
        content = f"{content} <{url}|{name}>"
    return context(content)
