"""What a comparison costs the others: right answers to their questions that change beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.check.grading import Checked, Grade
from bot.errors import Problem
from bot.replies.parts import shortened

QUOTED = 3
"""Questions that are quoted of all that change."""
BY_NONE = "none of these alone"


@dataclass(frozen=True, slots=True)
class Cost:
    """How many right answers change beside comparisons of one's own, and to which questions, worst first.

    A draft costs as much once it is served.
    """

    own: tuple[str, ...]
    path: Path
    """Where the phrases stand that may be to blame."""
    is_draft: bool
    before: int
    """How many answers are right without them."""
    changed: tuple[Checked, ...]

    def lines(self) -> Iterator[str]:
        """Yield a summary: how many answers change, by what, the worst of them, and what can be done."""
        when = "Once served" if self.is_draft else "Beside the shipped knowledge"
        own = ", ".join(self.own) or "what you wrote"
        yield (
            f"{when}, {own} changes {len(self.changed)} of {self.before} right answers"
            " to questions of other comparisons."
        )

        takers = [f"{taker} {number}" for taker, number in self.takers().most_common()]
        yield f"  taken by: {', '.join(takers)}"

        for one in self.changed[:QUOTED]:
            quoted = shortened(one.question.text)
            yield f'  such as: "{quoted}" must get {one.expected}, but gets {one.given}'
        yield (
            "  Make the phrases of these criteria more specific, or live with it; `--all` lists every one."
        )

    def takers(self) -> Counter[str]:
        """Return how many questions each criterion or topic of one's own takes."""
        counts: Counter[str] = Counter()
        for one in self.changed:
            # Conversations have no pull, and some answers change without anything that takes them:
            # all weights shift a little with every comparison.
            label = one.pull.label if one.pull else None
            if label is None or label.comparison not in self.own:
                counts[BY_NONE] += 1
            else:
                counts[label.id] += 1
        return counts

    def notice(self) -> Problem:
        """Return the summary as one problem of the file."""
        summary = "\n".join(self.lines())
        return Problem(
            path=self.path,
            line=1,
            column=1,
            field="-",
            message=summary,
        )


def cost(own: Sequence[str], path: Path, before: Sequence[Checked], *, is_draft: bool) -> Cost | None:
    """Return what comparisons cost of what is answered rightly without them, or None if nothing changes."""
    changed = [one for one in before if one.is_missed]
    if not changed:
        return None

    worst_first = sorted(changed, key=_badness, reverse=True)
    return Cost(
        own=tuple(own),
        path=path,
        is_draft=is_draft,
        before=len(before),
        changed=tuple(worst_first),
    )


def _badness(one: Checked) -> tuple[bool, bool, float]:
    """Return the sort key of how bad a changed answer is: worst is what a criterion of one's own takes.

    To be asked back is better than a wrong answer.
    """
    is_wrong = one.verdict is Grade.WRONG
    pull = one.pull
    if pull is None:
        return is_wrong, False, 0.0
    return is_wrong, pull.is_own, pull.lead
