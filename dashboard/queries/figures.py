"""The list of figures: searched, filtered by status, sorted, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.levels import Said
from dashboard.queries.narrowing import figures_narrowed
from dashboard.queries.rows import ALARM_CLASSES, Page, Row, Scan, contains, paged, still_open, witness
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
    found = _with_worst(scan, wanted)
    levels = dict(found.group_by("status").len().collect().iter_rows())
    page = paged(_ordered(found, wanted), wanted.page, FIGURES_PER_PAGE)
    known = _said(scan, [row["figure_id"] for row in page.rows])
    for row in page.rows:
        said, row["sources"] = known.get(row["figure_id"], ([], []))
        row["said"] = [Said(each["stated"], each["modifier"]) for each in said if each["unit"] == row["unit"]]
    return page, levels


def all_figures(scan: Scan, wanted: state.Figures) -> pl.LazyFrame:
    """All figures that match, on whatever page, in order: the table's columns, `worst` and `worst_severity`."""
    return _ordered(_with_worst(scan, wanted), wanted).drop("worst_alarm")


def _with_worst(scan: Scan, wanted: state.Figures) -> pl.LazyFrame:
    found = figures_narrowed(scan, matching(scan, wanted.q), wanted).join(_worst(scan), on="figure_id", how="left")
    return found.with_columns(worst_alarm=pl.col("worst").is_in(ALARM_CLASSES).fill_null(value=False))


def _ordered(found: pl.LazyFrame, wanted: state.Figures) -> pl.LazyFrame:
    if wanted.level is not Level.ALL:
        found = found.filter(pl.col("status") == wanted.level.value)
    keys = _SORTS[wanted.sort]
    descending = wanted.up if wanted.sort in ASCENDING_FIRST else not wanted.up
    return found.sort(
        [*keys, "label", "figure_id"],
        descending=[descending] * len(keys) + [False, False],
        nulls_last=True,
    )


def matching(scan: Scan, text: str) -> pl.LazyFrame:
    """Figures whose label, sources, claimants or counted words hold every word of `text`."""
    figures = scan("figures")
    if not text.strip():
        return figures
    named = [pl.col(name).fill_null("") for name in ("source", "claimant", "counted", "place")]
    said = scan("claims").filter(contains(pl.concat_str(named, separator=" "), text)).select("figure_id").unique()
    by_label = figures.filter(contains(pl.col("label"), text))
    by_claim = figures.join(said, on="figure_id", how="semi")
    return pl.concat([by_label, by_claim]).unique("figure_id")


def _worst(scan: Scan) -> pl.LazyFrame:
    """For each figure its worst finding: `worst` (class) and `worst_severity`; an alarm is worse than what is not."""
    findings = still_open(scan("findings")).drop_nulls("figure_id")
    alarm = pl.col("class").is_in(ALARM_CLASSES)
    return (
        findings.select("figure_id", pl.col("class").alias("worst"), "severity", "finding_id", alarm=alarm)
        .sort("alarm", "severity", "finding_id", descending=[True, True, False])
        .group_by("figure_id", maintain_order=True)
        .agg(pl.col("worst").first(), pl.col("severity").first().alias("worst_severity"))
    )


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
