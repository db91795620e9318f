"""What YAML takes otherwise than its writer meant: texts that a comment cuts, and quotes left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

_CUT = re.compile(r"\s+#(.?)")


def cut_texts(root: yaml.Node, text: str) -> Iterator[tuple[yaml.Mark, str]]:
    """Yield the place of every text without quotes that ends before ` #`, with what to do about it.

    A comment behind a single word, such as `first: van # it is cheap`, is taken for one.
    """
    if " #" not in text:
        return  # nearly every file; its nodes need not be walked
    lines = text.splitlines()
    for node in _scalars(root):
        # Of block scalars and quoted ones nothing is cut, and numbers are no texts.
        if node.style or not node.tag.endswith(":str"):
            continue
        end = node.end_mark
        if end.line >= len(lines):
            continue
        cut = _CUT.match(lines[end.line], end.column)
        if cut is None:
            continue

        glued = cut[1].strip()
        if glued or " " in node.value:
            message = (
                f"ends before ` #{glued}`, where a comment begins; put the text in quotes, "
                "or the comment on a line of its own"
            )
            yield node.start_mark, message


def open_quote(text: str, error: yaml.MarkedYAMLError, loader: Any) -> yaml.Mark | None:
    """Return where the quote begins that was left open, if that is what an error comes from.

    YAML ends such a text at the next quote, lines below, and only then finds something wrong.
    """
    if error.context is not None and "quoted scalar" in error.context:
        return error.context_mark
    last: Any = None
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.ScalarEvent):
                last = event
    except yaml.YAMLError:
        pass  # the error that is to be explained

    noticed = error.problem_mark
    if last is None or noticed is None:
        return None
    if last.style not in ("'", '"'):
        return None
    begin: yaml.Mark = last.start_mark
    end: yaml.Mark = last.end_mark
    is_over_lines = begin.line < end.line
    if is_over_lines and end.line == noticed.line:
        return begin
    return None


def _scalars(node: yaml.Node) -> Iterator[Any]:
    """Yield every scalar that is a value."""
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.ScalarNode):
        yield node
