"""YAML files as plain data with the place of every value, read with `safe_load` semantics."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.cache import NOTHING_KEPT, Cache, Entry, digest
from bot.errors import Problem
from bot.knowledge import yaml_traps

MAX_DEPTH = 20
KIND = "yaml"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Location = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML file as plain data, or several as one, with the place of every value in its file."""

    path: Path
    data: Any = None
    text: str = ""
    """What is written in the file; it is searched when a place in it is asked for."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    stand_ins: set[Location] = field(default_factory=set)
    """Places whose data was replaced because something is wrong there, so that the rest can be checked."""
    origins: dict[Location, tuple[Document, Location]] = field(default_factory=dict)
    """Of several files: where what stands at and below a location was written; see `merging`."""
    _root: yaml.Node | None = None

    def origin(self, location: Location) -> tuple[Document, Location]:
        """Return the file in which something was written, and its place there."""
        depths = range(len(location) + 1)
        # The nearest place above it that came from another file tells.
        for depth in reversed(depths):
            above = location[:depth]
            if above not in self.origins:
                continue
            document, place = self.origins[above]
            below = location[depth:]
            return document, place + below
        return self, location

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem at the nearest node that exists."""
        document, place = self.origin(location)
        node = _find(document.root(), place)
        line = column = 1
        if node is not None:
            # People count from one.
            line = node.start_mark.line + 1
            column = node.start_mark.column + 1
        return Problem(
            document.path,
            line,
            column,
            _dotted(place),
            message,
        )

    def root(self) -> yaml.Node | None:
        """Return the node of the whole file; None if there is none, or what is written is no YAML."""
        if self._root is None and self.text:
            with contextlib.suppress(yaml.YAMLError):
                self._root = _composed(self.text)
        return self._root

    def add(self, location: Location, message: str) -> None:
        """Note a problem, unless what stands there was not written by anybody."""
        if location in self.stand_ins:
            return
        problem = self.problem(location, message)
        self.problems.append(problem)

    def is_whole(self, location: Location) -> bool:
        """Tell whether everything at and below a location was written by somebody."""
        depth = len(location)
        for place in self.stand_ins:
            above = place[:depth]
            if above == location:
                return False
        return True


def load(path: Path, cache: Cache = NOTHING_KEPT) -> Document:
    """Read one file; whatever is wrong with it is among the document's problems.

    What was read before, and had nothing wrong with it, is taken from the cache.
    """
    document = Document(path)
    try:
        # A pipe would be waited for without end.
        if path.exists() and not path.is_file():
            document.add((), "is not a plain file; remove it")
        else:
            document.text = path.read_text(encoding="utf-8-sig")
            _fill(document, cache)
    except OSError as error:
        document.add((), f"cannot be read ({error.strerror}); make it readable")
    except UnicodeError as error:
        document.add((), f"cannot be read as text ({error}); save it as UTF-8")
    return document


def _fill(document: Document, cache: Cache) -> None:
    """Set what the text says, as it was read before or is read now."""
    key = digest(document.text)
    entry = cache.get(KIND, key)
    if entry is not None:
        info = entry.info
        document.data = info["data"]
        for line, column, message in info["warnings"]:
            warning = Problem(
                document.path,
                line,
                column,
                "-",
                message,
            )
            document.warnings.append(warning)
        return

    _parse(document, document.text)
    if document.problems:
        return
    if not _is_plain(document.data):
        return

    warnings = []
    for warning in document.warnings:
        told = (warning.line, warning.column, warning.message)
        warnings.append(told)
    info = {"data": document.data, "warnings": warnings}
    cache.put(KIND, key, Entry(info))


def _is_plain(data: Any) -> bool:
    """Tell whether JSON can hold data as it is: it knows no dates, and no numbers as keys.

    No field of this format is a fraction, so that these need not be looked at.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                return False
            if not _is_plain(value):
                return False
        return True

    if isinstance(data, list):
        return all(map(_is_plain, data))
    if data is None:
        return True
    return isinstance(data, str | int)


def _composed(text: str) -> yaml.Node | None:
    loader: Any = _LOADER(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return root


def _parse(document: Document, text: str) -> None:
    try:
        refused = _refused(text)
        if refused is None:
            _construct(document, text)
            return
        mark, message = refused
        line = mark.line + 1
        column = mark.column + 1
    except yaml.MarkedYAMLError as error:
        line, column, message = _syntax_error(text, error)
    except yaml.reader.ReaderError as error:
        # It tells the place in bytes, but people count characters.
        read = text.encode()[: error.position]
        before = read.decode(errors="ignore")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f"is a character that text does not have (U+{error.character:04X}); remove it"
    except (ValueError, TypeError, LookupError, AttributeError, yaml.YAMLError) as error:
        # PyYAML raises all of these for explicit tags such as `!!int ""`.
        line = column = 1
        message = f"cannot be read as YAML ({error}); write it without tags"

    problem = Problem(
        document.path,
        line,
        column,
        "-",
        message,
    )
    document.problems.append(problem)


def _construct(document: Document, text: str) -> None:
    loader: Any = _LOADER(text)
    try:
        root = loader.get_single_node()
        for location, key in _duplicate_keys(root):
            message = f"the key `{key}` stands here twice; keep one"
            document.add(location, message)
        if root is None:
            return
        document.data = loader.construct_document(root)
    finally:
        loader.dispose()

    for mark, message in yaml_traps.cut_texts(root, text):
        line = mark.line + 1
        column = mark.column + 1
        warning = Problem(document.path, line, column, "-", message)
        document.warnings.append(warning)


def _syntax_error(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Return line, column and message of what is no YAML, at its cause rather than where it shows."""
    opened = yaml_traps.open_quote(text, error, _LOADER)
    mark = opened or error.problem_mark or error.context_mark
    line = column = 0
    if mark is not None:
        line = mark.line
        column = mark.column

    if opened is not None:
        advice = "the quote that opens here is not closed on this line; close it"
    elif "\t" in _indentation(text, line):
        advice = "tabs are not allowed for indentation, use spaces"
    else:
        advice = "check indentation, quotes and colons here"
    message = f"cannot be read as YAML ({error.problem}); {advice}"
    return line + 1, column + 1, message


def _indentation(text: str, line: int) -> str:
    lines = text.splitlines()
    lines.append("")  # what is not closed is noticed after the last line
    content = lines[line]
    rest = content.lstrip()
    return content.removesuffix(rest)


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
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            place: Location = (*at, index)
            yield from _duplicate_keys(item, place)
    if not isinstance(node, yaml.MappingNode):
        return

    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(
                problem="a key must be plain text",
                problem_mark=key.start_mark,
            )
        name = str(key.value)
        place = (*at, name)
        if name in seen:
            yield place, name
        seen.add(name)
        yield from _duplicate_keys(value, place)


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
        name = str(step)
        # Of equal keys the last one counts, as for the data.
        for key, value in reversed(node.value):
            if key.value == name:
                found: yaml.Node = value
                return found
    if not isinstance(node, yaml.SequenceNode) or not isinstance(step, int):
        return None
    if step >= len(node.value):
        return None
    item: yaml.Node = node.value[step]
    return item


def _dotted(location: Location) -> str:
    written = ""
    for step in location:
        if isinstance(step, int):
            # People count from one.
            written += f"[{step + 1}]"
        else:
            written += f".{step}"
    return written.lstrip(".") or "-"
