"""Answers as Slack messages (`{"text", "blocks"}`), as plain data; every limit and escape is in this file.

Limits from Slack's Block Kit reference: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, assert_never

from bot import phrasing, text, wording
from bot.answers import (
    Answer,
    Aspect,
    Clarification,
    CriterionChoice,
    Definition,
    Difference,
    Origin,
    OutOfScope,
    Reason,
    Recommendation,
    Reminder,
    Reply,
    Sequence,
    SmallTalk,
    Source,
    Status,
    Talk,
    Topic,
    TopicChoice,
    TopicList,
    WhichTopic,
    Why,
    WhyNot,
)

Block = dict[str, Any]
Message = dict[str, Any]

MAX_BLOCKS = 50
MAX_SECTION = 3000
MAX_FIELD = 2000
MAX_LABEL = 75
MAX_VALUE = 2000
MAX_PROMPTS = 4
MAX_TEXT = 39_000
MAX_MESSAGE = 12_000
ELLIPSIS = "…"
_FORMATTING = str.maketrans("", "", "*_~`")

CHOOSE_CRITERION = "choose_criterion"
CHOOSE_TOPIC = "choose_topic"
ASK_EXAMPLE = "ask_example"
REPLY = "reply"
SAY = "say"
ACTION_ID = re.compile(f"{CHOOSE_CRITERION}|{CHOOSE_TOPIC}|{ASK_EXAMPLE}|(?:{REPLY}|{SAY})_[a-z]+")
"""What the bot's own buttons are called; within one block Slack wants each name once."""
VALUE_SEPARATOR = "/"


def message(answer: Answer) -> Message:
    """Return the arguments for `chat.postMessage`, `ack` or `respond`: complete text beside the blocks."""
    return {"text": _clip(escape(text.plain(answer)), MAX_TEXT), "blocks": _fit(_blocks(answer))}


def crowded(answer: Answer) -> list[str]:
    """Return what Slack has no room for, escaped: each text that is cut, and all if blocks are left out."""
    blocks = list(_blocks(answer))
    pairs = [pair for block in blocks for pair in zip(_parts(block), _parts(_clipped(block)), strict=True)]
    found = [whole for whole, kept in pairs if whole != kept]
    is_whole = _fit(blocks)[-1:] != [_context(wording.CUT)]
    return found if is_whole else [*found, "\n".join(whole for whole, _ in pairs)]


def _parts(block: Block) -> list[str]:
    parts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    return [part["text"] for part in parts if part]


def said(action_id: str, value: str) -> str | CriterionChoice | TopicChoice:
    """Return what a person says by clicking one of the bot's own buttons."""
    parts = value.split(VALUE_SEPARATOR)
    match action_id.split("_")[0], parts:
        case ("choose", (first, second)):
            is_topic = action_id == CHOOSE_TOPIC
            return TopicChoice(first, second) if is_topic else CriterionChoice(first, second)
        case (str(kind), (topic, criterion, reply)) if kind == REPLY and reply in set(Reply):
            return CriterionChoice(topic, criterion, Reply(reply))
        case _:
            return value


def prompts(examples: Iterable[str]) -> list[dict[str, str]]:
    """Return examples as the prompts that Slack suggests when a conversation is opened."""
    return [{"title": _clip(e, MAX_LABEL), "message": e} for e in islice(examples, MAX_PROMPTS)]


def notice(sentence: str) -> Message:
    """Return one sentence of the bot's own as a message."""
    return {"text": escape(sentence), "blocks": _fit([_section(escape(sentence))])}


def escape(content: str) -> str:
    """Escape Slack's three control characters, so that no text can mention a channel or fake a link."""
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _verbatim(quote: str) -> str:
    """Escape a quote and drop the characters that Slack would read as formatting."""
    return escape(quote.translate(_FORMATTING))


def _blocks(answer: Answer) -> Iterator[Block]:  # noqa: C901 - one case for each kind of answer
    match answer:
        case Recommendation():
            return _recommendation(answer)
        case Clarification():
            return _clarification(answer)
        case WhichTopic():
            return _which_topic(answer)
        case Difference():
            return _difference(answer)
        case Definition():
            return _definition(answer)
        case Sequence():
            return _sequence(answer)
        case SmallTalk():
            return _small_talk(answer)
        case OutOfScope():
            return _out_of_scope(answer)
        case Why():
            return _why(answer)
        case WhyNot():
            return _why_not(answer)
        case Origin():
            return _origin(answer)
        case Reminder():
            return _reminder(answer)
        case TopicList():
            return _topic_list(answer)
        case Status():
            return _status(answer)
    assert_never(answer)


def _recommendation(answer: Recommendation) -> Iterator[Block]:
    yield _section(f"{phrasing.verdict(answer)}: *{escape(phrasing.names(answer.roles))}*")
    yield from (_context(_verbatim(sentence)) for sentence in phrasing.change(answer))
    yield from _reasons(wording.WHY, answer.reasons, answer.decisive, with_role=len(answer.roles) > 1)
    if answer.decisive and answer.decisive.reply is Reply.NO:
        yield from _reasons(wording.DECISIVE, (answer.decisive,))
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    if answer.settles:
        yield _list(wording.SETTLES, map(phrasing.settling, answer.settles))
    elif answer.would_change:
        heading = wording.if_instead(answer.would_change[0].role.name)
        yield _list(heading, (reason.text for reason in answer.would_change))
    if answer.is_again:
        return
    yield _section(f"*{wording.BOTTOM_LINE}*\n{escape(answer.bottom_line)} {escape(answer.why)}")
    if len(answer.roles) > 1:
        yield _section(f"*{wording.HANDOFF}*\n{escape(answer.handoff)}")
    yield from _source(answer.source)


def _reasons(
    heading: str, reasons: tuple[Reason, ...], decisive: Reason | None = None, *, with_role: bool = False
) -> Iterator[Block]:
    items = []
    for reason in reasons:
        owner = f"_{escape(reason.role.name)}:_ " if with_role else ""
        found = phrasing.found_in(reason, decisive)
        items.append(f"• {owner}{escape(reason.text)}" + (f"\n    _{_verbatim(found)}_" if found else ""))
    if items:
        yield _section(f"*{escape(heading)}*\n" + "\n".join(items))


def _clarification(answer: Clarification) -> Iterator[Block]:
    yield _section(f"*{phrasing.question(answer)}*")
    if len(answer.choices) == 1:
        (choice,) = answer.choices
        yield _section(escape(choice.text))
        yield _actions(_replies(choice, with_back=answer.number > 1))
    else:
        for choice in answer.choices:
            value = VALUE_SEPARATOR.join((choice.topic, choice.criterion))
            yield _section(escape(choice.text), _button(wording.CHOOSE, CHOOSE_CRITERION, value))
    yield _context(phrasing.how_to_answer(answer))


def _replies(choice: Reason, *, with_back: bool) -> Iterator[Block]:
    for reply, label in wording.REPLIES.items():
        value = VALUE_SEPARATOR.join((choice.topic, choice.criterion, reply))
        yield _button(label, f"{REPLY}_{reply}", value)
    if with_back:
        yield _button(wording.BACK, f"{SAY}_back", wording.BACK)


def _why(answer: Why) -> Iterator[Block]:
    heading = wording.because(phrasing.names(answer.roles))
    yield from _reasons(heading, answer.reasons, with_role=len(answer.roles) > 1)
    if answer.against:
        yield from _reasons(wording.spoken_for(answer.against[0].role.name), answer.against)
    yield _context(wording.SURENESS[answer.confidence])


def _why_not(answer: WhyNot) -> Iterator[Block]:
    yield _list(wording.if_instead(answer.role.name), (reason.text for reason in answer.criteria))
    if answer.said:
        yield from _reasons(wording.spoken_for(answer.role.name), answer.said)
    else:
        yield _section(escape(wording.nothing_for(answer.role.name)))


def _origin(answer: Origin) -> Iterator[Block]:
    for topic, source in answer.sources:
        yield _section(f"*{escape(topic.title)}*")
        yield from _source(source)
        if source.owner and not source.is_old:
            yield _section(escape(phrasing.asked_owners([source.owner])))


def _reminder(answer: Reminder) -> Iterator[Block]:
    yield _section(escape(phrasing.reminder(answer)))
    yield _aspect(wording.another_view(answer.aspect.name), answer.topic, answer.aspect)


def _aspect(heading: str, topic: Topic, aspect: Aspect) -> Block:
    fields = [
        _mrkdwn(f"*{escape(role.name)}*\n{escape(cell)}")
        for role, cell in zip(topic.roles, aspect.cells, strict=True)
    ]
    return _section(f"*{escape(heading)}*") | {"fields": fields}


def _difference(answer: Difference) -> Iterator[Block]:
    yield _section(f"*{escape(answer.topic.title)}*")
    if answer.quick_answer:
        yield _section(escape(answer.quick_answer))
    for aspect in answer.aspects:
        yield _aspect(aspect.name, answer.topic, aspect)
    yield from _source(answer.source)


def _definition(answer: Definition) -> Iterator[Block]:
    for role in answer.roles:
        yield _section(f"*{escape(role.name)}*\n{escape(role.summary)}")
        needed = [f"• {escape(reason.text)}" for reason in answer.reasons if reason.role == role]
        yield _section(f"*{wording.NEEDED_WHEN}*\n" + "\n".join(needed))
    yield from _source(answer.source)


def _sequence(answer: Sequence) -> Iterator[Block]:
    yield _section(f"*{escape(answer.text)}*")
    yield _section(f"*{wording.WHY}*\n{escape(answer.why)}")
    yield _section(f"*{wording.HANDOFF}*\n{escape(answer.handoff)}")
    yield from _source(answer.source)


def _small_talk(answer: SmallTalk) -> Iterator[Block]:
    yield _section(wording.TALK[answer.talk])
    if answer.talk is Talk.HELP:
        yield _actions([_button(wording.DECIDE, f"{SAY}_decide", wording.DECIDE)])
        yield from _topics(answer.topics)


def _which_topic(answer: WhichTopic) -> Iterator[Block]:
    yield _section(f"*{wording.WHICH_TOPIC}*")
    for topic in answer.topics:
        value = VALUE_SEPARATOR.join((answer.asked, topic.id))
        yield _section(escape(topic.title), _button(wording.CHOOSE, CHOOSE_TOPIC, value))


def _out_of_scope(answer: OutOfScope) -> Iterator[Block]:
    for sentence in phrasing.unknown(answer):
        yield _section(escape(sentence))
    if not answer.is_again:
        yield _context(escape(phrasing.offer(answer.topics)))


def _topic_list(answer: TopicList) -> Iterator[Block]:
    for topic in answer.topics:
        roles = "\n".join(f"• *{escape(role.name)}:* {escape(role.summary)}" for role in topic.roles)
        yield _section(f"*{escape(topic.title)}*\n{roles}")
        if topic.owner:
            yield _context(escape(phrasing.asked_owners([topic.owner])))


def _status(answer: Status) -> Iterator[Block]:
    titles = "\n".join(f"• {escape(topic.title)}" for topic in answer.topics)
    yield _section(f"*{wording.in_service(answer.since)}*\n{titles}")
    if answer.problems:
        problems = "\n".join(f"• {_verbatim(problem)}" for problem in phrasing.first_problems(answer))
        yield _section(f"*{wording.NOT_IN_SERVICE}*\n{problems}")


def _topics(topics: tuple[Topic, ...]) -> Iterator[Block]:
    titles = "\n".join(f"• {escape(topic.title)}" for topic in topics)
    yield _section(f"*{wording.I_KNOW}*\n{titles}")
    yield _context(wording.TRY)
    for topic in topics:
        for example in topic.examples:
            yield _section(escape(example), _button(wording.ASK_THIS, ASK_EXAMPLE, example))


def _source(source: Source) -> Iterator[Block]:
    if source.is_old:
        yield _section(escape(phrasing.old_review(source)))
    line = escape(wording.source_line(source.title, source.author, source.publisher, source.reviewed))
    link = f" <{escape(source.page)}|{wording.PAGE}>" if source.page else ""
    yield _context(f"{line}{link}")


def _section(content: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": _mrkdwn(content)}
    return block | {"accessory": accessory} if accessory else block


def _list(heading: str, items: Iterable[str]) -> Block:
    return _section(f"*{escape(heading)}*\n" + "\n".join(f"• {escape(item)}" for item in items))


def _actions(buttons: Iterable[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def _context(content: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(content)]}


def _button(label: str, action_id: str, value: str) -> Block:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": action_id,
        "value": value,
    }


def _mrkdwn(content: str) -> Block:
    return {"type": "mrkdwn", "text": content}


def _fit(blocks: Iterable[Block]) -> list[Block]:
    """Keep what one message takes: shorter texts, fewer blocks, and a note where something was left out."""
    kept: list[Block] = []
    room = MAX_MESSAGE - len(json.dumps(_context(wording.CUT)))
    for block in map(_clipped, blocks):
        room -= len(json.dumps(block, ensure_ascii=False))
        if room < 0 or len(kept) == MAX_BLOCKS - 1:
            return [*kept, _context(wording.CUT)]
        kept.append(block)
    return kept


def _clipped(block: Block) -> Block:
    """Return a block with every text within its limit."""
    clipped = dict(block)
    if block["type"] == "button":
        return clipped | {
            "text": _clipped_text(block["text"], MAX_LABEL),
            "value": block["value"][:MAX_VALUE],
        }
    if "text" in block:
        clipped["text"] = _clipped_text(block["text"], MAX_SECTION)
    for texts in ("fields", "elements"):
        if texts in block:
            clipped[texts] = [
                _clipped(part) if part["type"] == "button" else _clipped_text(part, MAX_FIELD)
                for part in block[texts]
            ]
    if "accessory" in block:
        clipped["accessory"] = _clipped(block["accessory"])
    return clipped


def _clipped_text(part: Block, limit: int) -> Block:
    return part | {"text": _clip(part["text"], limit)}


def _clip(content: str, limit: int) -> str:
    """Cut escaped text to `limit` characters, never inside an entity such as `&amp;`."""
    if len(content) <= limit:
        return content
    cut = content[: limit - len(ELLIPSIS)]
    start = cut.rfind("&")
    if start >= 0 and ";" not in cut[start:]:
        cut = cut[:start]
    return cut.rstrip() + ELLIPSIS
