"""The command line: what can be called, with which options; what a command does is in `tracker.commands`.

Exit codes: 0 done, 1 done but some inputs were refused, 2 wrong usage, 3 the workspace is damaged or locked, 74 the
output can't be written (EX_IOERR of sysexits.h).
"""

# ruff: noqa: PLR0913, PLR0917 -- here a parameter of a function is an option of a command, which has its own help

from __future__ import annotations

import os
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import commands
from tracker.errors import FigtrackError, UsageError
from tracker.model import FindingClass, Kind, Status
from tracker.terminal import complain, say

if TYPE_CHECKING:
    from typer.models import OptionInfo

OUTPUT_LOST = 74
"""The exit code where the output, or another file, can't be written or read."""

app = typer.Typer(
    name="figtrack",
    help="Finds every figure in news articles, lines up the claims about one thing, and shows where they differ.",
    epilog="Exit codes: 0 done, 1 done but some inputs were refused, 2 wrong usage, 3 the workspace is damaged or "
    "locked, 74 the output can't be written.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)


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
    Path, typer.Option("--workspace", "-w", metavar="FOLDER", help="The workspace's folder.", show_default=False)
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
        help="What columns of tables are called, if not id, text, source and so on.",
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


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"figtrack {version('figtrack')}")
        raise typer.Exit


def examples(*lines: str) -> str:
    """The examples at the end of a command's help."""
    return "Examples:\n\n" + "\n\n".join(f"    {line}" for line in lines)


@app.callback()
def figtrack(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Finds every figure in news articles, lines up the claims about one thing, and shows where they differ."""


@app.command(
    epilog=examples(
        "figtrack extract article.txt",
        "figtrack extract articles/ > claims.jsonl",
        """echo '{"id": "a", "text": "At least 43 people died."}' | figtrack extract""",
    )
)
def extract(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Articles in any format that is read, or folders of them; else JSON lines on standard input.",
            show_default=False,
        ),
    ] = None,
    fields: MapOption = None,
) -> None:
    """Print the claims of texts: one JSON line for each numeric expression.

    Reads files, or JSON lines ({"id", "text"} and optionally source, url, published, title, language) on standard
    input, and prints as it reads.
    """
    raise typer.Exit(commands.extract.run(files or [], commands.mapping.names(fields)))


@app.command(
    epilog=examples(
        "figtrack build articles/ -w my-workspace",
        "figtrack build monday.jsonl tuesday.jsonl -w my-workspace --workers 4",
        "figtrack build archive.parquet -w my-workspace --map text=body,source=outlet",
        "figtrack build /shared/archive/ -w /shared/my-workspace --engine dask --scheduler tcp://10.0.0.5:8786",
    )
)
def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Articles in any format that is read, or folders of them.")
    ],
    workspace: WorkspaceOption,
    workers: WorkersOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read every document anew, and take over the sources and dates given now.")
    ] = False,
    fields: MapOption = None,
    engine: EngineOption = EngineKind.LOCAL,
    scheduler: SchedulerOption = None,
) -> None:
    """Read articles into a workspace: find their claims, line them up, check them, and commit one snapshot.

    Only new documents are read; a document that is there already costs next to nothing. What can't be read is refused
    by name with the reason, and the rest is built.
    """
    if (engine is EngineKind.DASK) != (scheduler is not None):
        raise UsageError("--engine dask goes with --scheduler tcp://HOST:PORT; `dask scheduler` shows its address")
    wanted = commands.build.Wanted(workers, again, commands.mapping.names(fields), scheduler)
    raise typer.Exit(commands.build.run(paths, workspace, wanted))


@app.command(
    epilog=examples(
        "figtrack claims -w my-workspace --figure 3f2a9c0d1e4b5a67",
        "figtrack claims -w my-workspace --source Reuters --kind quantity --format csv > claims.csv",
    )
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
    epilog=examples(
        "figtrack figures -w my-workspace --status disputed",
        "figtrack figures -w my-workspace --about troops --format table",
    )
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
    epilog=examples(
        "figtrack findings -w my-workspace --class conflict",
        "figtrack findings -w my-workspace --status open --format csv > findings.csv",
    )
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


@app.command(epilog=examples("figtrack documents -w my-workspace --source Reuters"))
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
    epilog=examples(
        "figtrack export out/ -w my-workspace",
        "figtrack export out/ -w my-workspace --format csv",
    )
)
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write; an earlier export is replaced.")],
    workspace: WorkspaceOption,
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write the tables as.")] = ExportFormat.PARQUET,
    snapshot: SnapshotOption = None,
) -> None:
    """Write every table into a folder, with datapackage.json and a README that describe them."""
    commands.exporting.run(out, workspace, form.value, snapshot)


@app.command(epilog=examples('figtrack explain "Nearly 12,000 soldiers were sent, officials said."'))
def explain(text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or more.")]) -> None:
    """Show how each number of a text is read, step by step."""
    commands.explain.run(text)


@app.command(
    epilog=examples(
        "figtrack serve -w my-workspace",
        "figtrack serve -w my-workspace --port 8060",
        "figtrack serve -w my-workspace --host 0.0.0.0 --credentials readers.json",
        "figtrack serve -w my-workspace --behind-proxy 127.0.0.1 --name figures.example.org",
    )
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
    epilog=examples(
        "figtrack credentials readers.json ann --role reviewer",
        "figtrack credentials readers.json",
        "figtrack credentials readers.json ann --remove",
    )
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


@app.command(epilog=examples("figtrack demo", "figtrack demo --no-serve"))
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the build.")] = False,
    workspace: Annotated[Path, typer.Option("--workspace", "-w", metavar="FOLDER", help="Where to build it.")] = Path(
        "workspace/demo"
    ),
    host: HostOption = "127.0.0.1",
    port: PortOption = 8050,
) -> None:
    """Build a workspace from the five articles that come with Figtrack, and show it in the browser."""
    raise typer.Exit(commands.demo.run(workspace, host, port, no_serve))


@app.command(epilog=examples("figtrack verify -w my-workspace"))
def verify(workspace: WorkspaceOption) -> None:
    """Check every file, every table and every claim's span, and name what is damaged."""
    raise typer.Exit(commands.verifying.run(workspace))


@app.command(epilog=examples("figtrack history -w my-workspace"))
def history(workspace: WorkspaceOption) -> None:
    """List the snapshots of a workspace, and what each of them changed."""
    commands.history.run(workspace)


@app.command(
    epilog=examples(
        "figtrack fetch https://news.example/feed.xml --into articles/",
        "figtrack fetch https://news.example/flood https://other.example/flood --into articles/",
    )
)
def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Pages, or feeds whose pages are wanted.")],
    into: IntoOption,
    allow_private: PrivateOption = False,
) -> None:
    """Fetch pages from the web into a folder, from which they are built like any other file.

    Keeps to robots.txt, visits a host one page at a time, and refuses addresses that are not public. A page that is
    as it was is not kept again; one that changed is kept as another version. Nothing else in Figtrack goes online.
    """
    raise typer.Exit(commands.fetching.run(urls, into, allow_private=allow_private))


@app.command(
    epilog=examples(
        "figtrack watch articles/ -w my-workspace --every 5m",
        "figtrack watch https://news.example/feed.xml --into articles/ -w my-workspace",
    )
)
def watch(
    given: Annotated[
        list[str], typer.Argument(metavar="PATH|URL...", help="Files, folders, and feeds or pages to fetch.")
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
) -> None:
    """Look at folders and feeds again and again, and build what is new."""
    wanted = commands.build.Wanted(workers, False, commands.mapping.names(fields))
    watched = commands.watch.Watched.of(given, into, allow_private=allow_private)
    span = commands.spans.span("--every", every)
    raise typer.Exit(commands.watch.run(watched, workspace, wanted, span, times))


@app.command(
    epilog=examples("figtrack vacuum -w my-workspace", "figtrack vacuum -w my-workspace --keep 1 --younger 0s")
)
def vacuum(
    workspace: WorkspaceOption,
    keep: Annotated[int, typer.Option(min=1, metavar="N", help="Keep at least the last N snapshots.")] = 10,
    younger: Annotated[str, typer.Option(metavar="SPAN", help="Keep every snapshot younger than this.")] = "7d",
    try_only: Annotated[bool, typer.Option("--try", help="Only say what would go.")] = False,
) -> None:
    """Let go of old snapshots and of the files that only they need; a link to one of them leads nowhere then."""
    commands.vacuuming.run(workspace, keep, commands.spans.span("--younger", younger), try_only=try_only)


def main() -> None:
    """Run the command line; an error on purpose, or of the system, is one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _run()
    except FigtrackError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`): nothing went wrong.
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        where = f"{error.filename}: " if error.filename else "the output can't be written: "
        complain(f"{where}{error.strerror or error}; what was printed is not whole")
        sys.exit(OUTPUT_LOST)


def _run() -> None:
    """Run the command called; what it printed is out before it ends."""
    try:
        app()
    except SystemExit as ended:
        # Typer and Rich end with code 1 where a pipe is closed.
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise
    finally:
        sys.stdout.flush()


def _drop_output() -> None:
    """Send what is still to be printed nowhere: Python would try once more at its end, and fail with a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
