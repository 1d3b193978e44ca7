"""The command `figtrack` itself, which its commands are added to."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from tracker.terminal import say

app = typer.Typer(
    name="figtrack",
    help="Finds every figure in news articles, lines up the claims about one thing, and shows where they differ.",
    epilog="Exit codes: 0 done, 1 done but some inputs were refused, 2 wrong usage, 3 the workspace is damaged or "
    "locked, 74 the output can't be written, 130 interrupted, 143 ended by SIGTERM.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def examples(*lines: str) -> str:
    """The examples at the end of a command's help."""
    return "Examples:\n\n" + "\n\n".join(f"    {line}" for line in lines)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"figtrack {version('figtrack')}")
        raise typer.Exit


@app.callback()
def figtrack(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Finds every figure in news articles, lines up the claims about one thing, and shows where they differ."""
