"""A table split into folders by the values of a column, as `source=Reuters/`, which readers of Parquet know (Hive)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import polars as pl

from tracker.errors import UsageError
from tracker.ordered import in_order
from tracker.schema import IDS, INSTANT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.schema import Table

DAY = "day"
_DAY_OF = {"documents": "published", "claims": "published", "figures": "last_as_of", "judgements": "made_at"}
"""The time whose day, in UTC, a row is of."""

MOST = 10_000
"""The most folders of a table."""
AT_ONCE = 100_000
"""Folders of so many rows together are written at a time, so that few reads of the table do for many folders."""
_LONGEST = 200
"""Bytes of a folder's name, of the 255 that file systems allow."""
_NULL = "__HIVE_DEFAULT_PARTITION__"


def check(by: str, tables: Sequence[Table]) -> None:
    """See that one of the tables can be split.

    Raises:
        UsageError: none has the column.
    """
    if not any(splits(by, table) for table in tables):
        names = sorted(
            {DAY, *(column.name for table in tables for column in table.columns if splits(column.name, table))}
        )
        raise UsageError(f"--partition-by {by}: no table can be split by it; choose one of {', '.join(names)}")


def splits(by: str, table: Table) -> bool:
    """Whether a table can be split by a column, or by the day; one that can't stays whole."""
    if by == DAY:
        return table.name in _DAY_OF
    return table.polars.get(by) not in {None, IDS, INSTANT, pl.Float64}


def parts(lazy: pl.LazyFrame, by: str, table: Table, order: Sequence[str]) -> Iterator[tuple[str, pl.LazyFrame]]:
    """Each folder's name, and its rows in order, with all columns; few folders' rows are held at a time.

    Raises:
        UsageError: there are too many values, or one is too long for a folder's name.
    """
    value = pl.col(_DAY_OF[table.name]).dt.date() if by == DAY else pl.col(by)
    key = value.cast(pl.String)
    counts = lazy.group_by(key.alias("key")).len().sort("key").collect(engine="streaming")
    if counts.height > MOST:
        reason = f"{table.name} would be split into {counts.height:,} folders, more than {MOST:,}"
        raise UsageError(f"--partition-by {by}: {reason}; choose a column of fewer values")
    names = {each: _name(by, each) for each in counts["key"]}
    for together in _batches(counts.rows()):
        rows = lazy.filter(key.is_in(together, nulls_equal=True))
        if len(together) == 1:
            yield names[together[0]], in_order(rows, order)
        else:
            split = rows.sort(order).with_columns(key.alias(_KEY)).collect(engine="streaming")
            for (each,), frame in sorted(split.partition_by(_KEY, as_dict=True, include_key=False).items(), key=str):
                yield names[each], frame.lazy()


_KEY = " key "


def _batches(counts: Sequence[tuple[str | None, int]]) -> Iterator[list[str | None]]:
    """Values whose rows are few enough together; one of many rows by itself."""
    batch: list[str | None] = []
    held = 0
    for value, count in counts:
        if batch and held + count > AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(value)
        held += count
    if batch:
        yield batch


def _name(by: str, value: str | None) -> str:
    name = f"{by}={_NULL if value is None else quote(value, safe=' ')}"
    if len(name) > _LONGEST:
        shown = value[:40] if value else ""
        raise UsageError(f"--partition-by {by}: {shown!r}… is too long for a folder's name; choose another column")
    return name
