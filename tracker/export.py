"""What leaves: tables in one folder or archive, with their description for machines and for people.

It appears whole or not at all. `datapackage.json` describes it by the Data Package standard
(https://datapackage.org), `README.md` says the same in words, with the columns' dictionary, and `CITATION.cff` how to
cite it. Tables go out a stretch at a time, so that none is ever held whole.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from tracker import datapackage, filters, partitions, spreadsheet
from tracker.errors import UsageError, WorkspaceError
from tracker.formats import for_csv, for_jsonl
from tracker.ordered import STRETCH_ROWS, in_order, stretches
from tracker.review import laid_over
from tracker.schema import TABLES
from tracker.storage import check_here
from tracker.workspace import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tracker.datapackage import Dated
    from tracker.schema import Table
    from tracker.snapshots import Snapshot
    from tracker.workspace import Workspace

_CITATION = "CITATION.cff"
_README = "README.md"


class Format(StrEnum):
    """What an export's tables are written as."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to leave: which tables (none: all), of one table the rows that meet a condition (`tracker.filters`),
    and a column, or `day`, by whose values tables are split into folders."""

    tables: tuple[str, ...] = ()
    where: str | None = None
    partition_by: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder or archive, the rows of each table, and in a sentence each what did not fit."""

    folder: Path
    rows: dict[str, int]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Written:
    """The files of each table, its rows, and what there is to say of them."""

    files: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def export(
    workspace: Workspace,
    out: Path,
    form: Format = Format.PARQUET,
    snapshot: Snapshot | None = None,
    chosen: Chosen | None = None,
) -> Export:
    """Write tables of the latest or the given snapshot into `out`, in the place of an earlier export.

    `out` is a folder, or an archive where its name ends in `.zip`.

    Raises:
        UsageError: there is something else at `out`, a table doesn't fit the format, or what is chosen isn't there.
        WorkspaceError: the disk is full or can't be written to, or the workspace is damaged.
    """
    chosen = chosen or Chosen()
    _check(chosen, form)
    check_here(out)
    snapshot = snapshot or workspace.snapshot()
    out = out.resolve()
    if out.exists() and not _replaceable(out):
        raise UsageError(f"{out}: it is there and is no earlier export; give a new folder")
    part = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        part.mkdir(parents=True)
        done = _write(workspace, snapshot, part, form, chosen)
        for name, text in _described(form, snapshot, done, chosen.where).items():
            (part / name).write_text(text, encoding="utf-8")
        if out.suffix == ".zip":
            _pack(part)
        _put_in_place(part, out)
    except OSError as error:
        remedy = "free some space, or choose another place"
        raise WorkspaceError(f"{out}: can't be written ({error.strerror or error}); {remedy}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        with suppress(OSError):
            _packed(part).unlink(missing_ok=True)
    return Export(out, done.rows, tuple(done.notes))


def _check(chosen: Chosen, form: Format) -> None:
    for name in chosen.tables:
        if name not in TABLES:
            raise UsageError(f"--table {name}: there is no such table; there are {', '.join(TABLES)}")
    if chosen.where is not None and len(chosen.tables) != 1:
        raise UsageError("--where: its condition is on the columns of one table; say which with --table")
    if chosen.partition_by is not None:
        if form is Format.XLSX:
            raise UsageError("--partition-by: a workbook has no folders; choose --format parquet, csv or jsonl")
        partitions.check(chosen.partition_by, [TABLES[name] for name in chosen.tables or TABLES])


def _replaceable(out: Path) -> bool:
    try:
        if out.is_dir():
            return not any(out.iterdir()) or _is_ours((out / datapackage.NAME).read_bytes())
        with zipfile.ZipFile(out) as packed:
            return _is_ours(packed.read(datapackage.NAME))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def _is_ours(descriptor: bytes) -> bool:
    made = json.loads(descriptor)
    return isinstance(made, dict) and made.get("name") == datapackage.PACKAGE


def _pack(part: Path) -> None:
    """Put what is in a folder into an archive in its place."""
    packed = _packed(part)
    pack(packed, {path.relative_to(part).as_posix(): path for path in sorted(part.rglob("*")) if path.is_file()})
    shutil.rmtree(part)
    packed.rename(part)


def _packed(part: Path) -> Path:
    return part.with_name(f"{part.name}.packed")


def pack(archive: Path, content: Mapping[str, Path | str]) -> None:
    """Write a zip of files and texts by their names in it."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, each in content.items():
            if isinstance(each, str):
                packed.writestr(name, each.encode("utf-8", errors="replace"))
            else:
                packed.write(each, name)


def _put_in_place(part: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.old.{os.getpid()}")
    if out.exists():
        out.rename(old)
    part.rename(out)
    old.unlink() if old.is_file() else shutil.rmtree(old, ignore_errors=True)


def _write(workspace: Workspace, snapshot: Snapshot, folder: Path, form: Format, chosen: Chosen) -> _Written:
    laid, done = laid_over(workspace, snapshot), _Written()
    lazy = {name: laid.scan(name) for name in chosen.tables or TABLES}
    if chosen.where is not None:
        lazy = {name: filters.having(each, TABLES[name], chosen.where) for name, each in lazy.items()}
    with workspace.reading(""):
        done.rows = {name: int(each.select(pl.len()).collect(engine="streaming").item()) for name, each in lazy.items()}
        if form is Format.XLSX:
            spreadsheet.check(done.rows)
            sheets = {name: stretches(each, ORDER[name]) for name, each in lazy.items()}
            with _writing("the export's workbook"):
                done.notes += spreadsheet.write(folder / spreadsheet.NAME, sheets)
            done.files = {name: [spreadsheet.NAME] for name in lazy}
            return done
        for name, each in lazy.items():
            done.files[name] = _put(each, folder, form, TABLES[name], chosen.partition_by)
    return done


def _put(lazy: pl.LazyFrame, folder: Path, form: Format, table: Table, by: str | None) -> list[str]:
    """Write a table into a file of its name, or split into a folder of its name; gives the files."""
    if by is None or not partitions.splits(by, table):
        name = f"{table.name}.{form}"
        sink(in_order(lazy, ORDER[table.name]), folder / name, form, table)
        return [name]
    names = []
    for part, rows in partitions.parts(lazy, by, table, ORDER[table.name]):
        names.append(f"{table.name}/{part}/0.{form}")
        sink(rows, folder / names[-1], form, table)
    return names


def sink(lazy: pl.LazyFrame, path: Path, form: Format, table: Table) -> None:
    """Write rows as Parquet, CSV or JSON lines, without holding all of them.

    Raises:
        WorkspaceError: the disk is full or can't be written to, or a file that rows come from is damaged.
    """
    with _writing(f"the export of {table.name}"):
        if form is Format.PARQUET:
            said = datapackage.parquet_metadata(table)
            lazy.sink_parquet(path, metadata=said, row_group_size=STRETCH_ROWS, mkdir=True)
        elif form is Format.CSV:
            for_csv(lazy).sink_csv(path, mkdir=True)
        else:
            for_jsonl(lazy).sink_ndjson(path, mkdir=True)


@contextmanager
def _writing(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        remedy = "free some space, or let `figtrack verify` tell what is damaged"
        raise WorkspaceError(f"{what} can't be written ({str(error).splitlines()[0][:300]}); {remedy}") from error


def describing(
    form: Format,
    about: Dated,
    rows: Iterable[tuple[Table, int]],
    notes: Sequence[str],
    files: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """The texts that go with tables: README.md, datapackage.json and CITATION.cff.

    `files` are those of each table, where they are not one a table of its name.
    """
    counts = list(rows)
    # Frictionless reads no JSON lines without a line.
    told = [table for table, count in counts if count or form is not Format.JSONL]
    descriptor = datapackage.descriptor(form, about, {table.name: table for table in told}, files)
    return {
        _README: datapackage.readme(form, about, counts, notes, files),
        datapackage.NAME: json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n",
        _CITATION: datapackage.citation_file(about),
    }


def _described(form: Format, snapshot: Snapshot, done: _Written, where: str | None) -> dict[str, str]:
    notes = [*done.notes, *([f"These are the rows of which holds: `{where}`."] if where else [])]
    rows = [(TABLES[name], count) for name, count in done.rows.items()]
    return describing(form, snapshot, rows, notes, done.files)
