"""The table `metadata.csv` beside text files: `file,source,published,url`, one row a file; others are ignored."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.reading.encoding import decode
from tracker.reading.metadata import FIELDS
from tracker.reading.open import is_there, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

NAME = "metadata.csv"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields by file name, and the rows that were refused."""

    rows: dict[str, dict[str, str]]
    refused: tuple[InputRefusedError, ...]


NONE = Sidecar({}, ())


def read_sidecar(folder: Path, shown: str) -> Sidecar:
    """The sidecar of a folder, empty where there is none; `shown` is what the folder is called in messages."""
    path = folder / NAME
    where = f"{shown}/{NAME}"
    return sidecar_of(lambda: read_bytes(path, where), where) if is_there(path) else NONE


def sidecar_of(read: Callable[[], bytes], where: str) -> Sidecar:
    """The sidecar that `read` gives the bytes of; `where` is what it is called in messages."""
    try:
        return _collect(_rows(decode(read(), where), where))
    except InputRefusedError as error:
        return Sidecar({}, (error,))


def missing(sidecar: Sidecar, names: Collection[str], shown: str) -> Iterator[InputRefusedError]:
    """A refusal for every row that names a file which isn't among the folder's `names`."""
    for name in sidecar.rows:
        if name not in names:
            reason = f"it names {name[:80]!r}, which is not there"
            yield InputRefusedError(f"{shown}/{NAME}", reason, "put the file there or drop its row")


def _collect(rows: Iterator[tuple[str, dict[str, str]] | InputRefusedError]) -> Sidecar:
    named: dict[str, dict[str, str]] = {}
    refused = []
    for row in rows:
        if isinstance(row, InputRefusedError):
            refused.append(row)
        else:
            named[row[0]] = row[1]
    return Sidecar(named, tuple(refused))


def _rows(text: str, where: str) -> Iterator[tuple[str, dict[str, str]] | InputRefusedError]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: set[str] = set()
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield InputRefusedError(
                f"{where} line {reader.line_num}", f"it is no CSV ({error})", "mend or drop the row"
            )
            return
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, where)
            continue
        try:
            name, fields = _row(header, cells, f"{where} line {reader.line_num}")
        except InputRefusedError as error:
            yield error
            continue
        if name in seen:
            remedy = "keep one row for each file"
            yield InputRefusedError(f"{where} line {reader.line_num}", f"it names {name!r} a second time", remedy)
            continue
        seen.add(name)
        yield name, fields


def _header(cells: list[str], where: str) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if "file" not in names:
        raise InputRefusedError(where, "its first line has no column `file`", "start it with file,source,published,url")
    return names


def _row(header: list[str], cells: list[str], where: str) -> tuple[str, dict[str, str]]:
    if len(cells) != len(header):
        reason = f"it has {len(cells)} cells where the first line has {len(header)} columns"
        raise InputRefusedError(where, reason, "put a cell that has a comma in double quotes, or fill the row up")
    row = dict(zip(header, cells, strict=True))
    name = row["file"].strip()
    if not name:
        raise InputRefusedError(where, "its `file` is empty", "name the file, or drop the row")
    return name, {field: row[field] for field in FIELDS if field in row}
