"""All tables as one Excel workbook, a sheet a table."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl
    from _typeshed import ReadableBuffer
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


def check(rows: Mapping[str, int]) -> None:
    """See that tables of so many rows fit.

    Raises:
        UsageError: a table has more rows than a sheet, whose first is the columns' names.
    """
    for name, number in rows.items():
        if number >= MOST_ROWS:
            reason = f"{number:,} rows are more than the {MOST_ROWS - 1:,} that an Excel sheet has below its head"
            raise UsageError(f"{name}: {reason}; choose fewer with --where, or --format parquet or csv")


def write(path: Path, sheets: Mapping[str, Iterable[pl.DataFrame]]) -> tuple[str, ...]:
    """Write the workbook, a sheet of each table's frames, of which one is held at a time; each has at least one.

    Gives back, in a sentence each, what had to be cut to fit. Text is always written as text, never as a formula or a
    link. Times are in UTC, as Excel knows no zones.

    Raises:
        UsageError: a sheet is larger than a workbook can hold.
        OSError: the disk is full or can't be written to.
    """
    notes: list[str] = []
    file = _File(path, "w")
    # What is not yet packed goes beside the workbook, and not to where a small disk may be.
    book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        head = book.add_format({"bold": True})
        for name, frames in sheets.items():
            notes.extend(_write_sheet(book.add_worksheet(name), frames, head, when))
        book.close()
        file.close()
    except FileSizeError as error:
        reason = "a table takes more than the 2 GiB that a sheet can hold"
        raise UsageError(f"{reason}; choose fewer rows with --where, or --format parquet or csv") from error
    except FileCreateError as error:
        raise OSError(str(error)) from error
    finally:
        file.is_over = True
        for sheet in book.worksheets():
            with suppress(OSError):
                sheet.row_data_fh.close()
    return tuple(notes)


class _File(io.FileIO):
    """A workbook's file, which takes nothing more when that is written or has failed.

    A zip that could not be ended tries once more when it is let go of, and would complain past all who listen.
    """

    is_over = False

    def write(self, data: ReadableBuffer) -> int:
        """Write all of it."""
        left = memoryview(data)
        while left and not self.is_over:
            left = left[super().write(left) :]
        return memoryview(data).nbytes

    def __del__(self) -> None:
        self.close()


def _write_sheet(sheet: Worksheet, frames: Iterable[pl.DataFrame], head: Format, when: Format) -> list[str]:
    cut: Counter[str] = Counter()
    sheet.freeze_panes(1, 0)
    names: list[str] = []
    numbers = count(1)
    for frame in frames:
        for column, name in enumerate(() if names else frame.columns):
            sheet.write_string(0, column, name, head)
        names = frame.columns
        for cells, row in zip(frame.iter_rows(), numbers, strict=False):
            for column, cell in enumerate(cells):
                if _write_cell(sheet, row, column, cell, when):
                    cut[names[column]] += 1
    return [
        f"{sheet.name}.{column}: {times:,} {'cell was' if times == 1 else 'cells were'} cut at "
        f"{MOST_CHARS:,} characters, Excel's limit; choose --format parquet or csv for the whole"
        for column, times in cut.items()
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
