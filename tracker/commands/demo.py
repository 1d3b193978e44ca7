"""`figtrack demo`: a workspace from the articles that come with Figtrack, three things worth a look, the dashboard."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.commands import serve
from tracker.commands.build import Wanted, build_shown, counted, summary
from tracker.errors import UsageError
from tracker.model import ALARMS, Document
from tracker.reading import read_paths
from tracker.terminal import complain, say
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PACKAGE = Path(__file__).parent.parent
_HOST = "127.0.0.1"
SEEDS = (_PACKAGE / "demo", _PACKAGE.parent / "seeds")
"""Where the articles are: in an installed wheel, and in the repository."""


def run(workspace: Path, port: int, no_serve: bool) -> int:
    """Build, print the address and three things worth a look, and serve unless told not to."""
    say("reading the five articles of the demo ...")
    _forget_other_texts(workspace)
    report = build_shown([seeds()], workspace, Wanted())
    for refusal in report.refused:
        complain(f"refused: {refusal}")
    for line in summary(report, workspace)[:-1]:
        say(line)
    address = f"http://{_HOST}:{port}"
    say("")
    say("worth a look:")
    for number, (thing, figure) in enumerate(worth_a_look(Workspace.open(workspace)), 1):
        say(f"  {number}. {thing}")
        if figure:
            say(f"     {address}/figures/{figure}")
    say("")
    if no_serve:
        say(f"next: figtrack serve -w {workspace}")
    else:
        say(f"the dashboard is on {address} (stop it with Ctrl-C)")
        serve.run(workspace, _HOST, port)
    return 1 if report.refused else 0


def _forget_other_texts(workspace: Path) -> None:
    """Start anew where an earlier version of the demo's articles was built, and nothing else is in the workspace."""
    if not Workspace.is_at(workspace):
        return
    opened = Workspace.open(workspace)
    mine = {item.doc_id: item.text for item in read_paths([seeds()]) if isinstance(item, Document)}
    there = dict(opened.read("documents").select("doc_id", "text").iter_rows())
    if there.keys() <= mine.keys() and there.items() - mine.items() and not opened.count("judgements"):
        shutil.rmtree(workspace)


def seeds() -> Path:
    """The folder of the demo's articles.

    Raises:
        UsageError: it isn't there.
    """
    for folder in SEEDS:
        if folder.is_dir():
            return folder
    raise UsageError(f"the demo's articles are not at {SEEDS[0]}; install figtrack whole")


def worth_a_look(workspace: Workspace) -> Iterator[tuple[str, str | None]]:
    """Three sentences on the tables, each with the figure it is about.

    The figure that most sources state, the worst finding, and among the other figures the one whose claims are
    furthest apart.
    """
    figures, findings, claims = (workspace.read(table) for table in ("figures", "findings", "claims"))
    spans = figures.join(_stated(claims), on="figure_id", how="left")
    shown: set[str | None] = set()
    for figure in _first(spans, ["n_sources", "n_claims"], "figure_id"):
        counts = f"{counted(figure['n_claims'], 'claim')} from {counted(figure['n_sources'], 'source')}"
        shown.add(figure["figure_id"])
        yield f"{figure['label']}: {counts}{_span(figure)}", figure["figure_id"]
    alarms = pl.col("class").is_in([alarm.value for alarm in ALARMS]).alias("alarm")
    for finding in _first(findings.with_columns(alarms), ["alarm", "severity"], "finding_id"):
        shown.add(finding["figure_id"])
        yield f"{finding['class']}: {finding['summary']}", finding["figure_id"]
    others = spans.filter(~pl.col("figure_id").is_in([figure for figure in shown if figure]), pl.col("n_claims") > 1)
    for figure in _first(others, ["spread", "n_claims"], "figure_id"):
        yield f"furthest apart: {figure['label']}{_span(figure)}", figure["figure_id"]


def _first(frame: pl.DataFrame, greatest: list[str], key: str) -> Iterator[dict[str, Any]]:
    """The row that is greatest in these columns, if there is any; the key decides where rows are level."""
    descending = [*[True] * len(greatest), False]
    return frame.sort(*greatest, key, descending=descending, nulls_last=True).head(1).iter_rows(named=True)


def _stated(claims: pl.DataFrame) -> pl.DataFrame:
    """The least and the greatest bound that claims state, by figure, and how far apart these are in times."""
    bounds = pl.concat_list("low", "high", "value").explode()
    least = claims.group_by("figure_id").agg(bounds.min().alias("least"), bounds.max().alias("greatest"))
    return least.with_columns((pl.col("greatest") / pl.col("least")).alias("spread"))


def _span(figure: Mapping[str, Any]) -> str:
    least, greatest = figure["least"], figure["greatest"]
    if least is None:
        return ""
    unit = "" if figure["unit"] == "count" else f" {figure['unit']}"
    per = f" a {figure['per']}" if figure["per"] else ""
    stated = f"{least:,.12g}" if least == greatest else f"from {least:,.12g} to {greatest:,.12g}"
    return f", {stated}{unit}{per}"
