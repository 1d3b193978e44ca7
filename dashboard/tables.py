"""Tables of the newest snapshot at hand in memory, and frames made of a snapshot's tables once instead of at each page.

A page reads from memory what is there and from the workspace's files what is not, so it is the same page either way,
only sooner or later. What is at hand is loaded in a thread of its own while pages go on, and only one snapshot's is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dashboard.remembered import Remembered
from tracker.errors import WorkspaceError
from tracker.schema import TABLES
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.queries import FigureView, Scan
    from tracker.review import Laid
    from tracker.snapshots import Snapshot

LOG = logging.getLogger("figtrack.dashboard")
HELD = ("figures", "findings", "claims")
"""The tables that pages look things up in; documents are read from their files, since their text is most of a
workspace and a page shows little of it."""
MOST_ROWS = 1_500_000
"""A table of more rows stays in its files: a million claims take about half a gigabyte."""
TIMES = 8
"""A column of texts that each come so often, or more, takes a quarter of the memory by their numbers in a list."""
REMEMBERED = 64
"""So many frames made of tables are kept: some of each of the last few snapshots that were shown."""
VIEWED = 40_000
"""The figures looked at last are kept with so many claims together; twenty thousand take about sixty megabytes."""

Key = tuple[object, ...]
Make = Callable[["Scan"], pl.DataFrame]


class Tables:
    """What is at hand of one workspace; safe to use from many threads at once."""

    def __init__(self, prepare: Callable[[Scan], object]) -> None:
        """`prepare` is called with each new snapshot as soon as its tables are loaded, to have made what is kept."""
        self._prepare = prepare
        self._held: dict[str, tuple[Key, pl.LazyFrame]] = {}
        self._frames = Remembered(REMEMBERED)
        self._views = Remembered(VIEWED, weigh)
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._wanted: Key | None = None

    def scan(self, workspace: Workspace, table: str, snapshot: Snapshot | None) -> pl.LazyFrame:
        """A table of a snapshot, from memory if it is there; raises what `Workspace.scan` raises."""
        held = self._held.get(table)
        if snapshot is not None and held and held[0] == _key(workspace, snapshot, [table]):
            return held[1]
        return workspace.scan(table, snapshot)

    def keep(self, key: Key, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The frame of that key, made by the first who asks while others wait for it."""
        frame: pl.DataFrame = self._frames.keep(key, make)
        return frame

    def keep_view(self, key: Key, make: Callable[[], FigureView | None]) -> FigureView | None:
        """The figure of that key, made by the first who asks while others wait for it."""
        view: FigureView | None = self._views.keep(key, make)
        return view

    def load(self, workspace: Workspace, snapshot: Snapshot, scan: Scan) -> None:
        """Have the tables of the newest snapshot loaded in the background, unless they are or are about to be."""
        key = _key(workspace, snapshot, HELD)
        with self._lock:
            if key == self._wanted:
                return
            self._wanted = key
        loading = threading.Thread(target=self._load, args=(workspace, snapshot, scan), daemon=True)
        loading.start()

    def _load(self, workspace: Workspace, snapshot: Snapshot, scan: Scan) -> None:
        with self._loading:
            try:
                for table in HELD:
                    self._hold(workspace, snapshot, table)
                self._prepare(scan)
            except (WorkspaceError, pl.exceptions.PolarsError, OSError) as error:
                LOG.warning("pages are read from files: %s", error)

    def _hold(self, workspace: Workspace, snapshot: Snapshot, table: str) -> None:
        key = _key(workspace, snapshot, [table])
        if self._held.get(table, (None,))[0] == key:
            return
        # One snapshot's rows at a time: the old ones go before the new ones come.
        self._held.pop(table, None)
        if workspace.count(table, snapshot) <= MOST_ROWS:
            with workspace.reading(table):
                self._held[table] = (key, _compact(workspace.scan(table, snapshot), TABLES[table].polars))


@dataclass(frozen=True, slots=True)
class AtHand(Workspace):
    """A workspace whose tables are taken from memory where they are there."""

    tables: Tables | None = None

    @classmethod
    def of(cls, path: Path, tables: Tables) -> AtHand:
        """The workspace at `path`; raises what `Workspace.open` raises."""
        return cls(Workspace.open(path).path, tables)

    def scan(self, table: str, snapshot: Snapshot | None = None) -> pl.LazyFrame:
        """A table of the latest or the given snapshot, lazily and in no particular order."""
        files = Workspace(self.path)
        return self.tables.scan(files, table, snapshot) if self.tables else files.scan(table, snapshot)


@dataclass(frozen=True, slots=True)
class Kept:
    """The tables of a snapshot as pages read them, and what is made of them once.

    Called with a table's name it gives the table; `laid` has its judgements in effect.
    """

    laid: Laid
    tables: Tables

    def __call__(self, table: str) -> pl.LazyFrame:
        """A table of the snapshot, lazily and in no particular order."""
        return self.laid.scan(table)

    def keep(self, name: str, make: Make) -> pl.DataFrame:
        """What `make` gives of this snapshot, made once."""
        return self.tables.keep((*self._key(), name), lambda: make(self))

    def keep_view(self, name: Key, make: Callable[[Scan], FigureView | None]) -> FigureView | None:
        """What `make` gives of a figure in this snapshot, made once."""
        return self.tables.keep_view((*self._key(), *name), lambda: make(self))

    def keep_by_figure(self, name: str, make: Make) -> pl.DataFrame:
        """As `keep`, for a frame with a row or more for each `figure_id`, each made of that figure's rows alone.

        After a judgement only the figures that it changed are made anew.
        """
        built = (*_key(self.laid.workspace, self.laid.snapshot, HELD), name)
        changed = self._changed()
        if not changed:
            return self.tables.keep(built, lambda: make(self._before))

        def now(table: str) -> pl.LazyFrame:
            return self(table).filter(pl.col("figure_id").is_in(changed)) if table in HELD else self(table)

        def patched(_: Scan) -> pl.DataFrame:
            kept = self.tables.keep(built, lambda: make(self._before))
            return pl.concat([kept.filter(~pl.col("figure_id").is_in(changed)), make(now)])

        return self.keep(name, patched)

    def _before(self, table: str) -> pl.LazyFrame:
        """A table as the build made it."""
        return self.laid.workspace.scan(table, self.laid.snapshot)

    def _changed(self) -> list[str]:
        """The figures that judgements changed since the build."""
        changes = self.laid.changes
        named = set(changes.gone.get("figures", ()))
        for table in HELD:
            rows = changes.rows.get(table)
            if rows is not None:
                named.update(rows["figure_id"].drop_nulls())
        return sorted(named)

    def _key(self) -> Key:
        snapshot = self.laid.snapshot
        key = _key(self.laid.workspace, snapshot, TABLES)
        return (*key, snapshot.made_by.get("judgements", "0")) if self.laid.changes.rows else key


def weigh(view: FigureView | None) -> int:
    """How many claims a figure is kept with, and one for itself."""
    return 1 + len(view.claims) if view else 1


def _compact(files: pl.LazyFrame, schema: pl.Schema) -> pl.LazyFrame:
    """A table in memory, a column at a time; of texts that come again and again each once, and back as they are asked.

    A query that picks rows by their ids, which stay as they are, turns only these rows back into texts.
    """
    columns = [_encoded(files.select(name).collect().to_series()) for name in schema]
    texts = [column.name for column in columns if column.dtype == pl.Enum]
    return pl.DataFrame(columns).lazy().with_columns(pl.col(texts).cast(pl.String))


def _encoded(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String or column.name.endswith("_id"):
        return column
    known = column.drop_nulls().unique()
    return column.cast(pl.Enum(known)) if known.len() <= column.len() // TIMES else column


def _key(workspace: Workspace, snapshot: Snapshot, tables: Iterable[str]) -> Key:
    """What the rows of tables are known by: their versions, in this workspace and no other put in its place."""
    versions = tuple((table, snapshot.versions.get(table)) for table in tables)
    return ((str(workspace.path), *workspace.sign()), *versions)
