"""Tables of articles, CSV and Parquet: a row a document, columns `id`, `text` and what may come with a text.

Columns of other names are told by `names`; any other column is ignored. A row that can't be read is refused by its
number, the first under the head being 1.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

import polars as pl

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.encoding import decode
from tracker.reading.inputs import size_of
from tracker.reading.metadata import columns_read, row_document
from tracker.reading.open import refuse
from tracker.reading.parquetguard import SMALL, rows_at_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from io import BytesIO
    from pathlib import Path

    from tracker.model import Document
    from tracker.reading.inputs import Input
    from tracker.reading.metadata import Names

    Read = Iterator[Document | InputRefusedError]

_SEPARATORS = ",;\t"
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
    lines = _Lines(file, where)
    try:
        first = list(islice(lines, 1))
        reader = csv.reader(chain(first, lines), strict=True, delimiter=_separator(first, names))
    except csv.Error as error:
        raise InputRefusedError(where, f"its first line is no CSV ({error})", "write it again as CSV") from error
    try:
        head = next(reader, [])
        _check_head(head, where, names)
        yield from _documents(_csv_rows(lines.rows(reader), head, where), where, names)
    except csv.Error as error:
        reason = f"line {reader.line_num} is no CSV ({error}); the rest was not read"
        raise InputRefusedError(where, reason, "mend the line; a text with quotes or line breaks is quoted") from error


def _separator(first: list[str], names: Names) -> str:
    """What parts the cells: a comma, or what spreadsheets write where a comma parts decimals, if it parts the head."""
    heads = ((mark, next(csv.reader(first, delimiter=mark), [])) for mark in _SEPARATORS)
    return next((mark for mark, head in heads if "text" in columns_read(names, head)), _SEPARATORS[0])


def parts_columns(line: str, names: Names) -> bool:
    """Whether a line is the head of a table of articles, with more than the column of their texts."""
    heads = (next(csv.reader([line], delimiter=mark), []) for mark in _SEPARATORS)
    return any(len(head) > 1 and "text" in columns_read(names, head) for head in heads)


class _Lines:
    """The lines of a CSV file, of which a row, quoted line breaks and all, may not take more than a document may."""

    def __init__(self, file: TextIO, where: str) -> None:
        self._file = file
        self._where = where
        self._number = 0
        self._since_row = 0

    def __iter__(self) -> Iterator[str]:
        """The lines up to the first row that is too long, which is refused with the rest."""
        while line := self._file.readline(LIMITS.max_line_bytes + 1):
            self._number += 1
            self._since_row += len(line)
            if self._since_row > LIMITS.max_line_bytes:
                most = LIMITS.max_line_bytes
                reason = f"the row at line {self._number} is over the limit of {most:,} characters; reading ends there"
                raise InputRefusedError(self._where, reason, "check its quotes, or raise limits.max_line_bytes")
            yield line

    def rows(self, reader: Iterable[list[str]]) -> Iterator[list[str]]:
        """The rows of a reader of these lines."""
        for row in reader:
            self._since_row = 0
            yield row


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
    with given.seekable() as file:
        yield from _parquet_documents(file, given.where, names)


def _parquet_documents(file: Path | BytesIO, where: str, names: Names) -> Read:
    try:
        head = pl.read_parquet_schema(file)
        _check_head(list(head), where, names)
        wanted = sorted(set(columns_read(names, head).values()))
        _check_kinds({column: head[column] for column in wanted}, where)
        at_once = rows_at_once(file, wanted, where)
        most = max(size_of(file) * LIMITS.max_unpacked_ratio, SMALL)
        rows = _parquet_rows(pl.scan_parquet(file, glob=False).select(wanted), at_once, most, where)
        yield from _documents(rows, where, names)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = f"it is no Parquet file that can be read ({str(error).splitlines()[0][:120] if str(error) else ''})"
        raise InputRefusedError(where, reason, "write it again from where it came from") from error


def _parquet_rows(table: pl.LazyFrame, at_once: int, most: int, where: str) -> Iterator[Mapping[str, object]]:
    """The rows, so many at a time, until more than `most` characters have come out of them."""
    offset = chars = 0
    while (part := table.slice(offset, at_once).collect()).height:
        # Not many at a time: what the rows of a dictionary share in the file they don't share as Python's.
        for row in part.iter_rows(named=True, buffer_size=1):
            chars += sum(len(cell) for cell in row.values() if isinstance(cell, str))
            if chars > most:
                reason = f"it unpacks to more than {LIMITS.max_unpacked_ratio} times its size"
                raise InputRefusedError(where, reason, "give it as JSON lines, or raise limits.max_unpacked_ratio")
            yield {name: _told(cell) for name, cell in row.items()}
        offset += at_once


def _check_kinds(columns: Mapping[str, pl.DataType], where: str) -> None:
    """Refuse what is no column of words, numbers or times, in a row of which there may be anything."""
    for column, kind in columns.items():
        if kind.is_nested() or kind == pl.Binary:
            reason = f"its column {column!r} is of {kind}, where words belong"
            raise InputRefusedError(where, reason, "make it a column of words")


def _told(cell: object) -> object:
    """A time as the words that dates are read from."""
    return cell.isoformat() if isinstance(cell, (date, datetime)) else cell


def _check_head(head: list[str], where: str, names: Names) -> None:
    if "text" not in columns_read(names, head):
        shown = ", ".join(head)[:100]
        reason = f"it has no column {names['text']!r} (it has: {shown})"
        raise InputRefusedError(where, reason, "say which column is the text with --map text=COLUMN")
    for column in columns_read(names, head).values():
        if head.count(column) > 1:
            raise InputRefusedError(where, f"it has two columns {column!r}", "give each column a name of its own")


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
