"""What a question was taken for: the status of each statement, and what in the knowledge is nearest to it."""

from __future__ import annotations

from bot.advice.advisor import Advisor
from bot.advice.ranking import ranked
from bot.check.explain import statement_line
from bot.reading import EVERYDAY, Kind, Label

TAUGHT = frozenset({Kind.CRITERION, Kind.ASPECT, Kind.NOT_COVERED, Kind.EVERYDAY})
"""What phrases can be written for, and the everyday talk that speaks for none of these."""

NEAR = 1.0
"""The lead (scaled log odds) over everyday talk from which on something is near.

Of questions without an answer, tools, pay and dates lead by 1.6 to 7.8, and what belongs nowhere (printers,
invoices, laptops, patents) by up to 0.9.
"""


def understood(advisor: Advisor, text: str) -> str:
    """Return on one line what was read in a text, as `ask --explain` tells it."""
    match = advisor.matcher.match(text)
    statements = [statement_line(statement) for statement in match.statements]
    return "; ".join(statements)


def nearest(advisor: Advisor, text: str) -> Label | None:
    """Return what a text speaks for most that phrases are written for; None if nothing is near."""
    match = advisor.matcher.match(text)
    if not match.features:
        return None
    scores = {label: score for label, score in match.about.labels.items() if label.kind in TAUGHT}
    (best, score), *_ = ranked(scores)
    lead = (score - scores[EVERYDAY]) / match.about.scale
    return best if lead >= NEAR else None


def nearest_topic(advisor: Advisor, text: str) -> str:
    """Return the name of what is nearest to a text, empty for nothing."""
    label = nearest(advisor, text)
    if label is None:
        return ""
    of = label.comparison or label.field
    return f"{label.id} of {of}" if of else label.id
