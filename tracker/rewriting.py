"""How much of a table has to be written for its next version: nothing, rows on top, or all of it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from tracker.ordered import STRETCH_ROWS, in_order, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


class Change(Enum):
    """What the rows of a table are to those before."""

    NONE = auto()
    ADDED = auto()
    OTHER = auto()


def change(before: pl.LazyFrame, after: pl.LazyFrame, key: str, order: Sequence[str]) -> Change:
    """Compares two versions of a table, whose rows have a `key` and an `order`, a stretch at a time.

    Where there was no row, or one has changed or gone, it is another table.
    """
    if before.select(order[0]).head(1).collect().is_empty():
        return Change.NONE if after.select(order[0]).head(1).collect().is_empty() else Change.OTHER
    found = Change.NONE
    for new, old in side_by_side((after, before), order[0], STRETCH_ROWS):
        known = new.filter(new[key].is_in(old[key].implode()))
        if not known.sort(order).equals(old.sort(order)):
            return Change.OTHER
        if new.height > known.height:
            found = Change.ADDED
    return found


def added(before: pl.LazyFrame, after: pl.LazyFrame, key: str, order: Sequence[str]) -> pl.LazyFrame:
    """The rows that came on top, in order."""
    same = list(dict.fromkeys([order[0], key]))
    return in_order(after.join(before.select(same), on=same, how="anti"), order)
