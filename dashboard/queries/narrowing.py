"""Figures and findings narrowed by source, unit and date, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.rows import kept

if TYPE_CHECKING:
    from dashboard.queries.rows import Scan
    from dashboard.state import Figures, Inbox

MAX_CHOICES = 400
"""So many sources and units, the commonest, are offered; any can be named in the address."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Sources and units that a list can be narrowed to, the commonest first."""

    sources: list[str]
    units: list[str]


def choices(scan: Scan) -> Choices:
    """The named sources of the snapshot's documents and the units of its figures."""
    sources = kept(scan, "sources to choose from", lambda scan: _commonest(scan("documents"), "source"))
    units = kept(scan, "units to choose from", lambda scan: _commonest(scan("figures"), "unit"))
    return Choices(sources["source"].to_list(), units["unit"].to_list())


def _commonest(frame: pl.LazyFrame, name: str) -> pl.DataFrame:
    named = frame.select(pl.col(name).drop_nulls()).group_by(name).len()
    return named.sort("len", name, descending=[True, False]).head(MAX_CHOICES).collect()


def figures_narrowed(scan: Scan, figures: pl.LazyFrame, wanted: Figures) -> pl.LazyFrame:
    """Of these figures those in the unit that the source, if one is wanted, makes a claim of in that time."""
    if wanted.unit:
        figures = figures.filter(pl.col("unit") == wanted.unit)
    said = _claims(scan, wanted)
    return figures if said is None else figures.join(said.select("figure_id").unique(), on="figure_id", how="semi")


def findings_narrowed(scan: Scan, findings: pl.LazyFrame, wanted: Inbox) -> pl.LazyFrame:
    """Of these findings (with the `units` of their figures) those that match the unit and have a claim that matches."""
    if wanted.unit:
        findings = findings.filter(pl.col("units").list.contains(wanted.unit))
    said = _claims(scan, wanted)
    if said is None:
        return findings
    concerned = (
        findings.select("finding_id", pl.col("claim_ids").alias("claim_id"))
        .explode("claim_id")
        .join(said.select("claim_id"), on="claim_id", how="semi")
        .select("finding_id")
        .unique()
    )
    return findings.join(concerned, on="finding_id", how="semi", maintain_order="left")


def _claims(scan: Scan, wanted: Figures | Inbox) -> pl.LazyFrame | None:
    """The claims of the source and time wanted; None where neither narrows. A claim is of the day it came out."""
    day = pl.coalesce("published", "as_of_start")
    tests = []
    if wanted.source:
        tests.append(pl.col("source") == wanted.source)
    if wanted.since:
        tests.append(day >= _midnight(wanted.since))
    if wanted.until:
        tests.append(day < _midnight(wanted.until) + timedelta(days=1))
    return scan("claims").filter(*tests).select("claim_id", "figure_id") if tests else None


def _midnight(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
