"""A description as a Slack message (`{"text", "blocks"}`), as plain data; Slack itself is not known here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from bot.replies import text, wording
from bot.replies.description import (
    BulletList,
    Button,
    ButtonRow,
    Description,
    Element,
    Headline,
    Options,
    Paragraph,
    SmallPrint,
    Table,
)
from bot.replies.limits import MAX_BLOCKS, MAX_LABEL, MAX_PROMPTS, MAX_TEXT, Block, clip, clipped, escape, fit

Message = dict[str, Any]


def message(description: Description) -> Message:
    """Return the arguments for `chat.postMessage`, `ack` or `respond`: complete text beside the blocks."""
    # Screen readers and notifications read the text, and nothing of the blocks.
    whole = escape(text.plain(description))
    blocks = _printed(description)
    return {
        "text": clip(whole, MAX_TEXT),
        "blocks": fit(blocks, _context(wording.CUT)),
    }


def notice(sentence: str) -> Message:
    """Return one sentence of the bot's own as a message."""
    return message([Paragraph(sentence)])


def late(reply: Message, seconds: float) -> Message:
    """Return a message that begins with the word that it comes so much later than its question."""
    word = wording.late(seconds)
    if "blocks" in reply:
        return headed(reply, word)
    return {"text": f"{word}\n{reply['text']}"}


def headed(reply: Message, sentence: str) -> Message:
    """Return a message with a sentence of the bot's own in small print above it."""
    line = escape(sentence)
    return _below(line, reply)


def about(channel: str, reply: Message) -> Message:
    """Return a message that says which channel it is about; Slack shows the id as the channel's name."""
    link = f"<#{escape(channel)}>"
    line = wording.asked_in(link)
    return _below(line, reply)


def noted(reply: Message, sentence: str) -> Message:
    """Return a message with a sentence of the bot's own in small print beneath it."""
    line = escape(sentence)
    # Where there is no room, it takes the place of the note that the rest does not fit.
    above = reply["blocks"][: MAX_BLOCKS - 1]
    return {
        "text": f"{reply['text']}\n{line}",
        "blocks": [*above, _context(line)],
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
    blocks = _printed(description)
    cut, everything = [], []
    for block in blocks:
        kept = _texts(clipped(block))
        for whole in _texts(block):
            everything.append(whole)
            if whole not in kept:
                cut.append(whole)

    note = _context(wording.CUT)
    if note in fit(blocks, note):
        cut.append("\n".join(everything))
    return cut


def _below(line: str, reply: Message) -> Message:
    """Return a message below a line of small print."""
    below = reply["blocks"][: MAX_BLOCKS - 1]
    return {
        "text": f"{line}\n{reply['text']}",
        "blocks": [_context(line), *below],
    }


def _texts(block: Block) -> list[str]:
    """Return all that a block says, without its buttons."""
    texts = []
    if "text" in block:
        texts.append(block["text"]["text"])
    parts = block.get("fields") or block.get("elements") or []
    for part in parts:
        if part["type"] == "button":
            continue
        texts.append(part["text"])
    return texts


def _printed(description: Description) -> list[Block]:
    """Return the blocks of a description, whatever their number and size."""
    blocks = []
    for element in description:
        blocks += _blocks(element)
    return blocks


def _blocks(element: Element) -> list[Block]:
    match element:
        case Headline():
            return [_headline(element)]
        case Paragraph():
            return [_paragraph(element)]
        case BulletList():
            return [_list(element)]
        case Table():
            return _table(element)
        case Options():
            return _options(element)
        case ButtonRow():
            return [_actions(element.buttons)]
        case SmallPrint():
            return [_small_print(element)]


def _headline(headline: Headline) -> Block:
    content = _bold(headline.text)
    if headline.lead:
        lead = escape(headline.lead)
        content = f"{lead} {content}"
    return _section(content)


def _paragraph(paragraph: Paragraph) -> Block:
    content = escape(paragraph.text)
    # A label stands above its text too: bold words before a long line are hard to tell from it.
    heading = paragraph.heading or paragraph.label
    if heading:
        heading = _bold(heading)
        content = f"{heading}\n{content}"
    return _section(content)


def _list(listed: BulletList) -> Block:
    lines = [_bold(listed.heading)]
    for item in listed.items:
        line = escape(item.text)
        if item.label:
            label = escape(item.label)
            line = f"_{label}:_ {line}"
        lines.append(f"• {line}")
        if item.note:
            note = escape(item.note)
            lines.append(f"    _{note}_")
    return _section("\n".join(lines))


def _table(table: Table) -> list[Block]:
    # Not Slack's own table: a message takes only one, and a refused one loses the whole answer.
    blocks = []
    for row in table.rows:
        fields = []
        for column, cell in zip(table.columns, row.cells, strict=True):
            heading = _bold(column)
            content = escape(cell)
            field = _mrkdwn(f"{heading}\n{content}")
            fields.append(field)
        heading = _bold(row.heading)
        block = _section(heading)
        block["fields"] = fields
        blocks.append(block)
    return blocks


def _options(options: Options) -> list[Block]:
    blocks = []
    if options.heading:
        heading = _bold(options.heading)
        blocks.append(_section(heading))
    for option in options.options:
        content = escape(option.text)
        block = _section(content)
        blocks.append(block)
        # There is room for one button beside a text, and for more only beneath it.
        if len(option.buttons) == 1:
            block["accessory"] = _button(option.buttons[0])
        else:
            blocks.append(_actions(option.buttons))
    return blocks


def _small_print(small_print: SmallPrint) -> Block:
    content = escape(small_print.text)
    link = small_print.link
    if link:
        url = escape(link.url)
        name = escape(link.text)
        content = f"{content} <{url}|{name}>"
    return _context(content)


def _section(content: str) -> Block:
    return {
        "type": "section",
        "text": _mrkdwn(content),
    }


def _context(content: str) -> Block:
    return {
        "type": "context",
        "elements": [_mrkdwn(content)],
    }


def _actions(buttons: Iterable[Button]) -> Block:
    return {
        "type": "actions",
        "elements": [_button(button) for button in buttons],
    }


def _button(button: Button) -> Block:
    label = {"type": "plain_text", "text": button.label}
    return {
        "type": "button",
        "text": label,
        "action_id": button.action_id,
        "value": button.value,
    }


def _mrkdwn(content: str) -> Block:
    return {
        "type": "mrkdwn",
        "text": content,
    }


def _bold(content: str) -> str:
    escaped = escape(content)
    return f"*{escaped}*"
