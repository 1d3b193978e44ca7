"""`figtrack serve`: the dashboard, which is found by its entry point and never imported by the library."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "figtrack.dashboard"


def run(workspace: Path, host: str, port: int) -> None:
    """Serve the workspace until it is interrupted.

    Raises:
        WorkspaceMissingError: there is no workspace.
        UsageError: the dashboard isn't installed, or the address can't be listened on.
    """
    Workspace.open(workspace).snapshot()
    found = list(entry_points(group=GROUP, name="serve"))
    if not found:
        raise UsageError(f"no dashboard is installed (entry point {GROUP}); install figtrack whole")
    try:
        found[0].load()(workspace, host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{host}:{port}: can't listen there ({reason}); give another --port or --host") from error
