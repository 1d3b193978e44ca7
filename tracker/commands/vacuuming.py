"""`figtrack vacuum`: old snapshots let go, and the files that only they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.build import counted
from tracker.terminal import say
from tracker.vacuum import vacuum
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path


def run(workspace: Path, keep: int, younger: timedelta, *, try_only: bool) -> None:
    """Let go, and say of what."""
    opened = Workspace.open(workspace)
    done = vacuum(opened, keep=keep, younger=younger, try_only=try_only)
    would = "would go" if try_only else "gone"
    if not done.snapshots and not done.files:
        say(f"{opened.store.name}: nothing is old enough to go")
        return
    numbers = f" ({done.snapshots[0]} to {done.snapshots[-1]})" if done.snapshots else ""
    size = f"{done.bytes / 1e6:,.1f} MB"
    say(f"{would}: {counted(len(done.snapshots), 'snapshot')}{numbers} and {counted(done.files, 'file')}, {size}")
