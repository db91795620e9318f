"""The build hook that puts the compiled knowledge into the wheel: the first answer need not wait for it.

Hatch calls it: https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles the knowledge of the checkout that the wheel is built from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled knowledge to the files of the wheel."""
        # An installation that leads to the checkout reads what is edited there.
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from bot.cache import Cache
        from bot.compiled import KIND, Selection, compiled

        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        knowledge = Path(self.root) / "knowledge"
        compiled(Selection((knowledge,)), Cache(folder))
        for path in folder.glob(f"{KIND}-*"):
            build_data["force_include"][str(path)] = f"bot/data/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, now that the wheel has it."""
        if version != "editable":
            self._folder.cleanup()
