"""What takes long to work out, kept in files that can always be made again.

A file is one entry: plain data and arrays, which are mapped into memory rather than read. Its name is the
digest of all that it was made of, so that it is never out of date. What is damaged, or was written by
another release, counts as missing; where nothing can be written, nothing is kept. Neither is an error.

Layout: MAGIC, a checksum of the rest, the length of the header; the header as JSON, then each array, all at
multiples of eight bytes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import mmap
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache as remembered
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import Stemmer
from numpy.typing import NDArray

from bot.config import data_folder

MAGIC = b"whichrl1"
ALIGNMENT = 8
PREFIX = 3 * ALIGNMENT
"""Bytes before the header."""
SUFFIX = ".cache"
PARTIAL = ".part"
SECONDS_OF_A_DAY = 24 * 3600
CODE = ("cache.py", "compiled.py", "errors.py", "check/*.py", "knowledge/*.py", "reading/*.py")
"""The files of this package that entries depend on: what is read, what is refused, and how it is kept."""
KEPT_DAYS = 30.0
"""How long an entry that nobody reads is kept."""
KEPT_LARGE = 4
"""How many entries of a kind are kept, however often they are read, if they are larger than LARGE_BYTES."""
LARGE_BYTES = 50_000_000

Array = NDArray[Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """Plain data, as JSON can hold it, and arrays by name."""

    info: Any
    arrays: Mapping[str, Array] = field(default_factory=dict)


class Cache:
    """Entries by kind and key in folders; the first is written to, if it can be."""

    def __init__(self, *folders: Path) -> None:
        """Use these folders; without one nothing is kept."""
        self._folders = folders

    def get(self, kind: str, key: str) -> Entry | None:
        """Return an entry, or None if there is none that can be trusted."""
        for folder in self._folders:
            path = _path(folder, kind, key)
            try:
                entry = _unpacked(path)
            except (OSError, ValueError, LookupError, TypeError) as error:
                if not isinstance(error, FileNotFoundError):
                    logger.debug("%s cannot be used and is made anew (%s)", path, error)
                continue
            with contextlib.suppress(OSError):
                # What is read is kept.
                os.utime(path)
            return entry
        return None

    def put(self, kind: str, key: str, entry: Entry) -> bool:
        """Keep an entry, and tell whether that was possible."""
        if not self._folders:
            return False
        path = _path(self._folders[0], kind, key)
        written = None
        try:
            # For this user only: the entries hold what the team wrote.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=PARTIAL, delete=False) as file:
                written = Path(file.name)
                for piece in _packed(entry):
                    file.write(piece)
            # In one step: whoever reads meanwhile finds all of it, or nothing.
            written.replace(path)
        except (OSError, ValueError, TypeError) as error:
            logger.debug("%s cannot be kept (%s)", path, error)
            return False
        finally:
            # It is gone unless something went wrong, or the command was interrupted.
            if written is not None:
                written.unlink(missing_ok=True)
        return True

    def tidy(self, kind: str) -> None:
        """Delete what nobody has read for long, and all but the newest of large entries of this kind."""
        if not self._folders:
            return
        large = []
        with contextlib.suppress(OSError):
            for path in self._folders[0].iterdir():
                size = _size_of_kept(path)
                if path.name.startswith(f"{kind}-") and size > LARGE_BYTES:
                    large.append(path)
        _delete_oldest(large)


NOTHING_KEPT = Cache()


def user_cache() -> Cache:
    """Return the cache in the user's own folder, over what comes with whichrole."""
    own = platformdirs.user_cache_path("whichrole")
    return Cache(own, data_folder() / "compiled")


def digest(*parts: object) -> str:
    """Return a key that stands for these parts, and for the code that works something out of them."""
    summed = blake2b(_code().encode(), digest_size=16)
    for part in parts:
        content = part
        if not isinstance(content, bytes):
            written = repr(part)
            content = written.encode(errors="surrogatepass")
        # With its length, so that no two lists of parts are taken for the same.
        length = len(content)
        summed.update(b"%d:" % length)
        summed.update(content)
    return summed.hexdigest()


@remembered
def _code() -> str:
    """Return the digest of all code that entries depend on: a release, or an edit of it, makes them anew."""
    package = Path(__file__).parent
    paths: list[Path] = []
    for pattern in CODE:
        found = package.glob(pattern)
        paths += sorted(found)

    version = Stemmer.version()
    summed = blake2b(version.encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes()
        summed.update(content)
    return summed.hexdigest()


def _path(folder: Path, kind: str, key: str) -> Path:
    return folder / f"{kind}-{key}{SUFFIX}"


def _packed(entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of an entry's file."""
    places = {}
    body = []
    start = 0
    for name, array in entry.arrays.items():
        kind = array.dtype.str
        places[name] = (kind, array.size, start)
        content = _filled(array.tobytes())
        body.append(content)
        start += len(content)

    header = {"info": entry.info, "arrays": places}
    text = json.dumps(header, separators=(",", ":"))
    written = text.encode()
    length = len(written)
    pieces = [
        _eight_bytes(length),
        _filled(written),
        *body,
    ]

    # The same as that of all pieces in a row.
    checksum = sum(map(_checksum, pieces)) % 2**64
    yield MAGIC
    yield _eight_bytes(checksum)
    yield from pieces


def _unpacked(path: Path) -> Entry:
    """Return the entry in a file; raises ValueError for one that is damaged, and OSError."""
    with path.open("rb") as file:
        number = file.fileno()
        mapped = mmap.mmap(
            number,
            0,  # all of it
            access=mmap.ACCESS_READ,
        )
    content = memoryview(mapped)
    magic = content[:ALIGNMENT]
    if magic != MAGIC:
        raise ValueError("it is of another form")
    if len(content) % ALIGNMENT:
        raise ValueError("it is cut")

    prefix = content[ALIGNMENT:PREFIX]
    numbers = np.frombuffer(prefix, dtype=np.uint64)
    checksum, length = numbers.tolist()
    after_checksum = 2 * ALIGNMENT
    summed = content[after_checksum:]
    if _checksum(summed) != checksum:
        raise ValueError("it is damaged")

    end = PREFIX + length
    written = bytes(content[PREFIX:end])
    header = json.loads(written)

    start_of_body = _aligned(end)
    body = content[start_of_body:]
    arrays = {}
    for name, place in header["arrays"].items():
        kind, size, start = place
        # Nothing is copied: the numbers stay in the mapped file.
        arrays[name] = np.frombuffer(body, kind, size, start)
    return Entry(header["info"], arrays)


def _checksum(content: bytes | memoryview) -> int:
    """Return the sum of all numbers of 64 bits: it is as fast as memory, and finds what disks do to files."""
    words = np.frombuffer(content, dtype=np.uint64)
    total = np.add.reduce(words, dtype=np.uint64)
    return int(total)


def _eight_bytes(number: int) -> bytes:
    return number.to_bytes(ALIGNMENT, "little")


def _filled(content: bytes) -> bytes:
    length = len(content)
    missing = _aligned(length) - length
    return content + bytes(missing)


def _aligned(length: int) -> int:
    return length + -length % ALIGNMENT


def _size_of_kept(path: Path) -> int:
    """Return the size of a file, in bytes; one that nobody has read for long is deleted and has none."""
    with contextlib.suppress(OSError):
        state = path.stat()
        seconds = time.time() - state.st_mtime
        days = seconds / SECONDS_OF_A_DAY
        if days <= KEPT_DAYS:
            return state.st_size
        if path.suffix in (SUFFIX, PARTIAL):
            path.unlink()
    return 0


def _delete_oldest(large: Sequence[Path]) -> None:
    def last_use(path: Path) -> float:
        state = path.stat()
        return state.st_mtime

    # Where a file that is mapped cannot be deleted, the next entry deletes it.
    with contextlib.suppress(OSError):
        newest_first = sorted(large, key=last_use, reverse=True)
        superfluous = newest_first[KEPT_LARGE:]
        for path in superfluous:
            path.unlink()
