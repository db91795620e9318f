"""The report for those in ADMIN_USERS: `/whichrole report`, and a part of their App Home."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from bot.advice.advisor import Advisor
from bot.errors import DatabaseError
from bot.live import LiveKnowledge
from bot.replies import blocks
from bot.replies import feedback_wording as wording
from bot.replies.description import Description, Naming, Paragraph
from bot.report import grouped, report_description, since, snippet
from bot.slack.subcommands import ForOne, Subcommand, Use
from bot.store import Priority, Reported, Store

NAME = "report"
MAX_GROUPS = 8
"""Groups that are shown in Slack; each takes up to 1,200 of the 12,000 characters of a message."""
MAX_ENTRIES = 2000
"""Entries that are looked at, the newest: Slack waits for a command."""


def report_subcommand(live: LiveKnowledge, store: Store, admins: Collection[str]) -> Subcommand:
    """Return `report`, which takes a date or a number of days, and tells others who may see it.

    What it replies is for the person alone.
    """

    async def reply(use: Use) -> ForOne:
        if use.user not in admins:
            refusal = Naming(wording.only_admins(admins))
            return ForOne(blocks.notice(refusal))
        description = await report_for_admins(live, store, use.argument)
        return ForOne(blocks.message(description))

    return Subcommand(NAME, reply, takes=_is_time)


async def report_for_admins(
    live: LiveKnowledge, store: Store, begin: str = "", shown: int = MAX_GROUPS
) -> Description:
    """Return the report as a description, of so many groups; `begin` is a date or a number of days."""
    earliest = since(begin, datetime.now(UTC)).timestamp() if begin else 0.0
    try:
        reported = await store.feedback.report(earliest, Priority.ACKNOWLEDGE)
    except DatabaseError:
        return [Paragraph(wording.NO_MEMORY)]
    # Grouping thousands would keep every answer waiting.
    return await asyncio.to_thread(_described, live.advisor, reported, shown)


def _described(advisor: Advisor, reported: Reported, shown: int) -> Description:
    newest = reported.entries[-MAX_ENTRIES:]
    groups = grouped(advisor.matcher, newest)
    pieces = [(group, snippet(advisor, group)) for group in groups[:shown]]
    return report_description(pieces, len(groups), reported.votes)


def _is_time(argument: str) -> bool:
    """Tell whether this is from when on the report tells; without it, it tells all."""
    if not argument:
        return True
    try:
        since(argument, datetime.now(UTC))
    except ValueError:
        return False
    return True
