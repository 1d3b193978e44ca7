"""Options that several commands have, and the closed sets that options choose from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.model import FindingClass, Kind, Status

if TYPE_CHECKING:
    from typer.models import OptionInfo


class Show(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"


class ExportFormat(StrEnum):
    """What an export's tables are written as."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class FigureStatus(StrEnum):
    """Whether a figure's claims agree."""

    AGREED = "agreed"
    DIFFERS = "differs"
    DISPUTED = "disputed"


class EngineKind(StrEnum):
    """Where a build's work is done."""

    LOCAL = "local"
    DASK = "dask"


class ReaderRole(StrEnum):
    """What a reader of the dashboard may do."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"


def _only(words: str, metavar: str | None = None) -> OptionInfo:
    """A filter: an option that keeps some rows only."""
    option: OptionInfo = typer.Option(metavar=metavar, help=f"Only {words}.")
    return option


WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace", "-w", metavar="FOLDER", help="The workspace's folder, or s3://BUCKET/PREFIX.", show_default=False
    ),
]
FormatOption = Annotated[
    Show | None,
    typer.Option("--format", help="How to print the rows: a table on a terminal, JSON lines into a pipe or file."),
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Print at most N rows.")]
SnapshotOption = Annotated[
    int | None, typer.Option("--snapshot", min=0, metavar="N", help="Tables as snapshot N has them; else the latest.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="What columns of tables and fields of JSON lines are called, where not id, text, source and so on.",
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes to read with.", show_default="the machine's cores")
]
EngineOption = Annotated[
    EngineKind, typer.Option("--engine", help="Work on this machine's cores, or on the workers of a Dask cluster.")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, tcp://HOST:PORT.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what was refused and what went wrong.")]
IntoOption = Annotated[
    Path, typer.Option("--into", metavar="FOLDER", help="Where fetched pages are kept.", show_default=False)
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Also visit addresses of a private network, a newsroom's own say.")
]
KindOption = Annotated[Kind | None, _only("numeric expressions of this kind")]
ClassOption = Annotated[FindingClass | None, typer.Option("--class", help="Only findings of this class.")]
ReviewOption = Annotated[Status | None, _only("findings that stand so in review")]
SourceOption = Annotated[str | None, _only("what this source published", "NAME")]
FigureOption = Annotated[str | None, _only("what is about this figure", "ID")]
HostOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="The address to listen on; only this machine can reach 127.0.0.1.")
]
PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
