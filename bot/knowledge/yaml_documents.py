"""YAML files as plain data with the place of every value, read with `safe_load` semantics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Problem

MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Location = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML file as plain data, with the node at every location so that problems can name a line."""

    path: Path
    data: Any = None
    root: yaml.Node | None = None
    problems: list[Problem] = field(default_factory=list)
    stand_ins: set[Location] = field(default_factory=set)
    """Places whose data was replaced because something is wrong there, so that the rest can be checked."""

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem at the nearest node that exists."""
        node = _find(self.root, location)
        line, column = (node.start_mark.line, node.start_mark.column) if node else (0, 0)
        return Problem(self.path, line + 1, column + 1, _dotted(location), message)

    def add(self, location: Location, message: str) -> None:
        """Note a problem, unless what stands there was not written by anybody."""
        if location not in self.stand_ins:
            self.problems.append(self.problem(location, message))

    def is_whole(self, location: Location) -> bool:
        """Tell whether everything at and below a location was written by somebody."""
        return not any(place[: len(location)] == location for place in self.stand_ins)


def load(path: Path) -> Document:
    """Read one file; whatever is wrong with it is among the document's problems."""
    document = Document(path)
    try:
        if path.exists() and not path.is_file():
            document.add((), "is not a plain file; remove it")
        else:
            _parse(document, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        document.add((), f"cannot be read ({error.strerror}); make it readable")
    except UnicodeError as error:
        document.add((), f"cannot be read as text ({error}); save it as UTF-8")
    return document


def _parse(document: Document, text: str) -> None:
    try:
        if place := _refused(text):
            document.problems.append(Problem(document.path, *place))
            return
        _construct(document, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        advice = "check indentation, quotes and colons here"
        if "\t" in _indentation(text, line):
            advice = "tabs are not allowed for indentation, use spaces"
        message = f"cannot be read as YAML ({error.problem}); {advice}"
        document.problems.append(Problem(document.path, line + 1, column + 1, "-", message))
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"is a character that text does not have (U+{error.character:04X}); remove it"
        document.problems.append(Problem(document.path, line, column, "-", message))
    except (ValueError, TypeError, LookupError, AttributeError, yaml.YAMLError) as error:
        # PyYAML raises all of these for explicit tags such as `!!int ""`.
        message = f"cannot be read as YAML ({error}); write it without tags"
        document.problems.append(Problem(document.path, 1, 1, "-", message))


def _construct(document: Document, text: str) -> None:
    loader: Any = _LOADER(text)
    try:
        document.root = loader.get_single_node()
        for location, key in _duplicate_keys(document.root):
            document.add(location, f"the key `{key}` stands here twice; keep one")
        if document.root is not None:
            document.data = loader.construct_document(document.root)
    finally:
        loader.dispose()


def _indentation(text: str, line: int) -> str:
    content = [*text.splitlines(), ""][line]
    return content[: len(content) - len(content.lstrip())]


def _refused(text: str) -> tuple[int, int, str, str] | None:
    """Return place and message of what this format does without: aliases, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        place = mark.line + 1, mark.column + 1, "-"
        if isinstance(event, yaml.AliasEvent):
            return *place, "is an alias; write the value out where it belongs"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return *place, f"is nested more than {MAX_DEPTH} levels deep; this format needs no more than six"
    return None


def _duplicate_keys(node: yaml.Node | None, at: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=key.start_mark)
            if key.value in seen:
                yield (*at, str(key.value)), str(key.value)
            seen.add(str(key.value))
            yield from _duplicate_keys(value, (*at, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _duplicate_keys(item, (*at, index))


def _find(node: yaml.Node | None, location: Location) -> yaml.Node | None:
    """Return the node at `location`, or the deepest one on the way to it; of equal keys the last."""
    for step in location:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            below = next((v for k, v in reversed(node.value) if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        if below is None:
            return node
        node = below
    return node


def _dotted(location: Location) -> str:
    parts = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(parts).lstrip(".") or "-"
