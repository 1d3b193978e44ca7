"""The inbox: findings that match, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.claims import claims_of
from dashboard.queries.narrowing import findings_narrowed
from dashboard.queries.rows import ALARM_CLASSES, Page, Row, Scan, holds, kept, paged, worst_first
from dashboard.state import Which
from tracker.checking.standing import concerned
from tracker.model import Status

if TYPE_CHECKING:
    from dashboard import state


FINDINGS_PER_PAGE = 25


def list_findings(scan: Scan, wanted: state.Inbox) -> tuple[Page, dict[str, int]]:
    """A page of the findings that match, worst first, and counts by class.

    Each row has its figure's `label` and `unit`, its `claims` as rows in order of time, and the `others` that it
    concerns: the `figure_id` and `label` of each further figure of these claims.
    """
    findings = _matching(scan, wanted).collect()
    classes = dict(findings.group_by("class").len().iter_rows())
    page = paged(_of_class(findings.lazy(), wanted), wanted.page, FINDINGS_PER_PAGE)
    claims = claims_of(scan, [each for row in page.rows for each in row["claim_ids"]])
    for row in page.rows:
        concerned = set(row["claim_ids"])
        row["claims"] = [each for each in claims if each["claim_id"] in concerned]
    labels = _labels(scan, [each["figure_id"] for each in claims])
    for row in page.rows:
        beside = dict.fromkeys(each["figure_id"] for each in row["claims"])
        row["others"] = [labels[each] for each in beside if each in labels and each != row["figure_id"]]
    return page, classes


def _labels(scan: Scan, figure_ids: list[str]) -> dict[str, Row]:
    found = scan("figures").filter(pl.col("figure_id").is_in(figure_ids)).select("figure_id", "label").collect()
    return {row["figure_id"]: row for row in found.iter_rows(named=True)}


def all_findings(scan: Scan, wanted: state.Inbox) -> pl.LazyFrame:
    """All findings that match, worst first: the table's columns, `label`, `unit`, `per` and `n_sources`."""
    return _of_class(_matching(scan, wanted), wanted)


def concerns(scan: Scan) -> pl.DataFrame:
    """`finding_id`, `figure_id`: every finding with each figure that it concerns."""
    return kept(scan, "findings by figure", lambda scan: concerned(scan("findings"), scan("claims")).collect())


def findings_about(scan: Scan, figures: pl.LazyFrame) -> pl.LazyFrame:
    """The findings that concern one of some figures (`figure_id`)."""
    claims = scan("claims").join(figures, on="figure_id", how="semi")
    return scan("findings").join(concerned(scan("findings"), claims), on="finding_id", how="semi")


def _matching(scan: Scan, wanted: state.Inbox) -> pl.LazyFrame:
    """Findings that match but for their class, worst first."""
    findings = kept(scan, "findings, worst first", _ordered).lazy().filter(_wanted_status(wanted))
    if wanted.q:
        findings = findings.filter(holds(pl.col("words"), wanted.q))
    return findings_narrowed(scan, findings.drop("words"), wanted)


def _ordered(scan: Scan) -> pl.DataFrame:
    """All findings, worst first, with their figure's columns, the `units` of all figures that each concerns, and the
    `words` that it is found by."""
    figures = scan("figures").select("figure_id", "label", "unit", "per", "n_sources")
    beside = (
        concerns(scan)
        .lazy()
        .join(figures.select("figure_id", "label", units="unit"), on="figure_id")
        .sort("label")
        .group_by("finding_id")
        .agg(pl.col("units").unique(), labels=pl.col("label").str.join(" "))
    )
    findings: pl.LazyFrame = worst_first(scan("findings").join(figures, on="figure_id", how="left"))
    text = pl.concat_str("summary", pl.col("labels").fill_null(""), separator=" ")
    joined = findings.join(beside, on="finding_id", how="left", maintain_order="left")
    return joined.with_columns(words=text.str.to_lowercase()).drop("labels").collect()


def _of_class(findings: pl.LazyFrame, wanted: state.Inbox) -> pl.LazyFrame:
    if wanted.kind:
        return findings.filter(pl.col("class") == wanted.kind.value)
    if wanted.which is Which.ALARMS:
        return findings.filter(pl.col("class").is_in(ALARM_CLASSES))
    return findings


def _wanted_status(wanted: state.Inbox) -> pl.Expr:
    if wanted.status:
        return pl.col("status") == wanted.status.value
    return pl.col("status") != Status.DISMISSED.value
