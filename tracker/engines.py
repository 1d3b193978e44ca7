"""Where extraction runs: in this process, or on many cores in a pool of spawned processes.

Documents go out in chunks and come back as frames of claims; what comes back is the same wherever it ran. When a
worker dies, its chunks are tried again; a document that keeps killing its worker is found by halving its chunk, and
refused by name, and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.language import extract_many
from tracker.schema import claims_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from tracker.model import Document

CHUNK_DOCUMENTS = 64
CHUNK_CHARS = 500_000
"""A chunk is closed at this many documents or code points, whichever comes first."""

_POOLED_CHUNKS = 4
# A worker takes some seconds to start (it loads the parser); fewer chunks than this are read sooner without.
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Extracted:
    """Documents of one chunk and their claims, as rows of `schema.CLAIMS`."""

    documents: tuple[Document, ...]
    claims: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Task:
    """A chunk under way: how often its worker died, and whether it is now tried alone."""

    documents: tuple[Document, ...]
    deaths: int = 0
    alone: bool = False


def extract_chunks(documents: Iterable[Document], workers: int) -> Iterator[Extracted | InputRefusedError]:
    """The claims of documents by chunks, in no certain order; with more than one worker, in a process pool."""
    chunks = _chunks(documents)
    first = list(islice(chunks, _POOLED_CHUNKS)) if workers > 1 else []
    every = chain(first, chunks)
    if len(first) < _POOLED_CHUNKS:
        return (Extracted(chunk, extract_chunk(chunk)) for chunk in every)
    return _Pool(workers).run(every)


def extract_in_pool(documents: Iterable[Document], workers: int) -> Iterator[Extracted | InputRefusedError]:
    """The claims of documents by chunks, in no certain order, in a process pool however few they are."""
    return _Pool(workers).run(_chunks(documents))


def extract_chunk(documents: tuple[Document, ...]) -> pl.DataFrame:
    """The claims of a chunk; what every engine runs."""
    return claims_frame(claim for _, claims in extract_many(documents) for claim in claims)


def _chunks(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    chunk: list[Document] = []
    chars = 0
    for document in documents:
        chunk.append(document)
        chars += len(document.text)
        if len(chunk) == CHUNK_DOCUMENTS or chars >= CHUNK_CHARS:
            yield tuple(chunk)
            chunk, chars = [], 0
    if chunk:
        yield tuple(chunk)


def _end_with_parent() -> None:
    """In a worker: end when the build's process does, however it ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


class _Pool:
    """A process pool that outlives its workers."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor = self._new_executor()
        self._again: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self._running: dict[Future[pl.DataFrame], _Task] = {}

    def run(self, chunks: Iterator[tuple[Document, ...]]) -> Iterator[Extracted | InputRefusedError]:
        """Every chunk's claims, as they are ready; a few chunks are out at a time, so memory is bounded."""
        try:
            while self._fill(chunks):
                done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = self._running[future]
                    if not isinstance(future.exception(), BrokenProcessPool):
                        del self._running[future]
                        yield Extracted(task.documents, future.result())
                if any(future.done() for future in self._running):
                    yield from self._recover()
        finally:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _new_executor(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_end_with_parent)

    def _fill(self, chunks: Iterator[tuple[Document, ...]]) -> bool:
        """Send out what there is room for: a suspect only when nothing else is out. False when all is done."""
        while len(self._running) < 2 * self._workers and not any(task.alone for task in self._running.values()):
            if self._again:
                task = self._again.popleft()
            elif (chunk := next(chunks, None)) is not None:
                task = _Task(chunk)
            elif self._suspects and not self._running:
                task = self._suspects.popleft()
            else:
                break
            if not self._send(task):
                break
        return bool(self._running)

    def _send(self, task: _Task) -> bool:
        try:
            self._running[self._executor.submit(extract_chunk, task.documents)] = task
        except BrokenProcessPool as error:
            # The pool broke while nothing of this task had begun: `_recover` takes it up with the others.
            broken: Future[pl.DataFrame] = Future()
            broken.set_exception(error)
            self._running[broken] = task
            return False
        return True

    def _recover(self) -> Iterator[InputRefusedError]:
        """A new pool for the chunks that were out when a worker died."""
        lost = list(self._running.values())
        self._running.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._new_executor()
        for task in lost:
            yield from self._retry(replace(task, deaths=task.deaths + 1))

    def _retry(self, task: _Task) -> Iterator[InputRefusedError]:
        if task.deaths < _TRIES:
            self._again.append(task)
        elif not task.alone:
            self._suspects.append(replace(task, alone=True))
        elif len(task.documents) > 1:
            middle = len(task.documents) // 2
            halves = (task.documents[:middle], task.documents[middle:])
            self._suspects.extend(_Task(half, task.deaths, alone=True) for half in halves)
        else:
            reason = "the process that read it died each time"
            yield InputRefusedError(
                task.documents[0].doc_id, reason, "try with more memory, or leave it out and tell us"
            )
