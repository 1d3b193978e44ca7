"""Builds in processes of their own that are killed, run out of disk or race: what `benchmarks.faults` tries.

The processes are forked from one that has loaded the language model, so that all of a build's time is its work.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import polars as pl

from tracker import chunks, pipeline
from tracker.errors import FigtrackError
from tracker.schema import OVERRULED, TABLES
from tracker.storage import tables
from tracker.verify import problems
from tracker.workspace import Workspace

PATIENCE = 300.0
"""A build that takes longer hangs."""

Content = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative: the signal), and what it said."""

    code: int
    said: str


def prepare() -> None:
    """Have processes forked from one that has the model."""
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(["tracker.pipeline", "benchmarks.warm"])


def start(function: Callable[..., None], *given: object, said: Path | None = None) -> BaseProcess:
    """Run a function in a process of its own group."""
    process = multiprocessing.Process(target=_alone, args=(function, given, said))
    process.start()
    return process


def _alone(function: Callable[..., None], given: Sequence[object], said: Path | None) -> None:
    os.setsid()
    with contextlib.ExitStack() as stack:
        out = stack.enter_context((said or Path(os.devnull)).open("w", encoding="utf-8"))
        os.dup2(out.fileno(), sys.stderr.fileno())
        os.dup2(out.fileno(), sys.stdout.fileno())
        try:
            function(*given)
        except FigtrackError as error:
            print(error, flush=True)
            os._exit(error.exit_code)
        # Without what ends a process in order: that is what has to be survived.
        os._exit(0)


def end(process: BaseProcess, *, kill: bool = False) -> int:
    """Wait for a process, or kill its group; its exit code."""
    if kill and process.is_alive():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
    process.join(PATIENCE)
    if process.exitcode is None:
        os.killpg(process.pid or 0, signal.SIGKILL)
        raise TimeoutError("a build hangs")
    return process.exitcode


def run(function: Callable[..., None], *given: object, said: Path) -> Ended:
    """Run a function to its end."""
    return Ended(end(start(function, *given, said=said)), said.read_text(encoding="utf-8"))


def build(paths: Sequence[Path], workspace: Path, workers: int = 1) -> None:
    """A build in small chunks, so that it saves many."""
    chunks.CHUNK_DOCUMENTS = 2
    pipeline.build(paths, workspace, workers=workers)


def build_until(paths: Sequence[Path], workspace: Path, point: int) -> None:
    """A build that is killed at the commit point of that number: before Python changes anything of the workspace, or
    before or after what it calls writes rows."""
    left = iter(range(point))

    def reach() -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(owner: Any, name: str) -> None:
        whole = getattr(owner, name)

        def guarded(*given: Any, **named: Any) -> Any:
            reach()
            result = whole(*given, **named)
            reach()
            return result

        setattr(owner, name, guarded)

    def audit(event: str, given: tuple[Any, ...]) -> None:
        if _changes(event, given) and (str(given[0]).startswith(str(workspace)) or not Path(given[0]).is_absolute()):
            reach()

    for owner, name in (
        (tables, "lay"),
        (tables, "put"),
        (pl.DataFrame, "write_parquet"),
        (pl.LazyFrame, "sink_parquet"),
    ):
        around(owner, name)
    sys.addaudithook(audit)
    build(paths, workspace)


def _changes(event: str, given: tuple[Any, ...]) -> bool:
    """Whether an event of Python's audit table changes what is on the disk."""
    if event == "open":
        return isinstance(given[0], str) and bool(given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in {"os.mkdir", "os.remove", "os.rename", "os.rmdir"}


def content(workspace: Workspace, number: int | None = None) -> Content:
    """The rows of all tables of a snapshot, but for when documents came in."""
    snapshot = workspace.snapshot(number)
    names = [*TABLES, OVERRULED.name]
    return {name: workspace.read(name, snapshot).drop("ingested_at", strict=False).rows() for name in names}


def wrong_with(path: Path, *allowed: Content) -> list[str]:
    """What is wrong with a workspace: what verify finds, and a latest snapshot that is none of those allowed."""
    if not Workspace.is_at(path):
        return []
    workspace = Workspace.open(path)
    found = list(problems(workspace))
    if not found and content(workspace) not in allowed:
        found.append("the last snapshot is neither what was there nor what was built")
    return found


def read_on(workspace: Path, until: Path) -> None:
    """Read the latest snapshot again and again, twice each, and say what it holds and what is wrong."""
    while not until.exists():
        opened = Workspace.open(workspace)
        number = opened.snapshot().number
        first = content(opened, number)
        told = {name: hash_of(rows) for name, rows in first.items()}
        ids = {row[0] for row in first["documents"]}
        if not {row[1] for row in first["claims"]} <= ids:
            print("wrong: claims of documents that are not there", flush=True)
        if content(opened, number) != first:
            print("wrong: a snapshot has changed", flush=True)
        print(number, sorted(told.items()), flush=True)


def hash_of(rows: list[tuple[object, ...]]) -> int:
    """A number for rows that is the same in each process."""
    return int(pl.Series([repr(row) for row in rows], dtype=pl.String).hash(7).sum() or 0)


def workers_of(process: int) -> list[int]:
    """The worker processes of a build, as Linux tells; none where it doesn't."""
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += [int(each) for each in (task / "children").read_text(encoding="utf-8").split()]
    return [each for each in found if _is_worker(each)]


def _is_worker(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


@contextlib.contextmanager
def copied(path: Path, to: Path) -> Iterator[Path]:
    """A copy of a workspace, for the time being."""
    shutil.copytree(path, to)
    try:
        yield to
    finally:
        shutil.rmtree(to, ignore_errors=True)


def until_over(process: BaseProcess, seconds: float) -> None:
    """Wait so long, or until a process has ended."""
    over = time.monotonic() + seconds
    while process.is_alive() and time.monotonic() < over:
        time.sleep(0.002)
