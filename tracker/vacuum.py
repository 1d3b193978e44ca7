"""Old snapshots let go, and with them the files that only they need.

First a new snapshot takes over the checksums of all files that stay; then the old snapshots go, the oldest first, and
last the files that no snapshot named. Killed at any point, it leaves whole what is still named, and is run again. On
object storage a build that goes on meanwhile finds its number taken by the new snapshot, and writes its files anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from tracker import snapshots

if TYPE_CHECKING:
    from tracker.snapshots import Snapshot
    from tracker.workspace import Workspace

_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What went: the numbers of the snapshots, and how many files of how many bytes."""

    snapshots: tuple[int, ...]
    files: int
    bytes: int


def vacuum(workspace: Workspace, *, keep: int, younger: timedelta, try_only: bool = False) -> Vacuumed:
    """Let go of all but the last `keep` snapshots and those made within `younger`; `try_only` only counts.

    Files that a killed build left and no snapshot names go as well.

    Raises:
        WorkspaceLockedError: a build is under way.
        WorkspaceDamagedError: a snapshot that stays can't be read.
    """
    with workspace.building(_WAIT), workspace.committing() as last:
        every = workspace.snapshots()
        since = datetime.now(UTC) - younger
        going = list(takewhile(lambda each: each.made_at < since, every[: -max(keep, 1)]))
        needed = set[str]().union(*(workspace.data_files(each) for each in every[len(going) :]))
        unneeded = sorted(workspace.every_data_file() - needed)
        size = sum(workspace.store.size(name) for name in unneeded)
        if not try_only and (going or unneeded):
            _let_go(workspace, last, every, going, unneeded)
    return Vacuumed(tuple(each.number for each in going), len(unneeded), size)


def _let_go(
    workspace: Workspace, last: Snapshot, every: list[Snapshot], going: list[Snapshot], unneeded: list[str]
) -> None:
    store, gone = workspace.store, set(unneeded)
    kept = {name: said for name, said in snapshots.first_checksums(every).items() if name not in gone}
    # Also where no snapshot goes: a build on another machine that had written one of these files is told by it.
    snapshots.write(store, replace(last, number=last.number + 1, made_at=datetime.now(UTC), files=kept))
    for each in going:
        snapshots.remove(store, each.number)
    for name in unneeded:
        store.remove(name)
