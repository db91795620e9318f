"""The knowledge in service: read and checked as a whole, and swapped in one step when its files change.

A broken edit keeps what is in service. Files are polled, because mounted volumes and network file systems
often send no notice of a change.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from watchfiles import watch

from bot.advisor import Advisor
from bot.answers import Status
from bot.check import problems
from bot.errors import KnowledgeError, Problem
from bot.knowledge import Knowledge
from bot.loading import read

POLL_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Library:
    """Holds the advisor that answers now."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Read the folders, later ones over earlier ones; raises KnowledgeError with every problem."""
        self._folders = tuple(folders)
        self._problems: tuple[Problem, ...] = ()
        self._knowledge = _read(self._folders)
        self.advisor = Advisor(self._knowledge)
        self._since = datetime.now(UTC)

    def status(self) -> Status:
        """Say what is in service, and what keeps a later edit out."""
        return Status(self.advisor.topics, self._since, tuple(self._relative(p) for p in self._problems))

    def reload(self) -> None:
        """Put the files as they are now into service, unless something is wrong with them."""
        try:
            knowledge = _read(self._folders)
        except KnowledgeError as error:
            self._problems = error.problems
            logger.error("the edited knowledge is not put into service, the last good one stays:\n%s", error)
            return
        if knowledge == self._knowledge:
            if self._problems:
                logger.info("the edited knowledge is corrected; it is what is in service")
            self._problems = ()
            return
        self.advisor = Advisor(knowledge)
        self._knowledge, self._since, self._problems = knowledge, datetime.now(UTC), ()
        logger.info("the edited knowledge is in service: %s", ", ".join(t.title for t in self.advisor.topics))

    @contextlib.contextmanager
    def followed(self, on_reload: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Reload whenever a file changes, in a thread of its own, for as long as this context is open."""
        stop = threading.Event()
        thread = threading.Thread(target=self._follow, args=(stop, on_reload), name="knowledge", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()

    def _follow(self, stop: threading.Event, on_reload: Callable[[], None]) -> None:
        for number, changes in enumerate(self._changes(stop)):
            if not changes and number > 0:
                continue  # the first round catches an edit made while the knowledge was first read
            try:
                self.reload()
                on_reload()
            except Exception:
                # The thread must outlive whatever one edit brings up; what is in service stays.
                logger.exception("reading the edited knowledge failed")

    def _changes(self, stop: threading.Event) -> Iterator[object]:
        return watch(
            *self._folders,
            watch_filter=None,
            stop_event=stop,
            force_polling=True,
            poll_delay_ms=int(POLL_SECONDS * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )

    def _relative(self, problem: Problem) -> str:
        """Return a problem with the file's place in its folder; the rest is nobody's business in Slack."""
        text = str(problem)
        for folder in self._folders:
            text = text.removeprefix(f"{folder}/")
        return text


def _read(folders: Sequence[Path]) -> Knowledge:
    reading = read(folders)
    found = problems(reading)
    if found or reading.knowledge is None:
        raise KnowledgeError(found)
    return reading.knowledge
