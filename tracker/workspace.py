"""The workspace: the tables of `tracker.schema` as Delta tables in one place, and the snapshots over all of them.

```
WORKSPACE/
  workspace.json              which format this folder has
  documents/ claims/ figures/ findings/ judgements/      Delta tables: plain Parquet and a log of commits
  overruled/                  one more, once judgements have changed what evidence gives
  snapshots/00000007.json     the versions of all tables that belong together, and the checksums of their files
```

What is not named by a snapshot is not there: a build writes new versions of the tables first and its snapshot last,
so a build that is killed at any point leaves the last snapshot whole, and the next one takes up from it. Readers hold
a snapshot while builds go on. Nothing written is ever changed in place. The same holds on object storage
(`tracker.storage`), where nobody is kept out: who commits second is told so, and derives anew from what is there then.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from tracker import layout, snapshots, storage
from tracker.errors import (
    UsageError,
    WorkspaceDamagedError,
    WorkspaceError,
    WorkspaceMissingError,
    WorkspaceOvertakenError,
)
from tracker.layout import FORMAT, reaching, writing
from tracker.ordered import in_order
from tracker.rewriting import Change, added, change
from tracker.schema import OVERRULED, TABLES
from tracker.snapshots import Snapshot
from tracker.storage import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tracker.schema import Table
    from tracker.storage import Store

    Rows = pl.DataFrame | pl.LazyFrame

ORDER = {
    "documents": ["doc_id"],
    "claims": ["doc_id", "part", "start", "end", "claim_id"],
    "figures": ["figure_id"],
    "findings": ["finding_id"],
    "judgements": ["made_at", "judgement_id"],
    OVERRULED.name: ["target"],
}
"""The order of each table's rows wherever they are written or handed out."""

_COMMIT_LOCK = ".commit.lock"
_BUILD_LOCK = ".build.lock"
_STORED = {**TABLES, OVERRULED.name: OVERRULED}
_OWN = {*layout.OWN, _COMMIT_LOCK, _BUILD_LOCK}
_COMMIT_WAIT = 60.0
_TRIES = 20
"""So often a commit is tried that others overtake."""
_REMEDY = "`figtrack verify` names the file; restore it from a backup, or build the workspace anew from its articles"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Tables in a folder, or on object storage; safe to use from many threads and processes at once.

    `path` is the folder, or what pathlib makes of `s3://BUCKET/PREFIX`.
    """

    path: Path

    @property
    def store(self) -> Store:
        """Where its files are."""
        return storage.at(self.path)

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether there is a workspace at `path`.

        Raises:
            WorkspaceError: it can't be reached.
        """
        return layout.is_at(storage.at(path))

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """The workspace that is at `path`.

        Raises:
            WorkspaceMissingError: there is none.
            WorkspaceError: it was made by a later version, or can't be reached.
        """
        store = storage.at(path)
        if (form := layout.format_of(store)) is None:
            with reaching(store):
                store.names(snapshots.FOLDER)  # which tells of a bucket that isn't there
            remedy = f"make one with `figtrack build ARTICLES -w {store.name}`"
            raise WorkspaceMissingError(f"{store.name}: there is no workspace; {remedy}")
        if form > FORMAT:
            later = f"made by a later Figtrack (format {form}); install that version to open it"
            raise WorkspaceError(f"{store.name}: {later}")
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """The workspace at `path`, made with empty tables where there is none yet.

        Raises:
            UsageError: there is something else at `path`.
            WorkspaceError: it can't be made.
        """
        if cls.is_at(path):
            return cls.open(path)
        store = storage.at(path)
        with writing(store):
            if store.has_other(_OWN):
                raise UsageError(f"{store.name}: it is no workspace and not empty; give a new folder")
            store.prepare()
        with store.hold(_COMMIT_LOCK, _COMMIT_WAIT, None), writing(store):
            if not cls.is_at(path):
                layout.lay_out(store)
        return cls.open(path)

    def sign(self) -> tuple[int, ...]:
        """What tells it from another that was put in its place, where that can be told cheaply."""
        return layout.sign(self.store)

    @property
    def unfinished(self) -> Path:
        """Where a build keeps what it has read until it commits it."""
        return self.store.scratch

    def snapshot(self, number: int | None = None) -> Snapshot:
        """The latest snapshot, or the one of that number.

        Raises:
            UsageError: there is no snapshot of that number.
            WorkspaceDamagedError: it can't be read.
        """
        there = self.numbers()
        if number is not None and number not in there:
            raise UsageError(f"{self.store.name}: there is no snapshot {number}; it has {there[0]} to {there[-1]}")
        return snapshots.read(self.store, there[-1] if number is None else number)

    def snapshots(self) -> list[Snapshot]:
        """All snapshots, the oldest first."""
        return [snapshots.read(self.store, number) for number in self.numbers()]

    def scan(self, table: str, snapshot: Snapshot | None = None) -> pl.LazyFrame:
        """A table of the latest or the given snapshot, lazily and in no particular order.

        Raises:
            WorkspaceDamagedError: the table's log can't be read.
        """
        version = (snapshot or self.snapshot()).versions.get(table)
        if version is None and table not in TABLES:
            return _STORED[table].empty().lazy()
        with self.reading(table):
            return _as_now(_STORED[table], tables.scan(self.store, table, version))

    def read(self, table: str, snapshot: Snapshot | None = None) -> pl.DataFrame:
        """A table of the latest or the given snapshot, sorted by `ORDER`.

        Raises:
            WorkspaceDamagedError: one of its files can't be read.
        """
        with self.reading(table):
            return self.scan(table, snapshot).sort(ORDER[table]).collect()

    def commit(
        self,
        frames: Mapping[str, Rows],
        made_by: Mapping[str, str] | None = None,
        since: Snapshot | None = None,
    ) -> Snapshot:
        """Make `frames` the content of their tables, as one new snapshot over all tables.

        Rows that are scanned are never in memory all at once. A table whose rows are the same is not written; where
        nothing at all is new, the latest snapshot is given back. Rows that only come on top are appended. `made_by`
        replaces what the last snapshot says of itself. `since` is the snapshot from which the frames were derived.

        Raises:
            WorkspaceLockedError: another process is in the middle of a commit and doesn't end it.
            WorkspaceOvertakenError: one of the tables has changed since `since`.
            WorkspaceError: the disk is full or can't be written to; the last snapshot is untouched.
        """

        def derived(last: Snapshot) -> Mapping[str, Rows]:
            if since is not None and any(last.versions.get(name) != since.versions.get(name) for name in frames):
                raise WorkspaceOvertakenError(f"{self.store.name}: another build committed first; run it again")
            return frames

        return self._committed(derived, made_by)

    def append(self, table: str, rows: pl.DataFrame) -> Snapshot:
        """Add rows to a table as one new snapshot, whatever others added meanwhile; raises what `commit` raises."""
        return self._committed(lambda last: {table: pl.concat([self.read(table, last), rows])}, None)

    def _committed(
        self, derive: Callable[[Snapshot], Mapping[str, Rows]], made_by: Mapping[str, str] | None
    ) -> Snapshot:
        """What is derived from the latest snapshot, committed; from the next one where another took its number."""
        for _ in range(_TRIES):
            with self.committing() as last:
                frames = derive(last)
                with contextlib.suppress(tables.TakenError):
                    return self._commit(last, frames, made_by)
        raise WorkspaceOvertakenError(f"{self.store.name}: others commit all the time; run it again")

    @contextlib.contextmanager
    def building(self, wait: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """Keep other builds out; readers and judgements go on. On object storage, those of this machine.

        Raises:
            WorkspaceLockedError: another build is under way after `wait` seconds.
        """
        with self.store.hold(_BUILD_LOCK, wait, on_wait):
            yield

    def numbers(self) -> list[int]:
        """The numbers of the snapshots, the oldest first.

        Raises:
            WorkspaceDamagedError: there is none.
        """
        store = self.store
        with reaching(store):
            there = snapshots.numbers(store)
        if not there:
            where = store.address(snapshots.FOLDER)
            raise WorkspaceDamagedError(f"{where}: there is no snapshot in it; restore it from a backup")
        return there

    def data_files(self, snapshot: Snapshot) -> set[str]:
        """The files that hold the rows of a snapshot's tables, by their path below the workspace.

        Raises:
            WorkspaceDamagedError: a table's log can't be read.
        """
        found: set[str] = set()
        for table, version in snapshot.versions.items():
            with self.reading(table):
                found |= tables.files(self.store, table, version)
        return found

    def every_data_file(self) -> set[str]:
        """The files of rows that are there, also those that no snapshot names."""
        return {file for table in _STORED for file in self.store.names(table) if not tables.is_log(file)}

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
        except tables.FAULTS as error:
            where = self.store.address(table)
            raise WorkspaceDamagedError(f"{where}: can't be read ({self.store.told(error)}); {_REMEDY}") from error

    @contextlib.contextmanager
    def working_on(self, *names: str, since: Snapshot) -> Iterator[None]:
        """Tell whether a table is damaged where work on scans of several fails inside.

        Raises:
            WorkspaceDamagedError: a file of one of the tables can't be read.
        """
        try:
            yield
        except tables.FAULTS:
            for table in names:
                with self.reading(table):
                    for _ in self.scan(table, since).collect_batches():
                        pass
            raise

    @contextlib.contextmanager
    def committing(self) -> Iterator[Snapshot]:
        """Keep other commits out; gives the latest snapshot. Raises what `commit` raises."""
        with self.store.hold(_COMMIT_LOCK, _COMMIT_WAIT, None), writing(self.store):
            yield self.snapshot()

    def _commit(self, last: Snapshot, frames: Mapping[str, Rows], made_by: Mapping[str, str] | None) -> Snapshot:
        versions, fresh = dict(last.versions), dict[str, str]()
        for table, frame in frames.items():
            version, files = self._write(table, frame, last)
            if version is not None:
                versions[table] = version
            fresh.update(files)
        described = dict(last.made_by if made_by is None else made_by)
        if versions == last.versions and described == last.made_by:
            return last
        snapshot = Snapshot(last.number + 1, datetime.now(UTC), versions, described, fresh)
        try:
            snapshots.write(self.store, snapshot)
        except FileExistsError as error:
            raise tables.TakenError(str(error)) from error
        return snapshot

    def _write(self, table: str, rows: Rows, last: Snapshot) -> tuple[int | None, dict[str, str]]:
        """The version in which the table holds `rows`, and the checksums of the files that took.

        None where there is no such table and nothing to put into it.
        """
        after, before = rows.lazy().select(_STORED[table].polars.names()), self.scan(table, last)
        key, order = _STORED[table].key, ORDER[table]
        found = change(before, after, key, order)
        if found is Change.NONE:
            return last.versions.get(table), {}
        store = self.store
        there = tables.lay(store, _STORED[table]) if table not in last.versions else tables.version(store, table)
        abandoned = there != last.versions.get(table)
        known = set[str]() if abandoned else store.names(table)
        on_top = found is Change.ADDED and not abandoned
        written = added(before, after, key, order) if on_top else in_order(after, order)
        version = tables.put(store, table, written, there, on_top=on_top)
        # Not those of a build that was killed, which no snapshot will name.
        named = tables.files(store, table, version)
        new = {name for name in layout.lasting(store, table) - known if name in named or tables.is_log(name)}
        return version, snapshots.checksums(store, new)


def _as_now(table: Table, stored: pl.LazyFrame) -> pl.LazyFrame:
    """A table with the columns of today: those that an older version did not write are null."""
    there = stored.collect_schema()
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in table.polars.items() if name not in there]
    names = table.polars.names()
    return stored if there.names() == names else stored.with_columns(missing).select(names)
