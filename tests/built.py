"""The tables of built workspaces, to be held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars.testing import assert_frame_equal

from tracker.schema import TABLES
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def contents(path: Path) -> dict[str, pl.DataFrame]:
    """All tables but for the time of ingestion."""
    workspace = Workspace.open(path)
    frames = {name: workspace.read(name) for name in TABLES}
    return {**frames, "documents": frames["documents"].drop("ingested_at")}


def assert_same(one: Path, other: Path) -> None:
    """The two workspaces have the same tables."""
    found = contents(other)
    for name, frame in contents(one).items():
        assert_frame_equal(found[name], frame)
