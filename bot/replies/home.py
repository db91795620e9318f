"""The App Home: what the bot does, what can be asked at once, what a person asked last, and news for admins.

https://docs.slack.dev/reference/views/home-tab-views
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, zip_longest
from typing import Any

from bot.advice.answer_parts import Source, Topic
from bot.advice.answers import ServiceStatus
from bot.replies import blocks, buttons, home_wording, wording
from bot.replies.block_elements import bold, button, context, header, plain_text, section
from bot.replies.describe import problems
from bot.replies.description import (
    ButtonRow,
    Description,
    Element,
    Option,
    Options,
    Paragraph,
    Quoted,
    SmallPrint,
)
from bot.replies.limits import Block, escape
from bot.replies.modal import fitting
from bot.replies.parts import points, shortened

View = dict[str, Any]

MAX_TOPICS = 20
"""Topics that the Home shows; the rest is counted."""
MAX_EXAMPLES = 3
MAX_PAST = 5
"""Questions of a person that the Home shows."""

DIVIDER: Block = {"type": "divider"}


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """What a person asked, when (UNIX seconds), and what it came to; "" while nothing has."""

    asked_at: float
    words: str
    outcome: str = ""


def home_view(
    topics: Sequence[Topic],
    past: Sequence[PastQuestion] | None,
    channel: str,
    notice: str = "",
    for_admins: Description = (),
) -> View:
    """Return the App Home of a person, for `views.publish`.

    `past` are the person's questions, None if nobody knows them now. `channel` is the direct message, which
    the view holds because clicks in it carry none. `notice` is what the last click did.
    """
    shown: list[Block] = [
        header(wording.SUGGESTED_PROMPTS_TITLE),
        *blocks.printed([Paragraph(home_wording.HOME_INTRO)]),
        DIVIDER,
        header(wording.I_KNOW),
        *blocks.printed(_topics(topics)),
        DIVIDER,
        header(wording.TRY),
        *blocks.printed(_examples(topics)),
        DIVIDER,
        header(home_wording.LAST_QUESTIONS),
        *_past(past, notice),
    ]
    if for_admins:
        shown += [DIVIDER, header(home_wording.FOR_ADMINS), *blocks.printed(for_admins)]
    view: View = {"type": "home", "blocks": fitting(shown)}
    if channel:
        view["private_metadata"] = channel
    return view


def knowledge_news(
    status: ServiceStatus, sources: Sequence[tuple[Topic, Source]], version: str
) -> Iterator[Element]:
    """Yield what admins see of the knowledge: since when it is in service, its reviews, its problems."""
    reviews = []
    for topic, source in sources:
        month = wording.reviewed(source.reviewed)
        reviews.append(home_wording.reviewed_in(topic.title, month))
    yield points(wording.in_service(status.since), reviews)
    yield from problems(status)
    yield SmallPrint(home_wording.version(version))


def _topics(topics: Sequence[Topic]) -> Iterator[Element]:
    options = []
    for topic in topics[:MAX_TOPICS]:
        choices = [buttons.compare(topic), buttons.open_decision(topic)]
        option = Option(topic.title, choices)
        options.append(option)
    yield Options(options)
    left = len(topics) - len(options)
    if left > 0:
        yield SmallPrint(home_wording.more_topics(left))


def _examples(topics: Sequence[Topic]) -> Iterator[Element]:
    options = []
    for question in examples(topics, MAX_EXAMPLES):
        option = Option(question, [buttons.example(question)])
        options.append(option)
    yield Options(options)
    yield SmallPrint(home_wording.ANSWERED_IN_MESSAGES)


def examples(topics: Sequence[Topic], count: int) -> list[str]:
    """Return the first example of each topic, then the second, and so on, `count` at most."""
    # Of the topics with fewer examples, the missing ones are None.
    rounds = zip_longest(*(topic.examples for topic in topics))
    found = (question for each in rounds for question in each if question)
    return list(islice(found, count))


def _past(past: Sequence[PastQuestion] | None, notice: str) -> Iterator[Block]:
    if notice:
        yield section(escape(notice))
    if past is None:
        yield section(escape(home_wording.PAST_UNKNOWN))
    elif not past and not notice:
        yield section(escape(home_wording.NOTHING_PAST))
    for question in past or ():
        yield section(_asked(question))
    yield context(escape(home_wording.FORGET_WORDS))
    yield {
        "type": "actions",
        "elements": [_forget()],
    }


def _asked(question: PastQuestion) -> str:
    """Return a question with its outcome and time, which Slack shows in the reader's own time zone."""
    words = escape(Quoted(shortened(question.words)))
    outcome = bold(question.outcome or home_wording.NO_OUTCOME)
    seconds = int(question.asked_at)
    moment = datetime.fromtimestamp(seconds, UTC)
    fallback = wording.moment(moment)
    return f"“{words}”\n{outcome} · <!date^{seconds}^{{date_short_pretty}} {{time}}|{fallback}>"


def _forget() -> Block:
    confirm = {
        "title": plain_text(home_wording.FORGET_TITLE),
        "text": plain_text(home_wording.FORGET_CONFIRM),
        "confirm": plain_text(home_wording.FORGET),
        "deny": plain_text(home_wording.KEEP),
        "style": "danger",
    }
    return button(buttons.forget()) | {"style": "danger", "confirm": confirm}


def greeting(topics: Sequence[Topic]) -> blocks.Message:
    """Return the first words to a person who opens the direct message."""
    question, *_ = examples(topics, 1)
    example = Option(question, [buttons.example(question)])
    description: Description = [
        Paragraph(home_wording.GREETING),
        Options([example], heading=wording.TRY),
        ButtonRow([buttons.decide()]),
    ]
    return blocks.message(description)
