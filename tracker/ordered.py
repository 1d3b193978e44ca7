"""A table without ever holding the whole of it: a stretch of its first key at a time.

A stretch is a condition on the key, so of files that are cut or sorted by it only those concerned are read.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl
from polars.io.plugins import register_io_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STRETCH_ROWS = 25_000
"""About so many rows are in a stretch; more where that many have the same first key."""
DOCUMENTS_AT_ONCE = 2_000
"""Documents whose texts are in memory at one time."""

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
    for stretch in conditions(starts(lazy, order[0], STRETCH_ROWS), order[0]):
        yield lazy.filter(stretch).sort(order).collect(engine="streaming")


def conditions(found: Sequence[Any], key: str) -> Iterator[pl.Expr]:
    """What holds of the keys of each stretch, of which `starts` are given; nulls are in the first."""
    if len(found) < 2:
        yield pl.lit(value=True)
        return
    at = pl.col(key)
    yield at.is_null() | (at < found[1])
    for start, end in pairwise(found[1:]):
        yield (at >= start) & (at < end)
    yield at >= found[-1]


def starts(lazy: pl.LazyFrame, key: str, rows: int) -> list[Any]:
    """The first keys of stretches of about so many rows, in order; none where all rows are one stretch."""
    count = int(lazy.select(pl.len()).collect(engine="streaming").item())
    if count <= rows:
        return []
    keys = lazy.select(key).drop_nulls()
    every = 1
    if count > _SAMPLED * rows:
        keys, every = keys.filter(pl.col(key).hash(7) % _SAMPLED == 0), _SAMPLED
    found = keys.collect(engine="streaming")[key].sort()
    return found.gather_every(max(rows // every, 1)).unique().sort().to_list()


def side_by_side(frames: Sequence[pl.LazyFrame], key: str, rows: int) -> Iterator[tuple[pl.DataFrame, ...]]:
    """The rows of all frames a stretch of `key` at a time, of which the first has about so many rows; not sorted."""
    for stretch in conditions(starts(frames[0], key, rows), key):
        yield tuple(frame.filter(stretch).collect(engine="streaming") for frame in frames)


def by_document(*frames: pl.LazyFrame) -> Iterator[tuple[pl.DataFrame, ...]]:
    """The rows that all frames have of some documents at a time; the first has one for each document."""
    return side_by_side(frames, "doc_id", DOCUMENTS_AT_ONCE)
