"""What can be wrong with an answer, by those who vote that it did not help."""

from __future__ import annotations

from enum import StrEnum


class BadReason(StrEnum):
    """Why an answer did not help; the values are kept in the database."""

    WRONG_ROLE = "wrong-role"
    MISREAD = "misread"
    NOT_USEFUL = "not-useful"
    OTHER = "other"
