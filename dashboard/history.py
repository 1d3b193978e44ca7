"""What the snapshots of a workspace changed: pages of its log, each snapshot beside the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.queries.rows import Page
from tracker.schema import TABLES

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.snapshots import Snapshot
    from tracker.workspace import Workspace

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Past:
    """A snapshot's number and time, and for each table that it changed how many rows more (or fewer) it has."""

    number: int
    made_at: datetime
    changes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class History:
    """A page of snapshots (rows with `past`), the newest one's number and that of the one that is shown."""

    page: Page
    newest: int
    shown: int


def history(workspace: Workspace, shown: int, number: int) -> History:
    """That page of the workspace's snapshots, the newest first; raises WorkspaceError where they can't be read."""
    there = workspace.numbers()
    number = min(number, max(1, -(-len(there) // PER_PAGE)))
    backwards = there[::-1]
    wanted = backwards[(number - 1) * PER_PAGE : number * PER_PAGE + 1]
    found = [workspace.snapshot(each) for each in wanted]
    earlier = [*found[1:], None] if len(wanted) <= PER_PAGE else found[1:]
    rows = [{"past": _past(workspace, *pair)} for pair in zip(found, earlier, strict=False)]
    return History(Page(rows, len(there), number, PER_PAGE), there[-1], shown)


def _past(workspace: Workspace, snapshot: Snapshot, before: Snapshot | None) -> Past:
    old = before.versions if before else {}
    changed = [table for table in TABLES if snapshot.versions.get(table) != old.get(table)]
    counts = [
        (table, workspace.count(table, snapshot) - (workspace.count(table, before) if before else 0))
        for table in changed
    ]
    return Past(snapshot.number, snapshot.made_at, tuple(each for each in counts if before or each[1]))
