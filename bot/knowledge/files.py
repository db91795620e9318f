"""What lies in the folders of the knowledge, and whether it is still the same; hidden files are passed over.

Hidden are the locks of editors, `.github`, and the versions that Kubernetes and git-sync keep beside links.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem

COMPARISONS = Path()
PHRASES = Path("phrases")
NEAR_BY = Path("near_by")
QUESTIONS = Path("questions")
LANGUAGE = Path("language") / "en"
PLACES = (COMPARISONS, PHRASES, NEAR_BY, QUESTIONS, LANGUAGE)
"""Where each kind of file lies in a folder of knowledge."""
_MAY_BE_LINKS = {*PLACES, *(place.parent for place in PLACES)}
"""Other folders are not followed through links, which may lead round in circles."""

Fingerprint = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with all files below it, and what could not be listed."""

    path: Path
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]

    def files_at(self, place: Path) -> Iterator[Path]:
        """Yield the YAML files at one of the PLACES."""
        folder = self.path / place
        for path in self.files:
            if path.suffix == ".yaml" and path.parent == folder:
                yield path


def listed(path: Path) -> Folder:
    """List a folder; one that is missing or may not be read is a problem, and not an empty one."""
    files: list[Path] = []
    failed: list[OSError] = []
    walk = os.walk(
        path,
        onerror=failed.append,
        followlinks=True,
    )
    for place, folders, names in walk:
        here = Path(place)
        # os.walk enters what is left in this very list.
        folders[:] = [name for name in folders if _is_entered(path, here / name)]
        for name in names:
            if not name.startswith("."):
                files.append(here / name)

    files.sort()
    problems = tuple(map(_problem, failed))
    return Folder(path, tuple(files), problems)


def within_folder(path: Path) -> str:
    """Return a file's name with its place: a comparison and its phrases have the same name."""
    above = path.parent.parts
    for place in PLACES:
        depth = len(place.parts)
        if depth and above[-depth:] == place.parts:
            within = place / path.name
            return within.as_posix()
    return path.name


def fingerprint(paths: Sequence[Path]) -> Fingerprint:
    """Return what differs as soon as any file in the folders was written, replaced, added or removed."""
    states: list[object] = []
    for path in paths:
        folder = listed(path)
        states.append(folder)
        states.extend(map(_state, folder.files))
    return tuple(states)


def strays(folders: Iterable[Folder]) -> Iterator[Problem]:
    """Yield the YAML files that would be passed over, because of their ending or their place."""
    for folder in folders:
        places = [folder.path / place for place in PLACES]
        language = folder.path / LANGUAGE.with_suffix(".yaml")
        for path in folder.files:
            ending = path.suffix.casefold()
            message = ""
            if ending == ".yml" or (ending == ".yaml" and path.suffix != ".yaml"):
                message = "is not read; rename it to end in .yaml"
            elif path == language:
                # Before a language was a folder it was this file.
                message = (
                    f"is not read; move it into the folder {LANGUAGE.as_posix()}/, whose files make up the "
                    "language together, and write its `near_by` as `id:` with `text` and `phrases` below"
                )
            elif ending == ".yaml" and path.parent not in places:
                message = "is not read; move it to where its kind of file belongs"
            if message:
                yield Problem(path, 1, 1, "-", message)


def _is_entered(root: Path, folder: Path) -> bool:
    if folder.name.startswith("."):
        return False
    place = folder.relative_to(root)
    return place in _MAY_BE_LINKS or not folder.is_symlink()


def _problem(error: OSError) -> Problem:
    path = Path(error.filename)
    message = f"cannot be listed ({error.strerror}); make it a folder to read"
    return Problem(path, 1, 1, "-", message)


def _state(path: Path) -> tuple[int, ...]:
    try:
        state = path.stat()
    except OSError:
        return ()
    # Of two saves within a second, or of an older copy, one of these differs.
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
