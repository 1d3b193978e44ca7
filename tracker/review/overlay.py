"""The tables of a snapshot with all judgements of that snapshot in effect, without building anew.

A build bakes in the judgements that there were when it began; those made since are laid over its tables. Only the
figures that they concern are worked out again, by the functions that a build calls, so that the next build gives the
same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.judgements import in_force, moving
from tracker.review.changes import Changes, changes
from tracker.review.moves import Before, Judgements
from tracker.schema import JUDGEMENTS, TABLES
from tracker.workspace import ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.checking.check import Compared
    from tracker.snapshots import Snapshot
    from tracker.workspace import Workspace

REMEMBERED = 8
"""So many laid-over snapshots are kept at hand; a page of one that is costs no more than without judgements."""
MOST_COMPARED = 5_000
"""So many figures that judgements changed are kept of a build, as each was between two judgements."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A snapshot with its judgements in effect. `merged` says of a figure that was joined to another which that is."""

    workspace: Workspace
    snapshot: Snapshot
    changes: Changes = field(default_factory=Changes)

    @property
    def merged(self) -> Mapping[str, str]:
        """The figures that were joined to others since the build, and to which."""
        return self.changes.merged

    def scan(self, table: str) -> pl.LazyFrame:
        """A table of the snapshot, lazily and in no particular order; raises what `Workspace.scan` raises."""
        found = self.workspace.scan(table, self.snapshot)
        rows = self.changes.rows.get(table)
        gone = self.changes.gone.get(table)
        if rows is None or gone is None or (rows.is_empty() and not gone):
            return found
        key = TABLES[table].key
        kept = found.filter(~pl.col(key).is_in([*gone])) if gone else found
        return pl.concat([kept, rows.select(list(TABLES[table].polars)).lazy()])

    def read(self, table: str) -> pl.DataFrame:
        """A table of the snapshot in its order; raises what `Workspace.read` raises."""
        with self.workspace.reading(table):
            return self.scan(table).sort(ORDER[table]).collect()

    def count(self, table: str) -> int:
        """How many rows a table of the snapshot has; raises what `Workspace.read` raises."""
        with self.workspace.reading(table):
            return int(self.scan(table).select(pl.len()).collect().item())


def laid_over(workspace: Workspace, snapshot: Snapshot | None = None) -> Laid:
    """The latest or the given snapshot with its judgements in effect.

    What they change is worked out once and remembered; requests that come meanwhile wait for it.

    Raises:
        WorkspaceDamagedError: a table can't be read.
    """
    shown = snapshot or workspace.snapshot()
    if shown.made_by.get("judgements", "0") == str(shown.versions["judgements"]):
        return Laid(workspace, shown)
    key = (str(workspace.path), tuple(sorted(shown.versions.items())), shown.made_by.get("judgements", "0"))
    with _lock:
        if key in _known:
            _known.move_to_end(key)
        else:
            with workspace.reading(""):
                _known[key] = _worked_out(workspace, shown, _compared_since(workspace, shown))
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
        return Laid(workspace, shown, _known[key])


_known: OrderedDict[object, Changes] = OrderedDict()
_lock = threading.Lock()


_compared: OrderedDict[object, dict[tuple[str, int], Compared]] = OrderedDict()


def _compared_since(workspace: Workspace, snapshot: Snapshot) -> dict[tuple[str, int], Compared]:
    """Where figures of a build that judgements changed are kept, so that one more judgement compares only its own."""
    built = tuple(sorted((table, each) for table, each in snapshot.versions.items() if table != "judgements"))
    known = _compared.setdefault((str(workspace.path), workspace.sign(), built), {})
    _compared.move_to_end((str(workspace.path), workspace.sign(), built))
    while len(_compared) > REMEMBERED:
        _compared.popitem(last=False)
    if len(known) > MOST_COMPARED:
        known.clear()
    return known


def _worked_out(workspace: Workspace, snapshot: Snapshot, known: dict[tuple[str, int], Compared]) -> Changes:
    """What the judgements since the build change."""
    version = int(snapshot.made_by.get("judgements", "0"))
    then = replace(snapshot, versions={**snapshot.versions, "judgements": version})
    baked = in_force(workspace.read("judgements", then)) if version else JUDGEMENTS.empty()
    now = in_force(workspace.read("judgements", snapshot))
    judged = Judgements(now, baked, moving(now), moving(baked))
    scan = cache(lambda table: workspace.scan(table, snapshot))
    return changes(Before(scan, workspace.read("overruled", snapshot), known), judged)
