"""Processes for work that would keep this one from answering, or that several processors do sooner."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

MOST_PROCESSES = 4
"""However many processors there are: each takes about 100 MB, and a container may have few of them."""


def processes(
    count: int | None = None, initializer: Callable[..., None] | None = None, initargs: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Return a pool of so many processes; if it is not said, one for each processor, up to MOST_PROCESSES."""
    processors = os.cpu_count() or 1
    return ProcessPoolExecutor(
        max_workers=count or min(processors, MOST_PROCESSES),
        # A process that is forked would hold the locks of this one's threads.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(initializer, initargs),
    )


def stop_processes() -> None:
    """End all processes that this one has begun: nobody waits for what they do any more."""
    for process in multiprocessing.active_children():
        process.terminate()


def _begin(initializer: Callable[..., None] | None, initargs: tuple[Any, ...]) -> None:
    # Ctrl-C is for the process that waits for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watch = threading.Thread(target=_end_with_parent, daemon=True)
    watch.start()
    if initializer is not None:
        initializer(*initargs)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    # Nothing is left to hand over to, and waiting for work would never end.
    os._exit(1)
