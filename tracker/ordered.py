"""A table in its order without ever holding the whole of it: sorted a stretch of its first key at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from polars.io.plugins import register_io_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STRETCH_ROWS = 25_000
"""About so many rows are sorted at a time; more where that many have the same first key."""

_SAMPLED = 64
"""Of many rows one in so many is looked at to tell where stretches begin."""


def in_order(lazy: pl.LazyFrame, order: Sequence[str]) -> pl.LazyFrame:
    """The rows sorted by `order`, for a sink that takes them as they come."""

    def batches(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        for frame in stretches(lazy, order):
            kept = frame if predicate is None else frame.filter(predicate)
            kept = kept if rows is None else kept.head(rows)
            yield kept if columns is None else kept.select(columns)
            if rows is not None and (rows := rows - kept.height) <= 0:
                return

    return register_io_source(batches, schema=lazy.collect_schema(), validate_schema=True)


def stretches(lazy: pl.LazyFrame, order: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The rows sorted by `order`, in frames that follow each other; at least one, be it empty."""
    key = pl.col(order[0])
    starts = _starts(lazy, order[0])
    for first, start in enumerate(starts):
        stretch = key >= start if first else key.is_null() | (key >= start)
        if first + 1 < len(starts):
            stretch &= key < starts[first + 1] if first else key.is_null() | (key < starts[first + 1])
        yield lazy.filter(stretch).sort(order).collect(engine="streaming")
    if not starts:
        yield lazy.sort(order).collect(engine="streaming")


def _starts(lazy: pl.LazyFrame, key: str) -> list[Any]:
    """The first keys of the stretches, in order; none where all rows are one stretch."""
    count = int(lazy.select(pl.len()).collect(engine="streaming").item())
    if count <= STRETCH_ROWS:
        return []
    keys = lazy.select(key).drop_nulls()
    every = 1
    if count > _SAMPLED * STRETCH_ROWS:
        keys, every = keys.filter(pl.col(key).hash(7) % _SAMPLED == 0), _SAMPLED
    found = keys.collect(engine="streaming")[key].sort()
    return found.gather_every(max(STRETCH_ROWS // every, 1)).unique().sort().to_list()
