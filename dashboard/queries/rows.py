"""What the queries share: rows, a page of a list, and the filters and orders that more than one of them uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker.model import ALARMS, Status

Scan = Callable[[str], pl.LazyFrame]

Row = dict[str, Any]

ALARM_CLASSES = [kind.value for kind in ALARMS]

TIME_ORDER = ["as_of_start", "published", "doc_id", "part", "start"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, how many there are in all, and where it stands."""

    rows: list[Row]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def paged(ordered: pl.LazyFrame, number: int, size: int) -> Page:
    """That page of the rows; the last one if there are fewer."""
    total = ordered.select(pl.len()).collect().item()
    number = min(number, max(1, -(-total // size)))
    rows = ordered.slice((number - 1) * size, size).collect()
    return Page(rows.to_dicts(), total, number, size)


def contains(text: pl.Expr, wanted: str) -> pl.Expr:
    """Whether a text holds every word wanted, in any case."""
    return holds(text.str.to_lowercase(), wanted)


def holds(lowered: pl.Expr, wanted: str) -> pl.Expr:
    """Whether a text in small letters holds every word wanted."""
    words = wanted.lower().split()
    return pl.all_horizontal(pl.lit(value=True), *(lowered.str.contains(word, literal=True) for word in words))


def kept(scan: Scan, name: str, make: Callable[[Scan], pl.DataFrame]) -> pl.DataFrame:
    """What `make` gives of a snapshot; made once if the tables come with a place to keep it (`keep`)."""
    keep = getattr(scan, "keep", None)
    found: pl.DataFrame = make(scan) if keep is None else keep(name, make)
    return found


def kept_by_figure(scan: Scan, name: str, make: Callable[[Scan], pl.DataFrame]) -> pl.DataFrame:
    """As `kept`, for a frame whose rows of one `figure_id` are made of rows of that figure alone."""
    keep = getattr(scan, "keep_by_figure", None)
    found: pl.DataFrame = make(scan) if keep is None else keep(name, make)
    return found


def still_open(findings: pl.LazyFrame) -> pl.LazyFrame:
    """The findings that nobody dismissed."""
    return findings.filter(pl.col("status") != Status.DISMISSED.value)


def worst_first(findings: Any) -> Any:
    """Findings (a frame or a lazy one) with alarms first, then by severity; equal ones by id."""
    alarm = pl.col("class").is_in(ALARM_CLASSES)
    return findings.sort(alarm, pl.col("severity"), pl.col("finding_id"), descending=[True, True, False])


def witness() -> pl.Expr:
    """Whether a claim is shown unless all are asked for: no copy's, and not the same words again in its document.

    Where a figure has nothing else its copies are shown, and where it only has repeats those.
    """
    rank = pl.when(pl.col("repeat_of").is_not_null()).then(2).otherwise(pl.col("is_copy").fill_null(value=False))
    return rank == rank.min().over("figure_id")
