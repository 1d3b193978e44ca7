"""`figtrack build`: a workspace from articles, with its progress on a terminal and a summary."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker import storage
from tracker.commands import progress
from tracker.commands.extract import cut_short
from tracker.engines import cluster, cores, local
from tracker.errors import UsageError
from tracker.pipeline import BuildReport, build
from tracker.reading import OWN_NAMES, STANDARD, Input, Names, kept
from tracker.terminal import complain, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


STOPPED = 130
"""The exit code of a command that was interrupted, as shells have it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to build.

    With how many processes here (None: its cores), or the workers of which Dask scheduler; whether everything is read
    anew, what columns are called, and whether only what went wrong is told.
    """

    workers: int | None = None
    again: bool = False
    names: Names = field(default_factory=lambda: OWN_NAMES)
    scheduler: str | None = None
    quiet: bool = False


def run(paths: Sequence[Path], workspace: Path, wanted: Wanted) -> int:
    """Build, and say what was done; the exit code is 1 where some input was refused."""
    try:
        with _with_standard_input(paths, wanted) as given:
            report = build_shown(given, workspace, wanted)
    except KeyboardInterrupt:
        complain("stopped; the last snapshot is untouched, and the next build goes on from what was read")
        return STOPPED
    for refusal in report.refused:
        complain(f"refused: {refusal}")
    for doc_id in report.cut:
        complain(cut_short(doc_id))
    if not wanted.quiet:
        for sentence in summary(report, workspace):
            say(sentence)
    return 1 if report.refused else 0


@contextmanager
def _with_standard_input(paths: Sequence[Path], wanted: Wanted) -> Iterator[list[Path | Input]]:
    """The paths, `-` among them as what comes on standard input."""
    if STANDARD not in paths:
        yield list(paths)
        return
    if wanted.scheduler:
        raise UsageError("-: a cluster's workers can't read standard input; save it where they reach it as a file")
    if sys.stdin.isatty():
        raise UsageError("-: standard input is a terminal; pipe articles into it, or name their files")
    with kept(sys.stdin.buffer, wanted.names) as given:
        yield [given if path == STANDARD else path for path in paths]


def build_shown(paths: Sequence[Path | Input], workspace: Path, wanted: Wanted) -> BuildReport:
    """Build with its progress on standard error."""
    engine = cluster(wanted.scheduler) if wanted.scheduler else local(wanted.workers or cores())
    with nullcontext() if wanted.quiet else progress.shown() as show:
        return build(paths, workspace, engine=engine, again=wanted.again, names=wanted.names, progress=show)


def summary(report: BuildReport, workspace: Path) -> list[str]:
    """What a build did and what is there now, and the command to go on with."""
    if report.snapshot is None:
        return ["nothing built: no document could be read"]
    lines = [_intake(report)]
    if report.unread:
        languages = ", ".join(f"{count:,} {name}" for name, count in report.unread.items())
        lines.append(f"kept but not read for numbers, as they are not in English: {languages}")
    if report.differing and not report.read_again:
        came = counted(report.differing, "document")
        fields = "title, source, author, address or date"
        lines.append(f"{came} came with another {fields} than before; --again takes these over")
    if report.changed:
        lines.append(f"snapshot {report.snapshot} in {report.seconds:.1f} s")
    lines.append(
        f"in all: {counted(report.documents, 'document')}, {counted(report.claims, 'claim')}, "
        f"{counted(report.figures, 'figure')}"
    )
    found = ", ".join(f"{count:,} {name}" for name, count in report.findings.items()) or "none"
    lines.append(f"findings: {found}")
    lines.append(f"next: figtrack serve -w {storage.at(workspace).name}")
    return lines


def _intake(report: BuildReport) -> str:
    refused = f", {len(report.refused):,} refused" if report.refused else ""
    known = f"{counted(report.known, 'document')} already there"
    if report.new:
        return f"{counted(report.new, 'document')} new, {report.known:,} already there{refused}"
    if report.read_again:
        return f"{counted(report.read_again, 'document')} read again, none new{refused}"
    if report.changed:
        return f"no document new, {known}; lined up and checked again{refused}"
    return f"nothing new: {known}{refused}"


def counted(number: int, thing: str) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
