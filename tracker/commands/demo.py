"""`figtrack demo`: a workspace from the articles that come with Figtrack, three things worth a look, the dashboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracker.commands import serve
from tracker.commands.build import build_shown, counted, summary
from tracker.errors import UsageError
from tracker.model import ALARMS
from tracker.terminal import complain, say
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parent.parent
SEEDS = (_PACKAGE / "demo", _PACKAGE.parent / "seeds")
"""Where the articles are: in an installed wheel, and in the repository."""


def run(workspace: Path, host: str, port: int, no_serve: bool) -> int:
    """Build, print the address and three things worth a look, and serve unless told not to."""
    say("reading the five articles of the demo ...")
    report = build_shown([seeds()], workspace, os.cpu_count() or 1)
    for refusal in report.refused:
        complain(f"refused: {refusal}")
    for line in summary(report, workspace)[:-1]:
        say(line)
    address = f"http://{host}:{port}"
    say("")
    say("worth a look:")
    for number, thing in enumerate(worth_a_look(Workspace.open(workspace), address), 1):
        say(f"  {number}. {thing}")
    say("")
    if no_serve:
        say(f"next: figtrack serve -w {workspace}")
        return 1 if report.refused else 0
    say(f"the dashboard is on {address} (stop it with Ctrl-C)")
    serve.run(workspace, host, port)
    return 1 if report.refused else 0


def seeds() -> Path:
    """The folder of the demo's articles.

    Raises:
        UsageError: it isn't there.
    """
    for folder in SEEDS:
        if folder.is_dir():
            return folder
    raise UsageError(f"the demo's articles are not at {SEEDS[0]}; install figtrack whole")


def worth_a_look(workspace: Workspace, address: str) -> Iterator[str]:
    """Three sentences on the tables: the figure with the most claims, the worst finding, and the widest figure."""
    figures, findings = workspace.read("figures"), workspace.read("findings")
    most = figures.sort("n_sources", "n_claims", "figure_id", descending=[True, True, False]).head(1)
    shown = set()
    for figure in most.iter_rows(named=True):
        shown.add(figure["figure_id"])
        span = _span(figure)
        counts = f"{counted(figure['n_claims'], 'claim')} from {counted(figure['n_sources'], 'source')}"
        yield f"{figure['label']}: {counts}{span} {address}/figures/{figure['figure_id']}"
    for finding in _worst(findings).iter_rows(named=True):
        shown.add(finding["figure_id"])
        where = f" {address}/figures/{finding['figure_id']}" if finding["figure_id"] else ""
        yield f"{finding['class']}: {finding['summary']}{where}"
    for figure in _widest(figures.filter(~pl.col("figure_id").is_in(list(shown - {None})))).iter_rows(named=True):
        yield f"the widest apart, {figure['label']}:{_span(figure)} {address}/figures/{figure['figure_id']}"


def _worst(findings: pl.DataFrame) -> pl.DataFrame:
    alarms = [alarm.value for alarm in ALARMS]
    ranked = findings.with_columns(pl.col("class").is_in(alarms).alias("alarm"))
    return ranked.sort("alarm", "severity", "finding_id", descending=[True, True, False]).head(1)


def _widest(figures: pl.DataFrame) -> pl.DataFrame:
    """The figure of several claims whose bounds are furthest apart, in times its best value; open ones first."""
    several = figures.filter(pl.col("n_claims") > 1)
    width = ((pl.col("high") - pl.col("low")) / pl.col("best").abs()).fill_null(float("inf")).alias("width")
    return several.with_columns(width).sort("width", "n_claims", "figure_id", descending=[True, True, False]).head(1)


def _span(figure: dict[str, object]) -> str:
    low, high = figure["low"], figure["high"]
    unit = "" if figure["unit"] == "count" else f" {figure['unit']}"
    per = f" a {figure['per']}" if figure["per"] else ""
    if low is None and high is None:
        return ""
    if low is None:
        return f", at most {high:,.12g}{unit}{per}"
    if high is None:
        return f", at least {low:,.12g}{unit}{per}"
    return f", {low:,.12g} to {high:,.12g}{unit}{per}" if low != high else f", {low:,.12g}{unit}{per}"
