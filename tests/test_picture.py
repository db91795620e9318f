"""The picture in the README, and what draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.advice.advisor import Advisor
from bot.advice.choices import Reply
from bot.replies import advice_wording, feedback_wording, home_wording, wording
from tests.conftest import KNOWLEDGE
from tools.block_kit import drawn, mrkdwn
from tools.picture import conversed, labelled, main, shown_in
from tools.surfaces import main as draw_surfaces

PICTURE = KNOWLEDGE.parent / "docs" / "answer.png"
SAID_BY = {
    "short-answer": wording.WHY_BUTTON,
    "why": advice_wording.BOTTOM_LINE,
    "table-as-text": "Main output",
    "interview-after": advice_wording.YOU_REPLIED[Reply.YES],
    "modal": wording.STOP,
    "modal-result": wording.START_AGAIN,
    "app-home": home_wording.LAST_QUESTIONS,
    "app-home-of-admins": home_wording.FOR_ADMINS,
    "greeting": home_wording.GREETING,
    "report": feedback_wording.REPORT,
    "bad-vote": feedback_wording.REASON_LABEL,
}
"""Words that stand in each picture of a surface, and not in all of them."""
END_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"


def test_the_picture_shows_what_slack_gets(advisor: Advisor) -> None:
    shown = shown_in(PICTURE.read_bytes())
    said = [message["text"] for message in shown if "text" in message]
    command = f'python -m tools.picture "{said[0]}" --out docs/answer.png'
    assert shown == conversed(advisor, said), f"the bot answers otherwise now; draw it again: {command}"


def test_the_picture_is_small_enough_for_a_page() -> None:
    assert PICTURE.stat().st_size < 200_000


def test_a_picture_tells_what_it_shows() -> None:
    shown = [{"from": "Maria", "text": "wäre das möglich?"}]
    assert shown_in(labelled(b"\x89PNG\r\n\x1a\n" + END_CHUNK, shown)) == shown


def test_a_page_needs_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    page, picture = tmp_path / "answer.html", tmp_path / "answer.png"
    written = CliRunner().invoke(main, ["which role comes first?", "--out", str(page)])
    assert written.exit_code == 0
    assert "which role comes first?" in page.read_text(encoding="utf-8")
    refused = CliRunner().invoke(main, ["which role comes first?", "--out", str(picture)])
    assert refused.exit_code == 1
    assert "Chromium" in refused.output


def test_every_surface_can_be_drawn(tmp_path: Path) -> None:
    drawn_all = CliRunner().invoke(draw_surfaces, [str(tmp_path), "--html"])
    assert drawn_all.exit_code == 0, drawn_all.output
    pages = {page.stem: page.read_text(encoding="utf-8") for page in tmp_path.iterdir()}
    assert "<th>Data Scientist</th>" in pages["table"]
    assert "<th>" not in pages["table-as-text"]
    assert "Question 1" in pages["interview-before"]
    assert "Question 2" in pages["interview-after"]
    for name, said in SAID_BY.items():
        assert said in pages[name]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* and _italic_", "<strong>bold</strong> and <em>italic</em>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("`_as it is_`", "<code>_as it is_</code>"),
        ("<https://example.com/a_b_c|the _page_>", '<a href="https://example.com/a_b_c">the _page_</a>'),
        ("<@U1>, &lt;you&gt;", '<span class="mention">@U1</span>, &lt;you&gt;'),
        ("<!date^1700000000^{date} {time}|14 November>", "14 November"),
        ("said:\n&gt; one\n&gt; two\nso", "said:<blockquote>one\ntwo</blockquote>so"),
    ],
)
def test_formatting_is_drawn_as_slack_draws_it(written: str, shown: str) -> None:
    assert mrkdwn(written) == shown


def test_plain_text_is_escaped_where_slack_wants_none() -> None:
    header: dict[str, Any] = {"type": "header", "text": {"type": "plain_text", "text": "<b> & *c*"}}
    assert drawn([header]) == '<div class="block header">&lt;b&gt; &amp; *c*</div>'


def test_a_block_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(ValueError, match="video cannot be drawn"):
        drawn([{"type": "video"}])
