"""What a workspace holds, counted."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.queries.rows import ALARM_CLASSES, Scan, kept, still_open


@dataclass(frozen=True, slots=True)
class Totals:
    """What a workspace holds."""

    figures: int
    documents: int
    sources: int
    claims: int
    alarms: int


def totals(scan: Scan) -> Totals:
    """Counts of a snapshot's figures, documents, named sources, claims and open alarms."""
    return Totals(**kept(scan, "totals", _counted).row(0, named=True))


def _counted(scan: Scan) -> pl.DataFrame:
    alarms = still_open(scan("findings")).filter(pl.col("class").is_in(ALARM_CLASSES))
    counts = pl.collect_all(
        [
            scan("figures").select(figures=pl.len()),
            scan("documents").select(documents=pl.len(), sources=pl.col("source").drop_nulls().n_unique()),
            scan("claims").select(claims=pl.len()),
            alarms.select(alarms=pl.len()),
        ]
    )
    return pl.concat(counts, how="horizontal")
