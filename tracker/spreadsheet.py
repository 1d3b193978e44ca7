"""All tables as one Excel workbook, a sheet a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = "figtrack.xlsx"
MOST_ROWS = 1_048_576
MOST_CHARS = 32_767
"""Excel's own limits on a sheet and on a cell."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_YEAR = 1900


def write(path: Path, frames: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """Write the workbook; gives back, in a sentence each, what had to be cut to fit.

    Text is always written as text, never as a formula or a link. Times are in UTC, as Excel knows no zones.

    Raises:
        UsageError: a table has more rows than a sheet.
    """
    for name, frame in frames.items():
        if frame.height >= MOST_ROWS:
            reason = f"{frame.height:,} rows are more than the {MOST_ROWS:,} of an Excel sheet"
            raise UsageError(f"{name}: {reason}; choose --format parquet or csv")
    notes: list[str] = []
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        head = book.add_format({"bold": True})
        for name, frame in frames.items():
            notes.extend(_write_sheet(book.add_worksheet(name), frame, head, when))
    return tuple(notes)


def _write_sheet(sheet: Worksheet, frame: pl.DataFrame, head: Format, when: Format) -> list[str]:
    cut: dict[str, int] = {}
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, head)
    for row, cells in enumerate(frame.iter_rows(), 1):
        for column, cell in enumerate(cells):
            if _write_cell(sheet, row, column, cell, when):
                cut[frame.columns[column]] = cut.get(frame.columns[column], 0) + 1
    return [
        f"{sheet.name}.{column}: {count} cells were cut at {MOST_CHARS:,} characters, Excel's limit; "
        "choose --format parquet or csv for the whole"
        for column, count in cut.items()
    ]


def _write_cell(sheet: Worksheet, row: int, column: int, cell: object, when: Format) -> bool:
    """Write one cell; True where its text had to be cut."""
    if cell is None:
        return False
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime) and cell.year > _FIRST_YEAR:
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), when)
    else:
        text = " ".join(cell) if isinstance(cell, list) else str(cell)
        sheet.write_string(row, column, text[:MOST_CHARS])
        return len(text) > MOST_CHARS
    return False
