"""The commands of the dashboard: serve, credentials and demo."""

# ruff: noqa: PLR0913, PLR0917, TC001 -- parameters are a command's options, which Typer reads when it runs

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker import commands
from tracker.cli.app import app, examples
from tracker.cli.options import HostOption, PortOption, ReaderRole, WorkspaceOption

PANEL = "In the browser"


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack serve -w my-workspace",
        "figtrack serve -w my-workspace --port 8060",
        "figtrack serve -w my-workspace --host 0.0.0.0 --credentials readers.json",
        "figtrack serve -w my-workspace --behind-proxy 127.0.0.1 --name figures.example.org",
    ),
)
def serve(
    workspace: WorkspaceOption,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8050,
    credentials: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Ask for a log-in; who may is in this file, made with `figtrack credentials`."
        ),
    ] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="Answer only to a proxy at this address or network, and take its X-Forwarded headers for true.",
        ),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A host name that readers have in their address bar.")
    ] = None,
) -> None:
    """Show a workspace in the browser.

    On 127.0.0.1 it is open to whoever uses this machine. On any other address it needs a credentials file or a proxy
    that says who is asking; docs/operations.md says how.
    """
    access = commands.serve.wanted(credentials, behind_proxy, name)
    commands.serve.run(workspace, host, port, access)


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack credentials readers.json ann --role reviewer",
        "figtrack credentials readers.json",
        "figtrack credentials readers.json ann --remove",
    ),
)
def credentials(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The credentials file; made where there is none.")],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Who is to log in; without it, all are listed.")
    ] = None,
    role: Annotated[
        ReaderRole | None, typer.Option(help="What they may do; a new one is a viewer unless told otherwise.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Let them in no more.")] = False,
) -> None:
    """Say who may log in to the dashboard: add someone, change their password or role, or remove them.

    Asks for the password, or takes it from standard input. A running dashboard heeds the change at once.
    """
    commands.credentials.run(file, name, role.value if role else None, remove)


@app.command(rich_help_panel=PANEL, epilog=examples("figtrack demo", "figtrack demo --no-serve"))
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the build.")] = False,
    workspace: Annotated[Path, typer.Option("--workspace", "-w", metavar="FOLDER", help="Where to build it.")] = Path(
        "workspace/demo"
    ),
    port: PortOption = 8050,
) -> None:
    """Build a workspace from the five articles that come with Figtrack, and show it in the browser."""
    raise typer.Exit(commands.demo.run(workspace, port, no_serve))
