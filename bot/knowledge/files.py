"""What lies in the folders of the knowledge, and whether it is still the same; hidden files are passed over.

Hidden are the locks of editors, `.github`, and the versions that Kubernetes and git-sync keep beside links.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem

LANGUAGE_FILE = Path("language") / "en.yaml"
QUESTIONS_FOLDER = Path("questions")
_MAY_BE_LINKS = {LANGUAGE_FILE.parent.name, QUESTIONS_FOLDER.name}
"""Other folders are not followed through links, which may lead round in circles."""

Fingerprint = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with all files below it, and what could not be listed."""

    path: Path
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def listed(path: Path) -> Folder:
    """List a folder; one that is missing or may not be read is a problem, and not an empty one."""
    files: list[Path] = []
    failed: list[OSError] = []
    for place, folders, names in os.walk(path, onerror=failed.append, followlinks=True):
        folders[:] = [name for name in folders if _is_entered(Path(place, name))]
        files += [Path(place, name) for name in names if not name.startswith(".")]
    problems = tuple(_problem(error) for error in failed)
    return Folder(path, tuple(sorted(files)), problems)


def fingerprint(paths: Sequence[Path]) -> Fingerprint:
    """Return what differs as soon as any file in the folders was written, replaced, added or removed."""
    folders = [listed(path) for path in paths]
    return tuple((folder, *map(_state, folder.files)) for folder in folders)


def _is_entered(folder: Path) -> bool:
    return not folder.name.startswith(".") and (folder.name in _MAY_BE_LINKS or not folder.is_symlink())


def _problem(error: OSError) -> Problem:
    return Problem(
        Path(error.filename), 1, 1, "-", f"cannot be listed ({error.strerror}); make it a folder to read"
    )


def _state(path: Path) -> tuple[int, ...]:
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
