"""The workspace: the tables of `tracker.schema` as Delta tables in one folder, and the snapshots over all of them.

```
WORKSPACE/
  workspace.json              which format this folder has
  documents/ claims/ figures/ findings/ judgements/      Delta tables: plain Parquet and a log of commits
  overruled/                  one more, once judgements have changed what evidence gives
  snapshots/00000007.json     the versions of all tables that belong together, and the checksums of their files
```

What is not named by a snapshot is not there: a build writes new versions of the tables first and its snapshot last,
so a build that is killed at any point leaves the last snapshot whole, and the next one takes up from it. Readers hold
a snapshot while builds go on. Nothing written is ever changed in place.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from deltalake import DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError

from tracker import snapshots
from tracker.errors import UsageError, WorkspaceDamagedError, WorkspaceError, WorkspaceMissingError
from tracker.locks import held
from tracker.schema import OVERRULED, TABLES
from tracker.snapshots import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT = 1
"""The layout of a workspace; a folder of a later format is refused rather than misread."""

ORDER = {
    "documents": ["doc_id"],
    "claims": ["doc_id", "part", "start", "end", "claim_id"],
    "figures": ["figure_id"],
    "findings": ["finding_id"],
    "judgements": ["made_at", "judgement_id"],
    OVERRULED.name: ["target"],
}
"""The order of each table's rows wherever they are written or handed out."""

_MARKER = "workspace.json"
SNAPSHOTS = "snapshots"
"""The folder of the snapshots' log."""
_COMMIT_LOCK = ".commit.lock"
_BUILD_LOCK = ".build.lock"
_UNFINISHED = ".unfinished"
_STORED = {**TABLES, OVERRULED.name: OVERRULED}
_OWN = {_MARKER, f".{_MARKER}", SNAPSHOTS, _COMMIT_LOCK, _BUILD_LOCK, _UNFINISHED, *_STORED}
_COMMIT_WAIT = 60.0
# Expired log files are kept: a snapshot of any age can be read.
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_REMEDY = "`figtrack verify` names the file; restore it from a backup, or build the workspace anew from its articles"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of tables; safe to use from many threads and processes at once."""

    path: Path

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether there is a workspace at `path`."""
        return (path / _MARKER).is_file()

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """The workspace that is at `path`.

        Raises:
            WorkspaceMissingError: there is none.
            WorkspaceError: it was made by a later version.
        """
        marker = path / _MARKER
        if not cls.is_at(path):
            remedy = f"make one with `figtrack build ARTICLES -w {path}`"
            raise WorkspaceMissingError(f"{path}: there is no workspace; {remedy}")
        try:
            form = int(json.loads(marker.read_bytes())["format"])
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise WorkspaceDamagedError(f"{marker}: can't be read ({error}); restore it from a backup") from error
        if form > FORMAT:
            raise WorkspaceError(f"{path}: made by a later Figtrack (format {form}); install that version to open it")
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """The workspace at `path`, made with empty tables where there is none yet.

        Raises:
            UsageError: there is something else at `path`.
            WorkspaceError: the folder can't be made.
        """
        if cls.is_at(path):
            return cls.open(path)
        if path.exists() and (not path.is_dir() or {entry.name for entry in path.iterdir()} - _OWN):
            raise UsageError(f"{path}: it is no workspace and not empty; give a new folder")
        with _disk(path):
            path.mkdir(parents=True, exist_ok=True)
        with held(path / _COMMIT_LOCK, _COMMIT_WAIT), _disk(path):
            if not cls.is_at(path):
                _lay_out(path)
        return cls.open(path)

    @property
    def unfinished(self) -> Path:
        """Where a build keeps what it has read until it commits it."""
        return self.path / _UNFINISHED

    def snapshot(self, number: int | None = None) -> Snapshot:
        """The latest snapshot, or the one of that number.

        Raises:
            UsageError: there is no snapshot of that number.
            WorkspaceDamagedError: it can't be read.
        """
        there = self.numbers()
        if number is not None and number not in there:
            raise UsageError(f"{self.path}: there is no snapshot {number}; it has {there[0]} to {there[-1]}")
        return snapshots.read(self.path / SNAPSHOTS, there[-1] if number is None else number)

    def snapshots(self) -> list[Snapshot]:
        """All snapshots, the oldest first."""
        return [snapshots.read(self.path / SNAPSHOTS, number) for number in self.numbers()]

    def scan(self, table: str, snapshot: Snapshot | None = None) -> pl.LazyFrame:
        """A table of the latest or the given snapshot, lazily and in no particular order.

        Raises:
            WorkspaceDamagedError: the table's log can't be read.
        """
        version = (snapshot or self.snapshot()).versions.get(table)
        if version is None and table not in TABLES:
            return _STORED[table].empty().lazy()
        with self.reading(table):
            delta = DeltaTable(str(self.path / table), version=version)
            self._check_sizes(table, delta)
            return pl.scan_delta(delta)

    def read(self, table: str, snapshot: Snapshot | None = None) -> pl.DataFrame:
        """A table of the latest or the given snapshot, sorted by `ORDER`.

        Raises:
            WorkspaceDamagedError: one of its files can't be read.
        """
        with self.reading(table):
            return self.scan(table, snapshot).sort(ORDER[table]).collect()

    def commit(self, frames: Mapping[str, pl.DataFrame], made_by: Mapping[str, str] | None = None) -> Snapshot:
        """Make `frames` the content of their tables, as one new snapshot over all tables.

        A table whose rows are the same is not written; where nothing at all is new, the latest snapshot is given
        back. Rows that only come on top are appended. `made_by` replaces what the last snapshot says of itself.

        Raises:
            WorkspaceLockedError: another process is in the middle of a commit and doesn't end it.
            WorkspaceError: the disk is full or can't be written to; the last snapshot is untouched.
        """
        with self.committing() as last:
            return self._commit(last, frames, made_by)

    def append(self, table: str, rows: pl.DataFrame) -> Snapshot:
        """Add rows to a table as one new snapshot, whatever others added meanwhile; raises what `commit` raises."""
        with self.committing() as last:
            return self._commit(last, {table: pl.concat([self.read(table, last), rows])}, None)

    @contextlib.contextmanager
    def building(self, wait: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """Keep other builds out; readers and judgements go on.

        Raises:
            WorkspaceLockedError: another build is under way after `wait` seconds.
        """
        with held(self.path / _BUILD_LOCK, wait, on_wait):
            yield

    def numbers(self) -> list[int]:
        """The numbers of the snapshots, the oldest first.

        Raises:
            WorkspaceDamagedError: there is none.
        """
        folder = self.path / SNAPSHOTS
        there = snapshots.numbers(folder) if folder.is_dir() else []
        if not there:
            raise WorkspaceDamagedError(f"{folder}: there is no snapshot in it; restore it from a backup")
        return there

    def data_files(self, snapshot: Snapshot) -> set[str]:
        """The files that hold the rows of a snapshot's tables, by their path below the workspace.

        Raises:
            WorkspaceDamagedError: a table's log can't be read.
        """
        found: set[str] = set()
        for table, version in snapshot.versions.items():
            with self.reading(table):
                delta = DeltaTable(str(self.path / table), version=version)
                names = pl.DataFrame(delta.get_add_actions(flatten=True))["path"]
                found.update(f"{table}/{name}" for name in names)
        return found

    def every_data_file(self) -> set[str]:
        """The files of rows that are there, also those that no snapshot names."""
        tables = (name for name in _STORED if (self.path / name).is_dir())
        return {file for table in tables for file in _files(self.path, table) if "/_delta_log/" not in file}

    def count(self, table: str, snapshot: Snapshot | None = None) -> int:
        """How many rows a table of the latest or the given snapshot has; raises what `read` raises."""
        with self.reading(table):
            return int(self.scan(table, snapshot).select(pl.len()).collect().item())

    @contextlib.contextmanager
    def reading(self, table: str) -> Iterator[None]:
        """Say what is damaged where a scan of the table is carried out inside.

        Raises:
            WorkspaceDamagedError: a file of the table can't be read.
        """
        try:
            yield
        except (DeltaError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise WorkspaceDamagedError(
                f"{self.path / table}: can't be read ({_first_line(error)}); {_REMEDY}"
            ) from error

    def _check_sizes(self, table: str, delta: DeltaTable) -> None:
        """A file cut short makes the reader of Parquet panic: say so before."""
        there = pl.DataFrame(delta.get_add_actions(flatten=True)).select("path", "size_bytes")
        for name, size in there.iter_rows():
            path = self.path / table / name
            if not path.is_file() or path.stat().st_size != size:
                raise WorkspaceDamagedError(f"{path}: is missing or not as long as it was written; {_REMEDY}")

    @contextlib.contextmanager
    def committing(self) -> Iterator[Snapshot]:
        """Keep other commits out; gives the latest snapshot. Raises what `commit` raises."""
        with held(self.path / _COMMIT_LOCK, _COMMIT_WAIT), _disk(self.path):
            yield self.snapshot()

    def _commit(
        self, last: Snapshot, frames: Mapping[str, pl.DataFrame], made_by: Mapping[str, str] | None
    ) -> Snapshot:
        versions, added = dict(last.versions), dict[str, str]()
        for table, frame in frames.items():
            version, files = self._write(table, frame, last)
            if version is not None:
                versions[table] = version
            added.update(files)
        described = dict(last.made_by if made_by is None else made_by)
        if versions == last.versions and described == last.made_by:
            return last
        snapshot = Snapshot(last.number + 1, datetime.now(UTC), versions, described, added)
        snapshots.write(self.path / SNAPSHOTS, snapshot)
        return snapshot

    def _write(self, table: str, frame: pl.DataFrame, last: Snapshot) -> tuple[int | None, dict[str, str]]:
        """The version in which the table holds `frame`, and the checksums of the files that took.

        None where there is no such table and nothing to put into it.
        """
        frame = frame.select(list(_STORED[table].polars)).sort(ORDER[table])
        before = self.read(table, last)
        if frame.equals(before):
            return last.versions.get(table), {}
        if table not in last.versions:
            _lay_table(self.path, table)
        target = DeltaTable(str(self.path / table))
        abandoned = target.version() != last.versions.get(table)
        there = _no_files() if abandoned else _files(self.path, table)
        added = _added(_STORED[table].key, before, frame)
        if abandoned or added is None:
            write_deltalake(target, frame, mode="overwrite", post_commithook_properties=_HOOKS)
        else:
            write_deltalake(target, added, mode="append", post_commithook_properties=_HOOKS)
        version = DeltaTable(str(self.path / table)).version()
        return version, snapshots.checksums(self.path, _files(self.path, table) - there)


def _added(key: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame | None:
    """The rows that `after` has on top of all those of `before`; None where one of these changed or went."""
    if not before.height or after.height <= before.height:
        return None
    known = after[key].is_in(before[key].implode())
    return after.filter(~known) if after.filter(known).equals(before) else None


def _no_files() -> set[str]:
    return set()


def _files(root: Path, table: str) -> set[str]:
    """The files of a table that never change once written, by their path below the workspace."""
    found: set[str] = set()
    for folder, _, names in os.walk(root / table):
        here = Path(folder).relative_to(root)
        found.update((here / name).as_posix() for name in names if name != "_last_checkpoint")
    return found


def _lay_out(path: Path) -> None:
    """Empty tables, the first snapshot, and the marker that makes it a workspace: in this order, each redone safely."""
    files: set[str] = set()
    versions = {}
    for name in TABLES:
        _lay_table(path, name)
        versions[name] = DeltaTable(str(path / name)).version()
        files |= _files(path, name)
    log = path / SNAPSHOTS
    log.mkdir(exist_ok=True)
    if not snapshots.numbers(log):
        snapshots.write(log, Snapshot(0, datetime.now(UTC), versions, {}, snapshots.checksums(path, files)))
    part = path / f".{_MARKER}"
    part.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
    part.replace(path / _MARKER)


def _lay_table(path: Path, name: str) -> None:
    table = _STORED[name]
    write_deltalake(str(path / name), table.empty(), mode="ignore", description=table.meaning)


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    """What the disk refuses, in words."""
    try:
        yield
    except (DeltaError, OSError) as error:
        remedy = "free some space or give yourself the right to write there; the last snapshot is untouched"
        raise WorkspaceError(f"{path}: can't be written to ({_first_line(error)}); {remedy}") from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
