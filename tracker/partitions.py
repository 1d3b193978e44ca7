"""A table split into folders by the values of a column, as `source=Reuters/`, which readers of Parquet know (Hive)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import UsageError
from tracker.schema import IDS, INSTANT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.schema import Table

DAY = "day"
_DAY_OF = {"documents": "published", "claims": "published", "figures": "last_as_of", "judgements": "made_at"}
"""The time whose day, in UTC, a row is of."""

MOST = 10_000
"""The most folders of a table."""
_LONGEST = 80
"""Bytes of a value; in a folder's name each may take three, of the 255 that file systems allow."""


def check(by: str, tables: Sequence[Table]) -> None:
    """See that one of the tables can be split.

    Raises:
        UsageError: none has the column.
    """
    if not any(splits(by, table) for table in tables):
        names = sorted({DAY, *(column.name for table in tables for column in table.columns)})
        raise UsageError(
            f"--partition-by {by}: no table that is exported can be split by it; there are {', '.join(names)}"
        )


def splits(by: str, table: Table) -> bool:
    """Whether a table can be split by a column, or by the day; one that can't stays whole."""
    if by == DAY:
        return table.name in _DAY_OF
    return table.polars.get(by) not in {None, IDS, INSTANT, pl.Float64}


def target(lazy: pl.LazyFrame, folder: Path, by: str, table: Table) -> pl.PartitionBy:
    """Where the rows of a table go; files hold all columns, so that each can be read by itself.

    Raises:
        UsageError: there are too many values, or one is too long for a folder's name.
    """
    if by == DAY:
        key = pl.col(_DAY_OF[table.name]).dt.date().alias(DAY)
        _check(lazy.select(key.cast(pl.String)), by, table)
        return pl.PartitionBy(folder, key=[key], include_key=False)
    _check(lazy.select(pl.col(by).cast(pl.String)), by, table)
    return pl.PartitionBy(folder, key=by, include_key=True)


def _check(values: pl.LazyFrame, by: str, table: Table) -> None:
    key = pl.col(by)
    found = values.select(key.approx_n_unique().alias("count"), key.str.len_bytes().max().alias("longest"))
    count, longest = found.collect(engine="streaming").row(0)
    if count > MOST:
        reason = f"{table.name} would be split into some {count:,} folders, more than {MOST:,}"
        raise UsageError(f"--partition-by {by}: {reason}; choose a column of fewer values")
    if longest is not None and longest > _LONGEST:
        reason = f"{table.name} has a value of {longest:,} bytes, too long for a folder's name"
        raise UsageError(f"--partition-by {by}: {reason}; choose another column")
