"""The knowledge in service: read and checked as a whole, and swapped in one step when its files change.

A broken edit keeps what is in service. Files are polled, because mounted volumes and network file systems
often send no notice of a change, and by all that a file system tells of a file: of two saves within a second
the second counts too, and so does a copy that is older.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.advice.advisor import Advisor
from bot.advice.answers import ServiceStatus
from bot.check import read_knowledge
from bot.errors import ConfigError, KnowledgeError, Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.files import fingerprint

POLL_SECONDS = 1.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InService:
    """What is answered from, since when, and what keeps a later edit out of service."""

    knowledge: Knowledge
    advisor: Advisor
    since: datetime
    problems: tuple[Problem, ...] = ()


class LiveKnowledge:
    """Holds the advisor that answers now."""

    def __init__(
        self, folders: Sequence[Path], with_drafts: bool = False, comparison: str | None = None
    ) -> None:
        """Read the folders, later ones over earlier ones; answer from all comparisons, or from one.

        Raises KnowledgeError with every problem, and ConfigError for a comparison that is not answered from.
        """
        self._folders = tuple(folders)
        self._comparison = comparison
        self._with_drafts = with_drafts
        self._read = fingerprint(self._folders)
        self._now = _put_into_service(self._knowledge())

    @property
    def drafts(self) -> tuple[str, ...]:
        """The names of the comparisons that are not answered from."""
        comparisons = self._now.knowledge.comparisons
        return tuple(name for name, comparison in comparisons.items() if comparison.draft)

    @property
    def advisor(self) -> Advisor:
        """The advisor that answers now."""
        return self._now.advisor

    def status(self) -> ServiceStatus:
        """Say what is in service, and what keeps a later edit out."""
        now = self._now
        return ServiceStatus(
            now.advisor.topics, now.since, tuple(str(self._relative(p)) for p in now.problems)
        )

    def reload(self) -> None:
        """Put the files as they are now into service, unless something is wrong with them."""
        now, self._read = self._now, fingerprint(self._folders)  # before reading: later edits are read again
        try:
            knowledge = self._knowledge()
        except KnowledgeError as error:
            if error.problems != now.problems:
                logger.error(
                    "the edited knowledge is not put into service, the last good one stays:\n%s", error
                )
            self._now = replace(now, problems=error.problems)
            return
        if knowledge == now.knowledge:
            if now.problems:
                logger.info("the edited knowledge is corrected; it is what is in service")
            self._now = replace(now, problems=())
            return
        self._now = _put_into_service(knowledge)
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
        while not stop.wait(POLL_SECONDS):
            try:
                if fingerprint(self._folders) != self._read:
                    self.reload()
                    on_reload()
            except Exception as error:
                # The thread must outlive whatever one edit brings up; what is in service stays.
                logger.exception("reading the edited knowledge failed")
                message = f"cannot be read ({type(error).__name__}); the log says more"
                problem = Problem(self._folders[-1], 1, 1, "-", message)
                self._now = replace(self._now, problems=(problem,))

    def _knowledge(self) -> Knowledge:
        knowledge = read_knowledge(*self._folders, with_drafts=self._with_drafts)
        served = knowledge.served()
        if self._comparison is None:
            return knowledge
        if self._comparison not in served:
            raise ConfigError(f"--comparison {self._comparison}: use one of {', '.join(served)}")
        return replace(knowledge, comparisons={self._comparison: served[self._comparison]})

    def _relative(self, problem: Problem) -> Problem:
        """Return a problem with the file's place in its folder; the rest is nobody's business in Slack."""
        for folder in self._folders:
            if problem.path != folder and problem.path.is_relative_to(folder):
                return replace(problem, path=problem.path.relative_to(folder))
        return replace(problem, path=Path(problem.path.name))


def _put_into_service(knowledge: Knowledge) -> InService:
    return InService(knowledge, Advisor(knowledge), datetime.now(UTC))
