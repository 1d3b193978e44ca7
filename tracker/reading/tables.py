"""Tables of articles, CSV and Parquet: a row a document, columns `id`, `text` and what may come with a text.

Columns of other names are told by `names`; any other column is ignored. A row that can't be read is refused by its
number, the first under the head being 1.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, TextIO

import polars as pl

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.encoding import decode
from tracker.reading.metadata import row_document
from tracker.reading.open import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.model import Document
    from tracker.reading.inputs import Input
    from tracker.reading.metadata import Names

    Read = Iterator[Document | InputRefusedError]

_BATCH = 1_000

# A text can be as long as a whole file of text; csv's own cap of 131,072 characters a cell is too tight for that.
csv.field_size_limit(LIMITS.max_bytes)


def read_csv(given: Input, names: Names) -> Read:
    """The documents of a CSV file, or the refusals of its rows.

    Up to `limits.max_bytes` in any encoding, past that in UTF-8 and a row at a time.

    Raises:
        InputRefusedError: the file can't be read at all, or has no column of text.
    """
    where = given.where
    if (data := given.read_small()) is not None:
        yield from _csv_documents(io.StringIO(decode(data, where), newline=""), where, names)
        return
    try:
        with io.TextIOWrapper(given.open(), encoding="utf-8-sig", newline="") as file:
            yield from _csv_documents(file, where, names)
    except UnicodeDecodeError as error:
        raise InputRefusedError(where, "it is not UTF-8 from some row on", "save the file as UTF-8") from error
    except OSError as error:
        refuse(where, error)


def _csv_documents(file: TextIO, where: str, names: Names) -> Read:
    reader = csv.reader(file, strict=True)
    try:
        head = next(reader, [])
        _check_head(head, where, names)
        yield from _documents(_csv_rows(reader, head, where), where, names)
    except csv.Error as error:
        reason = f"line {reader.line_num} is no CSV ({error}); the rest was not read"
        raise InputRefusedError(where, reason, "mend the line; a text with quotes or line breaks is quoted") from error


def _csv_rows(
    reader: Iterable[list[str]], head: list[str], where: str
) -> Iterator[Mapping[str, object] | InputRefusedError]:
    for number, cells in enumerate(filter(None, reader), 1):
        if len(cells) == len(head):
            yield dict(zip(head, cells, strict=True))
        else:
            reason = f"it has {len(cells)} cells where the first line has {len(head)} columns"
            yield InputRefusedError(f"{where} row {number}", reason, "put a cell that has a comma in double quotes")


def read_parquet(given: Input, names: Names) -> Read:
    """The documents of a Parquet file, or the refusals of its rows; a part of the file is held at a time.

    Raises:
        InputRefusedError: the file can't be read at all, or has no column of text.
    """
    file = given.seekable()
    try:
        head = pl.read_parquet_schema(file)
        _check_head(list(head), given.where, names)
        wanted = [column for column in names.values() if column in head]
        yield from _documents(_parquet_rows(pl.scan_parquet(file).select(wanted)), given.where, names)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = f"it is no Parquet file that can be read ({str(error).splitlines()[0][:120] if str(error) else ''})"
        raise InputRefusedError(given.where, reason, "write it again from where it came from") from error


def _parquet_rows(table: pl.LazyFrame) -> Iterator[Mapping[str, object]]:
    offset = 0
    while (part := table.slice(offset, _BATCH).collect()).height:
        yield from ({name: _told(cell) for name, cell in row.items()} for row in part.iter_rows(named=True))
        offset += _BATCH


def _told(cell: object) -> object:
    """A time as the words that dates are read from."""
    return cell.isoformat() if isinstance(cell, (date, datetime)) else cell


def _check_head(head: list[str], where: str, names: Names) -> None:
    if names["text"] not in head:
        shown = ", ".join(head)[:100]
        reason = f"it has no column {names['text']!r} (it has: {shown})"
        raise InputRefusedError(where, reason, "say which column is the text with --map text=COLUMN")


def _documents(rows: Iterable[Mapping[str, object] | InputRefusedError], where: str, names: Names) -> Read:
    numbered = enumerate(rows, 1)
    for number, row in islice(numbered, LIMITS.max_documents):
        try:
            yield row if isinstance(row, InputRefusedError) else row_document(f"{where} row {number}", row, names)
        except InputRefusedError as error:
            yield error
    if next(numbered, None) is not None:
        reason = f"it has more than {LIMITS.max_documents:,} documents; the rest was not read"
        yield InputRefusedError(where, reason, "raise limits.max_documents or split the file")
