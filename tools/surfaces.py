"""Draws each surface of the bot in Slack as a picture, from what Slack gets for it.

    python -m tools.surfaces FOLDER

All of it is answered from the shipped knowledge. `--html` writes the pages instead, which needs no browser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bot import conversation
from bot.advice.advisor import Advisor
from bot.advice.answers import Clarification, ServiceStatus
from bot.advice.choices import CriterionChoice, Reply
from bot.conversation.interview import Interview
from bot.replies import answered_question, blocks, home, home_wording, wording
from bot.replies.bad_reasons import BadReason
from bot.replies.description import Description
from bot.replies.feedback_forms import reason_form
from bot.replies.limits import escape
from bot.replies.modal import decide_modal
from bot.replies.table_block import without_table
from bot.report import grouped, report_description, snippet
from bot.store import EntryKind, ReportEntry, Votes
from bot.store.report_entries import when
from tools.chat_window import Message, Place, View
from tools.picture import PERSON, answered, conversed, shipped_advisor, write

QUESTION = "our data scientists build great models but nothing reaches production"
COMPARISON = "what is the difference?"
DECIDE = "help me decide"
LAST_QUESTION = "our fraud scores take four seconds"
IN_VAIN = ("who labels our pictures?", "who labels the pictures for us?")
COMMENT = "We only have a sketch of fraud scoring so far."
CHANNEL_ID = "C0DATA"
VERSION = "4f1d2a9c07be"
ASKED_AT = 1_793_000_000.0
"""When the last question was asked (UNIX seconds): whenever it is drawn, the picture is the same."""

Shown = Sequence[Message] | View


def short_answer(advisor: Advisor) -> Shown:
    """Return a question in a thread, and its answer."""
    return conversed(advisor, [QUESTION])


def why(advisor: Advisor) -> Shown:
    """Return the same, once somebody has clicked on *Why?*."""
    _, answer = conversation.reply(advisor, conversation.State(), QUESTION)
    return [_said(QUESTION), answered(answer, in_full=True)]


def table(advisor: Advisor) -> Shown:
    """Return a comparison."""
    return conversed(advisor, [COMPARISON])


def table_as_text(advisor: Advisor) -> Shown:
    """Return the same comparison, for where Slack takes no table."""
    asked, answer = conversed(advisor, [COMPARISON])
    plain = without_table(answer)
    assert plain is not None, "a comparison has a table"
    return [asked, plain]


def interview_before(advisor: Advisor) -> Shown:
    """Return the first question of an interview."""
    return conversed(advisor, [DECIDE])


def interview_after(advisor: Advisor) -> Shown:
    """Return the same message, once *Yes* was clicked: the next question has taken its place."""
    state, _ = conversation.reply(advisor, conversation.State(), DECIDE)
    reply = _first_reply(advisor)
    _, answer = conversation.reply(advisor, state, reply)
    replied = escape(answered_question.line(advisor, reply))
    message = answered(answer) | {"text": ""}
    return [_said(DECIDE), blocks.with_heading(message, replied)]


def modal(advisor: Advisor) -> Shown:
    """Return the second page of the interview as a modal."""
    begun = _interview(advisor)
    return decide_modal(advisor, begun.replied(_first_reply(advisor)))


def modal_result(advisor: Advisor) -> Shown:
    """Return the last page of the same interview, which was stopped there."""
    begun = _interview(advisor)
    stopped = begun.replied(_first_reply(advisor)).stopped()
    return decide_modal(advisor, stopped)


def app_home(advisor: Advisor) -> Shown:
    """Return the App Home of somebody who has asked something."""
    topic, *_ = advisor.topics
    engineer = topic.roles[1].name
    past = [
        home.PastQuestion(ASKED_AT, LAST_QUESTION, engineer),
        home.PastQuestion(ASKED_AT - 9000, f"{wording.COMPARE}: {topic.title}", home_wording.COMPARED),
    ]
    return home.home_view(advisor.topics, past, channel="")


def greeting(advisor: Advisor) -> Shown:
    """Return the first words to a person who opens the direct message."""
    return [home.greeting(advisor.topics)]


def app_home_of_admins(advisor: Advisor) -> Shown:
    """Return the App Home of somebody whom ADMIN_USERS names."""
    status = ServiceStatus(advisor.topics, when(ASKED_AT - 90_000), ())
    news = home.knowledge_news(status, advisor.sources(""), VERSION)
    for_admins = [*news, *_report_elements(advisor)]
    return home.home_view(advisor.topics, (), channel="", for_admins=for_admins)


def report(advisor: Advisor) -> Shown:
    """Return what `/whichrole report` tells."""
    message = blocks.message(_report_elements(advisor))
    return [{"blocks": message["blocks"]}]


def bad_vote(advisor: Advisor) -> Shown:
    """Return the form that a thumbs-down opens."""
    return reason_form("{}")


SURFACES: dict[Callable[[Advisor], Shown], Place] = {
    short_answer: Place.THREAD,
    why: Place.THREAD,
    table: Place.THREAD,
    table_as_text: Place.THREAD,
    interview_before: Place.DIRECT,
    interview_after: Place.DIRECT,
    modal: Place.DIRECT,
    modal_result: Place.DIRECT,
    app_home: Place.DIRECT,
    app_home_of_admins: Place.DIRECT,
    greeting: Place.DIRECT,
    report: Place.COMMAND,
    bad_vote: Place.THREAD,
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--html", is_flag=True, help="Write the pages that the pictures are taken of.")
def main(folder: Path, html: bool) -> None:
    """Draw every surface into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    advisor = shipped_advisor()
    ending = ".html" if html else ".png"
    for surface, place in SURFACES.items():
        name = surface.__name__.replace("_", "-")
        write(surface(advisor), folder / f"{name}{ending}", place)


def _said(text: str) -> Message:
    return {"from": PERSON, "text": text}


def _report_elements(advisor: Advisor) -> Description:
    """Return the report of a question that was asked twice in vain, and of advice that did not help."""
    topic, *_ = advisor.topics
    engineer = topic.roles[1].id
    in_vain = [
        ReportEntry(EntryKind.UNANSWERED, when(ASKED_AT + number), text, CHANNEL_ID, topic.id)
        for number, text in enumerate(IN_VAIN)
    ]
    misread = ReportEntry(
        EntryKind.RATED_BADLY,
        when(ASKED_AT),
        LAST_QUESTION,
        topic=topic.id,
        intent="recommendation",
        roles=(engineer,),
        reason=BadReason.MISREAD,
        comment=COMMENT,
    )
    groups = grouped(advisor.matcher, [*in_vain, misread])
    shown = [(group, snippet(advisor, group)) for group in groups]
    return report_description(shown, len(groups), Votes(good=9, bad=1))


def _interview(advisor: Advisor) -> Interview:
    return Interview(topic=advisor.topics[0].id)


def _first_reply(advisor: Advisor) -> CriterionChoice:
    """Return *Yes* to the first question of an interview."""
    question = _interview(advisor).page(advisor)
    assert isinstance(question, Clarification), "an interview begins with a question"
    (criterion,) = question.choices
    return CriterionChoice(criterion.topic, criterion.criterion, Reply.YES)


if __name__ == "__main__":
    main()
