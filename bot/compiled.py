"""The knowledge as it is answered from: read, checked and indexed once, then taken from the cache.

The phrases and the questions are left out: what they say for an answer is in the index.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.advice.advisor import Advisor
from bot.cache import NOTHING_KEPT, Cache, Entry, digest
from bot.config import shipped_knowledge
from bot.errors import ConfigError
from bot.knowledge.collection import Knowledge
from bot.knowledge.comparison import Comparison
from bot.knowledge.files import listed
from bot.knowledge.language import Language
from bot.knowledge.phrases import NearByField
from bot.processes import processes
from bot.reading.index import Index, as_entry, of_entry
from bot.reading.matcher import Matcher

KIND = "knowledge"
YAML_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is answered from: folders, later ones over earlier ones, or one comparison of them."""

    folders: tuple[Path, ...]
    with_drafts: bool = False
    comparison: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """The knowledge without its phrases and questions, and the index of all phrases."""

    knowledge: Knowledge
    index: Index
    content: str
    """Another text as soon as anything is answered from something else."""

    def advisor(self) -> Advisor:
        """Return what answers from it."""
        matcher = Matcher(self.knowledge, self.index)
        return Advisor(self.knowledge, matcher=matcher)


Compile = Callable[[Selection, Cache], Compiled]


def compiled(source: Selection, cache: Cache) -> Compiled:
    """Return what is answered from, out of the cache if it is there, and leave it there.

    Raises KnowledgeError with every problem, and ConfigError for a comparison that is not answered from.
    """
    key = _key(source)
    found = _in_cache(cache, key)
    if found is not None:
        return found
    entry = _compile(source, cache, key)
    return _of_entry(entry)


def compiled_apart(source: Selection, cache: Cache) -> Compiled:
    """Do the same, but read and index in another process, which keeps none of the work from this one."""
    key = _key(source)
    found = _in_cache(cache, key)
    if found is not None:
        return found

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, processes(1) as pool:
        # Where the cache cannot be written, the result is handed over in a folder of its own.
        handed_over = Cache(Path(folder))
        compiling = pool.submit(
            _compile,
            source,
            cache,
            key,
            handed_over,
        )
        compiling.result()
        found = _in_cache(cache, key) or _in_cache(handed_over, key)
    # An edit that falls into the reading leaves nothing under this key.
    return found or compiled(source, cache)


def _compile(source: Selection, cache: Cache, key: str, instead: Cache = NOTHING_KEPT) -> Entry:
    """Read, check and index the files, and keep what comes of it, `instead` where the cache cannot."""
    entry = _entry(source, cache)
    # What was edited while it was read is not what the key stands for.
    if _key(source) == key:
        is_kept = cache.put(KIND, key, entry) or instead.put(KIND, key, entry)
        if is_kept:
            cache.tidy(KIND)
    return entry


def _in_cache(cache: Cache, key: str) -> Compiled | None:
    entry = cache.get(KIND, key)
    if entry is None:
        return None
    try:
        return _of_entry(entry)
    except (LookupError, TypeError, ValueError):
        # Whoever wrote it had another form in mind.
        return None


def _key(source: Selection) -> str:
    """Return the digest of all files, by their places and contents, and of what is chosen from them."""
    contents = _contents(source.folders)
    return digest(
        source.with_drafts,
        source.comparison,
        *contents,
    )


def _contents(folders: tuple[Path, ...]) -> Iterator[object]:
    # Also where the shipped comparisons are left out, their language serves.
    for folder in (*folders, shipped_knowledge()):
        found = listed(folder)
        # Not where the folder lies: the same files say the same everywhere.
        yield len(found.files), len(found.problems)
        for path in found.files:
            yield path.relative_to(folder).as_posix()
            # Nobody reads the others, and they may be large.
            if path.suffix.casefold() not in YAML_SUFFIXES:
                continue
            try:
                # A pipe would be waited for without end.
                yield path.read_bytes() if path.is_file() else None
            except OSError as error:
                yield error.errno


def _entry(source: Selection, cache: Cache) -> Entry:
    """Read, check and index the files."""
    # Whoever finds all of it in the cache needs no YAML and none of the checks.
    from bot.check import read_knowledge

    knowledge = read_knowledge(
        *source.folders,
        with_drafts=source.with_drafts,
        cache=cache,
    )
    if source.comparison is not None:
        served = knowledge.served()
        if source.comparison not in served:
            names = ", ".join(served)
            raise ConfigError(f"--comparison {source.comparison}: use one of {names}")
        only = {source.comparison: served[source.comparison]}
        knowledge = replace(knowledge, comparisons=only)

    matcher = Matcher(knowledge, cache=cache)
    index = as_entry(matcher.index)
    said = {
        "comparisons": _plain(knowledge.comparisons),
        "near_by": _plain(knowledge.near_by),
        "language": knowledge.language.model_dump(exclude_none=True),
    }
    info = {
        "content": digest(said, matcher.index.key),
        "said": said,
        "index": index.info,
    }
    return Entry(info, index.arrays)


def _plain(models: Mapping[str, BaseModel]) -> dict[str, dict[str, Any]]:
    plain = {}
    for name, model in models.items():
        plain[name] = model.model_dump(exclude_none=True)
    return plain


def _of_entry(entry: Entry) -> Compiled:
    said = entry.info["said"]
    comparisons = {}
    for name, comparison in said["comparisons"].items():
        comparisons[name] = Comparison.model_validate(comparison)
    near_by = {}
    for name, field in said["near_by"].items():
        near_by[name] = NearByField.model_validate(field)
    language = Language.model_validate(said["language"])

    knowledge = Knowledge(
        comparisons,
        phrases={},
        near_by=near_by,
        language=language,
        questions={},
    )
    info = entry.info["index"]
    index = of_entry(Entry(info, entry.arrays))
    return Compiled(
        knowledge,
        index,
        entry.info["content"],
    )
