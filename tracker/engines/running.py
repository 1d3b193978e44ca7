"""Running one function on many parts with workers that may die."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from tracker.errors import FigtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

Part = TypeVar("Part")
Result = TypeVar("Result")

FEW_PARTS = 4
"""A worker takes some seconds to start (it loads the parser); fewer parts than this are done sooner without."""
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Done(Generic[Part, Result]):
    """A part, and what the function gave for it."""

    part: Part
    result: Result


@dataclass(frozen=True, slots=True)
class Lost(Generic[Part]):
    """A part whose worker died each time, at last when nothing else ran."""

    part: Part


class Workers(Protocol):
    """What runs functions elsewhere.

    `deaths` are the errors of a future whose worker died, and `die_together` says whether all that is under way is
    lost with one worker; `elsewhere`, whether they are on other machines and have to see what is read.
    """

    deaths: tuple[type[Exception], ...]
    die_together: bool
    elsewhere: bool

    @property
    def slots(self) -> int:
        """How many parts they work on at a time."""
        ...

    @property
    def is_running(self) -> bool:
        """Whether they have been started, or need no start."""
        ...

    def check(self, files: Sequence[Path]) -> None:
        """See that all workers can do the work and see these files; raises UsageError where they can't."""
        ...

    def submit(self, function: Callable[[Part], Result], part: Part) -> Future[Result]:
        """Have a worker run the function; they are started where they aren't."""
        ...

    def close(self) -> None:
        """Let go of them, and of what is under way; they can be started anew."""
        ...


@dataclass(frozen=True, slots=True)
class _Task(Generic[Part]):
    """A part under way: how often its worker died, and whether it is now tried alone."""

    part: Part
    deaths: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """Runs functions on parts: here where `workers` is None, else by its workers; a context that ends with them."""

    workers: Workers | None = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.workers:
            self.workers.close()

    def check(self, files: Sequence[Path]) -> None:
        """See that all workers see these files.

        Raises:
            UsageError: one doesn't.
        """
        if self.workers:
            self.workers.check(files)

    def once(self, function: Callable[[Part], Result], part: Part) -> Result:
        """What a function that is quick gives for a part: where the part is, and not tried again."""
        if self.workers and self.workers.elsewhere:
            return self.workers.submit(function, part).result()
        return function(part)

    def run(
        self,
        function: Callable[[Part], Result],
        parts: Iterable[Part],
        halves: Callable[[Part], Sequence[Part]] = lambda _: (),
    ) -> Iterator[Done[Part, Result] | Lost[Part]]:
        """What a function gives for each part, in no certain order; parts are asked for a few ahead of what is done.

        Function and parts have to be such that they can be pickled, and running one twice does no harm. A part that
        keeps killing its worker is tried in `halves`, where it has any, until the smallest part is found.
        """
        rest = iter(parts)
        first: list[Part] = []
        if self.workers and not self.workers.is_running:
            first = list(islice(rest, FEW_PARTS))
        if self.workers and (self.workers.is_running or len(first) == FEW_PARTS):
            yield from _Running[Part, Result](self.workers, function, halves).run(chain(first, rest))
            return
        for part in chain(first, rest):
            yield Done(part, function(part))

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """What a function gives for each part, in the order of the parts (`tracker.jobs.Jobs`).

        Raises:
            WorkerLostError: a part's worker died each time.
        """
        early: dict[int, Result] = {}
        following = 0
        for done in self.run(_Numbered(function), enumerate(parts)):
            if isinstance(done, Lost):
                raise WorkerLostError(f"{_name(function)}: the process that ran it died each time; give it more memory")
            early[done.part[0]] = done.result
            while following in early:
                yield early.pop(following)
                following += 1


class WorkerLostError(FigtrackError):
    """A step of the build ended its worker's process again and again."""


@dataclass(frozen=True, slots=True)
class _Numbered(Generic[Part, Result]):
    """A function on parts that have their number beside them."""

    function: Callable[[Part], Result]

    def __call__(self, numbered: tuple[int, Part]) -> Result:
        return self.function(numbered[1])


def _name(function: object) -> str:
    return str(getattr(getattr(function, "func", function), "__name__", function)).strip("_")


@dataclass(slots=True)
class _Running(Generic[Part, Result]):
    """One function's parts, those under way and those that wait to be tried again."""

    workers: Workers
    function: Callable[[Part], Result]
    halves: Callable[[Part], Sequence[Part]]
    again: deque[_Task[Part]] = field(default_factory=deque)
    suspects: deque[_Task[Part]] = field(default_factory=deque)
    out: dict[Future[Result], _Task[Part]] = field(default_factory=dict)

    def run(self, parts: Iterator[Part]) -> Iterator[Done[Part, Result] | Lost[Part]]:
        """Every part's result, as they are ready; a few parts are out at a time, so memory is bounded."""
        try:
            while self._fill(parts):
                done, _ = wait(self.out, return_when=FIRST_COMPLETED)
                lost = []
                for future in done:
                    task = self.out.pop(future)
                    if isinstance(future.exception(), self.workers.deaths):
                        lost.append(task)
                    else:
                        yield Done(task.part, future.result())
                if lost:
                    yield from self._recover(lost)
        except CancelledError as error:
            raise WorkerLostError("the workers are gone; run it again, what they had read is kept") from error
        finally:
            for future in self.out:
                future.cancel()

    def _fill(self, parts: Iterator[Part]) -> bool:
        """Send out what there is room for: a suspect only when nothing else is out. False when all is done."""
        while len(self.out) < 2 * self.workers.slots and not any(task.alone for task in self.out.values()):
            if self.again:
                task = self.again.popleft()
            elif fresh := [*islice(parts, 1)]:
                task = _Task(fresh[0])
            elif self.suspects and not self.out:
                task = self.suspects.popleft()
            else:
                break
            if not self._send(task):
                break
        return bool(self.out)

    def _send(self, task: _Task[Part]) -> bool:
        try:
            self.out[self.workers.submit(self.function, task.part)] = task
        except self.workers.deaths as error:
            # The workers died while nothing of this task had begun: `_recover` takes it up with the others.
            broken: Future[Result] = Future()
            broken.set_exception(error)
            self.out[broken] = task
            return False
        return True

    def _recover(self, lost: list[_Task[Part]]) -> Iterator[Lost[Part]]:
        """Try again what was out when a worker died."""
        if self.workers.die_together:
            lost += self.out.values()
            self.out.clear()
            self.workers.close()
        for task in lost:
            died = replace(task, deaths=task.deaths + 1)
            if died.deaths < _TRIES:
                self.again.append(died)
            elif not died.alone:
                self.suspects.append(replace(died, alone=True))
            elif smaller := self.halves(died.part):
                self.suspects.extend(_Task(half, died.deaths, alone=True) for half in smaller)
            else:
                yield Lost(died.part)
