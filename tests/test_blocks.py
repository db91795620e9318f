"""Slack's limits and escapes hold for any knowledge text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answer_parts import Aspect, Change, Confidence, Reason, Role, Source, Topic
from bot.advice.answers import (
    Answer,
    Clarification,
    Definition,
    Difference,
    Order,
    Origin,
    OutOfScope,
    Recommendation,
    Reminder,
    ServiceStatus,
    SmallTalk,
    Talk,
    TopicList,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.advice.choices import Asked, Reply
from bot.conversation import answer_to
from bot.replies import blocks, buttons, limits, text, trouble_wording, wording
from bot.replies.answer_buttons import below
from bot.replies.describe import describe
from bot.replies.description import (
    Button,
    ButtonRow,
    Description,
    Element,
    Paragraph,
    SmallPrint,
    Table,
    TableRow,
)
from bot.replies.table_block import TABLE, without_table

PAGE = "https://example.com/a?b=c&d"
LINK = f"<https://example.com/a?b=c&amp;d|{wording.PAGE}>"


def answers(content: str, count: int) -> list[Answer]:
    """One answer of every kind, each text being `content` and each list of `count`."""
    roles = (Role("one", content, content), Role("two", content, content))
    topic = Topic("topic", content, roles, (content,) * 4, content)
    source = Source(content, content, content, "2026-03", True, PAGE, content)
    reasons = tuple(
        Reason("topic", role, "criterion", content, (content,)) for role in roles for _ in range(count)
    )
    aspects = tuple(Aspect(f"aspect-{n}", content, (content, content)) for n in range(count))
    topics = (topic,) * count
    told = (content, content, content, content, roles[0].id, source)
    return [
        Recommendation(topic, roles, reasons, reasons, Confidence.CLEAR, *told),
        Recommendation(topic, roles[:1], reasons, reasons, Confidence.CLEAR, *told),
        replace(
            Recommendation(topic, roles[:1], reasons, (), Confidence.TIE, *told),
            against=reasons,
            change=Change(roles, (content,)),
            decisive=replace(reasons[0], reply=Reply.NO),
            settles=reasons,
        ),
        Clarification(reasons[:3]),
        Clarification(reasons[:1], 2, 6),
        Why(topic, roles, Confidence.LIKELY, reasons, reasons),
        WhyNot(topic, roles[0], reasons, reasons),
        Origin(((topic, source),) * count),
        Reminder(topic, Order(topic, roles[0], content, content, content, source), aspects[0]),
        WhichTopic(Asked.DIFFERENCE, topics),
        Difference(topic, aspects, content, source),
        Definition(topic, roles, reasons, source),
        Order(topic, roles[0], content, content, content, source),
        SmallTalk(Talk.HELP, topics),
        OutOfScope(topics, content, owners=(content,)),
        OutOfScope(topics, strangers=(content,) * count),
        OutOfScope(topics, apart=roles * count),
        TopicList(topics),
        ServiceStatus(topics, datetime(2026, 11, 3, 8, 30, tzinfo=UTC), (content,) * count),
    ]


def texts(value: Any) -> list[dict[str, Any]]:
    """Every text object inside blocks."""
    if isinstance(value, list):
        return [found for item in value for found in texts(item)]
    if isinstance(value, dict):
        own = [value] if value.get("type") in ("mrkdwn", "plain_text") else []
        return own + [found for item in value.values() for found in texts(item)]
    return []


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize(
    "content", ["short", "long " * 2000, "&" * 9000, "x" * 1100, "ü" * 5000, "🎉" * 3000]
)
def test_no_message_exceeds_what_slack_takes(content: str, count: int) -> None:
    for answer in answers(content, count):
        for in_full in (False, True):
            description = [*describe(answer, in_full), *below(answer, "a1", in_full=in_full, is_private=True)]
            message = buttons.addressed(blocks.message(description), "U01ALICE", "a1")
            assert_legal(message)
            plainer = without_table(message)
            if plainer:
                assert_legal(plainer)
                assert TABLE not in {block["type"] for block in plainer["blocks"]}


def assert_legal(message: blocks.Message) -> None:
    """Fail if Slack would refuse a message."""
    assert 0 < len(message["text"]) <= 40_000
    assert 0 < len(message["blocks"]) <= 50
    assert len(json.dumps(message["blocks"], ensure_ascii=False)) <= 13_000
    for block in message["blocks"]:
        assert len(block.get("text", {}).get("text", "x")) <= 3000
        assert all(len(field["text"]) <= 2000 for field in block.get("fields", []))
        assert len(block.get("accessory", {}).get("value", "")) <= 2000
        assert len(block.get("accessory", {}).get("text", {}).get("text", "")) <= 75
        names = [part["action_id"] for part in block.get("elements", []) if "action_id" in part]
        assert len(names) == len(set(names)) <= 25, "within one block Slack wants each name once"
        for part in block.get("elements", []):
            if part["type"] == "button":
                assert len(part["text"]["text"]) <= 75
                assert len(part["value"]) <= 2000
    assert all(found["text"] for found in texts(message["blocks"]))
    ids = [block["block_id"] for block in message["blocks"] if "block_id" in block]
    assert len(ids) == len(set(ids))
    tables = [block for block in message["blocks"] if block["type"] == TABLE]
    assert len(tables) <= 1, "Slack takes one in a message"
    for table in tables:
        assert 0 < len(table["rows"]) <= 100
        (columns,) = {len(row) for row in table["rows"]}
        assert len(table["column_settings"]) == columns <= 20
        assert all(cell["text"] for row in table["rows"] for cell in row)


def size(message: blocks.Message) -> int:
    return sum(len(json.dumps(block, ensure_ascii=False)) for block in message["blocks"])


def test_a_message_is_cut_only_where_it_is_longer_than_what_slack_takes() -> None:
    paragraphs = [Paragraph("ü" * 2800)] * 4
    *_, note = blocks.message(paragraphs * 2)["blocks"]
    assert note["elements"][0]["text"] == trouble_wording.CUT
    taken = size(blocks.message([*paragraphs, Paragraph(""), SmallPrint(trouble_wording.CUT)]))
    room = limits.MAX_MESSAGE - taken
    whole = blocks.message([*paragraphs, Paragraph("ü" * room)])["blocks"]
    assert whole[-1]["text"]["text"] == "ü" * room
    assert blocks.message([*paragraphs, Paragraph("ü" * (room + 1))])["blocks"] == [*whole[:-1], note]


def test_a_message_of_too_many_blocks_ends_with_a_note_in_place_of_the_last() -> None:
    paragraphs = [Paragraph(str(number)) for number in range(51)]
    many = blocks.message(paragraphs[:49])["blocks"]
    assert [block["text"]["text"] for block in many] == [str(number) for number in range(49)]
    *kept, note = blocks.message(paragraphs)["blocks"]
    assert kept == many
    assert note["elements"][0]["text"] == trouble_wording.CUT


def test_what_slack_has_no_room_for_is_known() -> None:
    long = "x" * 3001
    fitting: list[Element] = [
        Paragraph("x" * 3000),
        Table(["Cook"], [TableRow("Output", ["Soup"])]),
        ButtonRow([Button("x" * 80, "say_x", "x")]),
        SmallPrint("so it is"),
    ]
    assert blocks.crowded(fitting) == []
    assert blocks.crowded([*fitting, Paragraph(long)]) == [long]
    assert blocks.crowded([Table(["Cook"], [TableRow("Output", [long])])]) == [f"*Cook*\n{long}"]
    assert blocks.crowded([SmallPrint("so it is")] * 51) == ["\n".join(["so it is"] * 51)]


@pytest.mark.parametrize("printed", [blocks.crowded, text.plain])
def test_a_table_that_lacks_a_cell_is_printed_nowhere(printed: Callable[[Description], object]) -> None:
    with pytest.raises(ValueError, match="shorter"):
        printed([Table(["Cook", "Baker"], [TableRow("Output", ["Soup"])])])


def test_a_label_and_a_prompt_are_cut_where_slack_ends_them() -> None:
    (row,) = blocks.message([ButtonRow([Button("x" * 80, "say_x", "x")])])["blocks"]
    assert row["elements"][0]["text"]["text"] == "x" * 74 + "…"
    suggested = blocks.prompts(["y" * 80, "z" * 75, *"abc"])
    assert [prompt["title"] for prompt in suggested] == ["y" * 74 + "…", "z" * 75, "a", "b"]
    assert suggested[0]["message"] == "y" * 80


def test_no_answer_can_mention_a_channel_or_fake_a_link() -> None:
    for answer in answers("<!channel> <https://evil.example|bank> & co", 2):
        message = blocks.message(describe(answer))
        shown = [found["text"] for found in texts(message["blocks"]) if found["type"] == "mrkdwn"]
        said = " ".join([*shown, message["text"]]).replace(LINK, "")
        assert "<" not in said
        assert ">" not in said


def test_cutting_never_splits_an_escaped_character() -> None:
    for answer in answers("&" * 9000, 1):
        for found in texts(blocks.message(describe(answer))["blocks"]):
            assert found["text"].replace("&amp;", "").count("&") == 0


def test_the_top_level_text_carries_the_whole_answer(advisor: Advisor) -> None:
    answer = answer_to(advisor, "our models never leave the notebook")
    assert blocks.message(describe(answer))["text"] == limits.escape(text.plain(describe(answer)))


@pytest.mark.parametrize("add", [blocks.noted, blocks.headed])
def test_a_sentence_that_is_added_to_a_full_message_does_not_make_it_too_long(
    add: Callable[[blocks.Message, str], blocks.Message],
) -> None:
    full = {"text": "t", "blocks": [{"type": "divider"}] * limits.MAX_BLOCKS}
    added = add(full, "a <b> & c")
    assert len(added["blocks"]) == limits.MAX_BLOCKS
    assert "a &lt;b&gt; &amp; c" in added["text"]
