"""What makes a place a workspace: its marker, which names the format, and tables that are empty at first."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker import snapshots
from tracker.errors import WorkspaceDamagedError, WorkspaceError
from tracker.schema import OVERRULED, TABLES
from tracker.storage import tables
from tracker.storage.folder import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store

FORMAT = 1
"""The layout of a workspace; a folder of a later format is refused rather than misread."""

_MARKER = "workspace.json"
OWN = frozenset({_MARKER, snapshots.FOLDER, UNFINISHED, *TABLES, OVERRULED.name})
"""What stands at the top of a workspace."""


def is_at(store: Store) -> bool:
    """Whether there is a workspace; raises WorkspaceError where that can't be told."""
    return _marker(store) is not None


def format_of(store: Store) -> int | None:
    """The format of the workspace that is there; None where there is none.

    Raises:
        WorkspaceDamagedError: its marker says no format.
        WorkspaceError: it can't be reached.
    """
    marker = _marker(store)
    try:
        return None if marker is None else int(json.loads(marker)["format"])
    except (ValueError, KeyError, TypeError) as error:
        reason = f"can't be read ({error}); restore it from a backup"
        raise WorkspaceDamagedError(f"{store.address(_MARKER)}: {reason}") from error


def lay_out(store: Store) -> None:
    """Empty tables, the first snapshot, and the marker that makes it a workspace: in this order, each redone safely."""
    versions = {name: tables.lay(store, table) for name, table in TABLES.items()}
    if not snapshots.numbers(store):
        files = snapshots.checksums(store, set[str]().union(*(lasting(store, name) for name in TABLES)))
        with contextlib.suppress(FileExistsError):
            snapshots.write(store, snapshots.Snapshot(0, datetime.now(UTC), versions, {}, files))
    store.write(_MARKER, (json.dumps({"format": FORMAT}) + "\n").encode())


def sign(store: Store) -> tuple[int, ...]:
    """What tells the workspace that is there from another put in its place, where that can be told cheaply."""
    return store.sign(_MARKER)


def lasting(store: Store, table: str) -> set[str]:
    """The files of a table that never change once written."""
    return {name for name in store.names(table) if not name.endswith("/_last_checkpoint")}


def _marker(store: Store) -> bytes | None:
    with reaching(store):
        try:
            return store.read(_MARKER)
        except (FileNotFoundError, NotADirectoryError):
            return None


@contextlib.contextmanager
def reaching(store: Store) -> Iterator[None]:
    """What a store that can't be read from means, in words."""
    try:
        yield
    except tables.FAULTS as error:
        raise WorkspaceError(f"{store.name}: can't be read ({store.told(error)})") from error


@contextlib.contextmanager
def writing(store: Store) -> Iterator[None]:
    """What a store that can't be written to means, in words."""
    try:
        yield
    except tables.FAULTS as error:
        remedy = f"{store.way_out}; the last snapshot is untouched"
        raise WorkspaceError(f"{store.name}: can't be written to ({store.told(error)}); {remedy}") from error
