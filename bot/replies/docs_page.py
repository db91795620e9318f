"""A comparison as a readable Markdown page: for review, and for answers to link to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.comparison import Comparison, RoleEntry
from bot.replies import wording

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&]|^[-+#]|(?<=^[0-9])[.)])")


def page(comparison: Comparison) -> str:
    """Return everything that a comparison says; the phrases, which nobody is shown, stay out."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    names = [_escaped(role.name) for role in comparison.roles.values()]
    yield from (f"# {_escaped(comparison.title)}", "", _escaped(comparison.quick_answer), "")
    yield f"| | {' | '.join(names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for row in comparison.differences:
        cells = " | ".join(_escaped(row.cells[role_id]) for role_id in comparison.roles)
        yield f"| {_escaped(row.aspect)} | {cells} |"
    for role in comparison.roles.values():
        yield from _role(role)
    bottom_line = comparison.bottom_line
    yield from ("", f"## {wording.BOTTOM_LINE}", "")
    yield f"{_escaped(bottom_line.text)} {_escaped(bottom_line.why)}"
    yield from ("", f"{wording.HANDOFF}: {_escaped(bottom_line.handoff)}")
    yield from ("", f"{wording.WHICH_FIRST} {_escaped(comparison.sequence.text)}", "")
    source = comparison.source
    yield _escaped(wording.source_line(source.title, source.author, source.publisher, source.reviewed))
    if comparison.owner:
        yield from ("", f"{wording.ASK_OWNER}: {_escaped(comparison.owner)}")


def _role(role: RoleEntry) -> Iterator[str]:
    yield from (
        "",
        f"## {_escaped(role.name)}",
        "",
        _escaped(role.summary),
        "",
        f"{wording.NEEDED_WHEN}:",
        "",
    )
    yield from (f"- {_escaped(criterion.text)}" for criterion in role.choose_when)


def _escaped(content: str) -> str:
    """Return text on one line that Markdown leaves as it stands."""
    return _SPECIAL.sub(r"\\\1", " ".join(content.split()))
