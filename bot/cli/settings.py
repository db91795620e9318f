"""What the commands share: the settings, and where the knowledge is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from bot.config import knowledge_folders, own_folders
from bot.errors import ConfigError


def environment() -> dict[str, str]:
    """Return the settings in `.env`, overruled by the environment's own; raises ConfigError."""
    try:
        from_file = dotenv_values(".env", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(f".env cannot be read ({error}). Save it as plain UTF-8 text.") from error
    # A name without "=" has no value.
    given = {name: value for name, value in from_file.items() if value is not None}
    return given | os.environ


def folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return where the knowledge is read from, `own` in place of KNOWLEDGE_DIR; raises ConfigError."""
    return knowledge_folders(environment(), own)


def own_folder(variables: Mapping[str, str]) -> Path:
    """Return where knowledge of one's own is written to: the first of KNOWLEDGE_DIR, else ./knowledge.

    Raises ConfigError when KNOWLEDGE_DIR names what is not a folder: it may be misspelled.
    """
    own = own_folders(variables)
    if not own:
        return Path("knowledge").absolute()
    # For its errors only.
    knowledge_folders(variables)
    return own[0]


def shown_path(path: Path) -> str:
    """Return a path as short as it can be written where the command runs."""
    here = Path.cwd()
    if not path.is_relative_to(here):
        return str(path)
    return str(path.relative_to(here))
