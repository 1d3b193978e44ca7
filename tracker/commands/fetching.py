"""`figtrack fetch`: pages, and the pages that feeds name, into a folder of web archives."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.commands.build import STOPPED, counted
from tracker.fetching import FetchReport, fetch
from tracker.terminal import complain, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run(urls: Sequence[str], into: Path, *, allow_private: bool, quiet: bool = False) -> int:
    """Fetch, and say what was fetched; the exit code is 1 where something was refused."""
    try:
        report = fetch(urls, into, allow_private=allow_private, tell=_untold if quiet else _tell)
    except KeyboardInterrupt:
        complain("stopped; nothing was kept of this run")
        return STOPPED
    for refusal in report.refused:
        complain(f"refused: {refusal}")
    if not quiet:
        say(summary(report))
    if report.archive and not quiet:
        say(f"next: figtrack build {into} -w WORKSPACE")
    return 1 if report.refused else 0


def summary(report: FetchReport) -> str:
    """What a run of fetching did, in a line."""
    kept = f"{counted(len(report.kept), 'page')} kept"
    where = f" in {report.archive}" if report.archive else ""
    return f"{kept}{where}, {len(report.unchanged):,} as before, {len(report.refused):,} refused"


def _untold(_: str) -> None:
    """Say nothing of a page that is visited."""


def _tell(url: str) -> None:
    """Say which page is visited, where somebody is watching."""
    if sys.stderr.isatty():
        complain(f"visiting {url}")
