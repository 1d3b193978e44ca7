"""`figtrack export`: every table in one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.export import Format, export
from tracker.terminal import complain, say
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def run(out: Path, workspace: Path, form: str, snapshot: int | None) -> None:
    """Write the export and say what is in it."""
    opened = Workspace.open(workspace)
    done = export(opened, out, Format(form), opened.snapshot(snapshot))
    for note in done.notes:
        complain(note)
    rows = ", ".join(f"{count:,} {name}" for name, count in done.rows.items())
    say(f"{done.folder}: {rows}; described in datapackage.json and README.md")
