"""The commands that show and write tables: claims, figures, findings, documents and export."""

# ruff: noqa: PLR0913, PLR0917, TC003 -- parameters are a command's options, which Typer reads when it runs

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker import commands
from tracker.cli.app import app, examples
from tracker.cli.options import (
    ClassOption,
    ExportFormat,
    FigureOption,
    FigureStatus,
    FormatOption,
    KindOption,
    LimitOption,
    ReviewOption,
    SnapshotOption,
    SourceOption,
    WorkspaceOption,
)

PANEL = "Look at what was found"


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack claims -w my-workspace --figure 3f2a9c0d1e4b5a67",
        "figtrack claims -w my-workspace --source Reuters --kind quantity --format csv > claims.csv",
    ),
)
def claims(
    workspace: WorkspaceOption,
    figure: FigureOption = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only claims in this document.")] = None,
    source: SourceOption = None,
    kind: KindOption = None,
    form: FormatOption = None,
    limit: LimitOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Print claims: who says how much of what, and when."""
    wanted = {"figure_id": figure, "doc_id": document, "source": source, "kind": kind}
    commands.show.run("claims", workspace, form, commands.show.Selection(wanted, limit, snapshot))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack figures -w my-workspace --status disputed",
        "figtrack figures -w my-workspace --about troops --format table",
    ),
)
def figures(
    workspace: WorkspaceOption,
    about: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only figures with these words in their label.")
    ] = None,
    status: Annotated[FigureStatus | None, typer.Option(help="Only figures whose claims stand so.")] = None,
    form: FormatOption = None,
    limit: LimitOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Print figures, those with the most claims first: what claims are about, with low, best and high."""
    wanted = {"label": about, "status": status}
    commands.show.run("figures", workspace, form, commands.show.Selection(wanted, limit, snapshot))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack findings -w my-workspace --class conflict",
        "figtrack findings -w my-workspace --status open --format csv > findings.csv",
    ),
)
def findings(
    workspace: WorkspaceOption,
    figure: FigureOption = None,
    of_class: ClassOption = None,
    status: ReviewOption = None,
    form: FormatOption = None,
    limit: LimitOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Print findings, the worst first: where claims differ, and why."""
    wanted = {"figure_id": figure, "class": of_class, "status": status}
    commands.show.run("findings", workspace, form, commands.show.Selection(wanted, limit, snapshot))


@app.command(rich_help_panel=PANEL, epilog=examples("figtrack documents -w my-workspace --source Reuters"))
def documents(
    workspace: WorkspaceOption,
    source: SourceOption = None,
    form: FormatOption = None,
    limit: LimitOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Print documents: what was read, from whom, and which are copies of another."""
    commands.show.run("documents", workspace, form, commands.show.Selection({"source": source}, limit, snapshot))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack export out/ -w my-workspace",
        "figtrack export out/ -w my-workspace --format csv",
        "figtrack export out/ -w my-workspace --partition-by source",
        """figtrack export killed.zip -w my-workspace --table claims --where "state = 'killed' and value > 100\"""",
    ),
)
def export(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder to write, or NAME.zip; an earlier export is replaced.")
    ],
    workspace: WorkspaceOption,
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write the tables as.")] = ExportFormat.PARQUET,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table; can be given again.")
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="Only rows of the one --table that meet this, as in SQL after WHERE."),
    ] = None,
    partition_by: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Split tables into folders by the values of a column, or by `day`."),
    ] = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Write tables into a folder or a zip, with datapackage.json, README and CITATION.cff that describe them."""
    chosen = commands.exporting.chosen(table, where, partition_by)
    commands.exporting.run(out, workspace, form.value, snapshot, chosen)
