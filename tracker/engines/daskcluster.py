"""Workers of a Dask cluster. They read inputs and write what they read where all see the same files.

A worker does one thing at a time, however many threads it has: the parser keeps what it has parsed. Each looks, before
every part, whether it has the versions of the coordinator and sees the files of the build.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.engines.running import Engine
from tracker.errors import UsageError
from tracker.language import EXTRACTOR_VERSION
from tracker.storage import in_bucket
from tracker.storage.tables import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future


Part = TypeVar("Part")
Result = TypeVar("Result")

_ANSWER_SECONDS = 10
_COUNT_SECONDS = 10.0
_LIBRARIES = ("figtrack", "polars", "spacy")
"""Where one of these is another, the same document can give other claims, or figures other ids."""
_ALONE = threading.Lock()


def cluster(scheduler: str) -> Engine:
    """The workers that a Dask scheduler knows; `scheduler` is its address, `tcp://HOST:PORT`.

    Raises:
        UsageError: Dask is not installed, no scheduler answers, it has no worker, or these have other versions.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 -- an extra that most do without
    except ModuleNotFoundError as error:
        raise UsageError("a cluster needs Dask; install it with pip install 'figtrack[dask]'") from error
    try:
        connect: Any = Client
        client = connect(scheduler, timeout=_ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        remedy = "start one with `dask scheduler` and give the address that it shows, tcp://HOST:8786 say"
        raise UsageError(f"{scheduler}: no Dask scheduler answers there; {remedy}") from error
    found = Cluster(client, (KilledWorker,))
    try:
        found.check(())
    except BaseException:
        client.close()
        raise
    return Engine(found)


class Cluster:
    """The workers of a Dask scheduler; one that dies takes only what it was at with it."""

    die_together = False
    elsewhere = True
    is_running = True

    def __init__(self, client: Any, deaths: tuple[type[Exception], ...]) -> None:
        self.deaths = deaths
        self._client = client
        self._files: tuple[str, ...] = ()
        self._counted: tuple[int, float] = (0, -_COUNT_SECONDS)
        self._executor = client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        """How many workers there are, looked up anew every few seconds as they come and go."""
        if time.monotonic() - self._counted[1] > _COUNT_SECONDS:
            self._counted = (max(len(self._client.nthreads()), 1), time.monotonic())
        return self._counted[0]

    def check(self, files: Sequence[Path]) -> None:
        """See that all workers have our versions and see these files.

        Raises:
            UsageError: there is no worker, or one of them doesn't.
        """
        # Of what is in one bucket one is enough, as each costs a request before each part.
        of_each = {found.bucket if (found := in_bucket(file)) else file: file for file in files}
        self._files = tuple(str(file) for file in of_each.values())
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
        try:
            told: Mapping[str, str | None] = self._client.run(_wrong, versions(), self._files)
        except ModuleNotFoundError as error:
            raise UsageError(f"a worker lacks {error.name}; install the same figtrack there as here") from error
        if not told:
            raise UsageError("the scheduler has no worker; start some with `dask worker tcp://HOST:8786`")
        for worker, wrong in sorted(told.items()):
            if wrong:
                raise UsageError(f"worker {worker}: {wrong}")

    def submit(self, function: Callable[[Part], Result], part: Part) -> Future[Result]:
        """Have a worker run the function."""
        future: Future[Result] = self._executor.submit(partial(_alone, versions(), self._files, function), part)
        return future

    def close(self) -> None:
        """Let go of the scheduler; its workers stay."""
        self._client.close()


@cache
def versions() -> dict[str, str]:
    """What has to be the same on all machines."""
    return {"extractor": str(EXTRACTOR_VERSION), **{name: version(name) for name in _LIBRARIES}}


def _wrong(wanted: Mapping[str, str], files: Sequence[str]) -> str | None:
    """On a worker: what keeps it from doing the work."""
    for name, ours in wanted.items():
        if (own := versions()[name]) != ours:
            return f"it has {name} {own}, and the build {ours}; install the same there as here"
    return next(filter(None, map(_unseen, map(Path, files))), None)


def _unseen(path: Path) -> str | None:
    """What keeps this machine from a file or folder, or from the bucket that it is in."""
    if found := in_bucket(path):
        try:
            found.bucket.open(found.name or "any")
        except FileNotFoundError:
            return None  # a folder has no object of its own name; who may ask for one may ask for those in it
        except FAULTS as error:
            return f"{found.address}: {found.bucket.told(error)}"
        return None
    if path.exists():
        return None
    return f"it doesn't see {path}; give paths that are the same on all machines, on storage that they share"


def _alone(wanted: Mapping[str, str], files: Sequence[str], function: Callable[[Part], Result], part: Part) -> Result:
    """On a worker: run the function, when nothing else runs and nothing is wrong."""
    with _ALONE:
        if wrong := _wrong(wanted, files):
            raise UsageError(f"worker {socket.gethostname()}: {wrong}")
        return function(part)
