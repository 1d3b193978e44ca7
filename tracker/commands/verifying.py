"""`figtrack verify`: what is damaged in a workspace, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import WorkspaceDamagedError
from tracker.terminal import complain, say
from tracker.verify import problems
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def run(workspace: Path) -> int:
    """Print what is wrong; the exit code is 3 where anything is."""
    opened = Workspace.open(workspace)
    found = 0
    for problem in problems(opened):
        complain(problem)
        found += 1
    if found:
        return WorkspaceDamagedError.exit_code
    count, latest = len(opened.numbers()), opened.snapshot().number
    held = f"{count:,} snapshots, the latest is {latest}" if count > 1 else "one snapshot"
    say(f"{opened.store.name}: every file, table and span is whole ({held})")
    return 0
