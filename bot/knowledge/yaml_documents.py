"""YAML files as plain data with the place of every value, read with `safe_load` semantics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Problem
from bot.knowledge import yaml_traps

MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Location = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML file as plain data, or several as one, with the place of every value in its file."""

    path: Path
    data: Any = None
    root: yaml.Node | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    stand_ins: set[Location] = field(default_factory=set)
    """Places whose data was replaced because something is wrong there, so that the rest can be checked."""
    origins: dict[Location, tuple[Document, Location]] = field(default_factory=dict)
    """Of several files: where what stands at and below a location was written; see `merging`."""

    def origin(self, location: Location) -> tuple[Document, Location]:
        """Return the file in which something was written, and its place there."""
        for depth in range(len(location), -1, -1):
            known = self.origins.get(location[:depth])
            if known is not None:
                document, place = known
                return document, (*place, *location[depth:])
        return self, location

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem at the nearest node that exists."""
        document, place = self.origin(location)
        node = _find(document.root, place)
        if node is None:
            return Problem(document.path, 1, 1, _dotted(place), message)
        mark = node.start_mark
        return Problem(document.path, mark.line + 1, mark.column + 1, _dotted(place), message)

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
        # A pipe would be waited for without end.
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
    def note(line: int, column: int, message: str) -> None:
        document.problems.append(Problem(document.path, line, column, "-", message))

    try:
        refused = _refused(text)
        if refused is not None:
            mark, message = refused
            note(mark.line + 1, mark.column + 1, message)
            return
        _construct(document, text)
    except yaml.MarkedYAMLError as error:
        note(*_syntax_error(text, error))
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        note(line, column, f"is a character that text does not have (U+{error.character:04X}); remove it")
    except (ValueError, TypeError, LookupError, AttributeError, yaml.YAMLError) as error:
        # PyYAML raises all of these for explicit tags such as `!!int ""`.
        note(1, 1, f"cannot be read as YAML ({error}); write it without tags")


def _construct(document: Document, text: str) -> None:
    loader: Any = _LOADER(text)
    try:
        document.root = loader.get_single_node()
        for location, key in _duplicate_keys(document.root):
            document.add(location, f"the key `{key}` stands here twice; keep one")
        if document.root is None:
            return
        document.data = loader.construct_document(document.root)
    finally:
        loader.dispose()
    for mark, message in yaml_traps.cut_texts(document.root, text):
        document.warnings.append(Problem(document.path, mark.line + 1, mark.column + 1, "-", message))


def _syntax_error(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Return line, column and message of what is no YAML, at its cause rather than where it shows."""
    mark = error.problem_mark or error.context_mark
    advice = "check indentation, quotes and colons here"
    opened = yaml_traps.open_quote(text, error, _LOADER)
    if opened is not None:
        mark = opened
        advice = "the quote that opens here is not closed on this line; close it"
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if opened is None and "\t" in _indentation(text, line):
        advice = "tabs are not allowed for indentation, use spaces"
    return line + 1, column + 1, f"cannot be read as YAML ({error.problem}); {advice}"


def _indentation(text: str, line: int) -> str:
    content = [*text.splitlines(), ""][line]
    return content[: len(content) - len(content.lstrip())]


def _refused(text: str) -> tuple[Any, str] | None:
    """Return place and message of what this format does without: aliases, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            return mark, "is an alias; write the value out where it belongs"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return mark, f"is nested more than {MAX_DEPTH} levels deep; this format needs no more than six"
    return None


def _duplicate_keys(node: yaml.Node | None, at: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=key.start_mark)
            name = str(key.value)
            if name in seen:
                yield (*at, name), name
            seen.add(name)
            yield from _duplicate_keys(value, (*at, name))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _duplicate_keys(item, (*at, index))


def _find(node: yaml.Node | None, location: Location) -> yaml.Node | None:
    """Return the node at `location`, or the deepest one on the way to it."""
    for step in location:
        below = _below(node, step)
        if below is None:
            return node
        node = below
    return node


def _below(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        # Of equal keys the last one counts, as for the data.
        for key, value in reversed(node.value):
            if key.value == str(step):
                found: yaml.Node = value
                return found
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return None


def _dotted(location: Location) -> str:
    written = ""
    for step in location:
        # People count from one.
        written += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return written.lstrip(".") or "-"
