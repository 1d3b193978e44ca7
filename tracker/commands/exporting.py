"""`figtrack export`: tables in one folder or archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.export import Chosen, Format, export
from tracker.terminal import complain, say
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def chosen(tables: Sequence[str] | None, where: str | None, partition_by: str | None) -> Chosen:
    """What is to leave."""
    return Chosen(tuple(dict.fromkeys(tables or ())), where, partition_by)


def run(out: Path, workspace: Path, form: str, snapshot: int | None, chosen: Chosen) -> None:
    """Write the export and say what is in it."""
    opened = Workspace.open(workspace)
    done = export(opened, out, Format(form), opened.snapshot(snapshot), chosen)
    for note in done.notes:
        complain(note)
    rows = ", ".join(f"{count:,} {name}" for name, count in done.rows.items())
    say(f"{done.folder}: {rows}; described in datapackage.json and README.md")
