"""`figtrack claims|figures|findings|documents`: rows of a table, as JSON lines, CSV or a table to read."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.formats import for_csv, for_jsonl
from tracker.review import laid_over
from tracker.terminal import complain, harmless
from tracker.workspace import ORDER, Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHOWN = {
    "claims": [
        "source",
        "published",
        "surface",
        "kind",
        "modifier",
        "counted",
        "state",
        "place",
        "claimant",
        "figure_id",
    ],
    "figures": ["label", "level", "unit", "n_claims", "n_sources", "status", "figure_id"],
    "findings": ["class", "severity", "status", "summary"],
    "documents": ["doc_id", "source", "published", "language", "title", "copy_of"],
}
"""The columns of a table to read, `level` being low, best and high; JSON lines and CSV have every column."""

_WRAPPED = {"label", "summary", "title", "source", "surface", "counted", "state", "place", "claimant", "doc_id"}
_RIGHT = {"level", "n_claims", "n_sources", "severity"}

_FIRST = {"figures": ["n_claims"], "findings": ["severity"]}
"""What rows are sorted by, from the most down, before the table's own order."""

_BATCH = 10_000
_TABLE_ROWS = 50
_LONGEST_CELL = 300


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows to print: those that have every value `wanted` (of a label: that contain it), from which snapshot."""

    wanted: Mapping[str, str | None] = field(default_factory=dict)
    limit: int | None = None
    snapshot: int | None = None


def run(table: str, workspace: Path, form: str | None, selection: Selection) -> None:
    """Print rows of a table; `form` is jsonl, csv or table, None a table on a terminal and JSON lines elsewhere."""
    frame = rows(Workspace.open(workspace), table, selection)
    if frame.is_empty():
        complain(f"no row of {table} matches")
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table":
        _print_table(frame, table, selection.limit or _TABLE_ROWS)
        return
    frame = frame if selection.limit is None else frame.head(selection.limit)
    if form == "csv":
        sys.stdout.write(for_csv(frame.clear()).write_csv())
    for part in frame.iter_slices(_BATCH):
        text = for_csv(part).write_csv(include_header=False) if form == "csv" else for_jsonl(part).write_ndjson()
        sys.stdout.write(text)


def rows(workspace: Workspace, table: str, selection: Selection) -> pl.DataFrame:
    """The rows selected, in the order in which they are shown; `limit` is left to the caller, who may count them."""
    first = _FIRST.get(table, [])
    order = [*first, *ORDER[table]]
    with workspace.reading(table):
        lazy = laid_over(workspace, workspace.snapshot(selection.snapshot)).scan(table)
        for column, value in selection.wanted.items():
            if value is not None:
                lazy = lazy.filter(_matches(column, value))
        return lazy.sort(order, descending=[name in first for name in order]).collect()


def _matches(column: str, value: str) -> pl.Expr:
    if column == "label":
        return pl.col(column).str.to_lowercase().str.contains(value.lower(), literal=True)
    return pl.col(column) == str(value)


def _print_table(frame: pl.DataFrame, name: str, limit: int) -> None:
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=200)
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in SHOWN[name]:
        table.add_column(
            column.removeprefix("n_").removesuffix("_id"),
            justify="right" if column in _RIGHT else "left",
            overflow="fold",
            no_wrap=column not in _WRAPPED,
        )
    for row in frame.head(limit).iter_rows(named=True):
        table.add_row(*(Text(_level(row) if column == "level" else cell(row[column])) for column in SHOWN[name]))
    console.print(table)
    if frame.height > limit:
        console.print(Text(f"{limit:,} of {frame.height:,} rows; --limit or --format jsonl prints more"))


def _level(row: Mapping[str, object]) -> str:
    """Low, best and high, said once where they are the same; an open side is an ellipsis."""
    bounds = list(dict.fromkeys(row[name] for name in ("low", "best", "high") if row[name] is not None))
    stated = " – ".join(map(cell, bounds))
    if not bounds or row["best"] is not None:
        return stated
    return f"{stated} …" if row["high"] is None else f"… {stated}" if row["low"] is None else stated


def cell(value: object) -> str:
    """A value as it is shown in a table: numbers with separators, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.12g}"
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    text = harmless(str(value))
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
