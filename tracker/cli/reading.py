"""The commands that read articles: extract, explain, build, fetch and watch."""

# ruff: noqa: PLR0913, PLR0917, TC003 -- parameters are a command's options, which Typer reads when it runs

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker import commands
from tracker.cli.app import app, examples
from tracker.cli.options import (
    EngineKind,
    EngineOption,
    IntoOption,
    MapOption,
    PrivateOption,
    QuietOption,
    SchedulerOption,
    WorkersOption,
    WorkspaceOption,
)
from tracker.errors import UsageError

PANEL = "Read articles"


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack extract article.txt",
        "figtrack extract articles/ > claims.jsonl",
        """echo '{"id": "a", "text": "At least 43 people died."}' | figtrack extract""",
    ),
)
def extract(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Articles in any format that is read, folders of them, or `-` for standard input, as without any.",
            show_default=False,
        ),
    ] = None,
    fields: MapOption = None,
) -> None:
    """Print the claims of texts: one JSON line for each numeric expression.

    Reads files, or any of the same kinds on standard input, and prints as it reads.
    """
    raise typer.Exit(commands.extract.run(files or [], commands.mapping.names(fields)))


@app.command(
    rich_help_panel=PANEL, epilog=examples('figtrack explain "Nearly 12,000 soldiers were sent, officials said."')
)
def explain(text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or more.")]) -> None:
    """Show how each number of a text is read, step by step."""
    commands.explain.run(text)


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack build articles/ -w my-workspace",
        "figtrack build monday.jsonl tuesday.jsonl -w my-workspace --workers 4",
        "figtrack build archive.parquet -w my-workspace --map text=body,source=outlet",
        "figtrack build 's3://newsroom/articles/*.jsonl.gz' -w s3://newsroom/desk",
        "zcat archive.jsonl.gz | figtrack build - -w my-workspace --quiet",
        "figtrack build /shared/archive/ -w /shared/my-workspace --engine dask --scheduler tcp://10.0.0.5:8786",
    ),
)
def build(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Articles in any format that is read, folders or patterns of them, here or at s3://BUCKET/NAME, "
            "or `-` for standard input.",
        ),
    ],
    workspace: WorkspaceOption,
    workers: WorkersOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read every document anew, and take over the sources and dates given now.")
    ] = False,
    fields: MapOption = None,
    engine: EngineOption = EngineKind.LOCAL,
    scheduler: SchedulerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read articles into a workspace: find their claims, line them up, check them, and commit one snapshot.

    Only new documents are read; a document that is there already costs next to nothing. What can't be read is refused
    by name with the reason, and the rest is built.
    """
    if (engine is EngineKind.DASK) != (scheduler is not None):
        raise UsageError("--engine dask goes with --scheduler tcp://HOST:PORT; `dask scheduler` shows its address")
    wanted = commands.build.Wanted(workers, again, commands.mapping.names(fields), scheduler, quiet)
    raise typer.Exit(commands.build.run(paths, workspace, wanted))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack fetch https://news.example/feed.xml --into articles/",
        "figtrack fetch https://news.example/flood https://other.example/flood --into articles/",
    ),
)
def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Pages, or feeds whose pages are wanted.")],
    into: IntoOption,
    allow_private: PrivateOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch pages from the web into a folder, from which they are built like any other file.

    Keeps to robots.txt, visits a host one page at a time, and refuses addresses that are not public. A page that is
    as it was is not kept again; one that changed is kept as another version. Nothing else in Figtrack goes online,
    but to buckets that are given.
    """
    raise typer.Exit(commands.fetching.run(urls, into, allow_private=allow_private, quiet=quiet))


@app.command(
    rich_help_panel=PANEL,
    epilog=examples(
        "figtrack watch articles/ -w my-workspace --every 5m",
        "figtrack watch https://news.example/feed.xml --into articles/ -w my-workspace",
    ),
)
def watch(
    given: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL...", help="Files, folders and buckets, and feeds or pages to fetch."),
    ],
    workspace: WorkspaceOption,
    every: Annotated[str, typer.Option(metavar="SPAN", help="How long from one look to the next.")] = "15m",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FOLDER", help="Where fetched pages are kept.", show_default=False)
    ] = None,
    times: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="End after N looks.", show_default="until Ctrl-C")
    ] = None,
    workers: WorkersOption = None,
    fields: MapOption = None,
    allow_private: PrivateOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look at folders and feeds again and again, and build what is new."""
    wanted = commands.build.Wanted(workers, names=commands.mapping.names(fields), quiet=quiet)
    watched = commands.watch.Watched.of(given, into, allow_private=allow_private)
    span = commands.spans.span("--every", every)
    raise typer.Exit(commands.watch.run(watched, workspace, wanted, span, times))
