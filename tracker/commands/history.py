"""`figtrack history`: the snapshots of a workspace, and what each of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.terminal import say
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.snapshots import Snapshot


def run(workspace: Path) -> None:
    """Print a line for each snapshot, the oldest first."""
    opened = Workspace.open(workspace)
    before: Snapshot | None = None
    for snapshot in opened.snapshots():
        say(" ".join(_told(opened, snapshot, before)))
        before = snapshot


def _told(workspace: Workspace, snapshot: Snapshot, before: Snapshot | None) -> Iterator[str]:
    yield f"{snapshot.number:>4}  {snapshot.made_at:%Y-%m-%d %H:%M:%S} UTC "
    if snapshot.number == 0:
        yield "empty"
        return
    versions, made_by = (before.versions, before.made_by) if before else ({}, {})
    changed = [name for name, version in snapshot.versions.items() if version != versions.get(name)]
    yield ", ".join(f"{name} {workspace.count(name, snapshot):,}" for name in changed) or "nothing but its makers"
    extractor = snapshot.made_by.get("extractor")
    if extractor and extractor != made_by.get("extractor"):
        yield f"(extractor {extractor})"
