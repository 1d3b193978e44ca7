"""Where the big steps of linking and checking run: part by part, in this process or elsewhere.

A step is cut into parts by what is in the data and never by where it runs, so the result is the same to the last value
on one core, on many, and on a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Part = TypeVar("Part")
Result = TypeVar("Result")


class Jobs(Protocol):
    """Something that runs one function on many parts.

    The function is a top-level one (or a `functools.partial` of one) and pure, so that a part whose worker died can be
    run again; parts and results are Polars frames, or small tuples of these and of plain values, and can be pickled.
    """

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """The result for each part, in the order of the parts, which are asked for a few ahead of what is done."""
        ...


class InProcess:
    """Runs one part after the other, here."""

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """The result for each part, in their order."""
        for part in parts:
            yield function(part)


IN_PROCESS: Jobs = InProcess()


@dataclass(frozen=True, slots=True)
class Watched:
    """Runs parts where `jobs` does, and calls `done` after each."""

    jobs: Jobs
    done: Callable[[], None]

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """The result for each part, in their order."""
        for result in self.jobs.map(function, parts):
            self.done()
            yield result


def parted(frame: pl.DataFrame, by: str, rows: int) -> Iterator[pl.DataFrame]:
    """A frame in parts of about so many rows, rows with one value of `by` together and in the order they were in.

    Parts come in order of `by`; of an empty frame there are none.
    """
    sizes = frame.group_by(by).len("size").sort(by)
    number = ((pl.col("size").cum_sum() - pl.col("size")) // rows).alias("part")
    of_value = sizes.select(by, number)
    parts = frame.select(by).join(of_value, on=by, how="left", nulls_equal=True, maintain_order="left")["part"]
    for part in parts.unique().sort():
        yield frame.filter(parts == part)
