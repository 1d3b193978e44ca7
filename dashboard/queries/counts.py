"""What a workspace holds, counted."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.queries.rows import ALARM_CLASSES, Scan, still_open


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
    documents, figures, claims, alarms = pl.collect_all(
        [
            scan("documents").select(pl.len(), pl.col("source").drop_nulls().n_unique().alias("sources")),
            scan("figures").select(pl.len()),
            scan("claims").select(pl.len()),
            still_open(scan("findings")).filter(pl.col("class").is_in(ALARM_CLASSES)).select(pl.len()),
        ]
    )
    return Totals(figures.item(), documents["len"][0], documents["sources"][0], claims.item(), alarms.item())
