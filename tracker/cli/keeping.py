"""The commands that look after a workspace: history, verify and vacuum."""

# ruff: noqa: TC001 -- parameters are a command's options, which Typer reads when it runs

from __future__ import annotations

from typing import Annotated

import typer

from tracker import commands
from tracker.cli.app import app, examples
from tracker.cli.options import WorkspaceOption

PANEL = "Look after a workspace"


@app.command(rich_help_panel=PANEL, epilog=examples("figtrack history -w my-workspace"))
def history(workspace: WorkspaceOption) -> None:
    """List the snapshots of a workspace, and what each of them changed."""
    commands.history.run(workspace)


@app.command(rich_help_panel=PANEL, epilog=examples("figtrack verify -w my-workspace"))
def verify(workspace: WorkspaceOption) -> None:
    """Check every file, every table and every claim's span, and name what is damaged."""
    raise typer.Exit(commands.verifying.run(workspace))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples("figtrack vacuum -w my-workspace", "figtrack vacuum -w my-workspace --keep 1 --younger 0s"),
)
def vacuum(
    workspace: WorkspaceOption,
    keep: Annotated[int, typer.Option(min=1, metavar="N", help="Keep at least the last N snapshots.")] = 10,
    younger: Annotated[str, typer.Option(metavar="SPAN", help="Keep every snapshot younger than this.")] = "7d",
    try_only: Annotated[bool, typer.Option("--try", help="Only say what would go.")] = False,
) -> None:
    """Let go of old snapshots and of the files that only they need; a link to one of them leads nowhere then."""
    commands.vacuuming.run(workspace, keep, commands.spans.span("--younger", younger), try_only=try_only)
