"""*Help me decide* as a modal, page by page, as plain data for `views.open` and `views.update`.

Buttons move it on, not radio buttons with a submit button: one click instead of two, each within reach of the
keyboard, and nothing chosen on one page that Slack keeps for the next.
https://docs.slack.dev/reference/views/modal-views
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.advice.advisor import Advisor
from bot.advice.answers import Clarification, Recommendation, WhichTopic
from bot.conversation.interview import Interview, Page
from bot.replies import answered_question, blocks, buttons, trouble_wording, wording
from bot.replies.block_elements import context, plain_text
from bot.replies.describe import describe
from bot.replies.description import Button, ButtonRow, Element, Headline, Option, Options, SmallPrint
from bot.replies.limits import MAX_VIEW_BLOCKS, Block, clipped

HELP_ME_DECIDE = "help_me_decide"
"""The `callback_id` of the modal, and of the shortcut that opens it."""


def decide_modal(advisor: Advisor, interview: Interview) -> dict[str, Any]:
    """Return the page that an interview has come to; the view itself holds all that the next one needs."""
    page = interview.page(advisor)
    shown = blocks.printed(_elements(advisor, interview, page))
    return {
        "type": "modal",
        "callback_id": HELP_ME_DECIDE,
        "title": plain_text(wording.DECIDE),
        "close": plain_text(wording.CLOSE),
        "private_metadata": interview.packed(),
        "blocks": fitting(shown),
    }


def _elements(advisor: Advisor, interview: Interview, page: Page) -> Iterator[Element]:
    last = interview.last_reply()
    if last:
        replied = answered_question.line(advisor, last)
        yield SmallPrint(replied)

    way_out = []
    if interview.has_way_back(advisor):
        way_out.append(buttons.back())
    match page:
        case WhichTopic():
            yield from describe(page)
        case Clarification():
            yield from _question(page)
            # Before the first reply there is no result so far.
            if last:
                way_out.append(buttons.stop())
        case Recommendation():
            yield from describe(page, in_full=True)
            way_out.append(buttons.start_again())
    yield from _row(way_out)


def _question(question: Clarification) -> Iterator[Element]:
    """Yield a question of yes or no; in a modal, nobody can answer in words."""
    yield Headline(wording.question_number(question.number, question.most))
    (criterion,) = question.choices
    option = Option(criterion.text, buttons.replies(criterion))
    yield Options([option])


def _row(row: list[Button]) -> Iterator[Element]:
    if row:
        yield ButtonRow(row)


def fitting(shown: list[Block]) -> list[Block]:
    """Return the blocks that one view takes: texts cut short, and a note instead of the blocks left out."""
    kept = [clipped(block) for block in shown]
    if len(kept) <= MAX_VIEW_BLOCKS:
        return kept
    return [*kept[: MAX_VIEW_BLOCKS - 1], context(trouble_wording.CUT)]
