"""A lock on a folder that dies with the process that holds it, so that a killed build never leaves one behind."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from tracker.errors import WorkspaceError, WorkspaceLockedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PAUSE = 0.1


@contextlib.contextmanager
def held(path: Path, wait: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock file at `path`, waiting up to `wait` seconds for another process to let go of it.

    `on_wait` is told once, in a sentence, who is waited for. The lock is the system's own on an open file: it goes
    with its process, however that ends.

    Raises:
        WorkspaceLockedError: the other process still holds it.
        WorkspaceError: the folder can't be written to.
    """
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        remedy = "free some space or give yourself the right to write there"
        raise WorkspaceError(f"{path.parent}: can't be written to ({error.strerror}); {remedy}") from error
    with file:
        _acquire(file, path, wait, on_wait)
        _say(file, json.dumps({"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
        try:
            yield
        finally:
            _say(file, "")
            _unlock(file)


def _say(file: TextIO, text: str) -> None:
    """Leave word of who holds the lock; on a full disk there is none, and the lock holds all the same."""
    with contextlib.suppress(OSError):
        os.ftruncate(file.fileno(), 0)
        os.write(file.fileno(), text.encode())


def _acquire(file: TextIO, path: Path, wait: float, on_wait: Callable[[str], None] | None) -> None:
    deadline = time.monotonic() + wait
    told = False
    while not _taken(file, path):
        holder = _holder(path)
        if time.monotonic() >= deadline:
            raise WorkspaceLockedError(f"{path.parent}: {holder} is at work on it; try again when it has ended")
        if on_wait is not None and not told:
            on_wait(f"waiting for {holder} to end its work on {path.parent} ...")
            told = True
        time.sleep(_PAUSE)


def _taken(file: TextIO, path: Path) -> bool:
    try:
        return _try_lock(file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(f"{path.parent}: its disk has no locks ({reason}); build it on a local disk") from error


def _holder(path: Path) -> str:
    """Who holds the lock, as far as it has said so."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return f"process {int(said['process'])} (since {said['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":

    def _try_lock(file: TextIO) -> bool:
        try:
            file.seek(0x7FFF0000)  # far past the content, which others may read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: TextIO) -> None:
        file.seek(0x7FFF0000)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(file: TextIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: TextIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
