"""Columns of text: what a database cannot keep is refused before it gets there, and so is no fault of its."""

from __future__ import annotations

import re

from sqlalchemy import Dialect, String, Text, TypeDecorator

# NUL, which PostgreSQL does not take, and halves of characters, which nobody can encode.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class StoredName(TypeDecorator[str]):
    """An id, or anything else that is short."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Return the value; raises ValueError, without showing it, for what cannot be kept."""
        if value is None:
            return None
        if not isinstance(value, str) or _UNSTORABLE.search(value):
            kind = type(value).__name__
            raise ValueError(f"a value of type {kind} cannot be kept as text")
        return value


class StoredText(StoredName):
    """What may be long."""

    impl = Text
    cache_ok = True
