"""The knowledge in service: read and checked as a whole, and swapped in one step when its files change.

A broken edit keeps what is in service. Files are polled, because mounted volumes and network file systems
often send no notice of a change, and by all that a file system tells of a file: of two saves within a second
the second counts too, and so does a copy that is older.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.advice.advisor import Advisor
from bot.advice.answers import ServiceStatus
from bot.cache import Cache
from bot.compiled import Compile, Compiled, Selection, compiled, compiled_apart
from bot.errors import KnowledgeError, Problem
from bot.knowledge.files import fingerprint
from bot.processes import stop_processes

VERSION_LENGTH = 12
"""Characters of the digest that are shown."""

POLL_SECONDS = 1.0
RETRY_POLLS = 30
"""How many times as long as between two looks at the files is waited after a failure of whichrole itself."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InService:
    """What is answered from, since when, and what keeps a later edit out of service."""

    compiled: Compiled
    advisor: Advisor
    since: datetime
    problems: tuple[Problem, ...] = ()


class LiveKnowledge:
    """Holds the advisor that answers now."""

    def __init__(self, source: Selection, cache: Cache, recompile: Compile = compiled_apart) -> None:
        """Read the files, or take from the cache what was made of them.

        `recompile` does so again after an edit, beside what is in service. Raises KnowledgeError with every
        problem, and ConfigError for a comparison that is not answered from.
        """
        self._source = source
        self._cache = cache
        self._recompile = recompile
        self._fingerprint = fingerprint(source.folders)
        self._now = _in_service(compiled(source, cache))

    @property
    def drafts(self) -> tuple[str, ...]:
        """The names of the comparisons that are not answered from."""
        knowledge = self._now.compiled.knowledge
        served = knowledge.served()
        return tuple(name for name in knowledge.comparisons if name not in served)

    @property
    def advisor(self) -> Advisor:
        """The advisor that answers now."""
        return self._now.advisor

    @property
    def version(self) -> str:
        """What tells the knowledge in service from any other: two bots with the same say the same."""
        return self._now.compiled.content[:VERSION_LENGTH]

    def status(self) -> ServiceStatus:
        """Say what is in service, and what keeps a later edit out."""
        now = self._now
        problems = [str(self._relative(problem)) for problem in now.problems]
        return ServiceStatus(
            now.advisor.topics,
            now.since,
            tuple(problems),
        )

    def reload_if_edited(self) -> bool:
        """Reload if a file is no longer as it was read, and tell whether one was."""
        if fingerprint(self._source.folders) == self._fingerprint:
            return False
        self.reload()
        return True

    def reload(self) -> None:
        """Put the files as they are now into service, unless something is wrong with them."""
        now = self._now
        # Before reading: what is edited meanwhile is then read again.
        self._fingerprint = fingerprint(self._source.folders)
        try:
            edited = self._recompile(self._source, self._cache)
        except KnowledgeError as error:
            if error.problems != now.problems:
                logger.error(
                    "the edited knowledge is not put into service, the last good one stays:\n%s", error
                )
            self._now = replace(now, problems=error.problems)
            return
        if edited.content == now.compiled.content:
            if now.problems:
                logger.info("the edited knowledge is corrected; it is what is in service")
            self._now = replace(now, problems=())
            return
        # One assignment: an answer under way keeps the advisor that it began with.
        self._now = _in_service(edited)
        titles = ", ".join(topic.title for topic in self.advisor.topics)
        logger.info("the edited knowledge is in service: %s", titles)

    @contextlib.contextmanager
    def followed(
        self, on_reload: Callable[[], None] = lambda: None, poll_seconds: float = POLL_SECONDS
    ) -> Iterator[None]:
        """Reload whenever a file changes, in a thread of its own, for as long as this context is open."""
        stop = threading.Event()
        thread = threading.Thread(
            target=self._follow,
            args=(stop, on_reload, poll_seconds),
            name="knowledge",
            daemon=True,
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            stop_processes()

    def _follow(self, stop: threading.Event, on_reload: Callable[[], None], poll_seconds: float) -> None:
        while not stop.wait(poll_seconds):
            try:
                if self.reload_if_edited() and not stop.is_set():
                    on_reload()
            except Exception as error:
                if stop.is_set():
                    return  # what was under way was ended
                # The thread must outlive whatever one edit brings up; what is in service stays.
                logger.exception("reading the edited knowledge failed")
                reason = type(error).__name__
                problem = Problem(
                    path=self._source.folders[-1],
                    line=1,
                    column=1,
                    field="-",
                    message=f"cannot be read ({reason}); the log says more",
                )
                self._now = replace(self._now, problems=(problem,))
                # The files may be right, and a process have been killed: they are read again later.
                self._fingerprint = ()
                stop.wait(poll_seconds * RETRY_POLLS)

    def _relative(self, problem: Problem) -> Problem:
        """Return a problem with the file's place in its folder; the rest is nobody's business in Slack."""
        path = problem.path
        for folder in self._source.folders:
            # The folder itself has no place in it, and keeps its name.
            if folder in path.parents:
                place = path.relative_to(folder)
                return replace(problem, path=place)
        return replace(problem, path=Path(path.name))


def _in_service(knowledge: Compiled) -> InService:
    advisor = knowledge.advisor()
    advisor.matcher.prepare()
    return InService(
        knowledge,
        advisor,
        datetime.now(UTC),
    )
