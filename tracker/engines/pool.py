"""Workers that are processes of this machine, each spawned anew so that none inherits a lock or a thread."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from tracker.engines.running import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

Part = TypeVar("Part")
Result = TypeVar("Result")


class Processes:
    """A pool of processes; when one dies, the pool is lost."""

    deaths: tuple[type[Exception], ...] = (BrokenProcessPool,)
    die_together = True
    elsewhere = False

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._pool: ProcessPoolExecutor | None = None

    @property
    def is_running(self) -> bool:
        """Whether the pool has been started."""
        return self._pool is not None

    def check(self, files: Sequence[Path]) -> None:
        """They see what we see."""

    def submit(self, function: Callable[[Part], Result], part: Part) -> Future[Result]:
        """Have a process run the function."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.slots, mp_context=context, initializer=_end_with_parent)
        return self._pool.submit(function, part)

    def close(self) -> None:
        """End the processes once they are done with what they are at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local(workers: int) -> Engine:
    """So many processes of this machine; one is this one."""
    return Engine(Processes(workers)) if workers > 1 else Engine()


def _end_with_parent() -> None:
    """In a worker: end when the build's process does, however it ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
