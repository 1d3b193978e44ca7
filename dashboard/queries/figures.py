"""The list of figures: searched, filtered by status, sorted, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.levels import Said
from dashboard.queries.findings import concerns
from dashboard.queries.narrowing import figures_narrowed
from dashboard.queries.rows import ALARM_CLASSES, Page, Row, Scan, kept, still_open, witness, worst_first
from dashboard.queries.words import matching
from dashboard.state import Level, Sort

if TYPE_CHECKING:
    from dashboard import state


FIGURES_PER_PAGE = 30

LAST_SAID = 60

_SORTS = {
    Sort.FINDING: ["worst_alarm", "worst_severity", "n_sources", "n_claims"],
    Sort.LABEL: ["label"],
    Sort.BEST: ["best"],
    Sort.CLAIMS: ["n_claims"],
    Sort.SOURCES: ["n_sources", "n_claims"],
    Sort.LATEST: ["last_as_of"],
}

ASCENDING_FIRST = frozenset({Sort.LABEL})
"""Sorts whose natural direction is upwards; the others show the greatest first."""


def list_figures(scan: Scan, wanted: state.Figures) -> tuple[Page, dict[str, int]]:
    """A page of the figures that match, and how many there are of each status.

    Each row has besides: `worst` (the class of its worst finding) and `worst_severity`; `said`, what the last 60 of its
    claims that are in its unit say, in order of time; `sources`, those that state it, an unknown one as None.
    """
    every = kept(scan, "figures with their worst", _with_worst)
    found = _found(scan, every, wanted)
    levels = dict(found.group_by("status").len().iter_rows())
    if wanted.level is not Level.ALL:
        found = found.filter(pl.col("status") == wanted.level.value)
    page = _page(every, _in_order(scan, found["place"], wanted), wanted.page)
    known = _said(scan, [row["figure_id"] for row in page.rows])
    for row in page.rows:
        said, row["sources"] = known.get(row["figure_id"], ([], []))
        row["said"] = [Said(each["stated"], each["modifier"]) for each in said if each["unit"] == row["unit"]]
    return page, levels


def all_figures(scan: Scan, wanted: state.Figures) -> pl.LazyFrame:
    """All figures that match, on whatever page, in order: the table's columns, `worst` and `worst_severity`."""
    every = kept(scan, "figures with their worst", _with_worst)
    found = _found(scan, every, wanted)
    if wanted.level is not Level.ALL:
        found = found.filter(pl.col("status") == wanted.level.value)
    return every[_in_order(scan, found["place"], wanted)].lazy().drop("worst_alarm", "place")


def _found(scan: Scan, every: pl.DataFrame, wanted: state.Figures) -> pl.DataFrame:
    """The `place` (in `every`) and `status` of the figures that match, of whatever level."""
    frame = every.lazy().select("place", "figure_id", "status", "unit")
    return figures_narrowed(scan, matching(scan, frame, wanted.q), wanted).select("place", "status").collect()


def _in_order(scan: Scan, places: pl.Series, wanted: state.Figures) -> pl.Series:
    """These places in the order wanted; the order of all is found once."""

    def ordered(scan: Scan) -> pl.DataFrame:
        return _ordered(kept(scan, "figures with their worst", _with_worst), wanted.sort, up=wanted.up)

    order = kept(scan, f"figures by {wanted.sort} {wanted.up}", ordered)["place"]
    if places.len() == order.len():
        return order
    chosen = pl.repeat(value=False, n=order.len(), eager=True, dtype=pl.Boolean).scatter(places, values=True)
    return order.filter(chosen.gather(order))


def _page(every: pl.DataFrame, order: pl.Series, number: int) -> Page:
    number = min(number, max(1, -(-order.len() // FIGURES_PER_PAGE)))
    rows = every[order.slice((number - 1) * FIGURES_PER_PAGE, FIGURES_PER_PAGE)]
    return Page(rows.to_dicts(), order.len(), number, FIGURES_PER_PAGE)


def _with_worst(scan: Scan) -> pl.DataFrame:
    """Every figure with its worst finding (`worst`, `worst_severity`, `worst_alarm`) and its `place` in this frame."""
    found = scan("figures").join(_worst(scan), on="figure_id", how="left").sort("figure_id")
    alarm = pl.col("worst").is_in(ALARM_CLASSES).fill_null(value=False)
    return found.with_columns(worst_alarm=alarm).with_row_index("place").collect()


def _ordered(every: pl.DataFrame, sort: Sort, *, up: bool) -> pl.DataFrame:
    """The places of all figures in order."""
    keys = _SORTS[sort]
    descending = up if sort in ASCENDING_FIRST else not up
    return every.sort(
        [*keys, "label", "figure_id"],
        descending=[descending] * len(keys) + [False, False],
        nulls_last=True,
    ).select("place")


def _worst(scan: Scan) -> pl.LazyFrame:
    """For each figure its worst finding: `worst` (class) and `worst_severity`; an alarm is worse than what is not."""
    named = worst_first(still_open(scan("findings")).select("finding_id", "severity", "class"))
    placed = named.join(concerns(scan).lazy(), on="finding_id", maintain_order="left")
    first = placed.group_by("figure_id", maintain_order=True).agg(pl.col("class", "severity").first())
    worst: pl.LazyFrame = first.rename({"class": "worst", "severity": "worst_severity"})
    return worst


def _said(scan: Scan, figure_ids: list[str]) -> dict[str, tuple[list[Row], list[str | None]]]:
    """For each figure what its claims state (`stated`, `modifier`, `unit`), in order of time, and their sources."""
    stated = pl.coalesce("value", "low", "high").alias("stated")
    words = pl.struct("stated", "modifier", "unit").filter(pl.col("stated").is_not_null())
    found = (
        scan("claims")
        .filter(pl.col("figure_id").is_in(figure_ids))
        .filter(witness())
        .select("figure_id", "as_of_start", "published", "claim_id", "source", "modifier", "unit", stated)
        .sort("as_of_start", "published", "claim_id", nulls_last=True)
        .group_by("figure_id", maintain_order=True)
        .agg(words.tail(LAST_SAID), pl.col("source").unique().sort(nulls_last=True))
        .collect()
    )
    return {figure_id: (said, sources) for figure_id, said, sources in found.iter_rows()}
