"""The figures that judgements changed, and those that these explain, compared anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.check import NARROW, TOLL_STATES, Compared, compared, differing
from tracker.checking.readings import usable
from tracker.language.subjects.state import state_class
from tracker.linking.keys import keyed
from tracker.linking.link import figure_rows
from tracker.review.moves import with_stories
from tracker.schema import CLAIMS, FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.checking.consensus import Consensus
    from tracker.review.moves import Before, Moved

PLACE = ("doc_id", "part", "sentence_start", "state_class")
"""Where a count stands that may explain others."""


@dataclass(frozen=True, slots=True)
class Again:
    """Figures worked out again: all of `figures` are compared anew, of `counted` the rows are new."""

    figures: frozenset[str] = frozenset()
    counted: pl.DataFrame = field(default_factory=FIGURES.empty)
    own: pl.DataFrame = field(default_factory=CLAIMS.empty)
    values: Mapping[str, Consensus | None] = field(default_factory=dict)
    findings: list[dict[str, object]] = field(default_factory=list)


def compared_again(before: Before, moved: Moved, changed: pl.DataFrame) -> Again:
    """The figures whose claims or name changed, and those that counts beside them may explain, compared anew."""
    own_claims = moved.now.filter(pl.col("figure_id").is_in([*moved.figures]))
    counted = figure_rows(keyed(with_stories(before, own_claims)), moved.labels)
    counts = _changed_counts(moved)
    others = _explained_by(before, moved, counts, changed)
    rows = pl.concat([moved.now, others])
    own = usable(rows.filter(pl.col("figure_id").is_not_null()))
    dimensions = pl.concat([counted, _rows_of(before, "figures", "figure_id", others["figure_id"])])
    found = _compared(before, own, changed, counts, dimensions)
    return Again(
        moved.figures | frozenset(others["figure_id"]), counted, own.select(NARROW), found.values, found.findings
    )


def _compared(
    before: Before, own: pl.DataFrame, changed: pl.DataFrame, counts: pl.DataFrame, dimensions: pl.DataFrame
) -> Compared:
    """The differences inside the figures of these usable claims, compared anew unless they were as they are now.

    Each act is laid over the build together with all before it, and leaves most figures of those as they were.
    """
    marks = _marks(own, counts)
    fresh = [figure_id for figure_id, mark in marks if (figure_id, mark) not in before.known]
    rows = own.filter(pl.col("figure_id").is_in(fresh))
    doc_ids = rows["doc_id"].unique().to_list()
    documents = before.scan("documents").filter(pl.col("doc_id").is_in(doc_ids))
    beside = _beside(before, own, changed, doc_ids)
    found = compared(documents, rows.lazy(), rows.select(NARROW), beside, dimensions)
    for figure_id, mark in marks:
        if figure_id in found.values:
            differences = [row for row in found.findings if row["figure_id"] == figure_id]
            before.known[figure_id, mark] = Compared({figure_id: found.values[figure_id]}, differences)
    every = [before.known[item] for item in marks]
    values = {figure_id: value for each in every for figure_id, value in each.values.items()}
    return Compared(values, [row for each in every for row in each.findings])


def _marks(own: pl.DataFrame, counts: pl.DataFrame) -> list[tuple[str, int]]:
    """The figures whose claims differ, each with a mark of all that comparing it takes besides the build: its claims,
    and those in their documents that count now and did not, or the other way round."""
    varied = own.filter(differing()).select("figure_id", "doc_id", "claim_id")
    documents = varied.select("figure_id", "doc_id").unique()
    beside = documents.join(counts.select("doc_id", "claim_id"), on="doc_id").select(varied.columns)
    what = pl.concat([varied.with_columns(own=True), beside.with_columns(own=False)])
    marked = what.select("figure_id", mark=pl.struct("claim_id", "own").hash())
    return marked.group_by("figure_id").agg(pl.col("mark").sum()).sort("figure_id").rows()


def _rows_of(before: Before, table: str, column: str, values: pl.Series) -> pl.DataFrame:
    return before.scan(table).filter(pl.col(column).is_in(values.unique().to_list())).collect()


def _counts(claims: pl.DataFrame) -> pl.DataFrame:
    """The counts among claims, which may explain differences in other figures, with their `state_class`."""
    classes = {each: state_class(each) for each in claims["state"].drop_nulls().unique().to_list()}
    state = pl.col("state").replace_strict(classes, default=None, return_dtype=pl.String).fill_null("")
    return claims.filter((pl.col("unit") == "count") & pl.col("value").is_not_null()).with_columns(state_class=state)


def _changed_counts(moved: Moved) -> pl.DataFrame:
    """The claims that count now and did not, or the other way round, with their `PLACE`."""
    then, now = (_counts(usable(rows)).select("claim_id", *PLACE) for rows in (moved.before, moved.now))
    return pl.concat([then.join(now, on="claim_id", how="anti"), now.join(then, on="claim_id", how="anti")])


def _explained_by(before: Before, moved: Moved, counts: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """The claims of other figures that such counts may explain.

    A toll explains others of its document, any other count only those of its sentence and state.
    """
    if counts.is_empty():
        return CLAIMS.empty()
    told = _rows_of(before, "claims", "doc_id", counts["doc_id"]).drop_nulls("figure_id")
    tolls = told.join(counts.filter(pl.col("state_class").is_in(sorted(TOLL_STATES))), on="doc_id", how="semi")
    beside = _counts(told).join(counts, on=PLACE, how="semi")
    figures = pl.concat([tolls["figure_id"], beside["figure_id"]])
    others = figures.filter(~figures.is_in([*moved.figures]))
    return _rows_of(before, "claims", "figure_id", others).join(changed, on="claim_id", how="anti")


def _beside(before: Before, own: pl.DataFrame, changed: pl.DataFrame, doc_ids: list[str]) -> pl.DataFrame:
    """The counts that the documents give, in whatever figure."""
    claims = before.scan("claims")
    there = claims.filter(pl.col("doc_id").is_in(doc_ids) & pl.col("figure_id").is_not_null()).select(NARROW).collect()
    there = _counts(there.filter(pl.col("repeat_of").is_null())).select(NARROW)
    rest = there.join(pl.concat([own.select("claim_id"), changed.select("claim_id")]), on="claim_id", how="anti")
    copies = rest.filter(pl.col("is_copy").fill_null(value=False))
    whole = usable(_rows_of(before, "claims", "figure_id", copies["figure_id"]).select(NARROW))
    counted = pl.concat(
        [rest.filter(~pl.col("is_copy").fill_null(value=False)), copies.join(whole, on="claim_id", how="semi")]
    )
    known = own.select(NARROW).filter(pl.col("doc_id").is_in(doc_ids))
    inside = counted.filter(~pl.col("figure_id").is_in(own["figure_id"].unique().to_list()))
    return pl.concat([known, inside])
