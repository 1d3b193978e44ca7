"""How figures stand after their findings: which figures a finding concerns, and the status that follows from it.

A finding concerns every figure that one of its claims is in. Its own `figure_id` says only under which one it is told:
one of arithmetic over two figures makes both disputed.
"""

from __future__ import annotations

import polars as pl

from tracker.model import ALARMS, FindingClass, Status
from tracker.schema import FIGURES

AGREEING = frozenset({FindingClass.ROUNDING})
"""Classes of findings that leave a figure agreed."""


def concerned(findings: pl.LazyFrame, claims: pl.LazyFrame) -> pl.LazyFrame:
    """`finding_id`, `figure_id`: each finding (`finding_id`, `claim_ids`) with every figure that it concerns.

    `claims` (`claim_id`, `figure_id`) may be those of some figures only; then only these are found.
    """
    placed = claims.select("claim_id", "figure_id").filter(pl.col("figure_id").is_not_null())
    named = findings.select("finding_id", claim_id="claim_ids").explode("claim_id")
    return named.join(placed, on="claim_id").select("finding_id", "figure_id").unique()


def with_status(figures: pl.DataFrame, findings: pl.DataFrame, claims: pl.LazyFrame | pl.DataFrame) -> pl.DataFrame:
    """Rows of `FIGURES` with their status, of which `claims` holds all claims and `findings` all that concern them.

    An alarm disputes a figure, another finding (but not `AGREEING`) makes it one that differs; dismissed ones don't.
    """
    alarm = pl.col("class").is_in([kind.value for kind in ALARMS])
    differs = ~pl.col("class").is_in([kind.value for kind in AGREEING])
    standing = findings.lazy().filter(pl.col("status") != Status.DISMISSED)
    found = (
        concerned(standing, claims.lazy())
        .join(standing.select("finding_id", alarm=alarm, differs=differs), on="finding_id")
        .group_by("figure_id")
        .agg(pl.col("alarm", "differs").any())
    )
    status = pl.when("alarm").then(pl.lit("disputed")).when("differs").then(pl.lit("differs"))
    joined = figures.lazy().drop("status").join(found, on="figure_id", how="left", maintain_order="left")
    return joined.with_columns(status=status.otherwise(pl.lit("agreed"))).select(FIGURES.polars.names()).collect()
