"""`figtrack serve`: the dashboard, which is found by its entry point and never imported by the library."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from tracker.credentials import Access
from tracker.errors import UsageError
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GROUP = "figtrack.dashboard"


def wanted(credentials: Path | None, proxies: Sequence[str] | None, names: Sequence[str] | None) -> Access:
    """How the dashboard is to know who is asking."""
    return Access(credentials, tuple(proxies or ()), tuple(names or ()))


def run(workspace: Path, host: str, port: int, access: Access | None = None) -> None:
    """Serve the workspace until it is interrupted.

    Raises:
        WorkspaceMissingError: there is no workspace.
        UsageError: the dashboard isn't installed, the address can't be listened on, or others could reach it unasked.
    """
    Workspace.open(workspace).snapshot()
    found = list(entry_points(group=GROUP, name="serve"))
    if not found:
        raise UsageError(f"no dashboard is installed (entry point {GROUP}); install figtrack whole")
    try:
        found[0].load()(workspace, host, port, access)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{host}:{port}: can't listen there ({reason}); give another --port or --host") from error
