"""Everything that whichrole raises on purpose; each message says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class WhichroleError(Exception):
    """The root: the command line prints it as one message and no traceback."""

    exit_code = 1


class ConfigError(WhichroleError):
    """A setting is missing, malformed or refused."""

    exit_code = 2


class RevokedError(WhichroleError):
    """Slack no longer accepts a token that it accepted when the bot started."""

    exit_code = 3


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a knowledge file; `line` and `column` count from 1."""

    path: Path
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return the problem as editors and compilers write one."""
        return f"{self.path}:{self.line}:{self.column} {self.field}: {self.message}"


class KnowledgeError(WhichroleError):
    """The knowledge cannot be used; it lists every problem, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of file and line."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[KnowledgeError], tuple[Sequence[Problem]]]:
        """Return what it is made of again in another process: exceptions keep their message only."""
        return KnowledgeError, (self.problems,)


class DatabaseError(WhichroleError):
    """The database is away."""

    exit_code = 4


class NewerDatabaseError(DatabaseError):
    """The database was made by a newer release, whose tables this one does not know."""

    exit_code = 2
