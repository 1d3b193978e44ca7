"""What a Parquet file says of its pages, read before one is unpacked: a page of a few bytes may hold gigabytes.

Polars, as any reader, makes room for as much as a page's own header says (https://parquet.apache.org/docs/file-format),
so these headers are what counts, and nothing that is said of them elsewhere in the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.open import mebibytes
from tracker.reading.thriftcompact import read_struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

SMALL = 16 * 1024 * 1024
"""What is no bomb whatever it comes out of."""

_MOST_ROWS = 1_000
_MOST_HELD = 64 * 1024 * 1024
"""Rows are held up to so many, and about so many bytes of each column."""
_LONGEST_FOOTER = 2_000_000
_LONGEST_HEADER = 10_000
"""The values in a description: a column of a row group takes some 20, a page some 15."""
_MARK = b"PAR1"
_BROKEN = (EOFError, ValueError, LookupError, TypeError, AttributeError, OverflowError, OSError)
"""What comes of bytes that are not what parquet.thrift says stands there."""
_PREFIXED = 7
"""The encoding DELTA_BYTE_ARRAY, in which each value may be nearly all of a page that it shares with the others."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The bytes of a page, packed and unpacked, and the most that a value takes of these on the average."""

    packed: int
    unpacked: int
    value: int


def rows_at_once(held: Path | io.BytesIO, columns: Collection[str], where: str) -> int:
    """How many rows of these columns may be unpacked at a time.

    Raises:
        InputRefusedError: a page, or all of them together, would unpack to more than the limits allow, or the file is
            not as Parquet is.
    """
    try:
        with held.open("rb") if isinstance(held, Path) else io.BytesIO(held.getbuffer()) as file:
            size = file.seek(0, io.SEEK_END)
            largest = _largest_value(_pages(file, size, columns), size, where)
    except _BROKEN as error:
        reason = "it is no Parquet file that can be read (what it says of its pages is broken)"
        raise InputRefusedError(where, reason, "write it again from where it came from") from error
    return max(min(_MOST_ROWS, _MOST_HELD // largest), 1)


def _largest_value(pages: Iterable[_Page], size: int, where: str) -> int:
    """The most bytes that a value of one of the pages may take, once all are seen to be within the limits."""
    most = max(size * LIMITS.max_unpacked_ratio, SMALL)
    total, largest = 0, 1
    for number, page in enumerate(pages, 1):
        _check_page(page, where)
        total += page.unpacked
        if total > most:
            reason = f"it unpacks to more than {LIMITS.max_unpacked_ratio} times its size"
            raise InputRefusedError(where, reason, "give it as JSON lines, or raise limits.max_unpacked_ratio")
        if number > LIMITS.max_members:
            reason = f"it has more than {LIMITS.max_members:,} pages of data"
            raise InputRefusedError(where, reason, "split it, or raise limits.max_members")
        largest = max(largest, page.value)
    return largest


def _check_page(page: _Page, where: str) -> None:
    remedy = "write it with smaller pages or row groups, or give it as JSON lines"
    if page.unpacked > LIMITS.max_table_page_bytes:
        reason = f"a page of its data unpacks to {mebibytes(page.unpacked)}"
        raise InputRefusedError(where, f"{reason}, over the {mebibytes(LIMITS.max_table_page_bytes)} limit", remedy)
    if page.unpacked > max(page.packed * LIMITS.max_unpacked_ratio, SMALL):
        reason = f"a page of its data unpacks to more than {LIMITS.max_unpacked_ratio} times its packed size"
        raise InputRefusedError(where, reason, remedy)


def _pages(file: BinaryIO, size: int, columns: Collection[str]) -> Iterator[_Page]:
    for group in _footer(file, size).get(4, ()):
        for chunk in group.get(1, ()):
            about = chunk.get(3, {})
            if about[3][0].decode("utf-8", "replace") in columns:
                # Where Polars, too, starts: at the dictionary where there is one.
                start = about.get(11, about[9])
                yield from _chunk_pages(file, start, start + about[7])


def _footer(file: BinaryIO, size: int) -> dict[int, Any]:
    """The description at the end of the file: `FileMetaData` of parquet.thrift."""
    file.seek(max(size - 8, 0))
    length = int.from_bytes(file.read(4), "little")
    if file.read(4) != _MARK or length > size - 12:
        raise ValueError("its end is missing")
    file.seek(size - 8 - length)
    return read_struct(file, _LONGEST_FOOTER)


def _chunk_pages(file: BinaryIO, start: int, end: int) -> Iterator[_Page]:
    """The pages of a column in a row group: `PageHeader` of parquet.thrift, each followed by its bytes."""
    file.seek(start)
    while (at := file.tell()) < end:
        header = read_struct(file, _LONGEST_HEADER)
        packed, unpacked = header[3], header[2]
        about = header.get(5) or header.get(8) or {}
        if packed < 0 or unpacked < 0 or file.tell() + packed > end:
            raise ValueError(f"the page at byte {at} is longer than there is room")
        is_prefixed = _PREFIXED in (about.get(2), about.get(4))
        yield _Page(packed, unpacked, unpacked // (1 if is_prefixed else max(about.get(1, 0), 1)) if about else 0)
        file.seek(packed, io.SEEK_CUR)
