"""What leaves: every table in one folder, with its description for machines and for people.

The folder appears whole or not at all. `datapackage.json` describes it by the Data Package standard
(https://datapackage.org), `README.md` says the same in words and how to cite it.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from tracker import datapackage, spreadsheet
from tracker.errors import UsageError, WorkspaceError
from tracker.formats import for_csv, for_jsonl
from tracker.review import laid_over
from tracker.schema import TABLES
from tracker.workspace import ORDER

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.schema import Table
    from tracker.snapshots import Snapshot
    from tracker.workspace import Workspace


class Format(StrEnum):
    """What an export's tables are written as."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder, the rows of each table, and in a sentence each what did not fit the format."""

    folder: Path
    rows: dict[str, int]
    notes: tuple[str, ...]


def export(
    workspace: Workspace, folder: Path, form: Format = Format.PARQUET, snapshot: Snapshot | None = None
) -> Export:
    """Write every table of the latest or the given snapshot into `folder`, in the place of an earlier export.

    Raises:
        UsageError: there is something else at `folder`, or a table doesn't fit the format.
        WorkspaceError: the disk is full or can't be written to, or the workspace is damaged.
    """
    snapshot = snapshot or workspace.snapshot()
    folder = folder.resolve()
    if folder.exists() and not _replaceable(folder):
        raise UsageError(f"{folder}: it is there and is no earlier export; give a new folder")
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        part.mkdir(parents=True)
        done = _write(workspace, snapshot, part, form)
        _describe(part, snapshot, form, done)
        _put_in_place(part, folder)
    except OSError as error:
        raise WorkspaceError(f"{folder}: can't be written ({error.strerror or error}); free some space") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Export(folder, done.rows, done.notes)


def _replaceable(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        made = json.loads((folder / datapackage.NAME).read_bytes())
        return isinstance(made, dict) and made.get("name") == datapackage.PACKAGE
    except (OSError, ValueError):
        return False


def _put_in_place(part: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old.{os.getpid()}")
    if folder.exists():
        folder.rename(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(workspace: Workspace, snapshot: Snapshot, folder: Path, form: Format) -> Export:
    laid = laid_over(workspace, snapshot)
    if form is Format.XLSX:
        frames = {name: laid.read(name) for name in TABLES}
        notes = spreadsheet.write(folder / spreadsheet.NAME, frames)
        return Export(folder, {name: frame.height for name, frame in frames.items()}, notes)
    rows = {}
    for name, table in TABLES.items():
        lazy = laid.scan(name).sort(ORDER[name])
        sink(lazy, folder / f"{name}.{form}", form, table)
        rows[name] = laid.count(name)
    return Export(folder, rows, ())


def sink(lazy: pl.LazyFrame, path: Path, form: Format, table: Table) -> None:
    """Write rows as Parquet, CSV or JSON lines, without holding all of them.

    Raises:
        WorkspaceError: the disk is full or can't be written to, or a file that rows come from is damaged.
    """
    try:
        if form is Format.PARQUET:
            lazy.sink_parquet(path, metadata=datapackage.parquet_metadata(table))
        elif form is Format.CSV:
            for_csv(lazy).sink_csv(path)
        else:
            for_jsonl(lazy).sink_ndjson(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        remedy = "free some space, or let `figtrack verify` tell what is damaged"
        raise WorkspaceError(f"{path}: can't be written ({str(error).splitlines()[0][:300]}); {remedy}") from error


def _describe(folder: Path, snapshot: Snapshot, form: Format, done: Export) -> None:
    made = datapackage.descriptor(form, snapshot, version("figtrack"))
    text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    (folder / datapackage.NAME).write_text(text, encoding="utf-8")
    rows = [(TABLES[name], count) for name, count in done.rows.items()]
    readme = datapackage.readme(form, snapshot, version("figtrack"), rows, done.notes)
    (folder / "README.md").write_text(readme, encoding="utf-8")
